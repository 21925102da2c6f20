"""Thresholds and values as a person reads them. Plain Python."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from dsl.catalog import Catalog
from dsl.diagnostics import Language
from dsl.types import Type
from editor.i18n.texts import Words
from engine.threshold import Threshold, written_value


def number_text(value: Any, *, percent: bool = False) -> str:
    """A number or a day: thousands separated, no more places than matter."""
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if percent:
        return f"{number_text(round(Decimal(str(value)) * 100, 2))}%"
    if isinstance(value, float):
        value = Decimal(repr(value))
        value = round(value, 2) if abs(value) >= 1 else value.quantize(Decimal("0.0001"))
    text = f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def value_text(value: Any, type_: Type | None, words: Words, catalog: Catalog | None = None) -> str:
    """A value of a customer, with its unit; a missing one in words."""
    if value is None:
        return words("missing")
    if isinstance(value, bool):
        return words("op.yes" if value else "op.no")
    if isinstance(value, str):
        return value
    shown = number_text(value, percent=type_ is not None and type_.percent)
    return shown + unit_text(type_, words.language, catalog, one=value == 1)


def unit_text(type_: Type | None, language: Language, catalog: Catalog | None, *, one: bool = False) -> str:
    """A unit as it follows a number: ``회``, `` visits``; empty where there is none."""
    found = catalog.units.get(type_.unit or "") if type_ is not None and catalog is not None else None
    if found is None:
        return ""
    return found.ko if language == "ko" else f" {found.en_one if one else found.en_many}"


def threshold_text(threshold: Threshold, value: Any, words: Words, catalog: Catalog | None = None) -> str:
    """``at least 5 visits``, ``5회 이상``."""
    day = isinstance(value, date)
    number = value.isoformat() if day else written_value(value, threshold.percent)
    if not day and not threshold.percent:
        number = number_text(value) + unit_text(threshold.operand.type, words.language, catalog, one=value == 1)
    how = words(f"op.date.{threshold.op}" if day else f"op.{threshold.op}")
    return f"{number} {how}" if words.language == "ko" else f"{how} {number}"

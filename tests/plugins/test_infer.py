from __future__ import annotations

from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.api import Guess, TextColumn, convert


def guess(*values: str | None, strict: bool = True, batches: int = 1) -> Guess:
    look = TextColumn()
    size = max(1, -(-len(values) // batches))
    for start in range(0, len(values), size):
        look.feed(pa.array(values[start : start + size], pa.string()))
    return look.guess(strict=strict)


def said(found: Guess) -> str:
    scale = f"({found.type.scale})" if found.type.scale else ""
    form = f" {found.storage.format}" if found.storage.format else ""
    return f"{found.type.kind.value}{scale}{form}" + (f" ?{found.ambiguous}" if found.ambiguous else "")


CASES: list[tuple[list[str | None], str]] = [
    (["1", "-20", "0", ""], "integer"),
    (["9223372036854775807"], "integer"),
    (["9223372036854775808"], "text"),
    (["1", "007"], "text"),
    (["+1"], "text"),
    (["-0"], "integer"),
    ([" 1"], "text"),
    (["1", "2.5", "3.25"], "decimal(2)"),
    (["1.5", "x"], "text"),
    (["0.1234567"], "double"),
    (["1.5", "2.5e3"], "double"),
    (["1e5", "2e7"], "text"),
    (["1e+5"], "double"),
    (["1e+999"], "text"),
    (["12345678901234567.89"], "double"),
    (["1.234,56", "7,5"], "decimal(2)"),
    (["1,234.50", "7"], "decimal(2)"),
    (["1,234,567"], "integer"),
    (["1,234"], "text ?number"),
    (["1.234", "7,5"], "decimal(1)"),
    (["2024-02-29", "2023-12-31"], "date iso"),
    (["2024-02-29", "2023-02-29"], "text"),
    (["0000-00-00"], "text"),
    (["2024-02-29", "2024-01-01 10:00:00.5"], "timestamp iso"),
    (["2024-01-01T10:00Z"], "timestamp"),
    (["2024-01-01T10:00Z", "2024-01-01T10:00"], "text"),
    (["2024-01-01 24:00"], "text"),
    (["2024/02/29"], "date %Y/%m/%d"),
    (["2024.02.29"], "date %Y.%m.%d"),
    (["2024.02.30"], "text"),
    (["2024/01/02 10:20"], "timestamp %Y/%m/%d %H:%M"),
    (["13/01/2024", "02/03/2024"], "date %d/%m/%Y"),
    (["01/13/2024", "02/03/2024"], "date %m/%d/%Y"),
    (["01/02/2024", "02/03/2024"], "text ?date"),
    (["true", "FALSE"], "boolean"),
    (["Yes", "No"], "text"),
    (["NULL", "1"], "text ?integer"),
    (["N/A", "-", "2024-01-01"], "text ?date"),
    (["NaN", "가"], "text"),
    (["", None], "text"),
    (["가", "나"], "text"),
    (["1\n2"], "text"),
    (["１"], "text"),
]


IDS = ["|".join(str(value) for value in values) for values, _ in CASES]


@pytest.mark.parametrize(("values", "expected"), CASES, ids=IDS)
def test_guesses(values: list[str | None], expected: str) -> None:
    assert said(guess(*values)) == expected


@pytest.mark.parametrize(("values", "expected"), CASES, ids=IDS)
def test_batches_and_order_change_nothing(values: list[str | None], expected: str) -> None:
    assert said(guess(*values, *values, batches=3)) == expected
    assert said(guess(*reversed(values), batches=len(values))) == expected


def test_bold_guesses() -> None:
    days = [f"2024{month:02}15" for month in range(1, 13)]
    assert said(guess(*days)) == "integer"
    assert said(guess(*days, strict=False)) == "date %Y%m%d"
    assert said(guess(*days, "20240230", strict=False)) == "integer"
    assert said(guess("Yes", "No", strict=False)) == "boolean Yes/No"
    assert said(guess("예", "아니오", strict=False)) == "boolean 예/아니오"
    assert said(guess("n", "y", strict=False)) == "boolean y/n"
    assert said(guess("Yes", "no", "YES", strict=False)) == "text"
    assert said(guess("F", "M", strict=False)) == "text"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["1", ""], [1, None]),
        (["1.5", "2.25"], [Decimal("1.50"), Decimal("2.25")]),
        (["1.234,56", "-7,5"], [Decimal("1234.56"), Decimal("-7.50")]),
        (["1,234.50", "7"], [Decimal("1234.50"), Decimal("7.00")]),
        (["TRUE", "false", ""], [True, False, None]),
        (["2024-02-29", ""], ["2024-02-29", None]),
        (["1.5e-3", "0.25"], [0.0015, 0.25]),
        (["가", ""], ["가", None]),
    ],
)
def test_conversion(values: list[str], expected: list[object]) -> None:
    assert convert(pa.array(values), guess(*values)).to_pylist() == expected


@given(st.lists(st.integers(-(2**63), 2**63 - 1), min_size=1))
def test_integers_come_back(numbers: list[int]) -> None:
    texts = [str(number) for number in numbers]
    found = guess(*texts)
    assert said(found) == "integer"
    assert convert(pa.array(texts), found).to_pylist() == numbers


@given(st.lists(st.decimals(min_value=-(10**9), max_value=10**9, places=3), min_size=1))
def test_decimals_come_back(numbers: list[Decimal]) -> None:
    texts = [f"{number:f}" for number in numbers]
    found = guess(*texts)
    assert said(found) == "decimal(3)"
    assert convert(pa.array(texts), found).to_pylist() == numbers


@given(st.lists(st.dates(min_value=date(1, 1, 1)), min_size=1))
def test_dates_are_dates(days: list[date]) -> None:
    assert said(guess(*[day.isoformat() for day in days])) == "date iso"


@given(st.lists(st.text(alphabet="019-+.,eE:/ TZNaY가", max_size=12)))
def test_nothing_breaks_and_conversion_never_fails(values: list[str]) -> None:
    found = guess(*values, batches=2)
    read = convert(pa.array(values, pa.string()), found)
    assert [value is None for value in read.to_pylist()] == [value == "" for value in values]

"""What is known of a plugin before any of its code runs, and what it is asked to open."""

from __future__ import annotations

import re
import tomllib
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from dsl.catalog import Labels
from plugins.errors import closest, error, redact
from plugins.source import Source

API = 1
"""The version of this interface; a manifest names the one it was written for."""

MANIFEST = "manifest.toml"
"""The file beside a plugin's module."""

SettingKind = Literal["text", "integer", "boolean", "choice", "file", "secret"]
SettingValue = str | int | bool
_ID = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Setting:
    """One field of the connection dialog, and one ``?name=value`` of a target (secrets never are)."""

    name: str
    kind: SettingKind = "text"
    labels: Labels = Labels()
    help: Labels = Labels()
    choices: tuple[str, ...] = ()
    default: SettingValue | None = None
    required: bool = False

    def read(self, value: object) -> SettingValue:
        """``value`` (often text) as this setting's kind."""
        text = str(value).strip()
        if self.kind == "integer" and re.fullmatch(r"-?\d{1,18}", text):
            return int(text)
        if self.kind == "boolean" and text.lower() in ("true", "yes", "1", "false", "no", "0"):
            return text.lower() in ("true", "yes", "1")
        if self.kind == "choice" and text in self.choices:
            return text
        if self.kind in ("text", "file", "secret"):
            return str(value)
        shown = "***" if self.kind == "secret" else text
        if self.choices:
            raise error("source.setting_choice", setting=self.name, value=shown, choices=self.choices)
        raise error("source.setting_value", setting=self.name, value=shown)


@dataclass(frozen=True, slots=True)
class Manifest:
    """A plugin's description, read from ``manifest.toml`` without importing the plugin.

    suffixes: of the files it opens (``.csv``). schemes: of its URLs (``postgresql``); its id always is one.
    in_folder: its files may be tables of a folder that is opened as a database. dialect: of the SQL it takes.
    """

    id: str
    title: Labels
    suffixes: tuple[str, ...] = ()
    schemes: tuple[str, ...] = ()
    settings: tuple[Setting, ...] = ()
    in_folder: bool = False
    writable: bool = False
    dialect: str | None = None
    api: int = API

    def schema(self, language: str = "en") -> dict[str, Any]:
        """The settings as a JSON Schema, from which a dialog is made."""
        kinds = {"integer": "integer", "boolean": "boolean"}
        properties: dict[str, Any] = {}
        for setting in self.settings:
            entry: dict[str, Any] = {
                "type": kinds.get(setting.kind, "string"),
                "title": setting.labels.get(language, setting.name),
            }
            if setting.help.get(language):
                entry["description"] = setting.help.get(language)
            if setting.choices:
                entry["enum"] = list(setting.choices)
            if setting.default is not None:
                entry["default"] = setting.default
            if setting.kind in ("secret", "file"):
                entry["format"] = "password" if setting.kind == "secret" else "path"
                entry["writeOnly"] = setting.kind == "secret"
            properties[setting.name] = entry
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": self.title.get(language, self.id),
            "type": "object",
            "properties": properties,
            "required": [setting.name for setting in self.settings if setting.required],
            "additionalProperties": False,
        }

    def options(self, given: Mapping[str, object]) -> dict[str, SettingValue]:
        """``given`` checked against the settings, with defaults filled in."""
        known = {setting.name: setting for setting in self.settings}
        for name in given:
            if name not in known:
                raise error("source.setting_unknown", plugin=self.id, setting=name, suggestion=closest(name, known))
        result: dict[str, SettingValue] = {}
        for name, setting in known.items():
            if name in given:
                result[name] = setting.read(given[name])
            elif setting.default is not None:
                result[name] = setting.default
            elif setting.required:
                raise error("source.setting_missing", plugin=self.id, setting=name)
        return result

    @classmethod
    def parse(cls, text: str) -> Manifest:
        """From the text of a ``manifest.toml``; ValueError says what is wrong with it."""
        data = tomllib.loads(text)
        unknown = set(data) - set(cls.__dataclass_fields__)
        if unknown:
            raise ValueError(f"unknown: {', '.join(sorted(unknown))}")
        if not isinstance(data.get("id"), str) or not _ID.fullmatch(data["id"]):
            raise ValueError("id: lower-case letters, digits and underscores")
        settings = tuple(_setting(entry) for entry in data.get("settings", ()))
        suffixes = _texts(data, "suffixes")
        if any(not suffix.startswith(".") for suffix in suffixes):
            raise ValueError("suffixes: each starts with a dot")
        return cls(
            id=data["id"],
            title=_labels(data.get("title", data["id"])),
            suffixes=tuple(suffix.lower() for suffix in suffixes),
            schemes=tuple(scheme.lower() for scheme in _texts(data, "schemes")),
            settings=settings,
            in_folder=bool(data.get("in_folder", False)),
            writable=bool(data.get("writable", False)),
            dialect=data.get("dialect"),
            api=int(data.get("api", API)),
        )

    @classmethod
    def beside(cls, module_file: str) -> Manifest:
        """The manifest that lies beside the module with this ``__file__``."""
        return cls.parse(Path(module_file).with_name(MANIFEST).read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Target:
    """What to open. ``text`` is as written, ``path`` the file or folder (absolute), ``options`` the settings.

    ``secret`` (a password, from the keychain) and ``value`` (a Python object, such as data frames) are never
    shown. ``name`` is what messages call it.
    """

    text: str
    path: Path | None = None
    options: Mapping[str, SettingValue] = field(default_factory=dict)
    secret: str | None = field(default=None, repr=False)
    value: object = field(default=None, repr=False)

    @property
    def name(self) -> str:
        return str(self.path) if self.path is not None else redact(self.text)

    def file(self) -> Path:
        """The path, which must be there."""
        if self.path is None or not self.path.exists():
            raise error("source.not_found", path=self.name)
        return self.path

    def __repr__(self) -> str:
        return f"Target({self.name!r})"


class SourcePlugin(ABC):
    """A kind of source. The object named by the entry point is an instance.

    Its module should import little, so that it loads at once; heavy libraries belong into ``open``.
    """

    manifest: Manifest

    @abstractmethod
    def open(self, target: Target, *, read_only: bool = True) -> Source:
        """Open a target, without changing it unless ``read_only`` is false."""


def _labels(value: object) -> Labels:
    if isinstance(value, str):
        return Labels(value, value)
    if isinstance(value, Mapping):
        return Labels(str(value.get("ko", "")), str(value.get("en", "")))
    raise ValueError("a label is a text, or {ko = …, en = …}")


def _texts(data: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = data.get(name, ())
    if not isinstance(value, (list, tuple)) or not all(isinstance(entry, str) for entry in value):
        raise ValueError(f"{name}: a list of texts")
    return tuple(value)


def _setting(entry: Mapping[str, Any]) -> Setting:
    try:
        kind = entry.get("kind", "text")
        if kind not in ("text", "integer", "boolean", "choice", "file", "secret"):
            raise ValueError(f"settings: unknown kind {kind}")
        return Setting(
            name=entry["name"],
            kind=kind,
            labels=_labels(entry.get("labels", entry["name"])),
            help=_labels(entry.get("help", "")),
            choices=_texts(entry, "choices"),
            default=entry.get("default"),
            required=bool(entry.get("required", False)),
        )
    except KeyError as missing:
        raise ValueError(f"settings: {missing} is missing") from None

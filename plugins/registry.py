"""All plugins that are installed, and the way to open a source with them.

Plugins are known by their manifests before any of their code runs, are loaded when they are first needed, and
one that fails or hangs is left out and reported. They run with the full rights of the user.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from dsl.diagnostics import Diagnostic, QuadrilleError
from plugins.discovery import Found, checked, entry_points, failed, load, manifest_of
from plugins.errors import SourceError, closest, error, first_line, problem, redact
from plugins.folder import FolderSource
from plugins.manifest import Manifest, SourcePlugin, Target
from plugins.source import ProbeStep, Source
from plugins.targets import resolve, split

__all__ = [
    "PluginInfo",
    "Registry",
    "default",
    "list_plugins",
    "open_frames",
    "open_source",
    "probe",
    "problems",
    "source_path",
]

_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class PluginInfo:
    """What is known of a plugin. ``state`` is ``found`` until its code was needed."""

    id: str
    origin: str
    builtin: bool
    state: Literal["found", "loaded", "failed"]
    manifest: Manifest | None
    problem: Diagnostic | None = None


class Registry:
    """The plugins of one program; safe from several threads."""

    def __init__(self, find: Callable[[], Iterable[Found]] = entry_points, *, seconds: float = _SECONDS) -> None:
        self._find = find
        self._seconds = seconds
        self._lock = threading.RLock()
        self._found: dict[str, Found] | None = None
        self._manifests: dict[str, Manifest] = {}
        self._loaded: dict[str, SourcePlugin] = {}
        self._failed: dict[str, Diagnostic] = {}
        self._notes: list[Diagnostic] = []

    def _discover(self) -> dict[str, Found]:
        with self._lock:
            if self._found is None:
                self._found = {}
                for found in self._find():
                    self._take(found)
                others = sorted({f.origin for f in self._found.values() if not f.builtin})
                if others:
                    self._notes.append(problem("source.plugin_rights", "info", plugins=tuple(others)))
            return self._found

    def _take(self, found: Found) -> None:
        assert self._found is not None
        first = self._found.get(found.id)
        if first is not None:
            self._notes.append(
                problem("source.plugin_duplicate", "warning", plugin=found.id, used=first.origin, ignored=found.origin)
            )
            return
        self._found[found.id] = found
        try:
            manifest = manifest_of(found)
        except Exception as failure:
            self._failed[found.id] = failed(found, first_line(failure))
            return
        if manifest is None:
            return  # known once it is loaded
        wrong = checked(found, manifest)
        if wrong is not None:
            self._failed[found.id] = wrong
        else:
            self._manifests[found.id] = manifest

    def plugins(self) -> tuple[PluginInfo, ...]:
        """All plugins, by id; none of them is imported for this."""
        with self._lock:
            return tuple(
                PluginInfo(
                    id,
                    found.origin,
                    found.builtin,
                    "failed" if id in self._failed else "loaded" if id in self._loaded else "found",
                    self._manifests.get(id),
                    self._failed.get(id),
                )
                for id, found in sorted(self._discover().items())
            )

    def problems(self) -> tuple[Diagnostic, ...]:
        """Plugins that failed so far, duplicates, and the note that others' plugins have full rights."""
        with self._lock:
            self._discover()
            return (*self._failed.values(), *self._notes)

    def get(self, id: str) -> SourcePlugin:
        """The plugin with this id, loaded."""
        with self._lock:
            found = self._discover().get(id)
            if found is None:
                raise error("source.plugin_unknown", plugin=id, suggestion=closest(id, self._discover()))
            if id in self._failed:
                raise SourceError(self._failed[id])
            if id not in self._loaded:
                result = load(found, self._seconds)
                if isinstance(result, Diagnostic):
                    self._failed[id] = result
                    raise SourceError(result)
                self._loaded[id] = result
                self._manifests.setdefault(id, result.manifest)
            return self._loaded[id]

    def _choose(self, fits: Callable[[Manifest], bool]) -> str | None:
        """The first plugin that fits; those without a manifest are loaded only when no other fits."""
        with self._lock:
            ids = sorted(self._discover(), key=lambda id: (not self._discover()[id].builtin, id))
        for id in ids:
            if id in self._manifests and fits(self._manifests[id]):
                return id
        for id in ids:
            if id not in self._manifests and id not in self._failed:
                try:
                    plugin = self.get(id)
                except SourceError:
                    continue
                if fits(plugin.manifest):
                    return id
        return None

    def suffixes(self, *, in_folder: bool = False) -> tuple[str, ...]:
        """Suffixes of files that some plugin opens."""
        self._discover()
        known = (m for m in self._manifests.values() if m.in_folder or not in_folder)
        return tuple(sorted({suffix for manifest in known for suffix in manifest.suffixes}))

    def plugin_for(self, text: str, base: Path | None = None) -> str | None:
        """The id of the plugin that opens ``text``, or None; a folder has none."""
        parts = split(text, base)
        if parts.scheme and parts.scheme != "file":
            return self._choose(lambda m: parts.scheme == m.id or parts.scheme in m.schemes)
        name = Path(parts.rest).name.lower()
        return self._choose(lambda m: any(name.endswith(suffix) for suffix in m.suffixes))

    def open(
        self,
        text: str,
        *,
        read_only: bool = True,
        base: Path | None = None,
        options: Mapping[str, object] | None = None,
        secret: str | None = None,
    ) -> Source:
        """Open what a project names as its source.

        ``text``: a file or folder (relative to ``base``), ``scheme:path`` to say how a file is read, or a URL;
        ``?setting=value`` may follow. ``options`` come from a dialog, ``secret`` from the keychain.
        """
        if not text.strip():
            raise error("source.not_found", path=text)
        parts = split(text, base)
        path = None if parts.remote else resolve(parts.rest, base)
        plain = not parts.scheme or parts.scheme == "file"
        if plain and path is not None and path.is_dir():
            return FolderSource(path, self._open_file, self.suffixes(in_folder=True), parts.options)
        id = self.plugin_for(text, base)
        if id is None:
            raise self._nobody(text, parts.scheme if not plain else "", path)
        given: dict[str, object] = {**parts.options, **(options or {})}
        return self._open(id, text, path, given, read_only, secret)

    def _open_file(self, path: Path, options: Mapping[str, object]) -> Source:
        id = "parquet" if path.is_dir() else self.plugin_for(str(path)) or ""
        known = {setting.name for setting in self.get(id).manifest.settings}
        return self._open(id, str(path), path, {k: v for k, v in options.items() if k in known}, True, None)

    def _open(
        self,
        id: str,
        text: str,
        path: Path | None,
        given: Mapping[str, object],
        read_only: bool,
        secret: str | None,
        value: object = None,
    ) -> Source:
        plugin = self.get(id)
        hidden = [s.name for s in plugin.manifest.settings if s.kind == "secret" and s.name in text]
        if hidden and re.search(rf"[?&]({'|'.join(map(re.escape, hidden))})=", text):
            raise error("source.secret_in_target", target=redact(text), setting=hidden[0])
        if not read_only and not plugin.manifest.writable:
            raise error("source.read_only", source=redact(text))
        target = Target(text, path, plugin.manifest.options(given), secret, value)
        if read_only and path is not None and not path.exists():
            raise error("source.not_found", path=str(path))
        try:
            return plugin.open(target, read_only=read_only)
        except (QuadrilleError, KeyboardInterrupt):
            raise
        except Exception as failure:
            reason = f"{type(failure).__name__}: {first_line(failure)}"
            raise error("source.open_failed", plugin=id, source=target.name, reason=reason) from failure

    def open_frames(self, frames: Mapping[str, object]) -> Source:
        """Pandas DataFrames as the tables of a source."""
        return self._open("frame", "frames", None, {}, True, None, value=dict(frames))

    def _nobody(self, text: str, scheme: str, path: Path | None) -> SourceError:
        if scheme:
            with self._lock:
                known = sorted({s for m in self._manifests.values() for s in (m.id, *m.schemes)})
            suggestion = closest(scheme, known)
            return error("source.unknown_scheme", scheme=scheme, suggestion=suggestion, known=tuple(known))
        if path is None or not path.exists():
            return error("source.not_found", path=str(path or redact(text)))
        return error("source.unknown_suffix", path=str(path), known=self.suffixes())

    def probe(self, text: str, *, base: Path | None = None, secret: str | None = None) -> Iterator[ProbeStep]:
        """ "Test connection", step by step: find the plugin, open, read the schema, count the rows."""
        try:
            id = self.plugin_for(text, base)
            if id is not None:
                self.get(id)
        except QuadrilleError as failure:
            yield ProbeStep("find", False, failure.diagnostics)
            return
        if id is None and not resolve(split(text, base).rest, base).is_dir():
            parts = split(text, base)
            path = None if parts.remote else resolve(parts.rest, base)
            missing = self._nobody(text, parts.scheme if parts.scheme != "file" else "", path)
            yield ProbeStep("find", False, missing.diagnostics)
            return
        yield ProbeStep("find", True)
        try:
            source = self.open(text, base=base, secret=secret)
        except QuadrilleError as failure:
            yield ProbeStep("open", False, failure.diagnostics)
            return
        with source:
            yield ProbeStep("open", True)
            yield from source.probe_steps()


_default = Registry()


def default() -> Registry:
    """The program's registry."""
    return _default


def list_plugins() -> tuple[PluginInfo, ...]:
    """All plugins, none of them imported for this."""
    return _default.plugins()


def problems() -> tuple[Diagnostic, ...]:
    """What is wrong with plugins, as far as it is known."""
    return _default.problems()


def open_source(target: str, read_only: bool = True, base: Path | None = None, *, secret: str | None = None) -> Source:
    """Open a file, a folder or a URL; relative paths start at ``base``."""
    return _default.open(target, read_only=read_only, base=base, secret=secret)


def open_frames(frames: Mapping[str, object]) -> Source:
    """Open pandas DataFrames, ``{"customers": df, …}``, as a source."""
    return _default.open_frames(frames)


def source_path(target: str, base: Path | None = None) -> Path | None:
    """The file or folder that a target names; None for an address in the net."""
    parts = split(target, base)
    return None if parts.remote else resolve(parts.rest, base)


def probe(target: str, base: Path | None = None, *, secret: str | None = None) -> Iterator[ProbeStep]:
    """ "Test connection", step by step."""
    return _default.probe(target, base=base, secret=secret)

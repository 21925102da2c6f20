"""Finding plugins: entry points, and the manifests beside their modules, without importing any of them."""

from __future__ import annotations

import importlib.metadata
import sys
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import Any

from dsl.diagnostics import Diagnostic
from plugins.errors import first_line, problem
from plugins.manifest import API, MANIFEST, Manifest, SourcePlugin

GROUP = "quadrille.sources"
OWN = "quadrille"


@dataclass(frozen=True, slots=True)
class Found:
    """An entry point: a plugin's id, the object that it names, and the distribution it came with."""

    id: str
    value: str
    distribution: str
    version: str
    load: Callable[[], object]

    @property
    def builtin(self) -> bool:
        return self.distribution == OWN

    @property
    def origin(self) -> str:
        """What a message calls it."""
        return f"{self.distribution} {self.version}".strip() or self.value


def entry_points() -> tuple[Found, ...]:
    """All entry points of the group; the same one listed twice (two metadata folders) counts once."""
    found: dict[tuple[str, str], Found] = {}
    for point in importlib.metadata.entry_points(group=GROUP):
        dist = point.dist
        name = str(dist.metadata["Name"]) if dist is not None else ""
        version = dist.version if dist is not None else ""
        found.setdefault((point.name, point.value), Found(point.name, point.value, name, version, point.load))
    return tuple(sorted(found.values(), key=lambda f: (f.id, not f.builtin, f.distribution, f.value)))


def _spec(module: str) -> ModuleSpec | None:
    """Where a module is, found without importing it or the packages that hold it."""
    spec: ModuleSpec | None = None
    path: Iterable[str] | None = None
    name = ""
    for part in module.split("."):
        name = f"{name}.{part}" if name else part
        spec = None
        for finder in sys.meta_path:
            find = getattr(finder, "find_spec", None)
            spec = find(name, path, None) if find is not None else None
            if spec is not None:
                break
        if spec is None:
            return None
        path = spec.submodule_search_locations
    return spec


def manifest_of(found: Found) -> Manifest | None:
    """The manifest beside a plugin's module; None where there is none. ValueError: it is not right."""
    spec = _spec(found.value.partition(":")[0].strip())
    if spec is None or not spec.origin:
        return None
    path = Path(spec.origin).with_name(MANIFEST)
    reader = getattr(spec.loader, "get_data", None)
    try:
        raw = path.read_bytes() if path.exists() or reader is None else reader(str(path))
    except OSError:
        return None
    return Manifest.parse(raw.decode("utf-8"))


def checked(found: Found, manifest: Manifest) -> Diagnostic | None:
    """Why a manifest cannot be used, or None."""
    if manifest.id != found.id:
        return failed(found, f"{MANIFEST}: id = {manifest.id!r}")
    if manifest.api != API:
        return problem("source.plugin_api", plugin=found.id, origin=found.origin, api=manifest.api, ours=API)
    return None


def failed(found: Found, reason: str) -> Diagnostic:
    return problem("source.plugin_failed", plugin=found.id, origin=found.origin, reason=reason)


def load(found: Found, seconds: float) -> SourcePlugin | Diagnostic:
    """The plugin, or why it cannot be used. Whatever it does while it is imported stays in a thread of its own."""
    result: list[Any] = []

    def work() -> None:
        try:
            result.append(found.load())
        except BaseException as failure:  # SystemExit and KeyboardInterrupt of a plugin end the plugin only
            result.append(failed(found, f"{type(failure).__name__}: {first_line(failure)}"))

    thread = threading.Thread(target=work, name=f"plugin-{found.id}", daemon=True)
    thread.start()
    thread.join(seconds)
    if not result:
        return problem("source.plugin_timeout", plugin=found.id, origin=found.origin, seconds=seconds)
    plugin = result[0]
    if isinstance(plugin, Diagnostic):
        return plugin
    if not isinstance(plugin, SourcePlugin) or not isinstance(getattr(plugin, "manifest", None), Manifest):
        return failed(found, f"{found.value}: SourcePlugin?")
    return checked(found, plugin.manifest) or plugin

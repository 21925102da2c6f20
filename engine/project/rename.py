"""Another name for a measure, parameter or band, everywhere at once: rules keep their words, comments and layout."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, Literal

from dsl import nodes as n
from dsl import typed as t
from dsl.catalog import Band, Catalog, Field, Measure, Parameter
from dsl.check.index import Names, index_of, normal
from dsl.diagnostics import QuadrilleError
from dsl.format import quoted_name
from dsl.hangul import strip_particle
from dsl.nodes import Span
from dsl.parse import parse
from engine.project.catalog import compile_project
from engine.project.changes import replace_at, value_at
from engine.project.compiled import CheckedProject
from engine.project.model import Labels, Project
from engine.project.problems import Path, problem
from engine.project.rules import sites
from engine.project.schema_source import SourceSchema
from engine.rewrite import rewrite, walk

Section = Literal["measures", "scoring", "traits", "parameters", "bands"]
_LAST = re.compile(r"(?:`(?P<quoted>[^`]*)`|(?P<word>[^.`\s$]+))(?P<after>[^.`\s]*)\Z")


@dataclass(frozen=True, slots=True)
class Naming:
    """How something is called: its id and both labels."""

    id: str
    ko: str = ""
    en: str = ""


def rename(
    checked: CheckedProject, section: Section, id: str, new: Naming, schema: SourceSchema | None = None
) -> Project:
    """The project in which something is called otherwise, and means the same.

    Raises QuadrilleError: ``project.rename.taken``, ``project.rename.meaning``, and what makes a name no name.
    """
    project = checked.project
    entry = _entry(checked.catalog, section, id)
    spec = value_at(project, (section, id))
    old = Naming(id, spec.labels.ko, spec.labels.en)
    if new == old:
        return project
    _refuse_taken(checked.catalog, section, old, new)
    edits = _Edits(checked, section, entry, old, new)
    changed = project
    for site in sites(project):
        text = edits.text(site.path, site.text)
        if text != site.text:
            changed = replace_at(changed, site.path, text)
    changed = replace_at(changed, (section, id, "labels"), Labels(ko=new.ko, en=new.en))
    if new.id != id:
        changed = _other_id(changed, section, id, new.id)
    changed = _other_references(changed, section, old, new)
    after = compile_project(changed, schema)
    wrong = _differs(checked, after, section, id, new.id)
    if wrong is not None:
        raise QuadrilleError(problem("rename.meaning", path=wrong, name=new.id, where=".".join(map(str, wrong))))
    return changed


def _entry(catalog: Catalog, section: Section, id: str) -> Measure | Parameter | Band:
    entries: tuple[Measure | Parameter | Band, ...] = catalog.measures
    if section == "parameters":
        entries = catalog.parameters
    if section == "bands":
        entries = catalog.bands
    return next(one for one in entries if one.id == id)


def _refuse_taken(catalog: Catalog, section: Section, old: Naming, new: Naming) -> None:
    """Raises QuadrilleError where a new name already means something else in the same place of a rule."""
    entries: tuple[Field | Measure | Parameter | Band, ...] = (*catalog.fields, *catalog.measures)
    if section == "parameters":
        entries = catalog.parameters
    if section == "bands":
        entries = catalog.bands
    others: Names[Field | Measure | Parameter | Band] = Names(one for one in entries if one.id != old.id)
    before = {old.id, normal(old.ko), normal(old.en)}
    for name in (new.id, new.ko, new.en):
        if name and normal(name) not in before and (found := others.find(name)):
            raise QuadrilleError(problem("rename.taken", name=name, other=found[0].id))


class _Edits:
    """Writes rules anew where they name the thing."""

    def __init__(
        self, checked: CheckedProject, section: Section, entry: Measure | Parameter | Band, old: Naming, new: Naming
    ) -> None:
        self._checked, self._section, self._entry = checked, section, entry
        self._index = index_of(checked.catalog)
        self._words = {normal(old.id): new.id}
        for before, after in ((old.ko, new.ko), (old.en, new.en)):
            if before:
                self._words.setdefault(normal(before), normal(after) or new.id)
        self._known = {normal(old.id), normal(old.ko), normal(old.en), *map(normal, getattr(entry, "aliases", ()))}

    def text(self, path: Path, text: str) -> str:
        """A rule with the new name."""
        parsed = parse(text).rule
        if parsed is None:
            return text
        spans = sorted(set(self._spans(path, parsed)), key=lambda span: -span.start)
        for span in spans:
            text = text[: span.start] + self._written(text[span.start : span.end]) + text[span.end :]
        return text

    def _spans(self, path: Path, rule: n.Rule) -> Iterator[Span]:
        found = self._checked.rules.get(path)
        tree = found.tree if found is not None else None
        known = None
        if tree is not None and self._section not in ("parameters", "bands"):
            known = {one.span for one in walk(tree) if isinstance(one, t.MeasureValue) and one.id == self._entry.id}
        for node in _nodes(rule.expr):
            if isinstance(node, n.InBand) and self._section == "bands":
                if self._index.bands.one(node.band.parts[0]) is self._entry:
                    yield node.band.span
            elif isinstance(node, n.Param) and self._section == "parameters":
                if self._index.parameters.one(node.name) is self._entry:
                    yield node.span
            elif isinstance(node, n.Name) and self._names(node) and (known is None or node.span in known):
                yield node.span

    def _names(self, node: n.Name) -> bool:
        """May this be the measure? (Whether it is a column of the same name, only the checked tree knows.)"""
        if self._section in ("parameters", "bands") or len(node.parts) > 2:
            return False
        if len(node.parts) == 2 and normal(node.parts[0]) not in self._index.subject_words:
            return False
        return self._index.values.one(node.parts[-1]) is self._entry

    def _written(self, written: str) -> str:
        """What stands in a rule for the thing, with the name changed and the rest kept."""
        if self._section == "bands":
            name, dot, part = _split(written)
            return self._name(name) + dot + part
        before, last = written, ""
        match = _LAST.search(written)
        if match is not None:
            before, last = written[: match.start()], match.group()
        return before + self._name(last, first=not before.strip("`") or before == "$")

    def _name(self, written: str, *, first: bool = True) -> str:
        match = _LAST.fullmatch(written)
        if match is None:
            return written
        word, after = match["quoted"] or match["word"] or "", match["after"] or ""
        if match["quoted"] is None and normal(word) not in self._known:
            stem = strip_particle(word) or word
            word, after = stem, word[len(stem) :]
        new = self._words.get(normal(word))
        if new is None or new == normal(word):
            return written
        spelled = new if self._section == "parameters" else quoted_name(new, first)
        if after and not spelled.startswith("`") and strip_particle(spelled + after) != spelled:
            after = ""
        return spelled + after


def _split(written: str) -> tuple[str, str, str]:
    """``band.part`` at the point that is not in a name."""
    inside = False
    for place, char in enumerate(written):
        if char == "`":
            inside = not inside
        elif char == "." and not inside:
            return written[:place], ".", written[place + 1 :]
    return written, "", ""


def _nodes(node: Any) -> Iterator[Any]:
    """All nodes of a syntax tree."""
    if isinstance(node, tuple):
        for one in node:
            yield from _nodes(one)
    elif is_dataclass(node) and not isinstance(node, type | Span):
        yield node
        for item in fields(node):
            if item.name != "span":
                yield from _nodes(getattr(node, item.name))


# -- the rest of the project -----------------------------------------------------------------------------------


def _rekeyed(values: Mapping[str, Any], old: str, new: str) -> dict[str, Any]:
    return {new if key == old else key: value for key, value in values.items()}


def _other_id(project: Project, section: Section, old: str, new: str) -> Project:
    """The entry under another id, at the same place."""
    return replace_at(project, (section,), _rekeyed(getattr(project, section), old, new))


def _other_references(project: Project, section: Section, old: Naming, new: Naming) -> Project:
    """Bands, tests and audiences that name it outside of rules."""
    changed = project
    if section in ("measures", "scoring", "traits"):
        words = {normal(old.id): new.id, normal(old.ko): normal(new.ko), normal(old.en): normal(new.en)}
        for id, band in project.bands.items():
            other = words.get(normal(band.of))
            if other and other != band.of and normal(band.of):
                changed = replace_at(changed, ("bands", id, "of"), other)
    if new.id == old.id or section in ("parameters", "bands"):
        return changed
    tests = tuple(
        test.model_copy(
            update={
                "values": _rekeyed(test.values, old.id, new.id),
                "expect": test.expect.model_copy(update={"traits": _rekeyed(test.expect.traits, old.id, new.id)}),
            }
        )
        for test in changed.tests
    )
    if tests != changed.tests:
        changed = replace_at(changed, ("tests",), tests)
    for id, audience in changed.audiences.items():
        if old.id in audience.traits and section == "traits":
            changed = replace_at(changed, ("audiences", id, "traits"), _rekeyed(audience.traits, old.id, new.id))
    return changed


def _differs(before: CheckedProject, after: CheckedProject, section: Section, old: str, new: str) -> Path | None:
    """The first rule that means something else than before."""

    def renamed(node: t.TypedExpr) -> t.TypedExpr | None:
        if isinstance(node, t.MeasureValue) and node.id == old and section not in ("parameters", "bands"):
            return replace(node, id=new)
        return None

    for path, found in before.rules.items():
        if found.tree is None:
            continue
        there = (section, new, *path[2:]) if path[:2] == (section, old) else path
        now = after.rules.get(there)
        if now is None or now.tree != rewrite(found.tree, renamed):
            return path
    return None

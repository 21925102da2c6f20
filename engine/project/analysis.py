"""All rules of a project checked, in an order in which each comes after those it needs.

Measures may name measures, bands, cells and stages, which name measures again. A first look at every measure tells
what it names; then they are typed in order, as many as possible against one catalog. What goes round in a circle is
one error; what needs something that is broken is said to be blocked, instead of being reported once more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from dsl import nodes as n
from dsl.catalog import Catalog, Measure
from dsl.check import Checked, Reference
from dsl.diagnostics import Diagnostic, Place
from dsl.types import Kind, Type
from engine.project.graph import Key, cycles, key_words, reach
from engine.project.memory import Memory
from engine.project.problems import Path, has_errors, problem
from engine.project.rules import ANYWHERE, ParsedRule, RuleBook, parse_site, score_rule, sites, trait_rule
from engine.project.static import (
    Static,
    make_catalog,
    measure_entry,
    measure_ids,
    measure_kind,
)

LINKS = frozenset({"measure", "band", "relation", "stage", "cell"})


@dataclass(slots=True)
class Analysis:
    """The result: a catalog with types, each rule checked, each measure's tree, and what is broken."""

    static: Static
    book: RuleBook
    catalog: Catalog
    checked: dict[Path, Checked] = field(default_factory=dict)
    measures: dict[str, Checked] = field(default_factory=dict)
    links: dict[Key, set[Key]] = field(default_factory=dict)
    broken: set[Key] = field(default_factory=set)
    blocked: dict[Path, tuple[Key, ...]] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)


def analyse(static: Static, memory: Memory | None = None) -> Analysis:
    """Checks every rule of the project; ``memory``: what the last look at it has left."""
    memory = memory or Memory()
    memory.turn()
    book = RuleBook()
    for site in sites(static.project):
        parsed = parse_site(site, static.relations.entries, memory.parse)
        if parsed.rule is not None:  # that of a grouped relation's aggregate was made of what stands there
            read = memory.parse(site.text).rule
            parsed = replace(parsed, rule=memory.rule(site.path, (read,), parsed.rule))
        book.add(parsed)
    among = {id: rule for id in static.project.bands if (rule := _among(book, id)) is not None}
    work = _Work(static, book, among, memory)
    work.type_measures()
    return work.finish()


def _among(book: RuleBook, band: str) -> n.Rule | None:
    return next((parsed.rule for parsed in book.of(("band", band))), None)


class _Work:
    def __init__(self, static: Static, book: RuleBook, among: Mapping[str, n.Rule], memory: Memory) -> None:
        self.memory = memory
        self.static = static
        self.project = static.project
        self.book = book
        self.among = among
        self.typed: dict[str, Measure] = {}
        self.whole: dict[str, Checked] = {}
        self.rules: dict[str, n.Rule | None] = {id: self._whole_rule(id) for id in measure_ids(self.project)}
        self.catalog = memory.catalog(make_catalog(static, {}, among))
        self.looked: dict[Key, set[Key]] = {}
        self.broken: set[Key] = {("relation", id) for id in static.relations.broken}
        self.problems: list[Diagnostic] = []
        self.in_cycle: set[Key] = set()

    # -- measures ----------------------------------------------------------------------------------------------

    def type_measures(self) -> None:
        """Types the measures, those first that need no other."""
        waiting = dict.fromkeys(self.rules)
        first = {id: self._check_whole(id) for id in waiting}
        needs = {id: _links(found.names) if found else set() for id, found in first.items()}
        for id, links in needs.items():
            self.looked["measure", id] = links
        while waiting:
            keys = {("measure", id) for id in waiting}
            ready = [id for id in waiting if not (reach(needs[id], self.links_of) & keys)]
            if not ready:
                self._report_cycles(keys, waiting)
                continue
            for id in ready:
                alone = first[id] is not None and not any(kind == "measure" for kind, _ in self._all(id))
                found = first[id] if alone else self._check_whole(id)
                later = _links(found.names) - needs[id] if found else set()
                if reach(later, self.links_of) & (keys - {("measure", i) for i in ready}):
                    needs[id] |= later
                    self.looked["measure", id] = needs[id]
                    continue
                del waiting[id]
                self._keep(id, found)
            self.catalog = self.memory.catalog(make_catalog(self.static, self.typed, self.among))

    def _all(self, id: str) -> set[Key]:
        return reach(self.looked["measure", id], self.links_of)

    def _check_whole(self, id: str) -> Checked | None:
        rule = self.rules[id]
        return self.memory.check(rule, self.catalog, ANYWHERE) if rule is not None else None

    def _keep(self, id: str, found: Checked | None) -> None:
        key: Key = ("measure", id)
        if found is None or found.tree is None or found.type is None:
            self.broken.add(key)
            return
        if key not in self.in_cycle:
            self.whole[id] = found
            self.typed[id] = measure_entry(self.project, id, self._type(id, found.type), self.rules[id])

    def _type(self, id: str, type: Type) -> Type:
        """A measure's own unit, and that a trait with ``otherwise`` is never missing."""
        spec = self.project.measures.get(id) or self.project.scoring.get(id)
        if spec is not None and spec.unit is not None:
            return replace(type, unit=spec.unit)
        return type

    def _whole_rule(self, id: str) -> n.Rule | None:
        """A measure's rule; scoring models and traits are put together from theirs."""
        parts = self.book.of(("measure", id))
        if any(part.site.active and part.rule is None for part in parts):
            return None
        match measure_kind(self.project, id):
            case "measure":
                return parts[0].rule if parts else None
            case "score":
                by_index = {int(part.site.path[3]): part.rule for part in parts if part.rule is not None}
                return self._made(id, parts, score_rule(self.project.scoring[id], by_index))
            case _:
                by_class = {str(part.site.path[3]): part.rule for part in parts if part.rule is not None}
                return self._made(id, parts, trait_rule(self.project.traits[id], by_class))

    def _made(self, id: str, parts: list[ParsedRule], rule: n.Rule | None) -> n.Rule | None:
        return self.memory.rule(("measure", id), tuple(part.rule for part in parts), rule)

    def _report_cycles(self, keys: set[Key], waiting: dict[str, None]) -> None:
        """One error a circle; its measures are broken, so that the others go on."""
        found = cycles(keys, self.links_of)
        for cycle in found:
            self._cycle(cycle)
        stuck = {key for cycle in found for key in cycle} & keys or keys
        for _, id in stuck:
            waiting.pop(id, None)
        self.broken |= stuck

    def _cycle(self, cycle: tuple[Key, ...]) -> None:
        self.in_cycle |= set(cycle)
        self.broken |= set(cycle)
        start = cycle[0]
        owned = self.book.owned.get(start)
        path = owned[0] if owned else (("bands", start[1]) if start[0] == "band" else ())
        words = key_words((*cycle, start))
        self.problems.append(problem("cycle", path=path, path_en=words[0], path_ko=words[1]))

    # -- what names what -----------------------------------------------------------------------------------------

    def links_of(self, key: Key) -> set[Key]:
        """What the rules of something name; looked up with what is known so far."""
        found = self.looked.get(key)
        if found is None:
            found = self._structure(key)
            for parsed in self.book.of(key):
                if parsed.rule is not None and parsed.site.active:
                    found |= _links(self.memory.check(parsed.rule, self.catalog, parsed.site.context).names)
            self.looked[key] = found
        return found

    def _structure(self, key: Key) -> set[Key]:
        """What something needs whatever its rules say."""
        kind, name = key
        if kind == "band":
            band = next((b for b in self.catalog.bands if b.id == name), None)
            return {("measure", band.of)} if band is not None and band.of in self.rules else set()
        if kind == "cell":
            cell = self.project.matrix.cell(name)
            return {("stage", cell.stage)} if cell is not None else set()
        if kind == "relation":
            spec = self.project.relations.get(name)
            return {("relation", spec.of)} if spec is not None and spec.of is not None else set()
        return set()

    # -- everything else -----------------------------------------------------------------------------------------

    def finish(self) -> Analysis:
        """Checks all rules against the final catalog; finds circles, and what is blocked."""
        checked = {path: self._final(parsed) for path, parsed in self.book.rules.items()}
        owners = set(self.book.owned) | {("relation", id) for id in self.project.relations}
        owners |= {("band", id) for id in self.project.bands} | {("cell", c.id) for c in self.project.matrix.cells}
        self.looked = {}
        links: dict[Key, set[Key]] = {}
        for owner in owners:
            links[owner] = self._structure(owner)
            for path in self.book.owned.get(owner, ()):
                if self.book.rules[path].site.active:
                    links[owner] |= _links(checked[path].names)
        told = self.in_cycle | {("relation", id) for id in self.static.relations.broken}
        for cycle in cycles(owners - told, lambda key: links.get(key, set()) - told):
            self._cycle(cycle)
        out = Analysis(self.static, self.book, self.catalog, checked, self.whole, links)
        self._find_broken(out)
        self._report(out)
        out.diagnostics = [*self.problems, *out.diagnostics]
        return out

    def _final(self, parsed: ParsedRule) -> Checked:
        """A rule's check; a measure's own is at hand where it went well."""
        if parsed.rule is None:
            return Checked(None, None)
        kind, id = parsed.site.owner
        if kind == "measure" and id in self.whole and id in self.project.measures:
            return self.whole[id]
        return self.memory.check(parsed.rule, self.catalog, parsed.site.context)

    def _find_broken(self, out: Analysis) -> None:
        """An owner with an active rule that has no tree is broken; so is what needs it."""
        broken = set(self.broken)
        for path, parsed in self.book.rules.items():
            if parsed.site.active and out.checked[path].tree is None:
                broken.add(parsed.site.owner)
        out.broken = set(broken)
        for owner in out.links:
            if reach(out.links[owner], lambda key: out.links.get(key, set())) & broken:
                out.broken.add(owner)
        for path in self.book.rules:
            names = _links(out.checked[path].names)
            causes = tuple(key for key in sorted(names) if key in out.broken)
            if causes:
                out.blocked[path] = causes

    def _report(self, out: Analysis) -> None:
        """The problems of each rule at its place; one that is blocked says by what and nothing else."""
        for path, parsed in self.book.rules.items():
            causes = out.blocked.get(path)
            in_cycle = parsed.site.owner in self.in_cycle
            if parsed.site.owner[0] == "relation" and parsed.site.owner[1] in self.static.relations.broken:
                found: Iterable[Diagnostic] = parsed.diagnostics
            elif parsed.empty:
                found = [problem("rule.empty", "error", path)]
            elif causes and not in_cycle:
                found = [*parsed.diagnostics, _blocked(path, causes)]
            elif causes:
                found = parsed.diagnostics
            else:
                found = [*parsed.diagnostics, *out.checked[path].diagnostics]
            for diagnostic in found:
                out.diagnostics.append(_at(diagnostic, path, parsed.site.active))
            if causes:
                out.checked[path] = replace(out.checked[path], tree=None, type=None)
        self._whole_problems(out)
        self._aggregates(out)

    def _whole_problems(self, out: Analysis) -> None:
        """A scoring model or trait whose parts are right and which is wrong as a whole."""
        for id, rule in self.rules.items():
            kind = measure_kind(self.project, id)
            if kind == "measure" or rule is None or ("measure", id) not in self.broken or id in self.whole:
                continue
            section = "scoring" if kind == "score" else "traits"
            parts = [d for d in out.diagnostics if d.place and d.place.path[:2] == (section, id)]
            if not has_errors(parts) and ("measure", id) not in self.in_cycle:
                for diagnostic in self.memory.check(rule, self.catalog, ANYWHERE).diagnostics:
                    out.diagnostics.append(replace(diagnostic, place=Place((section, id))))

    def _aggregates(self, out: Analysis) -> None:
        """The aggregates of grouped relations: that they are aggregates, and of the type that was declared."""
        for id, entry in self.static.relations.entries.items():
            for column in entry.relation.fields:
                path: Path = ("relations", id, "fields", column.id, "rule")
                found = out.checked.get(path)
                if found is None or found.tree is None or found.type is None:
                    continue
                if type(found.tree).__name__ != "Aggregate":
                    out.diagnostics.append(problem("relation.no_aggregate", path=path, name=column.id))
                elif not _holds(column.type, found.type):
                    out.diagnostics.append(
                        problem(
                            "relation.field_type",
                            path=(*path[:-1], "type"),
                            name=column.id,
                            type=str(column.type.kind),
                            found=str(found.type.kind),
                        )
                    )


def _blocked(path: Path, causes: Iterable[Key]) -> Diagnostic:
    """A rule that waits for another one to be mended."""
    english, korean = key_words(causes, ", ")
    return problem("rule.blocked", "warning", path, causes_en=english, causes_ko=korean)


def _holds(declared: Type, found: Type) -> bool:
    """Whether values of a type are what was declared."""
    if declared.kind is not found.kind:
        return False
    return declared.kind is not Kind.DECIMAL or declared.scale == found.scale


def _links(names: Iterable[Reference]) -> set[Key]:
    return {(kind, name) for kind, name in names if kind in LINKS}


def _at(diagnostic: Diagnostic, path: Path, active: bool) -> Diagnostic:
    """At its place in the project; an error in what is switched off is a warning."""
    severity = "warning" if diagnostic.severity == "error" and not active else diagnostic.severity
    return replace(diagnostic, severity=severity, place=Place(path))

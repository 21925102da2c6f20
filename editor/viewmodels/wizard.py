"""What a person decides on the way to a new project; starts as what was proposed and is corrected step by step."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dsl.types import Kind
from editor.workers.starting import Proposal
from engine.propose import ProposedRelation, ProposedSubject

STAGES = {
    "ko": ("참여", "구매", "유지", "충성", "재구매"),
    "en": ("Engage", "Purchase", "Maintain", "Loyalty", "Repurchase"),
}
LEVELS = {"ko": ("높음", "중간", "낮음"), "en": ("High", "Middle", "Low")}


@dataclass(frozen=True, slots=True)
class Line:
    """A table that may belong to the subject. ``used``: is it to be in the project? key: the column that holds the
    subject's key. time: when a row happened; empty where it is not known. fixed: it hangs on another table, so that
    key and time are that table's."""

    table: str
    used: bool
    key: str
    time: str
    fixed: ProposedRelation | None = None


class Draft:
    """Decisions about one source."""

    def __init__(self, proposal: Proposal) -> None:
        self.proposal = proposal
        self.table = ""
        self.key = ""
        self.lines: tuple[Line, ...] = ()
        if proposal.subjects:
            self.choose(proposal.subjects[0].table, proposal.subjects[0].key)
        elif proposal.survey.tables:
            table = next(iter(proposal.survey.tables))
            self.choose(table, next(iter(self.columns(table)), ""))

    @property
    def tables(self) -> tuple[str, ...]:
        """All tables, the likeliest subjects first."""
        likely = [one.table for one in self.proposal.subjects]
        return tuple(dict.fromkeys([*likely, *self.proposal.survey.tables]))

    def columns(self, table: str) -> tuple[str, ...]:
        """The columns of a table."""
        return tuple(one.name for one in self.proposal.survey.tables.get(table, ()))

    def times(self, table: str) -> tuple[str, ...]:
        """The columns of a table that hold a date or a time."""
        times = (Kind.DATE, Kind.TIMESTAMP)
        return tuple(one.name for one in self.proposal.survey.tables.get(table, ()) if one.type.kind in times)

    def keys(self, table: str) -> tuple[str, ...]:
        """The columns of a table, those that could tell its rows apart first."""
        likely = [one.key for one in self.proposal.subjects if one.table == table]
        return tuple(dict.fromkeys([*likely, *self.columns(table)]))

    def choose(self, table: str, key: str) -> None:
        """Another subject: what belongs to it is proposed anew."""
        self.table, self.key = table, key
        subject = self.proposal.subject(table, key)
        proposed = {one.table: one for one in self.proposal.relations(subject)}
        lines = []
        for name in self.proposal.survey.tables:
            if name == table or not self.columns(name):
                continue
            found = proposed.get(name)
            if found is None:
                times = self.times(name)
                lines.append(Line(name, False, self.columns(name)[0], times[0] if len(times) == 1 else ""))
            else:
                lines.append(Line(name, True, found.key, found.time or "", found if found.of is not None else None))
        self.lines = tuple(lines)

    def change(self, table: str, *, used: bool | None = None, key: str | None = None, time: str | None = None) -> None:
        """Correct one line."""

        def changed(line: Line) -> Line:
            if line.table != table:
                return line
            return replace(
                line,
                used=line.used if used is None else used,
                key=line.key if key is None else key,
                time=line.time if time is None else time,
            )

        self.lines = tuple(changed(line) for line in self.lines)

    @property
    def subject(self) -> ProposedSubject:
        """The chosen subject."""
        return self.proposal.subject(self.table, self.key)

    @property
    def relations(self) -> tuple[ProposedRelation, ...]:
        """The tables that are used; what hangs on one that is not is left out."""
        used = {line.table for line in self.lines if line.used}
        kept = []
        for line in self.lines:
            if not line.used:
                continue
            if line.fixed is None:
                kept.append(ProposedRelation(line.table, line.key, line.time or None))
            elif line.fixed.of in used:
                kept.append(line.fixed)
        return tuple(kept)


def names_in(text: str) -> tuple[str, ...]:
    """Names that were written one a line (or with commas between them), each once."""
    parts = [part.strip() for line in text.splitlines() for part in line.split(",")]
    return tuple(dict.fromkeys(part for part in parts if part))

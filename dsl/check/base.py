"""What every part of the checker works with: the catalog's index, the scope, and the list of problems."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from dsl import nodes as n
from dsl import typed as t
from dsl.catalog import Relation
from dsl.check.index import Index
from dsl.diagnostics import Diagnostic, Edit, Fix, Severity, Value
from dsl.nodes import Span
from dsl.types import Kind

# ('measure', 'visits_90d'), ('column', 'web_visits.channel'), ('band', 'satisfaction') …
Reference = tuple[str, str]
Handler = Callable[["Checker", Any], "t.TypedExpr | None"]


@dataclass(frozen=True, slots=True)
class Context:
    """Where a rule stands.

    expects: the kind that the rule must give (BOOLEAN for criteria; any number where a numeric kind is named).
    relation: bare names are this relation's columns. stage: the stage that ``among stage`` means. audience: the rule
    belongs to an audience. allow_cells: ``in cell`` and ``in stage`` may stand here.
    """

    expects: Kind | None = None
    relation: str | None = None
    stage: str | None = None
    audience: bool = False
    allow_cells: bool = True


@dataclass(frozen=True, slots=True)
class Scope:
    """What a bare name means at one place: a column of ``relation`` (of this ``name``), or (None) something of the
    subject. ``inside`` is the scope of a window's anchor."""

    relation: Relation | None = field(default=None, compare=False)
    inside: bool = False
    name: str = ""


class Checker:
    """One check of one rule. ``None`` as a result means: a problem has been reported (or the parser did)."""

    def __init__(self, index: Index, context: Context, handlers: Mapping[type, Handler]) -> None:
        self.index = index
        self.context = context
        self.scope = Scope()
        self.names: set[Reference] = set()
        self.handlers = handlers
        self.unknown_names = 0
        self.open_bands: frozenset[str] = frozenset()
        self._seen: dict[tuple[int, Scope], tuple[n.Expr, t.TypedExpr | None]] = {}
        self._diagnostics: dict[tuple[str, Span, str], Diagnostic] = {}

    def expr(self, node: n.Expr) -> t.TypedExpr | None:
        """The checked form of any expression; what occurs twice (``20 <= x < 40``) is checked once."""
        key = (id(node), self.scope)
        seen = self._seen.get(key)
        if seen is not None:
            return seen[1]
        found = self.handlers[type(node)](self, node)
        self._seen[key] = (node, found)
        return found

    @contextmanager
    def within(self, scope: Scope) -> Iterator[None]:
        """Check what stands in another scope."""
        before, self.scope = self.scope, scope
        try:
            yield
        finally:
            self.scope = before

    def report(
        self,
        code: str,
        severity: Severity,
        where: n.Node | Span,
        *fixes: Fix,
        **params: Value,
    ) -> None:
        """Note a problem; the same one at the same place is noted once."""
        span = where if isinstance(where, Span) else where.span
        diagnostic = Diagnostic(code, severity, span, params, fixes)
        self._diagnostics.setdefault((code, span, repr(sorted(params.items()))), diagnostic)

    def error(self, code: str, where: n.Node | Span, *fixes: Fix, **params: Value) -> None:
        self.report(code, "error", where, *fixes, **params)

    def warn(self, code: str, where: n.Node | Span, *fixes: Fix, **params: Value) -> None:
        self.report(code, "warning", where, *fixes, **params)

    def info(self, code: str, where: n.Node | Span, *fixes: Fix, **params: Value) -> None:
        self.report(code, "info", where, *fixes, **params)

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """In the order of the text."""
        found = self._diagnostics.values()
        return tuple(sorted(found, key=lambda d: (d.span.start, d.span.end)))

    def refer(self, kind: str, name: str) -> None:
        self.names.add((kind, name))


# -- fixes -------------------------------------------------------------------------------------------------


def replace_with(code: str, where: n.Node | Span, text: str, **params: Value) -> Fix:
    """Write ``text`` where something else stands."""
    span = where if isinstance(where, Span) else where.span
    return Fix(code, (Edit(span, text),), {"text": text, **params})


def wrap(code: str, node: n.Node, before: str, after: str, **params: Value) -> Fix:
    """Write something before and after what stands there."""
    start, end = Span(node.span.start, node.span.start), Span(node.span.end, node.span.end)
    edits = [Edit(start, before)] if before else []
    if after:
        edits.append(Edit(end, after))
    return Fix(code, tuple(edits), {"text": f"{before}{show(node)}{after}".strip(), **params})


# -- how things are called in messages ---------------------------------------------------------------------


def quote(name: str) -> str:
    """A name as it must be written in a rule."""
    return name if name.isidentifier() else f"`{name}`"


def number_text(value: Decimal, *, percent: bool = False) -> str:
    """A number as it is written: without exponent and without needless zeros."""
    if percent:
        value = value.scaleb(2)
    if abs(value.adjusted()) > 60:
        return str(value)
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return f"{text}%" if percent else text


def show(node: n.Node) -> str:
    """A short form of what was written, for messages."""
    match node:
        case n.Name(parts=parts):
            return ".".join(parts)
        case n.Param(name=name):
            return f"${name}"
        case n.Number(value=value, percent=percent):
            return number_text(value, percent=percent)
        case n.Text(value=value):
            return "'" + (value if len(value) <= 40 else value[:39] + "…") + "'"
        case n.Boolean(value=value):
            return "true" if value else "false"
        case n.Date(value=day):
            return day.isoformat()
        case n.Timestamp(value=moment):
            return moment.isoformat(" ")
        case n.Missing():
            return "missing"
        case n.Today():
            return "today"
        case n.Duration(amount=amount, unit=unit):
            return f"{amount} {unit}{'' if amount == 1 else 's'}"
        case n.Negate(operand=operand):
            return f"-{show(operand)}"
        case n.Arithmetic(op=op, left=left, right=right):
            return _short(f"{show(left)} {op} {show(right)}")
        case n.Call(function=function, args=args, window=window):
            inside = ", ".join(show(arg) for arg in args)
            if function == "time_since":
                return _short(f"time since {inside}")
            name = function.replace("_", " ") if function in ("days_between", "months_between") else function
            return _short(f"{name}({inside}{' …' if window or node_where(node) else ''})")
        case n.Score():
            return "score(…)"
        case n.Case():
            return "case … end"
    return "(…)"


def node_where(node: n.Node) -> n.Expr | None:
    return node.where if isinstance(node, n.Call) else None


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"


# -- small helpers on the tree ------------------------------------------------------------------------------


def children(node: n.Node) -> Iterator[n.Node]:
    """The nodes directly below one."""
    for slot in node.__dataclass_fields__:
        value = getattr(node, slot)
        if isinstance(value, n.Node):
            yield value
        elif isinstance(value, tuple):
            for item in value:
                if isinstance(item, n.Node):
                    yield item


def respan(node: t.TypedExpr, span: Span) -> t.TypedExpr:
    """The same checked node at another place of the text."""
    return node if node.span == span else replace(node, span=span)

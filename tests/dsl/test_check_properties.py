"""Whatever can be parsed can be checked, said, and explained: nothing raises."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from dsl import nodes as n
from dsl.catalog import Catalog
from dsl.check import Context, check
from dsl.diagnostics import Language
from dsl.phrase import phrase
from dsl.reference import EXAMPLE
from dsl.types import Kind
from tests.support.rules import say

WORDS = [f.id for f in EXAMPLE.fields] + [m.id for m in EXAMPLE.measures] + ["pages", "channel", "weight", "nope"]
RELATIONS = [r.id for r in EXAMPLE.relations]
FUNCTIONS = (
    "count sum avg min max any none share first last most_common round floor ceil abs mod coalesce least greatest"
    " length lower left right concat number date year month weekday days_between months_between time_since tile"
    " quintile bin quantile median nope"
).split()
UNITS: list[n.Unit] = ["second", "hour", "day", "week", "month", "year"]
LANGUAGES: list[Language] = ["en", "ko"]

names = st.one_of(
    st.sampled_from(WORDS).map(lambda word: n.Name((word,))),
    st.sampled_from(RELATIONS).map(lambda word: n.Name((word,))),
    st.tuples(st.sampled_from([*RELATIONS, "subject"]), st.sampled_from(WORDS)).map(n.Name),
)
whole = st.one_of(st.integers(-3, 100), st.integers(-(2**70), 2**70))
numbers = st.one_of(
    whole.map(lambda value: n.Number(Decimal(value))),
    st.decimals(-1000, 1000, places=4).map(n.Number),
    st.decimals(0, 2, places=2).map(lambda value: n.Number(value, percent=True)),
    st.sampled_from(["회", "명", "원"]).map(lambda word: n.Number(Decimal(5), counter=word)),
)
leaves: st.SearchStrategy[Any] = st.one_of(
    names,
    numbers,
    st.sampled_from(["VIP", "5", "다섯", "2024-01-31", "a%"]).map(n.Text),
    st.booleans().map(n.Boolean),
    st.dates().map(n.Date),
    st.datetimes().map(n.Timestamp),
    st.builds(n.Duration, st.integers(-5, 100_000), st.sampled_from(UNITS)),
    st.sampled_from([n.Missing(), n.Today(), n.Hole()]),
    st.sampled_from(["hot", "target_regions", "nobody", "nope"]).map(n.Param),
    st.sampled_from(["2.1", "9.9"]).map(n.InCell),
)
operators: st.SearchStrategy[Any] = st.sampled_from(["=", "<>", "<", "<=", ">", ">="])


def windows(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    amounts, units = st.integers(0, 400), st.sampled_from(UNITS)
    return st.one_of(
        st.builds(n.InLast, amounts, units),
        st.builds(n.InNext, amounts, units, st.booleans()),
        st.builds(n.BetweenAgo, amounts, amounts, units),
        st.builds(n.Relative, st.sampled_from(["<", "<=", ">", ">=", "="]), inner),
        st.builds(n.DateRange, inner, inner),
    )


def grow(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    few = st.lists(inner, min_size=2, max_size=3).map(tuple)
    among = st.none() | st.builds(n.Among, st.none() | inner)
    share = st.decimals(0, 1, places=2)
    return st.one_of(
        st.builds(n.Comparison, operators, inner, inner),
        st.builds(n.Between, inner, inner, inner, st.booleans()),
        st.builds(n.In, inner, few | st.just(n.Param("target_regions")), st.booleans()),
        st.builds(n.IsMissing, inner, st.booleans()),
        st.builds(n.TextMatch, st.sampled_from(["contains", "starts", "ends", "like"]), inner, inner),
        st.builds(n.InWindow, inner, windows(inner)),
        st.builds(n.InPercent, inner, st.sampled_from(["top", "bottom"]), share, share, among),
        st.builds(n.InBand, inner, st.sampled_from([("satisfaction_band", "high"), ("x",)]).map(n.Name)),
        st.builds(n.KOf, st.sampled_from(["at_least", "any", "none", "all"]), st.integers(0, 4), few),
        st.builds(n.Not, inner),
        st.builds(n.Negate, inner),
        few.map(n.And),
        few.map(n.Or),
        st.builds(n.Arithmetic, st.sampled_from(["+", "-", "*", "/"]), inner, inner),
        st.builds(
            n.Case,
            st.lists(st.builds(n.When, inner, inner), min_size=1, max_size=2).map(tuple),
            st.none() | inner,
        ),
        st.builds(n.Score, st.lists(st.builds(n.Points, inner, inner), min_size=1, max_size=2).map(tuple)),
        st.builds(
            n.Call,
            st.sampled_from(FUNCTIONS),
            st.lists(inner, max_size=3).map(tuple),
            st.booleans(),
            st.none() | windows(inner),
            st.none() | inner,
            st.booleans(),
            among,
        ),
        st.builds(
            n.Call, st.sampled_from(FUNCTIONS[:11]), st.tuples(names), window=st.none() | windows(inner), where=inner
        ),
    )


trees = st.recursive(leaves, grow, max_leaves=12)


@settings(max_examples=500, deadline=None)
@given(
    trees,
    st.sampled_from([None, Kind.BOOLEAN, Kind.DOUBLE, Kind.DATE]),
    st.sampled_from([None, "web_visits", "nope"]),
    st.sampled_from([None, "purchase"]),
)
def test_every_tree_has_an_answer(expr: n.Expr, expects: Kind | None, relation: str | None, stage: str | None) -> None:
    rule = n.Rule(expr)
    found = check(rule, EXAMPLE, Context(expects, relation, stage))
    errors = [diagnostic for diagnostic in found.diagnostics if diagnostic.severity == "error"]
    assert found.tree is None or not errors
    if found.tree is None:
        assert errors or holes(expr)
    else:
        hash(found.tree)
        assert found.type == found.tree.type
    for diagnostic in found.diagnostics:
        for language in LANGUAGES:
            assert say(diagnostic, language)
    for language in LANGUAGES:
        assert phrase(rule, EXAMPLE, language)
        assert phrase(rule, Catalog(), language)


def holes(node: object) -> bool:
    """Whether something is left open in a tree, about which the parser has spoken."""
    if isinstance(node, n.Hole):
        return True
    if isinstance(node, tuple):
        return any(holes(item) for item in node)
    return isinstance(node, n.Node) and any(holes(getattr(node, slot)) for slot in node.__dataclass_fields__)

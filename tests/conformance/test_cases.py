"""Every case on every engine. Another engine is another class with its name."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, ClassVar

import pytest

from dsl.check import Context
from dsl.types import Kind
from tests.support.backends_under_test import Duckdb, Engine, Mariadb, Pandas, Postgres, Sqlite
from tests.support.cases import Bench, Case, Suite, all_cases, refused
from tests.support.world import Bound, bind, same

RUN = [(suite, case) for suite, case in all_cases() if case.error is None]
REFUSED = [(suite, case) for suite, case in all_cases() if case.error is not None]
OTHER_SPELLINGS = [(suite, case, text) for suite, case in RUN for text in case.also]


def name(suite: Suite, case: Case) -> str:
    return f"{suite.name}:{case.id}"


class Cases:
    engine: ClassVar[type[Engine]]

    @pytest.fixture(scope="class")
    @classmethod
    def bench(cls) -> Iterator[Bench]:
        bench = Bench(cls.engine())
        yield bench
        bench.close()

    @pytest.mark.parametrize(("suite", "case"), RUN, ids=[name(*one) for one in RUN])
    def test_case(self, bench: Bench, suite: Suite, case: Case, request: pytest.FixtureRequest) -> None:
        if self.engine.name in case.gap:
            request.applymarker(pytest.mark.xfail(reason=case.gap[self.engine.name], strict=True))
        answers = bench.answers(suite)
        found = answers.by_case[case.id]
        if isinstance(found, Exception):
            raise found
        wanted = case.answer(suite.keys, answers.types[case.id])
        wrong = {
            key: {"wanted": wanted.get(key, "nobody"), "found": found.get(key, "nobody")}
            for key in {**wanted, **found}
            if key not in found or key not in wanted or not same(found[key], wanted[key])
        }
        assert not wrong, f"{case.text}: {wrong}"


@pytest.mark.backend("pandas")
class TestPandas(Cases):
    engine = Pandas


@pytest.mark.backend("sqlite")
class TestSqlite(Cases):
    engine = Sqlite


@pytest.mark.backend("duckdb")
class TestDuckdb(Cases):
    engine = Duckdb


@pytest.mark.backend("mariadb")
class TestMariadb(Cases):
    engine = Mariadb


@pytest.mark.backend("postgres")
class TestPostgres(Cases):
    engine = Postgres


# -- what needs no engine ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("suite", "case"), REFUSED, ids=[name(*one) for one in REFUSED])
def test_refused(suite: Suite, case: Case) -> None:
    assert case.error in refused(suite, case)


@cache
def _bound(suite_name: str) -> Bound:
    return bind(next(suite for suite, _ in all_cases() if suite.name == suite_name).world)


def _context(case: Case) -> Context:
    return Context(expects=Kind.BOOLEAN) if case.is_rule else Context()


@pytest.mark.parametrize(
    ("suite", "case", "text"), OTHER_SPELLINGS, ids=[f"{name(s, c)}:{t}" for s, c, t in OTHER_SPELLINGS]
)
def test_other_spelling(suite: Suite, case: Case, text: str) -> None:
    bound = _bound(suite.name)
    tree, said = bound.check(text, _context(case))
    assert tree is not None, [(d.code, dict(d.params)) for d in said]
    assert tree == bound.check(case.text, _context(case))[0]


SAYING: list[Any] = [(suite, case) for suite, case in RUN if case.says is not None]


@pytest.mark.parametrize(("suite", "case"), SAYING, ids=[name(*one) for one in SAYING])
def test_says(suite: Suite, case: Case) -> None:
    assert case.says in refused(suite, case)


def test_ids_are_unique() -> None:
    seen = [name(suite, case) for suite, case in all_cases()]
    assert len(seen) == len(set(seen))

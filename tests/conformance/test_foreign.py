"""Cases from other projects' suites: classified one by one, and carried out where our language can say them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import pytest
from ruamel.yaml import YAML

from dsl.check import Context
from dsl.types import Kind
from tests.support.backends_under_test import Duckdb, Engine, Mariadb, Pandas, Postgres, Sqlite
from tests.support.cases import by_key, plan_of
from tests.support.shared import shared
from tests.support.world import Bound, Column, Data, World, bind, column, rows_of

HERE = Path(__file__).parent
GIVEN = YAML(typ="safe").load((HERE / "foreign_cases.yaml").read_text(encoding="utf-8"))
CASES: dict[str, dict[str, Any]] = GIVEN["cases"]
COLUMNS: dict[str, dict[str, Any]] = GIVEN["tables"]
FILES = ("cel", "duckdb_cases", "feel", "jsonlogic", "mysql_gms")
RUN = [id_ for id_, case in CASES.items() if "same" in case or "ours" in case]
REFUSED = [id_ for id_, case in CASES.items() if "refused" in case]


@cache
def originals() -> dict[str, dict[str, Any]]:
    found = {}
    for name in FILES:
        for line in shared("conformance", f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            found[case["id"]] = case
    return found


@cache
def source_tables() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for name in ("duckdb_tables.json", "mysql_gms_tables.json"):
        found |= json.loads(shared("conformance", name).read_text(encoding="utf-8"))
    return found


def table_of(original: dict[str, Any]) -> str:
    return str(original.get("table", "one"))


@cache
def world(table: str) -> World:
    """A table of the collection, with a key of its own: the row's id there."""
    columns = tuple(column(name, spec) for name, spec in COLUMNS[table].items())
    key = Column("row_id", column("row_id", "integer").type)
    if table == "one":
        rows: list[list[Any]] = [[0, None, None, "apple"]]
    else:
        given = source_tables()[table]
        names = [c if isinstance(c, str) else c[0] for c in given["columns"]]
        ids = given.get("rowids") or [row[names.index("i")] for row in given["rows"]]
        places = [names.index(c.name) for c in columns]
        rows = [[id_, *(plain(row[p]) for p in places)] for id_, row in zip(ids, given["rows"], strict=True)]
    columns = (key, *columns)
    texts = [
        [v if c.stored.kind is not Kind.TEXT or v is None else str(v) for c, v in zip(columns, r, strict=True)]
        for r in rows
    ]
    return World((Data("cases", columns, rows_of(columns, texts), key="row_id"),))


def plain(value: Any) -> Any:
    """A value of the collection's JSON as Python's."""
    if isinstance(value, dict):
        (kind, text), *_ = value.items()
        return Decimal(text) if kind == "decimal" else text
    return value


def wanted(id_: str) -> dict[Any, Any]:
    """The answer by row."""
    case, original = CASES[id_], originals()[id_]
    keys = world(table_of(original)).keys
    if "met" in case:
        return {key: key in case["met"] for key in keys}
    if "gives" in case:
        gives = case["gives"]
        return dict(zip(keys, gives if isinstance(gives, list) else [gives] * len(keys), strict=True))
    if original["kind"] == "where":
        return {key: None if key in original["null"] else key in original["true"] for key in keys}
    if original["kind"] == "projection":
        return {keys[n]: plain(value) for n, (_, value) in enumerate(original["values"])}
    return dict.fromkeys(keys, plain(original["value"]))


def equal(found: Any, value: Any) -> bool:
    if found is None or value is None:
        return found is value
    if isinstance(found, bool) or isinstance(value, bool):
        return found is value
    if isinstance(found, int | float | Decimal):
        return float(found) == float(value)
    if isinstance(found, date) and not isinstance(value, date):
        moment = datetime.fromisoformat(value)
        return moment == (found if isinstance(found, datetime) else datetime(found.year, found.month, found.day))
    return bool(found == value)


def refuses(bound: Bound, text: str) -> bool:
    return bound.check(text, Context())[0] is None


# -- the classification ------------------------------------------------------------------------------------


def test_every_case_is_classified() -> None:
    assert set(CASES) == set(originals())
    for id_, case in CASES.items():
        assert len({"same", "differs", "cannot"} & set(case)) == 1, id_
        assert "same" in case or "ours" in case or "refused" in case, id_


@pytest.mark.parametrize("id_", REFUSED)
def test_what_cannot_be_said_is_refused(id_: str) -> None:
    assert refuses(
        bind(World((Data("cases", (column("row_id", "integer"),), (), key="row_id"),))), CASES[id_]["refused"]
    )


# -- carrying out ------------------------------------------------------------------------------------------


class Foreign:
    engine: ClassVar[type[Engine]]

    @pytest.fixture(scope="class")
    @classmethod
    def found(cls, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, dict[Any, Any]]]:
        """All answers, table by table."""
        found: dict[str, dict[Any, Any]] = {}
        by_table: dict[str, list[str]] = {}
        for id_ in RUN:
            by_table.setdefault(table_of(originals()[id_]), []).append(id_)
        for table, ids in by_table.items():
            folder = tmp_path_factory.mktemp(cls.engine.name)
            with cls.engine().load(world(table), folder) as source:
                bound = bind(world(table), source)
                texts = {id_: CASES[id_].get("same") or CASES[id_]["ours"] for id_ in ids}
                trees = {id_: bound.value(text) for id_, text in texts.items() if not refuses(bound, text)}
                plan = plan_of(bound, {}, trees)
                found |= by_key(plan, cls.engine().run(plan, source))
        yield found

    @pytest.mark.parametrize("id_", RUN)
    def test_case(self, found: dict[str, dict[Any, Any]], id_: str) -> None:
        original = originals()[id_]
        if original["kind"] == "error" and "same" in CASES[id_]:
            assert id_ not in found
        elif original["kind"] == "aggregate":
            assert sum(value is True for value in found[id_].values()) == original["rows"][0][0]
        else:
            for key, value in wanted(id_).items():
                assert equal(found[id_][key], value), (key, found[id_][key], value)


@pytest.mark.backend("pandas")
class TestPandas(Foreign):
    engine = Pandas


@pytest.mark.backend("sqlite")
class TestSqlite(Foreign):
    engine = Sqlite


@pytest.mark.backend("duckdb")
class TestDuckdb(Foreign):
    engine = Duckdb


@pytest.mark.backend("mariadb")
class TestMariadb(Foreign):
    engine = Mariadb


@pytest.mark.backend("postgres")
class TestPostgres(Foreign):
    engine = Postgres

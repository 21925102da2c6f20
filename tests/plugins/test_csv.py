from __future__ import annotations

import csv
import io
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.api import Kind, SourceCancelled
from plugins.builtin.csv.encoding import detect
from plugins.builtin.csv.records import Irregular, Oddities, careful, fast
from plugins.builtin.csv.shape import look
from plugins.registry import open_source
from tests.support.shared import shared
from tests.support.sources import codes, digest, failure, rows, types


@pytest.fixture
def file(tmp_path: Path) -> Any:
    def make(content: str | bytes, name: str = "data.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return make


def read(path: Path, options: str = "") -> dict[str, list[Any]]:
    with open_source(f"{path}{options}") as source:
        return rows(source)


def noticed(path: Path, options: str = "") -> list[str]:
    with open_source(f"{path}{options}") as source:
        source.columns(path.stem)
        return codes(source)


def test_types_and_missing(file: Any) -> None:
    path = file('id,name,paid,born,vip,note\n1,가,1.5,2024-02-29,true,"a, ""b"""\n2,,,,,\n')
    with open_source(str(path)) as source:
        assert types(source) == {
            "id": "integer",
            "name": "text",
            "paid": "decimal(1)",
            "born": "date iso",
            "vip": "boolean",
            "note": "text",
        }
        assert rows(source) == {
            "id": [1, 2],
            "name": ["가", None],
            "paid": [Decimal("1.5"), None],
            "born": ["2024-02-29", None],
            "vip": [True, None],
            "note": ['a, "b"', None],
        }
        assert source.row_count("data") == 2
        assert [c.nullable for c in source.columns("data")] == [False, True, True, True, True, True]
        assert rows(source, "data", ["paid", "id"]) == {"paid": [Decimal("1.5"), None], "id": [1, 2]}
        assert source.notices() == ()


@pytest.mark.parametrize(
    ("encoding", "mark", "said"),
    [
        ("utf-8", b"", []),
        ("utf-8", b"\xef\xbb\xbf", []),
        ("utf-16-le", b"\xff\xfe", ["source.encoding_found"]),
        ("utf-16-be", b"\xfe\xff", ["source.encoding_found"]),
        ("utf-16-le", b"", ["source.encoding_found"]),
        ("utf-32-le", b"\xff\xfe\0\0", ["source.encoding_found"]),
        ("cp949", b"", ["source.encoding_found"]),
        ("euc-kr", b"", ["source.encoding_found"]),
    ],
)
def test_encodings(file: Any, encoding: str, mark: bytes, said: list[str]) -> None:
    text = "customer id,name of person\n" + "1,홍길동\n2,김 철수\n" * 50
    path = file(mark + text.encode(encoding))
    assert read(path) == {"customer id": [1, 2] * 50, "name of person": ["홍길동", "김 철수"] * 50}
    assert noticed(path) == said


def test_western_text_is_read_with_a_warning(file: Any) -> None:
    path = file("id,name\n1,Müller\n2,caf\xe9s\n".encode("cp1252"))
    assert read(path)["name"] == ["Müller", "cafés"]
    assert noticed(path) == ["source.encoding_guess"]


@pytest.mark.parametrize("where", [b"\n3,\xea\xb0\n", b"\n3,\xff\n"])
def test_broken_utf8_is_refused_with_its_line(file: Any, where: bytes) -> None:
    path = file("id,name\n1,홍길동\n2,김철수".encode() + where)
    problem = failure(lambda: read(path))
    assert (problem.code, problem.params["line"]) == ("source.encoding", 4)


def test_a_given_encoding_is_kept_to(file: Any) -> None:
    path = file("id,name\n1,뷁\n".encode("cp949"))
    assert read(path, "?encoding=cp949") == {"id": [1], "name": ["뷁"]}
    assert failure(lambda: read(path, "?encoding=utf-8")).code == "source.encoding"
    assert failure(lambda: read(path, "?encoding=klingon")).code == "source.setting_choice"


def test_text_is_nfc(file: Any) -> None:
    path = file("\u1100\u1161,b\n\u1112\u1161\u11ab,cafe\u0301\n")
    assert read(path) == {"가": ["한"], "b": ["café"]}
    assert noticed(path) == ["source.normalised"] * 2


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("a;b\n1;x, y\n", {"a": [1], "b": ["x, y"]}),
        ("a\tb\n1\tx, y\n", {"a": [1], "b": ["x, y"]}),
        ("a|b\n1|x\n", {"a": [1], "b": ["x"]}),
        ("a\n1\n2\n", {"a": [1, 2]}),
        ("a,b\r\n1,2\r\n", {"a": [1], "b": [2]}),
        ("a,b\r1,2\r", {"a": [1], "b": [2]}),
        ("a,b\n1,2", {"a": [1], "b": [2]}),
        ("\n\na,b\n\n1,2\n\n", {"a": [1], "b": [2]}),
        ('a,b\n"1\n1","2"\n', {"a": ["1\n1"], "b": [2]}),
        ("a,b\n1,5\" pipe\n2,6' x\n", {"a": [1, 2], "b": ['5" pipe', "6' x"]}),
        ("a,b\n1,2,\n", {"a": [1], "b": [2]}),
        ("a,b,\n1,2,\n", {"a": [1], "b": [2], "column_3": [None]}),
    ],
)
def test_shapes(file: Any, content: str, expected: dict[str, list[Any]]) -> None:
    assert read(file(content)) == expected


@pytest.mark.parametrize(
    ("content", "options", "names"),
    [
        ("1,a\n2,b\n", "", ["column_1", "column_2"]),
        ("id,2023,2024\n1,2,3\n", "", ["id", "2023", "2024"]),
        ("2024-01-01,a\n", "", ["column_1", "column_2"]),
        ("1,a\n2,b\n", "?header=yes", ["1", "a"]),
        ("a,b\nc,d\n", "?header=no", ["column_1", "column_2"]),
        ("id,ID,id\n1,2,3\n", "", ["id", "ID_2", "id_3"]),
        ("id,id,id_2\n1,2,3\n", "", ["id", "id_3", "id_2"]),
        (" a , b\n1,2\n", "", ["a", "b"]),
    ],
)
def test_headers(file: Any, content: str, options: str, names: list[str]) -> None:
    assert list(read(file(content), options)) == names


def test_short_rows_are_filled_and_named(file: Any) -> None:
    path = file("a,b,c\n1,2,3\n4\n5,6,7\n8,9\n")
    assert read(path) == {"a": [1, 4, 5, 8], "b": [2, None, 6, 9], "c": [3, None, 7, None]}
    with open_source(str(path)) as source:
        rows(source)
        [notice] = source.notices()
    assert (notice.code, notice.params["lines"], notice.params["count"]) == ("source.short_rows", ("3", "5"), 2)
    problem = failure(lambda: read(path, "?short_rows=refuse"))
    assert (problem.code, problem.params["line"]) == ("source.short_rows_refused", 3)


def test_long_rows_are_refused_with_their_line(file: Any) -> None:
    problem = failure(lambda: read(file('a,b\n"1\n1",2\n3,4,5\n6,7,8,9\n')))
    assert problem.code == "source.long_rows"
    assert problem.params["lines"] == ("4", "5")
    assert (problem.params["expected"], problem.params["found"], problem.params["count"]) == (2, 3, 2)


def test_an_open_quote_is_named_by_its_line(file: Any) -> None:
    problem = failure(lambda: read(file('a,b\n1,x\n2,"y\n3,z\n')))
    assert (problem.code, problem.params["line"]) == ("source.unclosed_quote", 3)


def test_null_words_are_offered_not_assumed(file: Any) -> None:
    path = file("id,v\n1,NULL\n2,7\n3,N/A\n")
    assert read(path)["v"] == ["NULL", "7", "N/A"]
    with open_source(str(path)) as source:
        rows(source)
        [notice] = source.notices()
    assert (notice.code, notice.params["kind_ko"], notice.params["count"]) == ("source.null_words_typed", "정수", 2)
    assert read(path, "?nulls=NULL|N/A")["v"] == [None, 7, None]


@pytest.mark.parametrize("content", ["", "\n", "   \n\n", "\ufeff"])
def test_empty(file: Any, content: str) -> None:
    assert failure(lambda: read(file(content))).code == "source.empty_file"


def test_binary_is_not_text(file: Any) -> None:
    assert failure(lambda: read(file(b"PK\x03\x04" + bytes(range(256)) * 40))).code == "source.not_text"


def test_a_very_long_field(file: Any) -> None:
    long = "x" * 20_000_000
    assert read(file(f"a,b\n{long},1\n")) == {"a": [long], "b": [1]}


def test_changed_while_open(file: Any) -> None:
    path = file("a\n1\n")
    with open_source(str(path)) as source:
        mark = source.fingerprint("data")
        assert rows(source) == {"a": [1]}
        path.write_text("a,b\nx,2\ny,3\n")
        assert source.fingerprint("data") != mark
        assert rows(source) == {"a": ["x", "y"], "b": [2, 3]}
        path.unlink()
        assert failure(lambda: rows(source)).code in ("source.vanished",)
        assert source.fingerprint("data") is None


def test_no_permission(file: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    path = file("a\n1\n")

    def refuse(*_: Any, **__: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert failure(lambda: open_source(str(path))).code == "source.permission"


def test_interrupted(file: Any) -> None:
    path = file("a\n" + "1\n" * 5_000_000)
    with open_source(str(path)) as source:
        reader = source.read("data")
        reader.read_next_batch()
        source.interrupt()
        with pytest.raises(SourceCancelled):
            reader.read_all()
        source.close()
        assert failure(lambda: source.columns("data")).code == "source.closed"


def test_the_file_stays_as_it_is(file: Any) -> None:
    path = file("a,b\n1,x\n")
    before, state = digest(path), path.stat().st_mtime_ns
    read(path)
    assert (digest(path), path.stat().st_mtime_ns) == (before, state)


CELL = st.text(alphabet='ab1,;"\n\r 가\u0301', max_size=6)


@given(st.integers(1, 4).flatmap(lambda n: st.lists(st.lists(CELL, min_size=n, max_size=n), min_size=2, max_size=8)))
def test_both_ways_read_what_was_written(tmp_path_factory: pytest.TempPathFactory, table: list[list[str]]) -> None:
    """What csv writes is read by the fast way (if it takes the file at all) and by the careful one."""
    path = tmp_path_factory.mktemp("csv") / "x.csv"
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows(table)
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    encoded = detect(path)
    shape = look(path, encoded.codec, ",", "no")
    names = [f"f{index}" for index in range(len(table[0]))]
    written = [dict(zip(names, row, strict=True)) for row in table]
    slow = [row for batch in careful(path, encoded, shape, None, Oddities(), True) for row in batch.to_pylist()]
    assert slow == written
    try:
        quick = [row for batch in fast(path, encoded, shape, None) for row in batch.to_pylist()]
    except Irregular:
        return
    assert quick == written


def test_telco() -> None:
    with open_source(str(shared("telco", "Telco-Customer-Churn.csv"))) as source:
        assert source.row_count(source.tables()[0].name) == 7043
        known = types(source)
        assert (known["tenure"], known["MonthlyCharges"], known["TotalCharges"]) == ("integer", "decimal(2)", "text")
        proposed = {c.name: c for c in source.propose(source.tables()[0].name)}
        assert proposed["Churn"].storage.format == "Yes/No"
        assert rows(source, None, ["Churn"])["Churn"].count("Yes") == 1869


def test_times_with_an_offset_are_instants(tmp_path: Path) -> None:
    path = tmp_path / "visits.csv"
    path.write_text("id,at\n1,2024-01-01T00:00:00Z\n2,2024-01-01 10:00:00+09:00\n3,\n", encoding="utf-8")
    with open_source(str(path)) as source:
        column = source.columns("visits")[1]
        assert (column.type.kind, column.physical, column.storage.zone) == (Kind.TIMESTAMP, Kind.TIMESTAMP, "UTC")
        assert source.read("visits", ["at"]).read_all().column(0).to_pylist() == [
            datetime(2024, 1, 1),
            datetime(2024, 1, 1, 1),
            None,
        ]

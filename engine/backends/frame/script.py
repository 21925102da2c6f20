"""A plan as a script of its own that needs pandas alone: runtime, rules, and the reading of the tables."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from engine.backends.frame.bundle import bundle
from engine.backends.frame.execution import used_columns, used_tables
from engine.backends.frame.generate import body
from engine.core import Kind
from engine.plan import Plan

Language = Literal["ko", "en"]


@dataclass(frozen=True, slots=True)
class Load:
    """Where the script finds its tables: a folder of Parquet or CSV files, an SQLite file, or frames at hand.

    ``path`` is the folder or file; ``frames`` has none and leaves a placeholder.
    """

    how: Literal["parquet", "csv", "sqlite", "frames"] = "frames"
    path: str = ""


TEXTS: dict[str, dict[Language, str]] = {
    "head": {
        "en": "Customers by segmentation rules, as of {day}.",
        "ko": "{day} 기준 세분화 규칙에 따른 고객",
    },
    "needs": {
        "en": "Needs pandas alone. Run the cells in order; `result` has a row per customer.",
        "ko": "pandas만 있으면 실행됩니다. 셀을 차례로 실행하면 `result`에 고객마다 한 행이 담깁니다.",
    },
    "runtime": {"en": "What the rules are computed with", "ko": "규칙 계산에 쓰는 함수"},
    "rules": {"en": "The rules", "ko": "규칙"},
    "read": {"en": "Read the tables, apply the rules", "ko": "테이블을 읽고 규칙을 적용합니다"},
    "place": {"en": "a folder with a file for each table", "ko": "테이블마다 파일이 하나씩 있는 폴더"},
    "file": {"en": "the database file", "ko": "데이터베이스 파일"},
    "frames": {"en": "put your data frames here", "ko": "여기에 데이터프레임을 넣으세요"},
}


def generate(
    plan: Plan, *, titles: Sequence[str] | None = None, normal: bool = False, language: Language = "en"
) -> str:
    """The source of ``def segment(tables)``, which takes data frames by table and gives one with a row per subject.

    titles: replaces the titles of the steps in comments. normal: texts are made NFC when they are read.
    """
    steps = body(plan, normal=normal).steps
    names = [title for title, _ in steps] if titles is None else titles
    lines = ["def segment(tables):", '    """A row per subject."""', "    columns = {}"]
    for number, (_, statements) in enumerate(steps):
        title = comment(names[number]) if number < len(names) else ""
        if title:
            lines += ["", f"    {title}"]
        lines += [f"    {line}" for line in statements]
    outputs = ", ".join(repr(output.name) for output in plan.outputs)
    lines += ["", *_wrapped(f"order = [{outputs}]"), "    return pd.DataFrame({name: columns[name] for name in order})"]
    return "\n".join(lines) + "\n"


def comment(text: str) -> str:
    """A label as a comment that cannot end early; empty where there is none."""
    plain = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return f"# {plain}" if plain else ""


def _wrapped(line: str, indent: str = "    ") -> list[str]:
    """A list broken into lines: unparsed from its tree, so that no text in it is cut."""
    if len(line) <= 100:
        return [indent + line]
    node = ast.parse(line).body[0]
    assert isinstance(node, ast.Assign) and isinstance(node.value, ast.List | ast.Dict)
    if isinstance(node.value, ast.List):
        items = [ast.unparse(item) for item in node.value.elts]
        marks = "[]"
    else:
        pairs = zip(node.value.keys, node.value.values, strict=True)
        items = [f"{ast.unparse(key)}: {ast.unparse(value)}" for key, value in pairs if key is not None]
        marks = "{}"
    lines = [f"{indent}{ast.unparse(node.targets[0])} = {marks[0]}"]
    current = ""
    for item in items:
        if current and len(current) + len(item) > 96:
            lines.append(f"{indent}    {current.rstrip()}")
            current = ""
        current += f"{item}, "
    return [*lines, f"{indent}    {current.rstrip()}", f"{indent}{marks[1]}"]


# -- the whole script --------------------------------------------------------------------------------------


def script(plan: Plan, *, load: Load | None = None, language: Language = "en") -> str:
    """A file to open as a notebook or to run: cells for the runtime, the rules, and the reading of the tables."""
    load = load or Load()
    code = generate(plan, normal=load.how in ("parquet", "csv"), language=language)
    names = {node.id for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)}
    reading, reading_names = _reading(plan, load, language)
    runtime = bundle([*sorted(names), "pd", *reading_names])

    def text(key: str) -> str:
        return TEXTS[key][language]

    head = comment(text("head").format(day=plan.as_of.isoformat()))
    return "\n".join(
        [
            head,
            comment(text("needs")),
            "",
            f"# %% {text('runtime')}",
            runtime,
            "",
            f"# %% {text('rules')}",
            code,
            "",
            f"# %% {text('read')}",
            *reading,
            "result = segment(tables)",
            "print(result)",
            "",
        ]
    )


def _reading(plan: Plan, load: Load, language: Language) -> tuple[list[str], list[str]]:
    """Statements that fill ``tables``, and the names that they need."""
    columns = used_columns(plan)
    needed = _wrapped("columns = {" + ", ".join(f"{k!r}: {v!r}" for k, v in columns.items()) + "}", "")
    match load.how:
        case "frames":
            hint = TEXTS["frames"][language]
            empty = [f"    {name!r}: ...,  {comment(', '.join(names))}" for name, names in columns.items()]
            return [comment(hint), "tables = {", *empty, "}"], []
        case "sqlite":
            query = "SELECT {', '.join(map(quoted, names))} FROM {quoted(name)}"
            return [
                "import sqlite3",
                "",
                *needed,
                f"path = {load.path!r}  {comment(TEXTS['file'][language])}",
                "",
                "",
                "def quoted(name):",
                '    return ".".join(\'"\' + part.replace(\'"\', \'""\') + \'"\' for part in name.split(".", 1))',
                "",
                "",
                "with sqlite3.connect(path) as connection:",
                "    tables = {",
                f'        name: pd.DataFrame(connection.execute(f"{query}").fetchall(), columns=names, dtype=object)',
                "        for name, names in columns.items()",
                "    }",
            ], []
    call = f"pd.read_{load.how}"
    lines = [*needed, f"folder = {load.path!r}  {comment(TEXTS['place'][language])}"]
    if load.how == "parquet":
        read = f'{call}(f"{{folder}}/{{name}}.parquet", columns=names, dtype_backend="numpy_nullable")'
    else:
        texts = {
            table: [c.name for c in specs if c.kind in (Kind.TEXT, Kind.DATE, Kind.TS)]
            for table, specs in used_tables(plan).items()
        }
        lines += _wrapped("texts = {" + ", ".join(f"{k!r}: {v!r}" for k, v in texts.items()) + "}", "")
        read = (
            f'{call}(f"{{folder}}/{{name}}.csv", usecols=names, dtype=dict.fromkeys(texts[name], "str"),\n'
            '        dtype_backend="numpy_nullable", keep_default_na=False, na_values=[""])'
        )
    return [*lines, "tables = {", f"    name: {read}", "    for name, names in columns.items()", "}"], []

"""One object a line; all lines are one table."""

from __future__ import annotations

import json
from typing import Any

import pyarrow as pa

from plugins.api import TableInfo, TableSource, Target, said, stamp


class JsonLinesSource(TableSource):
    def __init__(self, target: Target) -> None:
        self.path = target.file()
        self._limit = target.options.get("limit")
        super().__init__(str(self.path))

    def tables(self) -> tuple[TableInfo, ...]:
        return (TableInfo(self.path.stem, kind="file"),)

    def fingerprint(self, table: str) -> str | None:
        return stamp(self.path)

    def load(self, table: TableInfo) -> pa.Table:
        rows: list[dict[str, Any]] = []
        with self.path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                if self._limit is not None and len(rows) >= int(self._limit):
                    break
                try:
                    rows.append(json.loads(line))
                except ValueError:
                    raise said(
                        f"{self.name}의 {number}번째 줄이 JSON이 아닙니다.",
                        f"Line {number} of {self.name} is not JSON.",
                    ) from None
        return pa.Table.from_pylist(rows)

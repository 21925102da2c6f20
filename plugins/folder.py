"""A folder as a database: each file that a connector can read in one piece is a table."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dsl.diagnostics import Diagnostic
from plugins.errors import Notices, error, first_line
from plugins.source import ColumnInfo, Source, TableInfo

if TYPE_CHECKING:
    import pyarrow as pa

OpenFile = Callable[[Path, Mapping[str, object]], Source]


class FolderSource(Source):
    """Files are opened when their table is first asked for. A folder of only Parquet files inside is one table."""

    def __init__(self, path: Path, open_file: OpenFile, suffixes: Sequence[str], options: Mapping[str, object]) -> None:
        self.path = path
        self.name = str(path)
        self._open_file = open_file
        self._suffixes = tuple(suffixes)
        self._options = options
        self._notices = Notices()
        self._sources: dict[str, Source] = {}
        self._closed = False
        if not self._files():
            raise error("source.empty_folder", path=self.name, known=self._suffixes)

    def _files(self) -> dict[str, Path]:
        """Table name to file; two files with one stem keep their suffixes."""
        try:
            entries = sorted(self.path.iterdir(), key=lambda entry: entry.name)
            paths = [entry for entry in entries if not entry.name.startswith((".", "_", "~$")) and self._fits(entry)]
        except PermissionError:
            raise error("source.permission", path=self.name) from None
        except OSError as failure:
            code = "source.io" if self.path.exists() else "source.vanished"
            raise error(code, path=self.name, reason=first_line(failure)) from None
        stems = [self._stem(path) for path in paths]
        twice = Counter(stem.casefold() for stem in stems)
        return {
            unicodedata.normalize("NFC", path.name) if twice[stem.casefold()] > 1 else stem: path
            for stem, path in zip(stems, paths, strict=True)
        }

    def _fits(self, entry: Path) -> bool:
        if entry.is_file():
            return entry.name.lower().endswith(self._suffixes)
        return ".parquet" in self._suffixes and entry.is_dir() and any(entry.glob("*.parquet"))

    def _stem(self, path: Path) -> str:
        name = unicodedata.normalize("NFC", path.name)
        found = [suffix for suffix in self._suffixes if name.lower().endswith(suffix)]
        return name[: -len(max(found, key=len))] if found and path.is_file() else name

    def tables(self) -> tuple[TableInfo, ...]:
        return tuple(TableInfo(name, kind="file") for name in self._files())

    def _source(self, table: str) -> tuple[Source, str]:
        if self._closed:
            raise error("source.closed", source=self.name)
        name = self.find(table).name
        if name not in self._sources:
            self._sources[name] = self._open_file(self._files()[name], self._options)
        source = self._sources[name]
        return source, source.tables()[0].qualified

    def columns(self, table: str) -> tuple[ColumnInfo, ...]:
        source, inner = self._source(table)
        return source.columns(inner)

    def propose(self, table: str) -> tuple[ColumnInfo, ...]:
        source, inner = self._source(table)
        return source.propose(inner)

    def read(self, table: str, columns: Sequence[str] | None = None) -> pa.RecordBatchReader:
        source, inner = self._source(table)
        return source.read(inner, columns)

    def row_count(self, table: str) -> int | None:
        source, inner = self._source(table)
        return source.row_count(inner)

    def relation_sql(self, table: str, columns: Sequence[str] | None = None) -> str | None:
        source, inner = self._source(table)
        return source.relation_sql(inner, columns)

    def fingerprint(self, table: str) -> str | None:
        source, inner = self._source(table)
        return source.fingerprint(inner)

    def notices(self) -> tuple[Diagnostic, ...]:
        self._notices.add(*(notice for source in self._sources.values() for notice in source.notices()))
        return self._notices.all()

    def interrupt(self) -> None:
        for source in tuple(self._sources.values()):
            source.interrupt()

    def close(self) -> None:
        self._closed = True
        for source in self._sources.values():
            source.close()

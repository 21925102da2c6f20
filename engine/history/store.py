"""The store of runs: one SQLite file, brought up to date when it is opened, and set aside when it is damaged."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Row, create_engine, delete, event, select
from sqlalchemy.engine import URL
from sqlalchemy.exc import DatabaseError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from dsl.diagnostics import Diagnostic, QuadrilleError
from engine.history.places import beside, common, store_path
from engine.history.records import CellRecord, RunRecord, StageRecord, project_id
from engine.history.tables import HEAD, cells, runs, stages

MIGRATIONS = Path(__file__).with_name("migrations")
WAIT = 5.0
"""Seconds to wait for another program that is writing."""
KNOWN = ("0001", HEAD)


class History:
    """An open store. ``notices``: what was noticed on opening it (a damaged file that was set aside).

    Every method raises QuadrilleError ``history.…`` where the file cannot be read or written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.notices: tuple[Diagnostic, ...] = ()
        self._engine = _engine(path)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._bring_up_to_date()
        except DatabaseError as failure:
            if not _damaged(failure):
                raise _unusable(path, failure) from None
            self.notices = (_set_aside(path),)
            self._bring_up_to_date()
        except (OSError, SQLAlchemyError) as failure:
            raise _unusable(path, failure) from None

    # -- opening -----------------------------------------------------------------------------------------------

    def _bring_up_to_date(self) -> None:
        with self._connected(write=True) as connection:
            version = _version(connection)
            if version == HEAD:
                return
            if version is not None and version not in KNOWN:
                params = {"file": str(self.path), "version": version}
                raise QuadrilleError(Diagnostic("history.newer", "error", params=params))
            _migrate(connection)

    @contextmanager
    def _connected(self, *, write: bool = False) -> Iterator[Connection]:
        """One transaction; those that write take their turn at once, so that nobody's migration meets another's."""
        with self._engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
            try:
                yield connection
            except BaseException:
                connection.exec_driver_sql("ROLLBACK")
                raise
            connection.exec_driver_sql("COMMIT")

    # -- runs --------------------------------------------------------------------------------------------------

    def add(self, record: RunRecord) -> RunRecord:
        """Keep a run; gives it with its number."""
        plain = asdict(record)
        plain |= {
            "at": record.at.astimezone(UTC).isoformat(),
            "as_of": record.as_of.isoformat(),
            "rules": json.dumps(dict(record.rules), ensure_ascii=False),
        }
        own = {name: value for name, value in plain.items() if name not in ("id", "stages", "cells")}
        with self._guarded(), self._connected(write=True) as connection:
            inserted = connection.execute(runs.insert().values(**own)).inserted_primary_key
            assert inserted is not None
            number = int(inserted[0])
            for table, name in ((stages, "stages"), (cells, "cells")):
                lines = [{"run": number, "position": at, **part} for at, part in enumerate(plain[name])]
                if lines:
                    connection.execute(table.insert(), lines)
        return replace(record, id=number)

    def runs(self, project: str, last: int | None = None) -> tuple[RunRecord, ...]:
        """The runs of a project, the newest first; ``last``: no more than so many."""
        query = select(runs).where(runs.c.project == project).order_by(runs.c.id.desc())
        with self._guarded(), self._connected() as connection:
            found = connection.execute(query.limit(last) if last is not None else query).all()
            return tuple(_record(connection, row) for row in found)

    def remove(self, numbers: tuple[int, ...]) -> None:
        """Forget runs."""
        with self._guarded(), self._connected(write=True) as connection:
            for table in (cells, stages):
                connection.execute(delete(table).where(table.c.run.in_(numbers)))
            connection.execute(delete(runs).where(runs.c.id.in_(numbers)))

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except (OSError, SQLAlchemyError) as failure:
            raise _unusable(self.path, failure) from None


def open_history(project: Path) -> History:
    """The store that a project's runs are in, made where there is none yet.

    Raises QuadrilleError: ``history.newer`` (a later version of the program wrote it), ``history.unusable``.
    """
    return History(store_path(project))


def keep(record: RunRecord, project: Path) -> tuple[RunRecord, tuple[Diagnostic, ...]]:
    """Keep a run. What is wrong with the store spoils no run: it is said, and the run is given as it was."""
    try:
        history = open_history(project)
        return history.add(record), history.notices
    except QuadrilleError as error:
        return record, tuple(replace(one, severity="warning") for one in error.diagnostics)


def keep_beside(project: Path, wanted: bool) -> Path:
    """From now on keep a project's runs in a file beside it, or (not ``wanted``) with those of all projects; those
    that there are move along. Gives the store's path."""
    old, new = (common(), beside(project)) if wanted else (beside(project), common())
    if store_path(project) == new:
        return new
    source, target = History(old), History(new)
    moved = source.runs(project_id(project))
    for record in reversed(moved):
        target.add(record)
    source.remove(tuple(one.id for one in moved))
    if not wanted:
        for name in _files(old):
            name.unlink(missing_ok=True)
    return new


# -- SQLite ----------------------------------------------------------------------------------------------------


def _engine(path: Path) -> Engine:
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        poolclass=NullPool,
        isolation_level="AUTOCOMMIT",
        connect_args={"timeout": WAIT, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: object) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=NORMAL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()

    return engine


def _version(connection: Connection) -> str | None:
    """The migration that a store was brought to; None for an empty one."""
    known = connection.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").first()
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").first() if known else None
    return str(found[0]) if found is not None else None


def _migrate(connection: Connection, to: str = HEAD) -> None:
    # Alembic takes a moment to load and is needed once in a store's life.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def _record(connection: Connection, row: Row[Any]) -> RunRecord:
    plain = dict(row._mapping)
    number = plain["id"]
    plain["at"] = datetime.fromisoformat(plain["at"])
    plain["as_of"] = date.fromisoformat(plain["as_of"])
    plain["rules"] = json.loads(plain["rules"])
    own_stages = connection.execute(select(stages).where(stages.c.run == number).order_by(stages.c.position)).all()
    own_cells = connection.execute(select(cells).where(cells.c.run == number).order_by(cells.c.position)).all()
    return RunRecord(
        **plain,
        stages=tuple(StageRecord(**_without_place(one)) for one in own_stages),
        cells=tuple(CellRecord(**_without_place(one)) for one in own_cells),
    )


def _without_place(row: Row[Any]) -> dict[str, Any]:
    return {name: value for name, value in row._mapping.items() if name not in ("run", "position")}


def _damaged(failure: DatabaseError) -> bool:
    said = str(failure.orig).lower()
    return "not a database" in said or "malformed" in said


def _files(path: Path) -> tuple[Path, ...]:
    return (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm"))


def _set_aside(path: Path) -> Diagnostic:
    """Give a damaged store another name, so that a new one takes its place and nothing is thrown away."""
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    aside = path.with_name(f"{path.stem}.damaged-{stamp}{path.suffix}")
    try:
        for old, new in zip(_files(path), _files(aside), strict=True):
            if old.exists():
                old.replace(new)
    except OSError as failure:
        raise _unusable(path, failure) from None
    return Diagnostic("history.damaged", "warning", params={"file": str(path), "aside": aside.name})


def _unusable(path: Path, failure: Exception) -> QuadrilleError:
    cause = getattr(failure, "orig", None) or failure
    reason = getattr(cause, "strerror", None) or str(cause) or type(cause).__name__
    params = {"file": str(path), "reason": str(reason).splitlines()[0][:200]}
    return QuadrilleError(Diagnostic("history.unusable", "error", params=params))

"""The plan of one run: every relation read once, every shared value computed once, one row per subject out.

A plan is data. Backends (``engine.backends``) turn it into one SQL statement or into pandas code; both give the
same rows. Steps stand in an order in which every ``Ref`` is defined before it is used.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from engine.core import Column, Core, Kind


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """How a raw column lies in the source.

    name: physical name. kind: what the backend must read it as. scale: for INT, decimal places of the stored
    DECIMAL/NUMERIC (the backend multiplies by 10**scale, exactly). declared: the source's own type name, lower case,
    where known (a backend may use it to leave out guards: ``bigint``, ``integer``, ``decimal(10,2)``, ``date``).
    nullable: False only where the source guarantees it. trim: CHAR(n) padding is cut (trailing U+0020).
    bounded: an INT whose absolute value is below 2**31, guaranteed by the declared type.
    """

    name: str
    kind: Kind
    scale: int = 0
    declared: str = ""
    nullable: bool = True
    trim: bool = False
    bounded: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the source under an alias (an ``owner`` of ``Column``); ``name`` may be ``schema.table``."""

    alias: str
    name: str
    columns: tuple[ColumnSpec, ...]


@dataclass(frozen=True, slots=True)
class TableRows:
    """The rows of one table. ``key`` holds the subject's key (rows where it is NULL or unknown are left out)."""

    table: Table
    key: Column


@dataclass(frozen=True, slots=True)
class JoinRows:
    """Rows of ``table`` with the row of ``parent`` they belong to (inner join on equal, non-NULL columns:
    ``on`` holds (column of table, column of the parent's rows)). The key is the parent's."""

    parent: Rows
    table: Table
    on: tuple[tuple[Column, Column], ...]


@dataclass(frozen=True, slots=True)
class GroupRows:
    """One row per subject and group of another rows' rows. ``by`` names the grouping values, ``aggregates`` what is
    computed per group; both are columns of ``alias`` afterwards. Rows whose ``where`` is not true are left out;
    a NULL grouping value is a group of its own. The key is that of ``of``."""

    alias: str
    of: Rows
    by: tuple[tuple[str, Core], ...]
    aggregates: tuple[tuple[str, Aggregate], ...]
    where: Core | None = None


Rows = TableRows | JoinRows | GroupRows


@dataclass(frozen=True, slots=True)
class Aggregate:
    """One value per subject (or group) out of rows.

    Only rows whose ``where`` is true take part (None: all). count: rows, or rows with a known ``item``; 0 without
    rows. count_distinct: distinct known items (text by code point). sum: exact INT sum of known items, 0 without
    any, NULL outside 64 bits whatever the order of rows (``fits``: cannot leave 64 bits with fewer than 2**31
    rows). float_sum: double sum in any order (catalog's ``float``), 0.0 without any, NULL where not finite.
    min, max: NULL without known items; BOOL orders false before true. exists: is there a row? BOOL, false without.
    first, last: the item of the row with the least or greatest ``time``, among rows with both known; among equal
    times the greatest item. most_common: the item that occurs most often; among equal counts the one with the
    greatest last ``time`` (NULL time is oldest), then the smallest item; NULL items are skipped.
    """

    func: Literal["count", "count_distinct", "sum", "float_sum", "min", "max", "exists", "first", "last", "most_common"]
    kind: Kind
    item: Core | None = None
    where: Core | None = None
    time: Core | None = None
    fits: bool = False


@dataclass(frozen=True, slots=True)
class Gather:
    """Read rows once and define one value per subject for each named aggregate (subjects without rows get the
    aggregate's empty value). ``where``: rows for which it is not true take part in none of the aggregates.
    Expressions may use columns of the rows, columns of the subject (owner '') and earlier ``Ref``s; ``subject``
    is True where they use any of the latter two (the backend then joins rows to subjects first)."""

    rows: Rows
    aggregates: tuple[tuple[str, Aggregate], ...]
    where: Core | None = None
    subject: bool = False


@dataclass(frozen=True, slots=True)
class Let:
    """Define a named value per subject. ``title`` is for comments in exported code."""

    name: str
    value: Core
    title: str = ""


@dataclass(frozen=True, slots=True)
class RankEdge:
    """A border value among known values v of a population of n: the least or greatest (``pick``) v for which
    ``count(v) * den op num * n`` holds, count being how many known values are greater or smaller than v (all in
    exact whole numbers). NULL where there is none."""

    name: str
    count: Literal["greater", "smaller"]
    op: Literal["<", ">="]
    num: int
    den: int
    pick: Literal["min", "max"]


@dataclass(frozen=True, slots=True)
class QuantileEdge:
    """The neighbours of a type-7 quantile at num/den: with the known values sorted ascending from v[0] to v[n-1] and
    h = (n-1)*num, ``low`` is v[h // den], ``high`` is v[h // den + 1] (or ``low`` where h % den is 0) and ``rest`` is
    h % den (INT). All three NULL where n is 0."""

    low: str
    high: str
    rest: str
    num: int
    den: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """Values that are one for everyone, out of a value per subject. Only subjects for which ``population`` is true
    (None: all) and whose ``item`` is known are counted. Edges have the item's kind (``rest`` is INT)."""

    item: Core
    kind: Kind
    population: Core | None
    ranks: tuple[RankEdge, ...] = ()
    quantiles: tuple[QuantileEdge, ...] = ()


Step = Gather | Let | Statistics


@dataclass(frozen=True, slots=True)
class Output:
    """A column of the outcome. ``role`` says what it is for; ``of`` names what it is about: (stage,), (cell, stage) of
    a match, (cell, n) of a criterion, (stage,) of an assignment, (measure,) or (condition,).
    ``scale``: the INT is a decimal with that many places (undone when the outcome is shown)."""

    name: str
    value: Core
    role: Literal["key", "stage", "criterion", "match", "assigned", "cells", "cell", "measure", "condition"]
    of: tuple[str | int, ...] = ()
    scale: int = 0
    title: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything a backend needs for one run.

    subject: the subject's table; key: its key column. ``since``: subjects for which it is not true are not seen
    (they joined after the as-of date). Outputs may use subject columns and every Ref. ``keys``: only these
    subjects' rows are given (the population of percentiles stays whole).
    """

    subject: Table
    key: Column
    as_of: date
    since: Core | None
    steps: tuple[Step, ...]
    outputs: tuple[Output, ...]
    keys: tuple[int | str, ...] | None = None

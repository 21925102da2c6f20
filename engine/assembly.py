"""Columns of an outcome that follow from its other columns: put together after the engine ran, which moves less.

Outputs with one value are asked of the engine once. Matches that only depend on stages and criteria, and texts that
only depend on matches (the cell in a stage, the list of all cells), are made here, in a few passes over bits: an engine
would ask every subject again, and write such a text for each anew.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import reduce
from typing import TYPE_CHECKING

from engine.core import And, AtLeast, Case, Concat, Const, Core, IsTrue, Kind, Null, Or, Part, Ref, kind_of
from engine.plan import Let, Output, Plan

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

    Bits = npt.NDArray[np.uint8]
    Flags = npt.NDArray[np.bool_]

WORD = 30
"""Conditions that go into one whole number at a time."""

WORD_BYTES = 4


@dataclass(frozen=True, slots=True)
class Choice:
    """The text of the first condition that is true, else ``otherwise``."""

    texts: tuple[tuple[Core, str], ...]
    otherwise: str | None


@dataclass(frozen=True, slots=True)
class Listing:
    """The texts of all conditions that are true, in order, without the first ``drop`` characters."""

    texts: tuple[tuple[Core, str], ...]
    drop: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """A condition that is never unknown, made of others: of those, only whether they are true counts."""

    node: Core


Recipe = Choice | Listing | Verdict


@dataclass(frozen=True, slots=True)
class Assembly:
    """``plan`` is what the engine is asked for; ``outputs`` are all that are wanted, ``places`` where their values
    stand in what the engine gives, ``bools`` all conditions among them."""

    plan: Plan
    outputs: tuple[Output, ...]
    places: Mapping[Core, int]
    bools: Set[Core]
    recipes: Mapping[Core, Recipe]

    def whole(self, outcome: pa.Table) -> pa.Table:
        """All wanted columns, from those that the engine gave."""
        import pyarrow as pa

        size = outcome.num_rows
        known: dict[Core, Bits] = {}

        def true(condition: Core) -> Bits:
            if condition not in known:
                made = self.recipes.get(condition)
                known[condition] = (
                    _judged(made.node, self.bools, true, size)
                    if isinstance(made, Verdict)
                    else _true_bits(outcome.column(self.places[condition]))
                )
            return known[condition]

        def column(value: Core) -> pa.ChunkedArray:
            match self.recipes.get(value):
                case None:
                    return outcome.column(self.places[value])
                case Choice() as choice:
                    return _chosen([true(condition) for condition, _ in choice.texts], choice, size)
                case Listing() as listing:
                    return _listed([true(condition) for condition, _ in listing.texts], listing, size)
                case Verdict():
                    bits = pa.py_buffer(true(value))
                    return pa.chunked_array([pa.Array.from_buffers(pa.bool_(), size, [None, bits])])

        return pa.table([column(output.value) for output in self.outputs], names=[o.name for o in self.outputs])


def _true_bits(column: pa.ChunkedArray) -> Bits:
    """Where a condition is true, as Arrow keeps it: known and true are two bits, put together eight rows at a time."""
    import numpy as np
    import pyarrow as pa

    array = column.combine_chunks()
    if isinstance(array, pa.ChunkedArray):  # no row at all
        return np.zeros(0, dtype=np.uint8)
    if array.offset % 8:
        return np.packbits(array.fill_null(False).to_numpy(zero_copy_only=False), bitorder="little")
    first, count = array.offset // 8, -(-len(array) // 8)
    valid, values = (
        None if buffer is None else np.frombuffer(buffer, np.uint8, count, first) for buffer in array.buffers()
    )
    assert values is not None
    return values if valid is None else values & valid


def _flags(bits: Bits, size: int) -> Flags:
    """A row's condition in a byte of its own."""
    import numpy as np

    return np.unpackbits(bits, count=size, bitorder="little").view(np.bool_)


def assembly(plan: Plan) -> Assembly:
    """What to ask the engine for, and how to make the rest."""
    lets = {step.name: step.value for step in plan.steps if isinstance(step, Let)}
    bools = {output.value for output in plan.outputs if kind_of(output.value) is Kind.BOOL}
    recipes: dict[Core, Recipe] = {}
    for value in bools:
        meaning = lets.get(value.name) if isinstance(value, Ref) else None
        if isinstance(meaning, IsTrue | AtLeast) and _known_parts(meaning, bools - {value}):
            recipes[value] = Verdict(meaning)
    asked: dict[Core, Output] = {}
    for output in plan.outputs:
        recipe = recipes.get(output.value) or _recipe(output.value, bools)
        if recipe is not None:
            recipes[output.value] = recipe
        else:
            asked.setdefault(output.value, output)
    places = {value: place for place, value in enumerate(asked)}
    return Assembly(replace(plan, outputs=tuple(asked.values())), plan.outputs, places, bools, recipes)


def _known_parts(node: Core, bools: Set[Core]) -> bool:
    """Is the condition made of others that are there anyway?"""
    if node in bools:
        return True
    match node:
        case And(items=items) | Or(items=items) | AtLeast(items=items):
            return bool(items) and all(_known_parts(item, bools) for item in items)
        case IsTrue(item=item):
            return _known_parts(item, bools)
    return False


def _judged(node: Core, bools: Set[Core], true: Callable[[Core], Bits], size: int) -> Bits:
    import numpy as np

    def judged(part: Core) -> Bits:
        return true(part) if part in bools else _judged(part, bools, true, size)

    match node:
        case IsTrue(item=item):
            return judged(item)
        case And(items=items):
            return reduce(np.bitwise_and, (judged(item) for item in items))
        case Or(items=items) | AtLeast(k=1, items=items) if items:
            return reduce(np.bitwise_or, (judged(item) for item in items))
        case AtLeast(k=k, items=items):
            met = np.zeros(size, dtype=np.int32)
            for item in items:
                met += _flags(judged(item), size)
            return np.packbits(met >= k, bitorder="little")
    raise AssertionError(f"not a condition of conditions: {type(node).__name__}")


def _recipe(value: Core, conditions: set[Core]) -> Recipe | None:
    match value:
        case Part(item=Concat(items=items), side="rest", count=drop):
            texts = []
            for item in items:
                match item:
                    case Case(whens=((condition, Const(value=str(text))),), otherwise=Const(value="")) if (
                        condition in conditions
                    ):
                        texts.append((condition, text))
                    case _:
                        return None
            return Listing(tuple(texts), drop)
        case Case(whens=whens, otherwise=Null(kind=Kind.TEXT) | Const(kind=Kind.TEXT) as otherwise):
            texts = []
            for condition, result in whens:
                if condition not in conditions or not isinstance(result, Const) or not isinstance(result.value, str):
                    return None
                texts.append((condition, result.value))
            last = otherwise.value if isinstance(otherwise, Const) else None
            return Choice(tuple(texts), last if isinstance(last, str) else None)
    return None


def _chosen(conditions: Sequence[Bits], recipe: Choice, size: int) -> pa.ChunkedArray:
    import numpy as np
    import pyarrow as pa

    texts = [text for _, text in recipe.texts]
    place = np.full(size, len(texts), dtype=np.int32)
    for number in range(len(texts) - 1, -1, -1):
        np.copyto(place, number, where=_flags(conditions[number], size))
    words = pa.array([*texts, recipe.otherwise], pa.string())
    return pa.chunked_array([words.take(pa.array(place))])


def _listed(conditions: Sequence[Bits], recipe: Listing, size: int) -> pa.ChunkedArray:
    """Few of the possible lists occur: each is written once."""
    import numpy as np
    import pyarrow as pa

    texts = [text for _, text in recipe.texts]
    place = np.zeros(size, dtype=np.int64)
    words = [""]
    for first in range(0, len(texts), WORD):
        more = texts[first : first + WORD]
        rows = np.zeros((size, WORD_BYTES), dtype=np.uint8)
        for start in range(0, len(more), 8):
            for number, condition in enumerate(conditions[first + start : first + min(start + 8, len(more))]):
                rows[:, start // 8] |= _flags(condition, size).view(np.uint8) << np.uint8(number)
        bits = rows.view("<u4").reshape(size).astype(np.int64)
        found = pa.array((place << 32) | bits).dictionary_encode()
        words = [
            words[code >> 32] + "".join(text for number, text in enumerate(more) if code >> number & 1)
            for code in found.dictionary.to_pylist()
        ]
        place = found.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    lists = pa.array([word[recipe.drop :] for word in words], pa.string())
    return pa.chunked_array([lists.take(pa.array(place))])

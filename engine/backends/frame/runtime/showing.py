"""Results as columns of a data frame."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from engine.backends.frame.runtime.pairs import Pair, Text
from engine.backends.frame.runtime.times import MICROSECONDS


def shown(x: Pair, size: int, kind: str, scale: int = 0) -> Any:
    """A value per subject as a column; whole numbers with a scale as decimals."""
    known = None if x.known is None else np.broadcast_to(x.known, (size,))
    if isinstance(x.value, Text):
        words = x.value.words[np.broadcast_to(x.value.codes, (size,))]
        return pd.array(words if known is None else np.where(known, words, None), dtype="str")
    value = np.broadcast_to(x.value, (size,))
    if kind in ("date", "ts"):
        moments = value.astype(np.int64) * (MICROSECONDS if kind == "date" else 1)
        nothing = np.iinfo(np.int64).min
        return pd.array((moments if known is None else np.where(known, moments, nothing)).view("datetime64[us]"))
    if kind == "int" and scale:
        value, kind = value / 10**scale, "float"
    if kind == "float":
        return value.copy() if known is None else np.where(known, value, np.nan)
    if known is None:
        return value.astype(np.bool_ if kind == "bool" else np.int64)
    if kind == "bool":
        return pd.arrays.BooleanArray(value.astype(np.bool_), ~known)
    return pd.arrays.IntegerArray(np.where(known, value, 0).astype(np.int64), ~known)

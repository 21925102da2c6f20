"""The sample: an importer's customers at any size, and the state matrix over them."""

from __future__ import annotations

from engine.sample.clock import AS_OF
from engine.sample.compose import project_path
from engine.sample.generate import MAXIMUM, MINIMUM, tables
from engine.sample.write import Cancelled, write

__all__ = ["AS_OF", "MAXIMUM", "MINIMUM", "Cancelled", "project_path", "tables", "write"]

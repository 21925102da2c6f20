"""Plans carried out on data frames, in pairs of values and what is known.

A plan becomes the source of a script (``generate``): plain calls of the functions in ``runtime``, one statement per
shared value. ``run`` compiles that source; ``script`` writes it down with the functions it uses, as a file that needs
pandas alone. So what is exported is what was run.
"""

from engine.backends.frame.execution import run, used_columns
from engine.backends.frame.script import Load, generate, script

__all__ = ["Load", "generate", "run", "script", "used_columns"]

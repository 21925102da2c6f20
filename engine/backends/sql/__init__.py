"""Plans as SQL: lowered forms in every dialect that was proven, one statement a run."""

from engine.backends.sql.compile import Form, ResultColumn, Statement, compile, render
from engine.backends.sql.dialects import DIALECTS

__all__ = ["DIALECTS", "Form", "ResultColumn", "Statement", "compile", "render"]

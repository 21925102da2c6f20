"""What is kept of runs: their counts, rule by rule version, in an embedded store.

The store itself (``engine.history.store``) is imported where it is used, since SQLAlchemy takes a moment to load.
"""

from engine.history.compare import Difference, RuleChange, difference, rule_difference
from engine.history.places import beside, store_path
from engine.history.records import CellRecord, RunRecord, StageRecord, project_id, record_of, rules_fingerprint

__all__ = [
    "CellRecord",
    "Difference",
    "RuleChange",
    "RunRecord",
    "StageRecord",
    "beside",
    "difference",
    "project_id",
    "record_of",
    "rule_difference",
    "rules_fingerprint",
    "store_path",
]

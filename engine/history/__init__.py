"""What is kept of runs: their counts, rule by rule version, in an embedded store."""

from engine.history.compare import Difference, difference, rule_difference
from engine.history.places import beside, store_path
from engine.history.records import CellRecord, RunRecord, StageRecord, project_id, record_of, rules_fingerprint
from engine.history.store import History, keep, keep_beside, open_history

__all__ = [
    "CellRecord",
    "Difference",
    "History",
    "RunRecord",
    "StageRecord",
    "beside",
    "difference",
    "keep",
    "keep_beside",
    "open_history",
    "project_id",
    "record_of",
    "rule_difference",
    "rules_fingerprint",
    "store_path",
]

"""Live counts while a matrix is edited: the data held as dense columns, and only what an edit changed computed anew."""

from engine.preview.behind import Behind, Combination, Who
from engine.preview.counts import Counts, CriterionCounts, Gap, Sample
from engine.preview.live import Preview
from engine.preview.panels import CriterionValues, Profile, Thresholds
from engine.preview.worker import Worker

__all__ = [
    "Behind",
    "Combination",
    "Counts",
    "CriterionCounts",
    "CriterionValues",
    "Gap",
    "Preview",
    "Profile",
    "Sample",
    "Thresholds",
    "Who",
    "Worker",
]

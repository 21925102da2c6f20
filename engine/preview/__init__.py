"""Live counts while a matrix is edited: the data held as dense columns, and only what an edit changed computed anew."""

from engine.preview.counts import Counts, CriterionCounts, Gap, Sample
from engine.preview.live import Preview
from engine.preview.panels import Profile, Thresholds
from engine.preview.worker import Worker

__all__ = ["Counts", "CriterionCounts", "Gap", "Preview", "Profile", "Sample", "Thresholds", "Worker"]

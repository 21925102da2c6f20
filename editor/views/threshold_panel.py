"""The threshold of the chosen criterion, or the borders of a band, over the distribution of the values."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import pairwise

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from dsl.diagnostics import QuadrilleError
from editor.commands.measures import band_parts, set_band_borders, set_threshold
from editor.viewmodels.criteria_model import circled
from editor.viewmodels.latest import Latest
from editor.viewmodels.session import Session
from editor.viewmodels.threshold import Scale, bars_of, scale_of
from editor.viewmodels.threshold_words import number_text, threshold_text, value_text
from editor.views.bands import BandSlider, BandView
from editor.views.inputs import Choice, Wrapped
from editor.views.panel import Panel
from editor.views.scrolled import Scrolled
from editor.views.threshold import HistogramSlider, ThresholdSlider
from engine.preview import CriterionValues, Profile, Thresholds
from engine.project.rules import STAGE_WORD
from engine.threshold import Threshold, step_of, threshold_of

UPWARD = (">=", ">")


@dataclass(frozen=True, slots=True)
class Moved:
    """The criterion that is moved."""

    cell: str
    n: int
    threshold: Threshold
    values: CriterionValues


@dataclass(frozen=True, slots=True)
class Shared:
    """The band that is moved."""

    band: str
    values: Thresholds
    profile: Profile


class ThresholdPanel(Panel):
    """Releasing the handle is one undo step; while it moves, the counts behind it are shown."""

    title = "threshold"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._latest = Latest(session, lambda problems: self._nothing())
        self.moved: Moved | None = None
        self.shared: Shared | None = None
        self._asked: object = None
        self.what_label, self.what = QLabel(), Choice()
        self.what_label.setBuddy(self.what)
        self.what.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.head, self.live, self.hint = Wrapped(), Wrapped(), Wrapped()
        self.slider, self.band = ThresholdSlider(), BandSlider()
        top = QHBoxLayout()
        top.addWidget(self.what_label)
        top.addWidget(self.what)
        top.addWidget(self.head, 1)
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.setSpacing(4)
        layout.addLayout(top)
        layout.addWidget(self.hint)
        layout.addWidget(self.slider, 1)
        layout.addWidget(self.band, 1)
        layout.addWidget(self.live)
        Scrolled.within(self, content)
        self.slider.valueChanged.connect(lambda _: self._tell())
        self.slider.settled.connect(self._take_threshold)
        self.band.valueChanged.connect(lambda _: self._tell())
        self.band.active_changed.connect(self._tell)
        self.band.settled.connect(self._take_band)
        self.what.activated.connect(self._chosen)
        for signal in (session.counts_changed, session.selection_changed):
            signal.connect(self.refresh)
        session.language_changed.connect(self.retranslate)
        self.retranslate()

    @property
    def busy(self) -> bool:
        return self._latest.busy

    # -- what is moved -------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        words = self._session.words
        self.what_label.setText(words("threshold.what"))
        self.what.setAccessibleName(words("threshold.what"))
        self.hint.setText(words("threshold.hint"))
        self._fill()
        if self.shared is not None:
            self._show_band(self.shared)
        self._tell()

    def _fill(self) -> None:
        """This criterion, and every band."""
        words, project = self._session.words, self._session.document.project
        entries = [(words("threshold.criterion"), "")]
        for id, band in project.bands.items():
            entries.append((words("threshold.band", name=band.labels.catalog().get(words.language, id)), id))
        if [(self.what.itemText(row), self.what.itemData(row)) for row in range(self.what.count())] != entries:
            kept = self.what.currentData()
            self.what.clear()
            for text, id in entries:
                self.what.addItem(text, id)
            self.what.setCurrentIndex(max(0, self.what.findData(kept)))

    def show_band(self, band: str) -> None:
        """Move the borders of a band, whatever criterion is chosen; without a name, the criterion's threshold again."""
        self._fill()
        self.what.setCurrentIndex(max(0, self.what.findData(band)))
        self._chosen()

    def _chosen(self) -> None:
        self._asked = None
        self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        """Look for the values behind what is chosen; in the background, once somebody looks."""
        self._fill()
        session = self._session
        if not self.isVisible() or session.stale or session.checked is None:
            return
        asked = (session.counts, session.cell, session.criterion, self.what.currentData())
        if asked == self._asked and self._asked is not None:
            return
        self._asked = asked
        if self.what.currentData():
            self._ask_band(str(self.what.currentData()))
        else:
            self._ask_criterion()

    def _ask_criterion(self) -> None:
        session = self._session
        preview, cell, n = session.thread_of_counts.preview, session.cell, session.criterion
        threshold = self._threshold(cell, n) if cell is not None and n is not None else None
        if preview is None or cell is None or n is None or threshold is None:
            band = self._band_of(cell, n)
            if band is not None:
                self._ask_band(band)
            else:
                self._nothing()
            return

        def find(cancel: object) -> Moved | None:
            try:
                return Moved(cell, n, threshold, preview.criterion_values(cell, n, threshold.operand))
            except (KeyError, StopIteration):  # switched off, or its cell is unfinished
                return None

        self._latest.ask(find, self._show_threshold)

    def _threshold(self, cell: str, n: int) -> Threshold | None:
        """The threshold of a criterion in its text as it is now."""
        checked, found = self._session.checked, self._session.document.project.matrix.cell(cell)
        tree = checked.criteria.get((cell, n)) if checked is not None else None
        text = next((one.rule for one in found.criteria if one.n == n), "") if found is not None else ""
        return threshold_of(text, tree) if tree is not None else None

    def _band_of(self, cell: str | None, n: int | None) -> str | None:
        """The band that the chosen criterion names."""
        checked = self._session.checked
        found = checked.rules.get(("matrix", "cells", cell or "", "criteria", n or 0, "rule")) if checked else None
        names = [name for kind, name in (found.names if found is not None else ()) if kind == "band"]
        return names[0] if len(names) == 1 and names[0] in self._session.document.project.bands else None

    def _ask_band(self, band: str) -> None:
        session, project = self._session, self._session.document.project
        preview, checked, spec = session.thread_of_counts.preview, session.checked, project.bands.get(band)
        if preview is None or checked is None or spec is None:
            self._nothing()
            return
        of = next((one.of for one in checked.catalog.bands if one.id == band), spec.of)
        cell = project.matrix.cell(session.cell or "")
        among = (spec.among or "").strip()
        stage = cell.stage if cell is not None and among == STAGE_WORD else ""
        rule = checked.rules.get(("bands", band, "among"))
        condition = rule.tree if rule is not None and among != STAGE_WORD else None

        def find(cancel: object) -> Shared | None:
            try:
                return Shared(band, *preview.band_values(of, condition, stage))
            except (KeyError, TypeError):  # texts have no distribution that a border could be moved over
                return None

        self._latest.ask(find, self._show_band)

    # -- showing -------------------------------------------------------------------------------------------------

    def _nothing(self) -> None:
        self.moved = self.shared = None
        self._tell()

    def _show_threshold(self, moved: Moved | None) -> None:
        self.shared = None
        if moved is None or not len(moved.values.stage):
            self._nothing()
            return
        self.moved = moved
        threshold, values = moved.threshold, moved.values
        step = step_of(threshold)
        smallest = step if isinstance(step, Decimal) else None
        scale = scale_of(
            values.stage.low, values.stage.high, threshold.value, percent=threshold.percent, smallest=smallest
        )
        bars = bars_of(values.profile, scale)
        self.slider.show_values(scale, bars, threshold.value, upward=threshold.op in UPWARD)
        self._ends_of(self.slider, scale)
        self._tell()

    def _show_band(self, shared: Shared | None) -> None:
        self.moved = None
        if shared is None or not len(shared.values):
            self._nothing()
            return
        self.shared = shared
        project, language = self._session.document.project, self._session.words.language
        parts = band_parts(project, shared.band)
        side = project.bands[shared.band].side
        view = BandView(
            side,
            tuple(int(part.range[1]) for _, part in parts[:-1]),
            tuple(part.labels.catalog().get(language, id) for id, part in parts),
            lambda share: shared.values.within(Decimal(share) / 100, side)[0],
        )
        low, high = shared.values.low, shared.values.high
        scale = scale_of(low, high, low)
        self.band.show_band(view, bars_of(shared.profile, scale))
        self._ends_of(self.band, scale)
        self._tell()

    def _ends_of(self, slider: HistogramSlider, scale: Scale) -> None:
        """What stands below the two ends of the histogram."""
        percent = self.moved is not None and self.moved.threshold.percent
        first, last = scale.value(scale.first), scale.value(scale.last)
        slider.ends = (number_text(first, percent=percent), number_text(last, percent=percent))

    def _tell(self) -> None:
        """The counts behind the handle where it is now."""
        self.slider.setVisible(self.moved is not None)
        self.band.setVisible(self.shared is not None)
        self.hint.setVisible(self.moved is None and self.shared is None)
        if self.moved is not None:
            self._tell_threshold(self.moved)
            self.setFocusProxy(self.slider)
        elif self.shared is not None:
            self._tell_band(self.shared)
            self.setFocusProxy(self.band)
        else:
            self.head.setText("")
            self.live.setText("")
            self.setFocusProxy(self.what)

    def _tell_threshold(self, moved: Moved) -> None:
        words, threshold = self._session.words, moved.threshold
        catalog = self._session.checked.catalog if self._session.checked is not None else None
        cell = self._session.document.project.matrix.cell(moved.cell)
        one = next((one for one in cell.criteria if one.n == moved.n), None) if cell is not None else None
        label = one.labels.catalog().get(words.language, "") if one is not None else ""
        name = f"{moved.cell}{circled(moved.n)} {label}".strip()
        parameter = f" (${threshold.parameter})" if threshold.parameter is not None else ""
        self.head.setText(name + parameter)
        value = self.slider.chosen
        text = words(
            "threshold.live",
            text=threshold_text(threshold, value, words, catalog),
            alone=moved.values.alone(threshold.op, value),
            cell=moved.cell,
            matched=moved.values.in_cell(threshold.op, value),
        )
        if value != threshold.value:
            text += words(
                "threshold.before",
                text=threshold_text(threshold, threshold.value, words, catalog),
                matched=moved.values.in_cell(threshold.op, threshold.value),
            )
        self.live.setText(text)
        self.slider.setAccessibleName(words("threshold.name", name=name))
        self.slider.setAccessibleDescription(text)

    def counts_of_parts(self) -> tuple[int, ...]:
        """How many are in each part of the band, by the borders where they stand now."""
        if self.shared is None:
            return ()
        side = self._session.document.project.bands[self.shared.band].side
        within = [self.shared.values.within(one / 100, side)[1] for one in self._ends(self.shared.band)]
        return tuple(after - before for before, after in pairwise(within))

    def _borders(self, band: str) -> tuple[Decimal, ...]:
        """The borders where they stand now, in percent; those that were not moved as they are written."""
        written = [part.range[1] for _, part in band_parts(self._session.document.project, band)[:-1]]
        return tuple(
            old if int(old) == now else Decimal(now) for old, now in zip(written, self.band.borders, strict=True)
        )

    def _ends(self, band: str) -> tuple[Decimal, ...]:
        """Where the parts begin and end, in percent."""
        parts = band_parts(self._session.document.project, band)
        return (parts[0][1].range[0], *self._borders(band), parts[-1][1].range[1])

    def _tell_band(self, shared: Shared) -> None:
        words, project, checked = self._session.words, self._session.document.project, self._session.checked
        spec = project.bands.get(shared.band)
        if spec is None or checked is None or len(spec.parts) != len(self.band.borders) + 1:
            return
        entries = {one.id: one for one in (*checked.catalog.fields, *checked.catalog.measures)}
        of = entries.get(next((one.of for one in checked.catalog.bands if one.id == shared.band), spec.of))
        labels = [part.labels.catalog().get(words.language, id) for id, part in band_parts(project, shared.band)]
        said = partial(value_text, type_=of.type if of is not None else None, words=words, catalog=checked.catalog)
        ends, told = self._ends(shared.band), []
        for place, number in enumerate(self.counts_of_parts()):
            border = shared.values.within(ends[place + 1] / 100, spec.side)[0]
            last = place == len(labels) - 1
            how = (
                words("band.rest")
                if last or border is None
                else words("band.from" if spec.side == "top" else "band.to", value=said(border))
            )
            low, high = (number_text(ends[i]) for i in (place, place + 1))
            told.append(words("band.part", label=labels[place], low=low, high=high, border=how, n=number))
        self.live.setText("   ".join(told))
        self.head.setText(spec.labels.catalog().get(words.language, shared.band))
        place = self.band.active
        if place + 1 < len(labels):
            self.band.setAccessibleName(words("band.name", left=labels[place], right=labels[place + 1]))
        self.band.setAccessibleDescription("   ".join(told))

    # -- taking --------------------------------------------------------------------------------------------------

    def _take_threshold(self) -> None:
        """The handle was let go: the number goes into the rule, or into the parameter."""
        moved, session = self.moved, self._session
        if moved is None:
            return
        value = self.slider.chosen
        threshold = self._threshold(moved.cell, moved.n)
        if threshold is None or value == moved.threshold.value:
            return
        session.document.seal()
        try:
            session.apply(set_threshold(session.document.project, moved.cell, moved.n, threshold, value))
        except QuadrilleError:  # the criterion went away while the handle was held
            return
        session.document.seal()

    def _take_band(self) -> None:
        """A border was let go."""
        shared, session = self.shared, self._session
        spec = session.document.project.bands.get(shared.band) if shared is not None else None
        if shared is None or spec is None or len(spec.parts) != len(self.band.borders) + 1:
            return
        session.document.seal()
        session.apply(set_band_borders(session.document.project, shared.band, self._borders(shared.band)))
        session.document.seal()

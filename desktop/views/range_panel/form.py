"""The form in which a range, a launch area or tracks are set up; the map shows what it says as it is typed."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QLineEdit, QWidget

from desktop.kit.display_text import counted, safe_line
from desktop.kit.flow import flowing
from desktop.kit.theme import SPACE, Theme
from desktop.kit.widgets import Chip, IconButton, button, column, plain_label, row
from desktop.session import Draft, Session, Wanted
from desktop.views.range_panel.fields import DistanceField, PlaceField, Suggestions, TargetList, WeaponChip, labelled
from desktop.views.range_panel.words import place_name, share_in_words
from geo.errors import GeoError, PlaceNotFound
from geo.model import LonLat, Place
from geo.pipeline import LaunchReport, Origin, TrackReport
from geo.pipeline.drawings import bearings_of, distances_of
from geo.project import Drawing, DrawingKind
from geo.weapons import PublishedRange, Weapon

DRAW_PAUSE_MS = 220
KINDS = {DrawingKind.RANGE: "Range", DrawingKind.LAUNCH_AREA: "Launch area", DrawingKind.TRACK: "Tracks"}
EXPLAINED = {
    DrawingKind.RANGE: "What lies within a distance of a place, by its real shape: a whole shore, not a dot in the sea.",
    DrawingKind.LAUNCH_AREA: "From where in the origin could all of these targets be reached?",
    DrawingKind.TRACK: "Straight lines from the origin to the targets. Nobody reported the way; they are schematic.",
}
NOBODY = Place("", "", LonLat(0.0, 0.0), "")


class RangeForm(QWidget):
    pick_wanted = Signal()  # the origin, by a click on the map
    outline_wanted = Signal()  # the origin, as an area drawn on the map
    measure_wanted = Signal()

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__()
        self._session = session
        self._filling = False
        self._origin: Origin | None = None  # clicked or drawn, while the field shows its name
        self._weapon: tuple[Weapon, PublishedRange] | None = None
        self._base = self._fresh(DrawingKind.RANGE)
        self._draft: Draft | None = None
        self._keep_soon = False

        self.kinds = QButtonGroup(self)
        chips: list[Chip] = []
        for number, (kind, text) in enumerate(KINDS.items()):
            chip = Chip(text, checkable=True)
            self.kinds.addButton(chip, number)
            chip.setChecked(kind is DrawingKind.RANGE)
            chips.append(chip)
        self.kinds.idClicked.connect(lambda number: self._choose(list(KINDS)[number]))
        self.measure = IconButton(theme, "ruler", "Measure a distance on the map (Ctrl+M)")
        self.measure.clicked.connect(self.measure_wanted)
        self.explained = plain_label("", "soft", wrap=True)

        self.origin = PlaceField(session, "A place, or 42.1, 50.3", "Origin")
        self.pick = IconButton(theme, "pin", "Choose the origin by a click on the map")
        self.pick.clicked.connect(self.pick_wanted)
        self.outline = IconButton(theme, "area", "Draw the origin as an area on the map")
        self.outline.clicked.connect(self.outline_wanted)
        self.problem = Suggestions()
        self.problem.chosen.connect(self._take_suggestion)
        self.targets = TargetList(session, theme)
        self.distance = DistanceField()
        self.distance.setPlaceholderText("1,500 km")
        self.distance.setToolTip("One distance or several, such as 500 km, 1,000 km and 930 miles. Up and Down change it.")
        self.distance.setAccessibleName("Distance")
        self.weapon = WeaponChip(session.drawing.weapons, self._edit_weapons)
        self.weapon.chosen.connect(self._take_weapon)
        self.source = plain_label("", "soft", wrap=True)
        self.more = Chip("Limits and name", checkable=True)
        self.least = _field("none", "Minimum range: what is nearer is not reached")
        self.bearing_from = _field("0", "First bearing in degrees, clockwise from north")
        self.bearing_to = _field("360", "Last bearing in degrees")
        self.name = _field("As it says", "Name of what is drawn")
        self.crossed = QCheckBox("What do the lines cross?")
        self.result = plain_label("", wrap=True)
        self.crossings = plain_label("", "soft", wrap=True)
        self.keep = button("Keep", primary=True)
        self.keep.clicked.connect(self._keep)
        self.clear = button("Clear")
        self.clear.clicked.connect(self.reset)

        self._origin_part = labelled("FROM", self.origin, self.pick, self.outline)
        self._target_part = labelled("TO", self.targets)
        self._distance_part = labelled("WITHIN", self.distance, self.weapon)
        bearings = labelled("BEARINGS, DEGREES", self.bearing_from, plain_label("to", "soft"), self.bearing_to)
        self._limits = QWidget()
        self._range_limits = QWidget()
        column(self._range_limits, labelled("NOT NEARER THAN", self.least), bearings, spacing=SPACE)
        column(self._limits, self._range_limits, labelled("NAME", self.name), spacing=SPACE)
        self._limits.hide()
        self.more.toggled.connect(self._limits.setVisible)
        kinds = row(None, flowing(*chips, gap=5), self.measure, spacing=5)
        kinds.setStretch(0, 1)
        column(
            self,
            kinds,
            self.explained,
            self._origin_part,
            self._target_part,
            self._distance_part,
            self.source,
            row(None, self.more, 1),
            self._limits,
            self.crossed,
            self.problem,
            self.result,
            self.crossings,
            row(None, self.keep, self.clear, 1),
            margins=(15, 10, 15, 14),
            spacing=SPACE + 1,
        )
        self._pause = QTimer(self, singleShot=True, interval=DRAW_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self.origin.textChanged.connect(self._origin_typed)
        self.distance.textEdited.connect(self._distance_typed)
        for field in (self.distance, self.least, self.bearing_from, self.bearing_to):
            field.textChanged.connect(lambda _: self._changed())
        self.targets.changed.connect(self._changed)
        self.crossed.toggled.connect(lambda _: self._changed())
        for field in (self.origin, self.distance, self.least, self.bearing_from, self.bearing_to, self.name):
            field.returnPressed.connect(self._keep)
        session.drawing.draft_changed.connect(self._show_draft)
        session.drawing.draft_failed.connect(self._show_failure)
        self._say_result("")
        self._arrange()
        self._check()

    # --- what others call -----------------------------------------------------------------------------------------

    def take_point(self, lon: float, lat: float) -> None:
        """The origin is a point of the map: it stands in the field as coordinates, which can be edited."""
        self.origin.setText(f"{lat:.4f}, {lon:.4f}")
        self.distance.setFocus()

    def take_area(self, origin: Origin) -> None:
        """The origin is an area that was drawn."""
        self._origin = None
        self.origin.setText(origin.place.name)
        self._origin = origin
        self._changed()
        self.distance.setFocus()

    def edit(self, drawing: Drawing, origin: Origin) -> None:
        """Sets the form up as a drawing was, to be changed and kept in its place."""
        self._fill(drawing, origin)
        self._changed()

    def reset(self) -> None:
        """An empty form, and nothing on the map."""
        self._pause.stop()
        self._keep_soon = False
        self._fill(self._fresh(self._base.kind), None)
        self._session.drawing.clear()
        self._check()

    @property
    def busy(self) -> bool:
        """Whether something is being set up."""
        return bool(self.origin.text().strip() or self.distance.text().strip() or self.targets.targets())

    # --- inside ---------------------------------------------------------------------------------------------------

    @staticmethod
    def _fresh(kind: DrawingKind) -> Drawing:
        return Drawing(uuid.uuid4().hex[:8], kind, NOBODY)

    def _fill(self, drawing: Drawing, origin: Origin | None) -> None:
        self._filling = True
        self._base, self._draft = drawing, None
        self._origin = None
        self.origin.setText(drawing.place.name)
        self._origin = origin
        self.targets.show_targets(drawing.targets)
        self.distance.setText(_joined(drawing.said))
        self._weapon = None
        self.source.setText(f"Range of {drawing.weapon} as published: {drawing.source}." if drawing.weapon else "")
        self.least.setText(f"{drawing.least_m / 1000:g} km" if drawing.least_m else "")
        start, end = drawing.bearings_deg or (None, None)
        self.bearing_from.setText(f"{start:g}" if start is not None else "")
        self.bearing_to.setText(f"{end:g}" if end is not None else "")
        self.name.setText(drawing.name)
        self.more.setChecked(bool(drawing.least_m or drawing.bearings_deg or drawing.name))
        self.crossed.setChecked(False)
        self.kinds.button(list(KINDS).index(drawing.kind)).setChecked(True)
        self.problem.say("")
        self._say_result("")
        self._filling = False
        self._arrange()
        self._check()

    def _choose(self, kind: DrawingKind) -> None:
        self._base = replace(self._base, kind=kind, what_if=None, event=None)
        self._arrange()
        self._changed()

    def _arrange(self) -> None:
        kind = self._base.kind
        self.explained.setText(EXPLAINED[kind])
        self._target_part.setVisible(kind is not DrawingKind.RANGE)
        self._distance_part.setVisible(kind is not DrawingKind.TRACK)
        self._range_limits.setVisible(kind is not DrawingKind.TRACK)
        self.crossed.setVisible(kind is DrawingKind.TRACK)
        self.source.setVisible(bool(self.source.text()) and kind is not DrawingKind.TRACK)

    def _wanted(self) -> Wanted:
        return Wanted(
            replace(self._base, name=self.name.text().strip()),
            self._origin or self.origin.text().strip(),
            self.distance.text().strip(),
            self.least.text().strip(),
            (self.bearing_from.text(), self.bearing_to.text()),
            self.targets.targets() if self._base.kind is not DrawingKind.RANGE else (),
            self._weapon,
            self.crossed.isChecked(),
        )

    def _origin_typed(self, _text: str) -> None:
        if self._origin is not None and self.origin.text() != self._origin.place.name:
            self._origin = None
        self._changed()

    def _distance_typed(self, _text: str) -> None:
        """A distance of one's own is no weapon's."""
        self._weapon = None
        self._base = replace(self._base, weapon=None, source=None)
        self.source.setText("")
        self.source.hide()

    def _changed(self) -> None:
        if self._filling:
            return
        self._draft = None
        self._pause.start() if self._check() else self._pause.stop()
        if not self.origin.text().strip():
            self._session.drawing.clear()
            self._say_result("")

    def _check(self) -> bool:
        """Says what is wrong as it is typed; the origin is looked up when it is drawn."""
        kind = self._base.kind
        problem = ""
        try:
            if self.distance.text().strip() and kind is not DrawingKind.TRACK:
                distances_of(self.distance.text())
            if self.least.text().strip():
                distances_of(self.least.text())
            if kind is not DrawingKind.TRACK and (self.bearing_from.text().strip() and self.bearing_to.text().strip()):
                bearings_of(self.bearing_from.text(), self.bearing_to.text())
        except GeoError as error:
            problem = str(error)
        self.problem.say(problem)
        ready = bool(self.origin.text().strip()) and not problem
        ready = ready and (kind is DrawingKind.TRACK or bool(self.distance.text().strip()))
        ready = ready and (kind is DrawingKind.RANGE or bool(self.targets.targets()))
        self.keep.setEnabled(ready)
        self.clear.setEnabled(self.busy)
        return ready

    def _ask(self) -> None:
        self._pause.stop()
        self._session.drawing.draft(self._wanted())

    def _keep(self) -> None:
        if not self._check():
            return
        if self._draft is None or self._draft.coarse or self._pause.isActive():
            self._keep_soon = True
            self._ask()
            return
        self._keep_soon = False
        self._session.drawing.keep(replace(self._draft.drawing, name=self.name.text().strip()))
        self.reset()

    def _show_draft(self, draft: Draft | None) -> None:
        if draft is None or draft.drawing.id != self._base.id:
            if draft is not None and draft.fresh:  # begun elsewhere: one click from an event
                self._fill(draft.drawing, draft.origin)
                self._show_draft(draft)
            return
        self._draft = draft
        self._base = replace(self._base, event=draft.drawing.event, what_if=draft.drawing.what_if)
        said = _joined(draft.drawing.said)
        if not self.distance.hasFocus() and said and said != self.distance.text():
            self._filling = True
            self.distance.setText(said)
            self._filling = False
        if draft.coarse and self.source.text():
            self._distance_typed("")
        self.problem.say("")
        names = self._session.digest.place_names
        self._say_result(_result(draft, names), _crossings(draft.report, names) if isinstance(draft.report, TrackReport) else "")
        self.keep.setEnabled(True)
        if self._keep_soon:
            # After everybody has heard of this draft: keeping it ends it.
            QTimer.singleShot(0, self._keep)

    def _show_failure(self, error: GeoError) -> None:
        self._keep_soon = False
        if isinstance(error, PlaceNotFound):
            self.problem.say(str(error), error.suggestions)
        else:
            self.problem.say(str(error))
        self._say_result("")

    def _take_suggestion(self, name: str) -> None:
        """Of origin and targets, what was not found is the one whose name the error tells."""
        for target in self.targets.targets():
            if isinstance(target, str) and f'"{target}"' in self.problem.text.text():
                self.targets.show_targets([name if each == target else each for each in self.targets.targets()])
                self._changed()
                return
        self.origin.setText(name)

    def _take_weapon(self, weapon: Weapon, published: PublishedRange) -> None:
        self._weapon = weapon, published
        self._filling = True
        self.distance.setText(f"{published.distance_m / 1000:g} km")
        if published.least_m:
            self.least.setText(f"{published.least_m / 1000:g} km")
            self.more.setChecked(True)
        self._filling = False
        note = f" {safe_line(published.note, 160)}" if published.note else ""
        self.source.setText(f"Range of {weapon.name} as published: {safe_line(published.source, 120)}.{note}")
        self.source.setToolTip(safe_line(published.source, 300))
        self.source.show()
        self._changed()

    def _edit_weapons(self) -> None:
        """Opens the user's own copy of the table in whatever program edits such files."""
        path = self._session.drawing.weapons_file()
        if path is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def _say_result(self, text: str, crossings: str = "") -> None:
        self.result.setText(text)
        self.result.setVisible(bool(text))
        self.crossings.setText(crossings)
        self.crossings.setVisible(bool(crossings))


def _field(hint: str, name: str) -> QLineEdit:
    field = QLineEdit()
    field.setPlaceholderText(hint)
    field.setAccessibleName(name)
    field.setToolTip(name)
    field.setAlignment(Qt.AlignmentFlag.AlignLeft)
    return field


def _joined(said: tuple[str, ...]) -> str:
    return "; ".join(said)


def _result(draft: Draft, names: Mapping[str, str]) -> str:
    """What the draft says, in a line or two."""
    if isinstance(draft.report, LaunchReport):
        lines = [f"{safe_line(draft.report.caption, 400)}."]
        lines += [f"{place_name(target.place, names)}: from {share_in_words(target.share)}" for target in draft.report.targets]
        return "\n".join(lines)
    if isinstance(draft.report, TrackReport):
        return "\n".join(f"{place_name(track.target, names)}: {track.length_m / 1000:,.0f} km" for track in draft.report.tracks)
    lines: list[str] = []
    widest_first = sorted(zip(draft.drawing.distances_m, draft.drawing.said, strict=True), reverse=True)
    for (_, words), (inside, depending) in zip(widest_first, draft.inside, strict=True):
        depends = f", {depending:,} depending on the launch point" if depending else ""
        lines.append(f"{words}: {counted(inside, 'place')} with events inside{depends}")
    return "\n".join(lines)


def _crossings(report: TrackReport, names: Mapping[str, str]) -> str:
    """Under the heading that they are straight lines: for each target what they cross, the most crossed first."""
    lines: list[str] = []
    for track in report.tracks:
        if len(report.tracks) > 1 and track.crossings:
            lines.append(f"To {place_name(track.target, names)}:")
        for crossed in track.crossings:
            least, greatest = crossed.least_m / 1000, crossed.greatest_m / 1000
            length = f"{greatest:,.0f} km" if greatest - least < 1 else f"{least:,.0f}–{greatest:,.0f} km"
            share = f", from {share_in_words(crossed.share)}" if crossed.share < 1 else ""
            lines.append(f"{safe_line(crossed.place.name, 60)}: {length}{share}")
    return "\n".join([report.heading, *lines]) if lines else ""

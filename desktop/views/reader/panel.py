"""The reader: the selected event, and the article with the passage that reports it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.kit.display_text import safe_line
from desktop.kit.theme import Theme
from desktop.kit.widgets import Notice, column, plain_label
from desktop.kit.words import country_name, day_in_words, title_of
from desktop.session import EventRow, Session
from desktop.views.reader.article_view import ArticleView, MentionMark
from desktop.views.reader.cards import ArticleHeading, EventCard, RoleLegend
from desktop.views.reader.menu import Commands, reader_menu
from geo.model import Analysis, Article, EventMention, Resolution, Role, Span

MAX_SHOWN = 200_000  # characters; Qt lays out more than that too slowly to be asked for at a click
ROLE_WORDS = {Role.EVENT: "It happens here", Role.CONTEXT: "Only named", Role.ACTOR: "Stands for a government or body"}


class Reader(QWidget):
    place_wanted = Signal(str, int)  # article id, index of the mention: another place is to be chosen
    mention_shown = Signal(str, int)  # a place name was clicked
    ledger_wanted = Signal()
    launch_wanted = Signal(str)  # event id: from where could its targets be reached
    tracks_wanted = Signal(str)

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.card = EventCard(session, theme)
        self.card.ledger_wanted.connect(self.ledger_wanted)
        self.card.reach.launch_wanted.connect(self.launch_wanted)
        self.card.reach.tracks_wanted.connect(self.tracks_wanted)
        self.heading = ArticleHeading(theme)
        self.notice = Notice()
        self.text = ArticleView(theme)
        self.text.mention_clicked.connect(self._mention_clicked)
        self.text.menu_wanted.connect(self._open_menu)
        self.legend = RoleLegend(theme)
        self._commands = Commands(self.place_wanted.emit, self.copy_quotation)

        nothing = plain_label(
            "Click a marker, an event or an article. The passage it comes from is shown here, in its own words.", "soft", wrap=True
        )
        nothing.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        nothing.setContentsMargins(36, 64, 36, 0)
        page = QWidget()
        column(page, self.card, self.heading, self.notice, self.text, self.legend, spacing=0)
        page.layout().setStretch(3, 1)  # type: ignore[union-attr]
        self._pages = QStackedWidget()
        self._pages.addWidget(nothing)
        self._pages.addWidget(page)
        column(self, self._pages, spacing=0)
        self._shown: tuple[str, int, Analysis | None, bool] | None = None  # article, start, analysis, theme
        session.selected.connect(lambda _: self.refresh())
        theme.changed.connect(self._restyle)
        self.refresh()

    # --- what others call -----------------------------------------------------------------------------------------

    def refresh(self) -> None:
        selection = self._session.selection
        article = self._session.article(selection.article) if selection.article else None
        event = self._session.row(selection.event)
        self._pages.setCurrentIndex(1 if article is not None else 0)
        if article is None:
            self._shown = None
            return
        mention = _mention_read(event, article.id, selection.span)
        self.card.show_event(event, article.id, selection.span)
        self.heading.show_article(article, mention, not all(a.sample for a in self._session.corpus.articles))
        self._show_text(article, event, selection.span, selection.mention, selection.claim)

    def copy_quotation(self) -> None:
        """Puts the passage with its source on the clipboard."""
        selection = self._session.selection
        article = self._session.article(selection.article) if selection.article else None
        if article is not None and selection.span is not None:
            day = day_in_words(article.published) if article.published else None
            source = ", ".join(filter(None, [title_of(article), article.publisher, day]))
            QGuiApplication.clipboard().setText(f"“{selection.span.of(article.text).strip()}” ({source})")

    # --- inside ---------------------------------------------------------------------------------------------------

    def _restyle(self) -> None:
        self._shown = None
        self.refresh()

    def _show_text(self, article: Article, event: EventRow | None, span: Span | None, focused: int | None, claim: Span | None) -> None:
        analysis = self._session.analysis(article.id)
        start, end = _stretch(article.text, span)
        key = (article.id, start, analysis, self._theme.dark)
        if key != self._shown:
            self._shown = key
            first = analysis.passages[0].start if analysis and analysis.passages else 0
            self.text.show_text(article.text, start, end, first, _marks(self._session, article.id, analysis))
            self.notice.say(_notice(article, start, end, self.text.changes_direction))
            self.legend.setVisible(bool(analysis and analysis.mentions))
        others = [s for a, s in event.passages if a == article.id and s != span] if event else []
        self.text.highlight(span, others, focused, claim)

    def _mention_clicked(self, index: int) -> None:
        article = self._session.selection.article
        if article is not None:
            self._session.selector.mention(article, index)
            self.mention_shown.emit(article, index)

    def _open_menu(self, mark: MentionMark | None, offset: int, at: QPoint) -> None:
        article = self._session.selection.article
        if article is None:
            return
        menu = reader_menu(self.text, self._session, self._commands, article, mark, offset)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(at)


def _marks(session: Session, article: str, analysis: Analysis | None) -> list[MentionMark]:
    """Place names as the text shows them; rejected ones too, so that they can be restored."""
    rejected = {span for a, span in session.corpus.rejected_mentions if a == article}
    marks: list[MentionMark] = []
    for index, mention in enumerate(analysis.mentions if analysis else ()):
        resolution = analysis.resolutions[index] if analysis and index < len(analysis.resolutions) else None
        marks.append(
            MentionMark(
                index=index,
                span=mention.span,
                role=mention.role,
                rejected=mention.span in rejected,
                known=resolution is not None and resolution.place is not None,
                tip=describe(mention.role, resolution),
            )
        )
    known = {mark.span for mark in marks}
    marks.extend(MentionMark(-1, span, Role.CONTEXT, True, False, "Rejected: not a place name") for span in rejected - known)
    return sorted(marks, key=lambda mark: mark.span)


def describe(role: Role, resolution: Resolution | None) -> str:
    """What the program (or a person) says a place name is, for a tool tip: plain text of several lines."""
    lines = [ROLE_WORDS[role]]
    if resolution is None or resolution.place is None:
        alternatives = resolution.alternatives[:3] if resolution else ()
        lines.append("Undecided between places of this name" if alternatives else "No place found")
        lines.extend(f"  {safe_line(r.place.name, 60)}, {country_name(r.place.country)}" for r in alternatives)
        return "\n".join(lines)
    place = resolution.place
    where = ", ".join(filter(None, [safe_line(place.name, 60), safe_line(place.admin1 or "", 60), country_name(place.country)]))
    lines.append(f"{where}, within {resolution.precision_km:,.0f} km" + (" (uncertain)" if resolution.uncertain else ""))
    if place.note:
        lines.append(safe_line(place.note, 160))
    lines.extend(f"  {safe_line(reason, 120)}" for reason in resolution.reasons[:4])
    if resolution.by_person:
        lines.append("Chosen by a person")
    return "\n".join(lines)


def _mention_read(event: EventRow | None, article: str, span: Span | None) -> EventMention | None:
    mentions = event.mentions if event else ()
    return next((m for m in mentions if m.article == article and m.span == span), None)


def _stretch(text: str, span: Span | None) -> tuple[int, int]:
    """The part of a very long article that is shown: steps of half a part, so that reading on does not reload it."""
    if len(text) <= MAX_SHOWN:
        return 0, len(text)
    half = MAX_SHOWN // 2
    start = max(0, (span.start if span else 0) // half * half - half // 2)
    return start, min(len(text), start + MAX_SHOWN)


def _notice(article: Article, start: int, end: int, changes_direction: bool) -> str:
    notes: list[str] = []
    if not article.analysed:
        notes.append(f"This article is not in English ({article.language}): it is kept, but was not analysed.")
    if article.duplicate_of is not None:
        notes.append(f"The same text as {safe_line(article.duplicate_of, 80)}.")
    if (start, end) != (0, len(article.text)):
        notes.append(f"Characters {start:,} to {end:,} of {len(article.text):,} are shown.")
    if changes_direction:
        notes.append("The text holds hidden characters that change its direction; they are shown as ◆.")
    return " ".join(notes)

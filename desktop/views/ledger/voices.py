"""Who gives a value: a chip for each speaker, which opens the words in the reader."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QToolButton

from desktop.kit.display_text import counted, menu_text, plain_tip, safe_line
from desktop.kit.words import day_in_words, title_of
from desktop.session import Session
from desktop.session.purging import Wish
from desktop.views.ledger.grading import Gradable, fill_grades, grade_in_words
from geo.grades import SourceKind, Statement, source
from geo.model import Article, Span
from geo.views.ledger import Voice

MOST_NAME = 48


class VoiceChip(QToolButton):
    """A speaker with all claims in which he gives a value; each click goes on to the next of them. The menu grades."""

    wanted = Signal(object)  # Voice

    def __init__(self, session: Session, voices: Sequence[Voice]) -> None:
        super().__init__()
        self._session = session
        self.voices = tuple(voices)
        self._next = 0
        self.setProperty("voice", True)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        first = self.voices[0]
        article = session.article(first.article)
        name = name_of(first.speaker, article)
        passages = len({(v.article, v.passage) for v in self.voices})
        code = next((v.grade.code for v in self.voices if v.grade.code), "")
        self.setText(menu_text(name, MOST_NAME) + (f" · {passages}" if passages > 1 else "") + (f"   {code}" if code else ""))
        self.setProperty("silent", first.speaker is None)
        self.setToolTip(plain_tip(self._tip(name)))
        self.setAccessibleName(f"{safe_line(name, 80)}, {counted(passages, 'passage')}" + (f", graded {code}" if code else ""))
        self.clicked.connect(self._step)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self.open_menu)

    def open_menu(self, at: QPoint) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fill_grades(menu, self._session, [self._gradable(voice) for voice in self.voices])
        speaker = self.voices[0].speaker
        if speaker is not None:
            menu.addSeparator()
            wish = Wish(names=(speaker,))
            menu.addAction(f"Remove “{menu_text(speaker, 40)}” for good…", lambda: self._session.purging.wanted.emit(wish))
        menu.popup(self.mapToGlobal(at))
        return menu

    def _step(self) -> None:
        voice = self.voices[self._next % len(self.voices)]
        self._next += 1
        self.wanted.emit(voice)

    def _gradable(self, voice: Voice) -> Gradable:
        return gradable(self._session, voice.article, voice.speaker, voice.span, voice.field)

    def _tip(self, name: str) -> str:
        lines = [safe_line(name, 100)]
        for voice in self.voices[:6]:
            article = self._session.article(voice.article)
            if article is not None:
                lines.append(f"“{safe_line(voice.span.of(article.text), 60)}”, {source_in_words(article)}")
                if said := grade_in_words(self._session, self._gradable(voice)):
                    lines.append(said)
        if len(self.voices) > 6:
            lines.append(f"and {len(self.voices) - 6} more")
        return "\n".join([*lines, "Click to read it; right click to grade"])


def chips(session: Session, voices: Sequence[Voice]) -> list[VoiceChip]:
    """One for each speaker, those with most claims first; what no speaker is named for, one for each outlet."""
    grouped: dict[str, list[Voice]] = {}
    for voice in voices:
        grouped.setdefault(voice.speaker or f"\0{voice.article}", []).append(voice)
    return [VoiceChip(session, said) for said in sorted(grouped.values(), key=lambda said: (said[0].speaker is None, -len(said)))]


def gradable(session: Session, article_id: str, speaker: str | None, span: Span, field: str = "") -> Gradable:
    """What is graded of a passage, or with a field of one claim: its speaker, its outlet, and what it says."""
    article = session.article(article_id)
    sources = [(source(SourceKind.SPEAKER, speaker), speaker)] if speaker else []
    if article is not None and article.publisher:
        sources.append((source(SourceKind.OUTLET, article.publisher), article.publisher))
    elif article is not None:
        sources.append((source(SourceKind.ARTICLE, article.id), title_of(article)))
    return Gradable(tuple(sources), Statement(article_id, span.start, span.end, field))


def name_of(speaker: str | None, article: Article | None) -> str:
    """The speaker; where none is named, the outlet that says it in its own words."""
    if speaker is not None:
        return speaker
    return "No speaker" if article is None else f"{article.publisher or title_of(article)}, no speaker"


def source_in_words(article: Article) -> str:
    day = day_in_words(article.published) if article.published else "date not given"
    return " · ".join([safe_line(article.publisher, 60) if article.publisher else title_of(article), day])

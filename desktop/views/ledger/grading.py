"""Grades as a person gives them: a chip that shows the code, and the menu behind it. Nothing is graded unless chosen here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from PySide6.QtWidgets import QMenu, QToolButton

from desktop.kit.display_text import menu_text, plain_tip, safe_line
from desktop.kit.words import day_in_words, title_of
from desktop.session import Session
from geo.grades import Credibility, Graded, Reliability, Source, SourceKind, Statement
from geo.model import Article

Step = TypeVar("Step", Reliability, Credibility)


@dataclass(frozen=True, slots=True)
class Gradable:
    """What a chip or a menu grades: the sources by whom, nearest first and each by its name, and the statement."""

    sources: tuple[tuple[Source, str], ...]
    statement: Statement


class GradeChip(QToolButton):
    """Shows "B2", or "Grade" where nobody has graded; a click opens the menu."""

    def __init__(self, session: Session, gradable: Gradable, code: str) -> None:
        super().__init__()
        self._session, self._gradable = session, gradable
        self.setProperty("chip", True)
        self.setProperty("graded", bool(code))
        self.setText(code or "Grade")
        self.setToolTip(plain_tip(grade_in_words(session, gradable) or "Grade source and statement by the Admiralty code"))
        self.setAccessibleName(f"Grade {code}" if code else "Not graded")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        menu.aboutToShow.connect(lambda: fill_grades(menu, session, [gradable]))
        self.setMenu(menu)


def fill_grades(menu: QMenu, session: Session, gradables: Sequence[Gradable]) -> None:
    """Fills a menu with the scale for each source and each statement; what is in force is ticked."""
    menu.clear()
    sources = dict(pair for gradable in gradables for pair in gradable.sources)
    for source, name in sources.items():
        kind = "Speaker" if source.kind is SourceKind.SPEAKER else "Outlet" if source.kind is SourceKind.OUTLET else "Article"
        sub = menu.addMenu(f"{kind}: {menu_text(name, 44)}")
        _scale(sub, list(Reliability), session.corpus.grades.sources.get(source), partial(session.judging.grade_source, source))
    menu.addSeparator()
    for gradable in gradables[:8]:
        statement = gradable.statement
        article = session.article(statement.article)
        what = "This statement" if statement.field else "This passage"
        at = f", {menu_text(_outlet(article), 36)}" if len(gradables) > 1 and article is not None else ""
        sub = menu.addMenu(what + at) if len(gradables) > 1 else menu
        if sub is menu:
            menu.addSection(what)
        _scale(sub, list(Credibility), session.corpus.grades.statements.get(statement), partial(session.judging.grade_statement, statement))


def grade_in_words(session: Session, gradable: Gradable) -> str:
    """What was given, by whom and when; empty where nothing was."""
    lines: list[str] = []
    for source, name in gradable.sources:
        given = session.corpus.grades.sources.get(source)
        if given is not None:
            lines.append(f"{given.grade.value}: {given.grade.words} ({safe_line(name, 60)}). {_by(given)}")
    said = session.corpus.grades.statements.get(gradable.statement)
    if said is not None:
        lines.append(f"{said.grade.value}: {said.grade.words}. {_by(said)}")
    return "\n".join(lines)


def _scale(menu: QMenu, steps: Sequence[Step], given: Graded | None, choose: Callable[[Step | None], None]) -> None:
    for step in steps:
        action = menu.addAction(f"{step.value}   {step.words}", partial(choose, step))
        action.setCheckable(True)
        action.setChecked(given is not None and given.grade is step)
    menu.addSeparator()
    none = menu.addAction("Not graded", partial(choose, None))
    none.setEnabled(given is not None)


def _by(given: Graded) -> str:
    return f"Given by {safe_line(given.author, 40)}, {day_in_words(given.made_at.date())}."


def _outlet(article: Article) -> str:
    return article.publisher or title_of(article)

"""What can be done at a point of the article: the reader's context menu."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu

from desktop.kit.display_text import menu_text
from desktop.session import Session
from desktop.session.purging import Wish
from desktop.views.reader.article_view import ArticleView, MentionMark


@dataclass(frozen=True, slots=True)
class Commands:
    """What the reader does itself."""

    choose_place: Callable[[str, int], object]  # article id, index of the mention
    copy_quotation: Callable[[], object]


def reader_menu(text: ArticleView, session: Session, commands: Commands, article_id: str, mark: MentionMark | None, offset: int) -> QMenu:
    menu = QMenu(text)
    article = session.article(article_id)
    if article is None:
        return menu
    if mark is not None:
        name = menu_text(mark.span.of(article.text), 40)
        if mark.rejected:
            menu.addAction(f"Restore “{name}” as a place name", lambda: session.judging.restore_mention(article_id, mark.span))
        else:
            if mark.known:
                menu.addAction(f"Show “{name}” on the map", lambda: text.mention_clicked.emit(mark.index))
            menu.addAction(f"Choose another place for “{name}”…", lambda: commands.choose_place(article_id, mark.index))
            menu.addAction(f"Reject: “{name}” is no place here", lambda: session.judging.reject_mention(article_id, mark.span))
        menu.addSeparator()
    here = [row for row in session.digest.rows if any(a == article_id and s.start <= offset < s.end for a, s in row.passages)]
    for event in here[:6]:
        if event.id != session.selection.event:
            passage = next(i for i, (a, s) in enumerate(event.passages) if a == article_id and s.start <= offset < s.end)
            menu.addAction(f"Go to: {menu_text(event.label, 50)}", lambda _=False, e=event, p=passage: session.selector.event(e.id, p))
    if here:
        menu.addSeparator()
    copy = menu.addAction("Copy", text.copy)
    copy.setShortcut(QKeySequence.StandardKey.Copy)
    copy.setEnabled(text.textCursor().hasSelection())
    quotation = menu.addAction("Copy passage with its source", commands.copy_quotation)
    quotation.setEnabled(session.selection.span is not None)
    menu.addSeparator()
    words = text.textCursor().selectedText() or (mark.span.of(article.text) if mark is not None else "")
    if words.strip():
        menu.addAction(f"Remove “{menu_text(words, 40)}” for good…", lambda: session.purging.wanted.emit(Wish(names=(words,))))
    menu.addAction("Remove this article for good…", lambda: session.purging.wanted.emit(Wish(articles=(article_id,))))
    return menu

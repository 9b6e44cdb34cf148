"""Positions in a Qt document and offsets in an article are told apart, whatever the text holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QTextDocument

from desktop.kit.display_text import SHOWN_FOR_HIDDEN, display, menu_text, plain_tip, safe_line

PIECES = st.text(alphabet=list("ab \n\r\té🚢𝒜\u202e\u2028\u2029ح"), max_size=60)


@given(PIECES)
def test_each_offset_comes_back_from_the_position_it_was_turned_into(text: str) -> None:
    shown = display(text)
    for offset in range(len(text) + 1):
        if offset and text[offset - 1 : offset + 1] == "\r\n":
            continue  # between CR and LF there is no position of its own
        assert shown.offset(shown.position(offset)) == offset


@given(PIECES)
def test_positions_are_those_of_the_qt_document(text: str) -> None:
    document = QTextDocument()
    shown = display(text)
    document.setPlainText(shown.shown)
    assert shown.position(len(text)) == document.characterCount() - 1


@given(PIECES, st.integers(0, 60), st.integers(0, 60))
def test_a_stretch_of_an_article_keeps_the_articles_offsets(text: str, a: int, b: int) -> None:
    start, end = sorted((min(a, len(text)), min(b, len(text))))
    if text[start - 1 : start + 1] == "\r\n" or text[end - 1 : end + 1] == "\r\n":
        return
    shown = display(text, start, end)
    assert shown.offset(0) == start
    assert shown.offset(shown.position(end)) == end


@pytest.mark.parametrize(
    ("text", "shown", "offset", "position"),
    [
        ("Kafr Zita", "Kafr Zita", 5, 5),
        ("🚢 sunk", "🚢 sunk", 2, 3),
        ("one\r\ntwo", "one\ntwo", 5, 4),
        ("🚢\r\n🚢 sunk", "🚢\n🚢 sunk", 5, 6),
        ("safe\u202egnihton", f"safe{SHOWN_FOR_HIDDEN}gnihton", 5, 5),
        ("a\x00b\ud800c", f"a{SHOWN_FOR_HIDDEN}b{SHOWN_FOR_HIDDEN}c", 4, 4),
    ],
)
def test_offset_to_position(text: str, shown: str, offset: int, position: int) -> None:
    made = display(text)
    assert made.shown == shown
    assert made.position(offset) == position
    assert made.offset(position) == offset


def test_an_article_that_changes_its_direction_says_so() -> None:
    assert display("fine").changes_direction is False
    assert display("not \u202efine").changes_direction is True


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("  two\n lines ", "two lines"),
        ("a\u202eb\u2066c", "abc"),
        ("<b>bold</b>", "<b>bold</b>"),
        ("كفر زيتا", "كفر زيتا"),
    ],
)
def test_a_label_is_one_harmless_line(text: str, line: str) -> None:
    assert safe_line(text) == line


def test_a_long_label_ends_with_an_ellipsis() -> None:
    assert safe_line("word " * 200, 20) == "word word word word…"


def test_tool_tips_and_menus_interpret_nothing() -> None:
    assert plain_tip("<img src=x onerror=y>\n&") == "<qt>&lt;img src=x onerror=y&gt;<br>&amp;</qt>"
    assert menu_text("Smith & Sons") == "Smith && Sons"

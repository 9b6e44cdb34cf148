"""Pages of PDFs: columns, headers and footers, hyphens, tables, and sentences that go on over the page."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from geo.articles import read
from geo.articles.layout import Piece, in_order, joined, without_hyphens, without_margins
from geo.model import Article, EventClass

Line = tuple[float, float, str]

LEFT = (
    "Shells hit the market of Khar-",
    "kiv on 13 June 2023 and killed",
    "three people. Residents left for",
    "the villages around the town.",
)
RIGHT = ("In the south, a drone struck a", "depot in Odesa on 12 June 2023,", "wounding two workers, who were", "brought to hospital.")


def pdf(*pages: list[Line]) -> bytes:
    """A PDF in which each line of a page (x, y, words) begins where it is told."""
    kids = " ".join(f"{4 + 2 * k} 0 R" for k in range(len(pages)))
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Count {len(pages)} /Kids [ {kids} ] >>"]
    objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for k, lines in enumerate(pages):
        stream = "\n".join(f"BT /F1 10 Tf 1 0 0 1 {x} {y} Tm ({words}) Tj ET" for x, y, words in lines)
        own = "/MediaBox [ 0 0 595 842 ] /Resources << /Font << /F1 3 0 R >> >>"
        objects.append(f"<< /Type /Page /Parent 2 0 R {own} /Contents {5 + 2 * k} 0 R >>")
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    out, starts = b"%PDF-1.4\n", list[int]()
    for number, body in enumerate(objects, start=1):
        starts.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{start:010} 00000 n \n" for start in starts)
    size = len(objects) + 1
    return (
        out + f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF".encode()
    )


def column(x: float, lines: tuple[str, ...], top: float = 700) -> list[Line]:
    return [(x, top - 14 * k, line) for k, line in enumerate(lines)]


def text_of(folder: Path, *pages: list[Line]) -> str:
    path = folder / "a.pdf"
    path.write_bytes(pdf(*pages))
    return read(path)[0].text


ONE = "Shells hit the market of Kharkiv on 13 June 2023 and killed\nthree people. Residents left for\nthe villages around the town."
TWO = "In the south, a drone struck a\ndepot in Odesa on 12 June 2023,\nwounding two workers, who were\nbrought to hospital."


@pytest.mark.parametrize("down", [0, 5], ids=["on one line", "set lower"])
@pytest.mark.parametrize("rows_first", [True, False], ids=["written by rows", "written by columns"])
def test_two_columns_are_read_one_after_the_other(tmp_path: Path, rows_first: bool, down: int) -> None:
    left, right = column(50, LEFT), column(310, RIGHT, 700 - down)
    body = [line for pair in zip(left, right, strict=True) for line in pair] if rows_first else [*left, *right]
    assert text_of(tmp_path, [(50, 760, "What happened in the week"), *body]) == f"What happened in the week\n{ONE}\n{TWO}"


def test_three_columns_and_what_stands_below_them(tmp_path: Path) -> None:
    third = ("Nothing was heard of it", "from the other towns of", "the region on that day.")
    page = [
        *column(40, LEFT),
        *column(230, RIGHT),
        *column(420, third),
        (40, 600, "Compiled from telephone calls with residents of the towns."),
    ]
    assert text_of(tmp_path, page) == f"{ONE}\n{TWO}\n{chr(10).join(third)}\nCompiled from telephone calls with residents of the towns."


def test_a_page_without_columns_is_read_as_before(tmp_path: Path) -> None:
    lines = tuple(f"{line} and more of the same words go on up to the margin" for line in RIGHT)
    assert text_of(tmp_path, column(50, lines)) == "\n".join(lines)


def test_indented_first_lines_make_no_column(tmp_path: Path) -> None:
    lines = [(65 if k % 2 == 0 else 50, 700 - 14 * k, f"Line number {k} of a text that runs across the page") for k in range(8)]
    assert text_of(tmp_path, lines) == "\n".join(words for _, _, words in lines)


def test_rows_of_a_table_stay_together(tmp_path: Path) -> None:
    rows = (("Day", "Place", "Killed"), ("13 June", "Kherson", "3"), ("14 June", "Nikopol", "1"), ("15 June", "Odesa", "2"))
    page = [(x, 700 - 14 * k, cell) for k, row in enumerate(rows) for x, cell in zip((50, 150, 300), row, strict=True)]
    assert text_of(tmp_path, page) == "\n".join(" | ".join(row) for row in rows)


def test_headers_and_footers_are_no_part_of_the_text(tmp_path: Path) -> None:
    def page(number: int, words: str) -> list[Line]:
        return [(50, 800, f"Mission in Geneva, 15 June 2023, report {number}"), (50, 700, words), (280, 30, f"Page {number} of 3")]

    text = text_of(tmp_path, page(1, "Shells hit Kherson."), page(2, "Rockets hit Odesa."), page(3, "Drones hit Lviv."))
    assert text == "Shells hit Kherson.\nRockets hit Odesa.\nDrones hit Lviv."


def test_lines_that_number_a_page_go_with_all_that_stands_on_them() -> None:
    pages = ["Shells hit Kherson.\nPage 1 of 2 - Contact: desk, Geneva", "Report 41 | page 2\nRockets hit Odesa.\n2"]
    assert without_margins(pages) == ["Shells hit Kherson.", "Rockets hit Odesa."]


def test_what_comes_once_or_in_the_middle_is_kept() -> None:
    assert without_margins(["Only page\nof a report", ""]) == ["Only page\nof a report", ""]
    pages = ["a\nb\nc\nThe toll is 3.\nd\ne\nf", "g\nh\ni\nThe toll is 4.\nj\nk\nl"]
    assert without_margins(pages) == pages


def test_a_sentence_goes_on_over_the_page(tmp_path: Path, tell: object) -> None:
    text = text_of(tmp_path, [(50, 60, "On 13 June 2023 shells hit the market of")], [(50, 780, "Kherson and killed three people.")])
    assert text == "On 13 June 2023 shells hit the market of Kherson and killed three people."
    article, analysis = tell(text)  # type: ignore[operator]
    assert isinstance(article, Article)
    (event,) = [e for e in analysis.events if e.type.event_class is EventClass.PHYSICAL]
    assert [analysis.mentions[p.mention].text for p in event.places] == ["Kherson"]
    assert event.when is not None
    assert event.when.start == date(2023, 6, 13)


def test_pages_that_end_with_a_sentence_or_a_headline_stand_apart() -> None:
    assert joined(["It ended.", "Then", "", "it began."]) == "It ended.\nThen\nit began."


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("the vil-\nlage burned", "the village burned"),
        ("in north-\nwest Idlib", "in north-west Idlib"),
        ("the no-fly zone; a no-\nfly zone", "the no-fly zone; a no-fly zone"),
        ("from 10-\nmetre walls", "from 10-metre walls"),
        ("Khan al-\nAssal", "Khan al-\nAssal"),
        ("an item -\nthe next", "an item -\nthe next"),
    ],
)
def test_hyphens_at_the_end_of_a_line(text: str, mended: str) -> None:
    assert without_hyphens(text) == mended


def test_pieces_of_one_column_have_no_order_of_their_own() -> None:
    assert in_order([Piece("One line that is long enough", 50, 700 - 14 * k, 10) for k in range(6)]) is None

"""PDF files written object by object, so that damage reaches past the frame: into streams, fonts, page trees and cross-references."""

from __future__ import annotations

import re
import zlib

from mutation import ODD_NUMBERS, Rng, mutated

import seeds

_CMAP = (
    b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def 1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
    b"2 beginbfchar <0041> <0041> <0042> <D83DDE00> endbfchar 1 beginbfrange <0061> <007A> <0061> endbfrange endcmap end end"
)
# What stands in place of a value of a dictionary.
_ODD = (
    *(
        b"null",
        b"true",
        b"-1",
        b"0",
        b"99999999999",
        b"1e5",
        b"[]",
        b"<<>>",
        b"()",
        b"<>",
        b"/Name",
        b"[1 2 3]",
        b"(text)",
        b"99 0 R",
        b"0 0 R",
    ),
    *(b"1 0 R", b"2 0 R", b"3 0 R", b"4 0 R", b"5 0 R", b"[1 0 R]", b"[3 0 R 3 0 R 2 0 R]", b"<</Kids [2 0 R]>>", b"[" * 2000, b"<<" * 500),
)
_FORM = b" /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources <</Font <</F1 5 0 R>> /XObject <</X1 10 0 R>>>>"
_FILTERS = (
    *(
        b"/FlateDecode",
        b"/LZWDecode",
        b"/ASCII85Decode",
        b"/ASCIIHexDecode",
        b"/RunLengthDecode",
        b"/DCTDecode",
        b"/JBIG2Decode",
        b"/Crypt",
        b"/X",
    ),
    *(b"[/FlateDecode /FlateDecode]", b"[/ASCII85Decode /FlateDecode]", b"[]", b"[/FlateDecode" + b" /FlateDecode" * 200 + b"]"),
)
_OPERATORS = (
    *(
        b"q " * 3000,
        b"Q " * 50,
        b"BT " * 20,
        b"ET",
        b"[(a) -99999 (b)] TJ",
        b"(unclosed Tj",
        b"/F9 12 Tf",
        b"/X Do",
        b"1 0 0 1 nan nan cm",
        b"Td",
    ),
    *(
        b"BI /W 9 /H 9 /CS /G ID \x00\x01 EI",
        b"BI /W 9",
        b"<zz> Tj",
        b"0 0 0 0 0 0 Tm",
        b"1e99 1e99 Td (far) Tj",
        b"' \"",
        b"[" * 500,
        b"(" * 500,
    ),
)


def mutated_pdf(rng: Rng) -> bytes:
    objects, streams = _objects(rng)
    for _ in range(rng.choice((0, 1, 1, 2, 4))):
        number = rng.choice(list(objects))
        body = objects[number]
        values = list(re.finditer(rb"/\w+ ?(\d+ 0 R|\[[^\]]*\]|/\w+|\d+|<<[^<>]*>>)", body))
        how = rng.random()
        if values and how < 0.6:
            start, end = rng.choice(values).span(1)
            objects[number] = body[:start] + rng.choice((*_ODD, rng.choice(ODD_NUMBERS).encode())) + body[end:]
        elif how < 0.75:
            objects[number] = mutated(body, rng, list(objects.values()))
        elif how < 0.85:
            del objects[number]
        else:
            objects[rng.choice(list(objects))] = body
    for number in streams:
        if rng.random() < 0.35:
            streams[number] = mutated(streams[number], rng, list(streams.values()))
        if rng.random() < 0.2:
            pieces = streams[number].split(b"\n")
            pieces.insert(rng.randrange(len(pieces) + 1), rng.choice(_OPERATORS))
            streams[number] = b"\n".join(pieces)
    data = _written(objects, streams, rng)
    return mutated(data, rng) if rng.random() < 0.35 else data


def _objects(rng: Rng) -> tuple[dict[int, bytes], dict[int, bytes]]:
    lines = seeds.NEWS.replace("(", "\\(").replace(")", "\\)").split("\n")
    content = b"BT /F1 10 Tf 12 TL 40 760 Td\n" + b"\n".join(f"({line}) Tj T*".encode() for line in lines) + b"\nET"
    objects = {
        1: b"<</Type /Catalog /Pages 2 0 R>>",
        2: b"<</Type /Pages /Kids [3 0 R 7 0 R] /Count 2 /MediaBox [0 0 612 792]>>",
        3: b"<</Type /Page /Parent 2 0 R /Resources <</Font <</F1 5 0 R>> /XObject <</X1 10 0 R>>>> /Contents 4 0 R /Rotate 0>>",
        5: b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding 9 0 R /ToUnicode 6 0 R /FirstChar 32 /Widths [500 600 700]>>",
        7: b"<</Type /Page /Parent 2 0 R /Resources <</Font <</F1 8 0 R>>>> /Contents [4 0 R 4 0 R]>>",
        8: b"<</Type /Font /Subtype /Type0 /BaseFont /Arial /Encoding /Identity-H /DescendantFonts [12 0 R] /ToUnicode 6 0 R>>",
        9: b"<</Type /Encoding /BaseEncoding /WinAnsiEncoding /Differences [39 /quotesingle 96 /grave 128 /Euro]>>",
        11: b"<</Title (Depot on fire) /Author (A. Writer) /CreationDate (D:20151008100000Z) /Producer (Test)>>",
        12: b"<</Type /Font /Subtype /CIDFontType2 /BaseFont /Arial /CIDSystemInfo <</Ordering (Identity)>> /DW 500 /W [1 [500 600]]>>",
    }
    if rng.random() < 0.1:
        objects[13] = b"<</Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <" + b"41" * 32 + b"> /U <" + b"42" * 32 + b">>>"
    return objects, {4: content, 6: _CMAP, 10: b"BT /F1 9 Tf (in a form) Tj ET"}


def _written(objects: dict[int, bytes], streams: dict[int, bytes], rng: Rng) -> bytes:
    out = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
    offsets: dict[int, int] = {}
    for number in sorted((*objects, *streams)):
        offsets[number] = len(out)
        body = objects.get(number, b"")
        if number in streams:
            packed = zlib.compress(streams[number]) if rng.random() < 0.7 else streams[number]
            given = rng.choice(_FILTERS) if rng.random() < 0.1 else b"/FlateDecode" if packed is not streams[number] else b""
            length = rng.choice(_ODD) if rng.random() < 0.07 else str(len(packed)).encode()
            more = b" /DecodeParms <</Predictor 12 /Columns 4>>" if rng.random() < 0.04 else b""
            kind = (
                b" /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources <</Font <</F1 5 0 R>> /XObject <</X1 10 0 R>>>>"
                if number == 10
                else b""
            )
            body = (
                b"<</Length " + length + (b" /Filter " + given if given else b"") + more + kind + b">>\nstream\n" + packed + b"\nendstream"
            )
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(offsets) + 1}\n0000000000 65535 f \n".encode()
    for number in sorted(offsets):
        at = offsets[number] + (rng.randrange(-50, 50) if rng.random() < 0.02 else 0)
        out += f"{max(0, at):010} 00000 n \n".encode()
    trailer = b"<</Size 14 /Root 1 0 R /Info 11 0 R" + (b" /Encrypt 13 0 R /ID [<41> <42>]" if 13 in objects else b"") + b">>"
    if rng.random() < 0.05:
        trailer = trailer.replace(b"1 0 R", rng.choice(_ODD))
    if rng.random() < 0.04:
        trailer = trailer[:-2] + b" /Prev " + str(rng.choice((start, 0, 10**9))).encode() + b">>"
    return bytes(out) + b"trailer\n" + trailer + b"\nstartxref\n" + str(start).encode() + b"\n%%EOF\n"

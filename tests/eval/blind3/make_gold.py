"""Make gold.json from the hand annotation: find each quoted string in its article and write its offsets down.

    python tests/eval/blind3/make_gold.py

The annotation stands in `marks_dev.txt` and `marks_test.txt`, a line for each thing, fields parted by " | ":

    P name | lat lon km             where a name is; "area lat lon [km]" for what is no spot
    @ file half published style     the article that the lines below are about
    E group | passage | types | …   an event that must be found; the trigger in [brackets], several where any of them will do
    E? …                            the same, but it is right to find it and right to leave it out
    M, S passage                    a meeting, a statement
    N passage | why                 here nothing physical is told
    G group | articles … | origins n; D group | field | one value | another; R articles of one origin
    A group group                   two accounts of one happening, or two steps of it: they may stand as one event or as two

Fields of an event: `at`, `to`, `from`, `via` a place (with ~ before it: known from elsewhere, not asked for), `in` a container,
`when` a day, month or year (several with / where all will do), `act`, `tgt`, `by` with words of which one must be in the answer,
`q` passage=value unit (> < ~ before the value), `mod` a modality, `bg` for what is history. A passage must stand in its article
once; "@2" after it takes its second place. Raises ValueError where a passage does not fit.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

Record = dict[str, Any]

HERE = Path(__file__).parent
TYPES = {
    "air": "Air or drone strike",
    "mis": "Missile or artillery attack",
    "clash": "Armed clash",
    "off": "Ground offensive",
    "bomb": "Bombing or explosive",
    "chem": "Chemical attack",
    "civ": "Attack on civilians",
    "abd": "Abduction",
    "airsp": "Airspace violation",
    "int": "Interception or diversion",
    "dep": "Deployment or build-up",
    "ops": "Air or naval operations",
    "loss": "Losses or retreat",
    "terr": "Territory changes hands",
    "destr": "Destruction of property",
    "prot": "Protest or riot",
    "arr": "Arrest",
    "disp": "Displacement",
    "ord": "Order or restriction",
    "oth": "Other",
    "bgr": "Background",
}
PARTS = {"at": ["location", "target"], "to": ["target"], "from": ["origin"], "via": ["way"]}
MOVES = {"dep", "disp", "loss", "off"}  # where a move ends may be called its location too
MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def located(text: str, passage: str) -> tuple[int, int, list[list[int]]]:
    """Start, end and triggers of a passage whose triggers stand in brackets; without brackets the whole is the trigger."""
    passage, _, nth = passage.partition("@")
    plain, triggers = "", list[list[int]]()
    for piece in re.split(r"(\[[^\]]*\])", passage):
        inner = piece.removeprefix("[").removesuffix("]")
        if piece.startswith("["):
            triggers.append([len(plain), len(plain) + len(inner)])
        plain += inner
    starts = [m.start() for m in re.finditer(re.escape(plain), text)]
    if not starts or (len(starts) > 1 and not nth):
        raise ValueError(f"{plain!r} stands {len(starts)} times in the article")
    start = starts[int(nth or 1) - 1]
    return start, start + len(plain), [[start + a, start + b] for a, b in triggers or [[0, len(plain)]]]


def period(said: str) -> list[str]:
    """First and last day of a day, month or year."""
    if len(said) == 10:
        return [said, said]
    year = int(said[:4])
    if len(said) == 4:
        return [f"{year}-01-01", f"{year}-12-31"]
    month = int(said[5:7])
    last = 29 if month == 2 and year % 4 == 0 else MONTH_DAYS[month - 1]
    return [f"{said}-01", f"{said}-{last}"]


def place(text: str, key: str, value: str, start: int, end: int, where: dict[str, Record]) -> Record:
    required = not key.startswith("~")
    kind = key.removeprefix("~")
    names = value.split("|")
    found = [(text.index(n, start, end), n) for n in names if n in text[start:end]]
    if required and not found:
        raise ValueError(f"{value!r} is not in {text[start:end]!r}")
    name = found[0][1] if found else names[0]
    known = where[name]
    return {
        "said": name,
        "start": found[0][0] if found else None,
        "end": found[0][0] + len(name) if found else None,
        **known,
        "parts": PARTS.get(kind, []),
        "required": required and kind != "in",
    }


def quantity(text: str, value: str, start: int, end: int) -> Record:
    said, number = value.rsplit("=", 1)
    if text.count(said, start, end) != 1:
        raise ValueError(f"{said!r} stands {text.count(said, start, end)} times in {text[start:end]!r}")
    at = text.index(said, start, end)
    comparator = number[0] if number[0] in "<>~" else "="
    amount, units = number.lstrip("<>~").split(" ", 1)
    return {"start": at, "end": at + len(said), "value": float(amount), "comparator": comparator, "units": units.split("/")}


def event(text: str, line: str, where: dict[str, Record], *, optional: bool) -> Record:
    group, passage, types, *fields = line.split(" | ")
    start, end, triggers = located(text, passage)
    made: Record = {
        "group": group,
        "optional": optional,
        "start": start,
        "end": end,
        "triggers": triggers,
        "types": [TYPES[t] for t in types.split("/")],
        "modalities": ["reported", "ended"],
        "history": False,
        "dates": None,
        "places": [],
        "actor": None,
        "target": None,
        "speaker": None,
        "quantities": [],
    }
    for entry in fields:
        key, value = entry.split(" ", 1)
        if key.removeprefix("~") in (*PARTS, "in"):
            made["places"].append(place(text, key, value, start, end, where))
            if key.endswith("to") and MOVES & set(types.split("/")):
                made["places"][-1]["parts"] = PARTS["at"]
        elif key == "when":
            made["dates"] = [period(v) for v in value.split("/")]
        elif key == "mod" and value == "bg":
            made["history"] = True
        elif key == "mod":
            made["modalities"] = value.split("/")
        elif key == "q":
            made["quantities"].append(quantity(text, value, start, end))
        else:
            made[{"act": "actor", "tgt": "target", "by": "speaker"}[key]] = [w for part in value.split("/") for w in part.split("|")]
    return made


def articles(lines: list[tuple[str, str]], gold: Record) -> None:
    where: dict[str, Record] = {}
    text, article = "", Record()
    for at, line in lines:
        kind, rest = line.split(" ", 1)
        try:
            if kind == "P":
                name, said = rest.split(" | ")
                area = said.startswith("area ")
                numbers = [float(n) for n in said.removeprefix("area ").split()]
                where[name] = {"lat": numbers[0], "lon": numbers[1], "km": numbers[2] if len(numbers) > 2 else 161.0, "area": area}
            elif kind == "@":
                file, half, published, style = rest.split(" ", 3)
                text = (HERE / "articles" / file).read_text(encoding="utf-8")
                article = {"file": file, "half": half, "published": published, "style": style, "events": []}
                article |= {"meetings": [], "statements": [], "never": []}
                gold["articles"].append(article)
            elif kind in ("E", "E?"):
                article["events"].append(event(text, rest, where, optional=kind == "E?"))
            elif kind in ("M", "S"):
                start, end, triggers = located(text, rest.split(" | ")[-1])
                article["meetings" if kind == "M" else "statements"].append({"start": start, "end": end, "triggers": triggers})
            elif kind == "N":
                start, end, _ = located(text, rest.split(" | ")[0])
                article["never"].append({"start": start, "end": end, "why": rest.split(" | ")[1]})
            elif kind == "G":
                group, names, origins = rest.split(" | ")
                gold["groups"].append({"group": group, "articles": names.split(" ")[1:], "origins": int(origins.split(" ")[1])})
            elif kind == "D":
                group, fields, one, other = rest.split(" | ")
                gold["disagreements"].append({"group": group, "fields": fields.split("/"), "values": [one, other]})
            elif kind == "A":
                gold["alike"].append(rest.split(" "))
            elif kind == "R":
                gold["reprints"].append(rest.split(" "))
            else:
                raise ValueError(f"no line begins with {kind}")
        except (ValueError, KeyError) as problem:
            raise ValueError(f"{at}: {problem}\n  {line}") from problem


def main() -> int:
    gold: Record = {
        "about": "Made by make_gold.py from marks_dev.txt and marks_test.txt, by hand, before the program was run on the articles.",
        "articles": [],
        "groups": [],
        "disagreements": [],
        "reprints": [],
        "alike": [],
    }
    for half in ("dev", "test"):
        path = HERE / f"marks_{half}.txt"
        lines = [(f"{path.name}:{i}", s.strip()) for i, s in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)]
        articles([(at, s) for at, s in lines if s and not s.startswith("#")], gold)
    (HERE / "gold.json").write_text(json.dumps(gold, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    events = [e for a in gold["articles"] for e in a["events"]]
    print(f"{len(gold['articles'])} articles, {len(events)} event mentions, of which {sum(e['optional'] for e in events)} optional")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Systems side by side, as one Markdown table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from geo.training.measures import Measure

WANTED = {
    "lgl: recognition strict F1": "≥ .80",
    "geovirus: recognition strict F1": "≥ .90",
    "humset: recognition strict F1": "≥ .75",
    "re3d: recognition strict F1": "≥ .75",
    "lgl: given spans Acc@161, areas by containment": "≥ .82",
    "geovirus: given spans Acc@161, areas by containment": "≥ .86",
    "lgl: end-to-end F1 @161, areas by containment": "≥ .62",
    "geovirus: end-to-end F1 @161, areas by containment": "≥ .76",
    "lgl: articles a CPU-second": "≥ 15",
    "ucdp_syria: any@10": "≥ .70",
    "ucdp_syria+SY: any@10": "≥ .90",
    "ucdp_syria+SY: event@10": "≥ .80",
    "ucdp_syria+SY: spread": "≤ 1.6",
    "seeds: role event precision": "≥ .85",
    "seeds: role event recall": "≥ .85",
}
TITLES = {
    "lgl": "LGL",
    "geovirus": "GeoVirus, demonyms left out",
    "humset": "HumSet, locations; names inside others neutral",
    "re3d": "re3d, all that is annotated",
    "re3d, names": 're3d, names ("the city", "here" neutral)',
    "ucdp_syria": "UCDP Syria headlines, built-in gazetteer",
    "ucdp_syria+SY": "UCDP Syria headlines, with the dump of Syria",
    "seeds": "the five seed articles, by the shipped models (one of them is trained on)",
}


def markdown(systems: Mapping[str, Sequence[Measure]]) -> str:
    """One row for each measure of any system, one column for each system; best values are not marked, the reader compares."""
    names = list(systems)
    by_key = {name: {m.key: m for m in found} for name, found in systems.items()}
    order = list(dict.fromkeys((m.corpus, m.what) for found in systems.values() for m in found))
    order.sort(key=lambda row: list(TITLES).index(row[0]) if row[0] in TITLES else len(TITLES))
    lines = [_row(["measure", "wanted", *names]), _row(["---"] * (len(names) + 2))]
    corpus = None
    for of, what in order:
        if of != corpus:
            lines.append(_row([f"**{TITLES.get(of, of)}**", *[""] * (len(names) + 1)]))
            corpus = of
        key = f"{of}: {what}"
        lines.append(_row([what, WANTED.get(key, ""), *(_shown(by_key[name].get(key)) for name in names)]))
    return "\n".join(lines)


def _shown(measure: Measure | None) -> str:
    if measure is None:
        return "–"
    text = format(measure.value, measure.form)
    return text.removeprefix("0") if measure.form == ".3f" else text


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"

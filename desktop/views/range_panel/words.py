"""How shares and distances are said."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.kit.display_text import safe_line
from desktop.session import Inside
from geo.model import Place, Verdict

WORDS = {Verdict.IN: "Inside", Verdict.DEPENDS: "Depending", Verdict.OUT: "Outside"}
MEANING = {
    Verdict.IN: "In reach from anywhere in the origin",
    Verdict.DEPENDS: "In reach from some points of the origin, or only in part",
    Verdict.OUT: "Out of reach from everywhere in the origin",
}


def share_in_words(share: float) -> str:
    """ "38 %"; never "0 %" of what is not nothing, nor "100 %" of what is not all."""
    if share <= 0:
        return "none"
    if share >= 1:
        return "all"
    percent = share * 100
    return "under 1 %" if percent < 1 else "over 99 %" if percent > 99 else f"{percent:.0f} %"


def distance_in_words(place: Inside) -> str:
    """ "1,187–2,390 km, in reach from 38 % of the origin"."""
    if place.reach is None:
        return MEANING[place.verdict]
    least, greatest = place.reach.least_m / 1000, place.reach.greatest_m / 1000
    away = f"{greatest:,.0f} km" if greatest - least < 1 else f"{least:,.0f}–{greatest:,.0f} km"
    if place.verdict is not Verdict.DEPENDS:
        return f"{away} away"
    if place.reach.share_least > 0:
        return f"{away}, from {share_in_words(place.reach.share_least)} of the origin"
    return f"{away}, in part from {share_in_words(place.reach.share_greatest)}"


def place_name(place: Place, names: Mapping[str, str]) -> str:
    """As the articles write it, else as the gazetteer does."""
    return safe_line(names.get(place.id, place.name), 80)

"""What an area is called where its name alone could be a town's."""

from __future__ import annotations

from geo.model import Place

_WORD_OF = {"UA": "oblast", "RU": "oblast", "US": "state", "IN": "state", "SD": "state", "SS": "state", "NG": "state", "ET": "region"}
_TOLD = (
    "province",
    "governorate",
    "oblast",
    "region",
    "state",
    "district",
    "prefecture",
    "territory",
    "county",
    "republic",
    "strip",
)


def area_label(place: Place) -> str:
    """Its name, with the kind of division where the name alone could be a town's: "Hama" is "Hama province"."""
    if not place.feature.startswith("ADM") or any(word in place.name.casefold() for word in _TOLD):
        return place.name
    return f"{place.name} {_WORD_OF.get(place.country or '', 'province') if place.feature == 'ADM1' else 'district'}"

"""Groups of event types that share a colour on the map, weightiest first; page.schema.json has the same, theme.js their colours."""

from __future__ import annotations

from geo.model import EventType

FAMILIES = ("strike", "ground", "civilians", "posture", "control", "other")
_FAMILY_OF = {
    EventType.AIR_STRIKE: "strike",
    EventType.MISSILE_ATTACK: "strike",
    EventType.EXPLOSIVE: "strike",
    EventType.ARMED_CLASH: "ground",
    EventType.GROUND_OFFENSIVE: "ground",
    EventType.LOSSES: "ground",
    EventType.TERRITORY: "ground",
    EventType.CHEMICAL: "civilians",
    EventType.ATTACK_ON_CIVILIANS: "civilians",
    EventType.ABDUCTION: "civilians",
    EventType.AIRSPACE_VIOLATION: "posture",
    EventType.INTERCEPTION: "posture",
    EventType.DEPLOYMENT: "posture",
    EventType.OPERATIONS: "posture",
    EventType.DESTRUCTION: "control",
    EventType.PROTEST: "control",
    EventType.ARREST: "control",
    EventType.DISPLACEMENT: "control",
    EventType.ORDER: "control",
}


def family_of(event_type: EventType) -> str:
    """The group of types that shares a colour."""
    return _FAMILY_OF.get(event_type, "other")

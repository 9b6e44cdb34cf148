"""The list of events."""

from desktop.views.events.list import EventList

__all__ = ["EventList"]

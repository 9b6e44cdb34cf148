"""The timeline under the map."""

from desktop.views.timeline.panel import Timeline

__all__ = ["Timeline"]

"""The timeline under the map."""

from desktop.timeline.panel import Timeline

__all__ = ["Timeline"]

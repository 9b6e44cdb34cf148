"""Ranges, launch areas and tracks: set up in a form, listed with what they say, and who is inside."""

from desktop.views.range_panel.panel import RangePanel

__all__ = ["RangePanel"]

"""The reader: the selected event, and the article with the passage that reports it."""

from desktop.views.reader.panel import Reader

__all__ = ["Reader"]

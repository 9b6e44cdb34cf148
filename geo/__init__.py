"""Dateline's library: from reporting to a map on which every marker is a quotation. No Qt anywhere."""

__version__ = "0.1.0"

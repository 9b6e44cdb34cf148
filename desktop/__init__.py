"""Dateline's window: thin; all work is done by `geo`."""

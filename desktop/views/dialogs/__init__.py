"""Dialogs: each asks one thing and hands back the answer; none changes anything itself."""

"""The headless front end: the twin that keeps the library honest. Exit status 0 done, 1 some inputs failed, 2 wrong usage."""

from geo.cli.main import main

__all__ = ["main"]

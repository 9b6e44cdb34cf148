"""Dateline's library: from reporting to a map on which every marker is a quotation. No Qt anywhere."""

from geo.offline import stay_offline

__version__ = "0.1.0"

stay_offline()  # before any other module of this package can import a library

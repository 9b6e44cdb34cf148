"""From files to articles. The text of an article is never changed afterwards."""

from geo.articles.formats import FORMAT_OF, USUAL
from geo.articles.front_matter import body_start, read_date
from geo.articles.gather import Gathered, file_bytes, gather, input_files, read, read_file
from geo.articles.language import language_of
from geo.articles.limits import MAX_RECORDS_BYTES as MAX_TABLE_BYTES

__all__ = [
    "FORMAT_OF",
    "MAX_TABLE_BYTES",
    "USUAL",
    "Gathered",
    "body_start",
    "file_bytes",
    "gather",
    "input_files",
    "language_of",
    "read",
    "read_date",
    "read_file",
]

"""From files to articles. The text of an article is never changed afterwards."""

from geo.articles.formats import FORMAT_OF, USUAL
from geo.articles.front_matter import body_start, read_date
from geo.articles.gather import Gathered, gather, input_files, read, read_file
from geo.articles.language import language_of

__all__ = ["FORMAT_OF", "USUAL", "Gathered", "body_start", "gather", "input_files", "language_of", "read", "read_date", "read_file"]

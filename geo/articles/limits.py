"""How much of an article is taken in."""

MEGABYTE = 1_000_000
# A long report has 0.5 MB of text, a book 2. Beyond these a file is a data dump, and analysing it would take an hour.
MAX_TEXT_BYTES = 10 * MEGABYTE
MAX_PDF_BYTES = 100 * MEGABYTE  # pictures weigh much
MAX_RECORDS_BYTES = 400 * MEGABYTE  # many articles, each within MAX_TEXT_BYTES

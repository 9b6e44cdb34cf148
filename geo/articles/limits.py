"""What is taken in, and how much of it."""

TEXT_SUFFIXES = frozenset((".txt", ".md", ".markdown", ".text"))
HTML_SUFFIXES = frozenset((".html", ".htm", ".xhtml"))
PDF_SUFFIXES = frozenset((".pdf",))
RECORD_SUFFIXES = frozenset((".jsonl", ".ndjson", ".json"))
SUFFIXES = TEXT_SUFFIXES | HTML_SUFFIXES | PDF_SUFFIXES | RECORD_SUFFIXES

# Documents that a user may believe to be taken in: named where they lie in a folder. Other kinds (pictures, sheets) are passed over.
UNREAD_DOCUMENTS = frozenset((".doc", ".docx", ".odt", ".rtf", ".epub", ".eml", ".msg", ".pages", ".mht", ".mhtml"))

MEGABYTE = 1_000_000
# A long report has 0.5 MB of text, a book 2. Beyond these a file is a data dump, and analysing it would take an hour.
MAX_TEXT_BYTES = 10 * MEGABYTE
MAX_PDF_BYTES = 100 * MEGABYTE  # pictures weigh much
MAX_RECORDS_BYTES = 400 * MEGABYTE  # many articles, each within MAX_TEXT_BYTES

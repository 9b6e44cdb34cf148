"""The word lists and tables of resources/lexicon, read once and typed: a module for each table or small group of them."""

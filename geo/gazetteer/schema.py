"""The tables of a compiled gazetteer, shared by what writes them and what reads them."""

from __future__ import annotations

VERSION = 7  # raise it when keys or tables change: compiled files of another version are made anew

TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE place (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL, name TEXT NOT NULL, lon REAL NOT NULL, lat REAL NOT NULL, feature TEXT NOT NULL,
    country TEXT, admin1 TEXT, population INTEGER NOT NULL, extent_km REAL NOT NULL,
    west REAL, south REAL, east REAL, north REAL, area TEXT, note TEXT, uncertain INTEGER NOT NULL,
    prominence INTEGER NOT NULL, identifiers TEXT
);
-- Every name under its folded form.
CREATE TABLE name (key TEXT, place INTEGER, written TEXT, kind TEXT, PRIMARY KEY (key, place, kind, written)) WITHOUT ROWID;
-- Folded forms under their form without articles, and without a generic word.
CREATE TABLE variant (key TEXT, name_key TEXT, PRIMARY KEY (key, name_key)) WITHOUT ROWID;
-- Folded forms under their consonants, with the light form on which likeness is measured.
CREATE TABLE skeleton (key TEXT, name_key TEXT, light TEXT, PRIMARY KEY (key, name_key)) WITHOUT ROWID;
-- Names of the places that most people mean: completes short beginnings, for which the other names are too many.
CREATE TABLE prominent (key TEXT, place INTEGER, written TEXT, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE area (id TEXT PRIMARY KEY, west REAL, south REAL, east REAL, north REAL, wkb BLOB);
-- Which keys the file may hold at all (see key_filter): of many gazetteers most are passed over without a question.
CREATE TABLE filter (bits BLOB);
"""

PLACE_COLUMNS = 19

# What a variant key begins with, so that one tree serves both; and what those in the filter begin with that are no names or variants.
PART, BARE = "p:", "a:"
BONES, BEGINNING, ID = "s:", "b:", "i:"
IDENTIFIER_BREAK = "\n"  # between the identifiers of one place

"""Language lives in resources/lexicon: word sets in code are counted, and their number only falls."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READERS = ("reading", "recognise", "resolve", "events")  # the packages that read language
MOST_WORD_SETS = 27
MOST_WORDS = 145
"""Lower them when words have moved to the lexicon; they are never raised. What is new goes to the lexicon at once."""

_WORD = re.compile(r"[a-z][a-z'’ -]*[a-z]|a|i")
# Grammar's own names are no words of the articles' language.
_LABELS = frozenset(
    {
        "nsubj", "nsubjpass", "dobj", "pobj", "iobj", "attr", "acomp", "xcomp", "ccomp", "advcl", "relcl", "acl", "conj", "cc", "prep",
        "agent", "appos", "compound", "amod", "nmod", "poss", "det", "neg", "aux", "auxpass", "mark", "advmod", "npadvmod", "nummod",
        "quantmod", "oprd", "dative", "expl", "obj", "preconj", "pcomp", "prt", "punct", "dep", "csubj", "csubjpass", "parataxis", "intj",
    }
)  # fmt: skip
_FEWEST = 3


def word_sets(tree: ast.AST) -> Iterator[tuple[int, list[str]]]:
    """Sets, tuples and lists of three or more lower-case words and nothing else: where they begin, and their words."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.Set, ast.Tuple, ast.List)):
            words = [e.value for e in node.elts if isinstance(e, ast.Constant) and isinstance(e.value, str)]
            if len(words) == len(node.elts) >= _FEWEST and all(_WORD.fullmatch(w) for w in words) and not _LABELS.issuperset(words):
                yield node.lineno, words


def test_words_are_told_from_labels() -> None:
    assert list(word_sets(ast.parse('WEAK = frozenset({"say", "tell", "add"})'))) == [(1, ["say", "tell", "add"])]
    assert list(word_sets(ast.parse('EDGES = {"nsubj", "dobj", "conj"}\nTWO = ("of", "for")\nKEYS = {"PPL", "ADM1", "SEA"}'))) == []


def test_words_in_code_only_become_fewer() -> None:
    found: dict[str, list[str]] = {}
    for path in (path for package in READERS for path in sorted((ROOT / "geo" / package).rglob("*.py"))):
        for line, words in word_sets(ast.parse(path.read_text(encoding="utf-8"))):
            found[f"{path.relative_to(ROOT).as_posix()}:{line}"] = words
    count = (len(found), sum(len(words) for words in found.values()))
    listed = "\n".join(f"  {where}  {' '.join(words[:8])}" for where, words in found.items())
    told = f"{count[0]} sets of words stand in code, with {count[1]} words. Put new ones into resources/lexicon.\n{listed}"
    assert count[0] <= MOST_WORD_SETS, told
    assert count[1] <= MOST_WORDS, told

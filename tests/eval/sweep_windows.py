"""How far from a name the words stand that place something by it: counts by which the windows of geo/recognise were set.

    python tests/eval/sweep_windows.py ../shared/corpora/muc4.jsonl … [--most 200]

For every window it prints how many finds need so many characters at most, and the windows of the code. Nothing is scored: a
window is wide enough where the curve has ended. "Ends apart" counts every distance that geo/resolve/vicinity.py asks for.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from geo import recognise
from geo.articles import gather
from geo.gazetteer import open_default
from geo.reading import read
from geo.recognise import coordinates, whereabouts
from geo.resolve import resolve, vicinity

WIDE = 400
STEPS = (5, 10, 20, 30, 40, 50, 60, 70, 90, 120, 200, WIDE)


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("corpora", nargs="+", type=Path)
    given.add_argument("--most", type=int, default=200, help="articles of each corpus")
    asked = given.parse_args()
    apposed, before, announced, apart = Counter[int](), Counter[int](), Counter[int](), Counter[int]()
    windows = {"apposed": whereabouts._APPOSED, "before a name": whereabouts._LOOKED_AT, "announcing": coordinates._BEFORE}
    lies, joins, words, between = whereabouts._lies, whereabouts._joins, coordinates._words, vicinity.km_between
    whereabouts._APPOSED = whereabouts._LOOKED_AT = coordinates._BEFORE = WIDE

    def lying(displacement, gap):
        found = lies(displacement, gap)
        if found:
            apposed[len(gap.rpartition(displacement.words)[0])] += 1
        return found

    def joining(reading, first, second, gap):
        found = joins(reading, first, second, gap)
        if found:
            text, patterns = whereabouts._before(reading, first), whereabouts._patterns()
            near = [m for m in (patterns.between.search(text), patterns.road_from.search(text)) if m]
            before[min((len(text) - m.start() for m in near), default=0)] += 1
        return found

    def measured(a, b):
        apart[round(between(a, b))] += 1
        return between(a, b)

    whereabouts._lies, whereabouts._joins, vicinity.km_between = lying, joining, measured
    articles = [a for path in asked.corpora for a in gather([path]).articles[: asked.most] if a.analysed]
    recogniser, gazetteer = recognise.Recogniser(), open_default(added=False)
    for article in articles:
        reading = read(article)
        resolve(recogniser.recognise(reading, gazetteer), gazetteer)
        for m in coordinates._BARE.finditer(article.text):
            said = article.text[max(0, m.start() - WIDE) : m.start()]
            told = [*words().announcing.finditer(said), *words().other.finditer(said)]
            if told:
                announced[len(said) - max(each.start() for each in told)] += 1
    print(f"{len(articles)} articles")
    for name, found in (("apposed", apposed), ("before a name", before), ("announcing", announced)):
        curve = "  ".join(f"{step}: {sum(n for at, n in found.items() if at <= step)}" for step in STEPS)
        print(f"{name:<14} window {windows[name]:>3}; of {sum(found.values())} finds within  {curve}")
    steps = (25, 50, 100, 200, 300, 400, 600, 1000, 3000)
    print("ends apart, km  " + "  ".join(f"{step}: {sum(n for at, n in apart.items() if at <= step)}" for step in steps))


if __name__ == "__main__":
    main()

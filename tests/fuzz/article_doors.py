"""Articles: text with front matter, web pages, PDF, JSON Lines; and texts through the whole analysis."""

from __future__ import annotations

import json
from pathlib import Path

from door import Case, Door
from mutation import MOST_BYTES, ODD_NUMBERS, ODD_TEXTS, Rng, mutated, mutated_json
from pdf_files import mutated_pdf

import seeds
from geo import articles
from geo.errors import GeoError


class ArticleDoor(Door):
    def prepare(self) -> None:
        articles.language_of("Das ist ein Satz, der nicht auf Englisch geschrieben ist.")  # loads what tells languages apart

    def read(self, case: Case, folder: Path) -> None:
        gathered = articles.gather([self.written(case, folder)])
        for article in gathered.articles:
            article.text.encode()  # what cannot be stored or printed is no text
            (article.title or "").encode()
            (article.publisher or "").encode()
            article.id.encode()
        if gathered.failures:
            raise GeoError(gathered.failures[0].message)
        assert gathered.articles, "nothing was read and nothing said"


class Texts(ArticleDoor):
    name = "text"

    def make(self, rng: Rng) -> Case:
        texts = [t.encode() for t in seeds.TEXTS]
        return Case(mutated(rng.choice(texts), rng, texts), rng.choice((".txt", ".md")))


class Pages(ArticleDoor):
    name = "html"

    def prepare(self) -> None:
        super().prepare()
        import trafilatura  # noqa: F401

    def make(self, rng: Rng) -> Case:
        page = rng.choice(seeds.PAGES)
        if rng.random() < 0.65:
            page = _soup(page, rng)
        data = page.encode("utf-8", "surrogatepass")
        if rng.random() < 0.5:
            data = mutated(data, rng, [p.encode() for p in seeds.PAGES])
        return Case(data[:MOST_BYTES], rng.choice((".html", ".htm", ".xhtml")))


def _soup(page: str, rng: Rng) -> str:
    """Tags in the wrong places, in the wrong order, too many, too deep."""
    for _ in range(rng.choice((1, 2, 4, 10))):
        at = rng.randrange(len(page) + 1)
        tag = rng.choice(seeds.TAGS)
        many = rng.choice((1, 1, 3, 60, 700, 6000))
        attributes = rng.choice(
            ("", f' class="{rng.choice(ODD_TEXTS)}"', " id=comments", f" style='{'x' * many}'", " hidden", " a=1" * many)
        )
        piece = rng.choice((
            rng.choice(seeds.SOUP) * min(many, 300),
            f"<{tag}{attributes}>" * many,
            f"</{tag}>" * many,
            f"<{tag}{attributes}>{'word, ' * 20}</{tag}>" * min(many, 700),
            f"<{tag}>" * many + "Deep down it says that the town was quiet." + f"</{tag}>" * many,
            f"<{rng.choice(ODD_TEXTS)}>",
        ))  # fmt: skip
        page = page[:at] + piece[: MOST_BYTES // 2] + page[at:]
    if rng.random() < 0.3:
        one, two = sorted((rng.randrange(len(page)), rng.randrange(len(page))))
        page = page[:one] + page[two:] + page[one:two]
    return page


class Papers(ArticleDoor):
    name = "pdf"

    def prepare(self) -> None:
        super().prepare()
        import pypdf  # noqa: F401

    def make(self, rng: Rng) -> Case:
        return Case(mutated_pdf(rng), ".pdf")


class Records(ArticleDoor):
    name = "jsonl"

    def make(self, rng: Rng) -> Case:
        ending = rng.choice((".jsonl", ".jsonl", ".ndjson", ".json"))
        if ending == ".json" and rng.random() < 0.5:
            data = mutated_json(list(seeds.RECORDS), rng)
        else:
            data = b"\n".join(mutated_json(r, rng) if rng.random() < 0.6 else json.dumps(r).encode() for r in seeds.RECORDS)
        return Case(mutated(data, rng) if rng.random() < 0.4 else data, ending)


def _odd_words(word: str, rng: Rng) -> str:
    """What the rules for numbers, days, places and quotes read, put together as nobody would."""
    forms = (
        *(word + word, word, word.upper(), word.title(), f"“{word}", f"({word}", f"{word}\n\n{word}", f"{word}, ", "", f"{word} " * 30),
        *(f"{rng.randrange(10 ** rng.randrange(1, 12)):,} {word}", f"on {rng.randrange(40)} {word}", f"{word} said {word} said"),
        *(
            f"{rng.randrange(99)}.{rng.randrange(99)}, {rng.randrange(200)}.5",
            f"the night before {word}",
            f"29 February {rng.randrange(10000)}",
        ),
        f"killing {rng.choice(('dozens', 'no', 'at least', 'between 3 and', '1-', '-5', '0'))} {word}",
        f"{rng.choice(('north', 'west', '50 km south', 'near', 'between'))} of {word}",
    )
    return rng.choice(forms)


class Analysed(ArticleDoor):
    """Whole `dateline parse`: what the text is about is taken apart, damaged and put together."""

    name = "analysis"
    share = 20
    batch = 500

    def open(self, folder: Path) -> None:
        from geo import pipeline
        from geo.gazetteer import open_default

        self._gazetteer = open_default(added=False)
        (folder / "warm.txt").write_text(seeds.NEWS, encoding="utf-8")
        list(pipeline.parse([folder / "warm.txt"], self._gazetteer, lambda failure: None))

    def make(self, rng: Rng) -> Case:
        if rng.random() < 0.25:
            texts = [t.encode() for t in seeds.TEXTS]
            return Case(mutated(rng.choice(texts), rng, texts)[:20_000], ".txt")
        words = rng.choice(seeds.TEXTS).split(" ")
        for _ in range(rng.choice((1, 3, 10, 40))):
            at = rng.randrange(len(words))
            other = rng.choice(words)
            words[at] = rng.choice((_odd_words(other, rng), rng.choice(ODD_TEXTS), rng.choice(ODD_NUMBERS)[:300]))
        if rng.random() < 0.2:
            rng.shuffle(words)
        return Case(" ".join(words)[:12_000].encode("utf-8", "replace"), ".txt")

    def read(self, case: Case, folder: Path) -> None:
        from geo import pipeline
        from geo.cli.records import article_record, event_record
        from geo.views.book import Book

        failures: list[str] = []
        found = list(pipeline.parse([self.written(case, folder)], self._gazetteer, lambda failure: failures.append(failure.message)))
        for article, analysis in found:
            json.dumps(article_record(article, analysis, with_text=True), ensure_ascii=False).encode()
            for mention in analysis.mentions:
                assert article.text[mention.span.start : mention.span.end] == mention.text
        corpus = pipeline.corpus([a for a, _ in found], [n for _, n in found])
        book = Book(corpus)
        json.dumps([event_record(e, book) for e in corpus.events], ensure_ascii=False).encode()
        for record in pipeline.distances(corpus, self._gazetteer):
            json.dumps(pipeline.distance_record(record))
        pipeline.default_ranges(corpus, self._gazetteer)
        faults = [f for f in failures if "by a fault of Dateline" in f]
        assert not faults, faults[0]
        if failures:
            raise GeoError(failures[0])

"""Which news agency an article credits: "MOSCOW (Reuters) -", "Source: AFP", "(Reporting by …; editing by …)".

An outlet that prints an agency's copy, however shortened or reworded, adds no origin to the agency's own. Copy that somebody
translated, or retold without a credit, is not noticed: its wording differs, and nothing in it tells where it came from.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from geo.model import Article, EventMention

_AGENCIES = {
    "Reuters": ("Reuters", "Thomson Reuters"),
    "AFP": ("AFP", "Agence France-Presse", "Agence France Presse"),
    "Associated Press": ("AP", "Associated Press", "The Associated Press"),
    "UPI": ("UPI", "United Press International"),
    "dpa": ("dpa", "DPA", "Deutsche Presse-Agentur"),
    "EFE": ("EFE",),
    "ANSA": ("ANSA",),
    "Tass": ("Tass", "TASS", "Itar-Tass", "ITAR-TASS"),
    "Interfax": ("Interfax",),
    "RIA Novosti": ("RIA", "RIA Novosti"),
    "Ukrinform": ("Ukrinform",),
    "Xinhua": ("Xinhua",),
    "Kyodo": ("Kyodo", "Kyodo News"),
    "Yonhap": ("Yonhap",),
    "Anadolu": ("Anadolu", "Anadolu Agency"),
    "SANA": ("SANA",),
    "IRNA": ("IRNA",),
    "PTI": ("PTI", "Press Trust of India"),
    "CNN": ("CNN",),
    "BBC": ("BBC", "BBC News"),
}
_BY_NAME = {name: agency for agency, names in _AGENCIES.items() for name in names}
_NAME = "(?:" + "|".join(re.escape(name) for name in sorted(_BY_NAME, key=len, reverse=True)) + ")"
_HEAD, _TAIL = 300, 250  # characters in which an article credits its source
_IN_HEAD = (
    re.compile(
        rf"(?:^|\b[A-Z0-9][\w.'’-]*\W{{1,3}})\(\s*(?P<name>{_NAME})\s*(?:[/,&–-][^()]{{0,40}})?\)", re.MULTILINE
    ),  # WASHINGTON (Reuters) -
    re.compile(rf"^\W*By\b.{{0,60}}\b(?P<name>{_NAME})\s*$", re.MULTILINE),
    re.compile(rf"^\W*(?:Source|Agency|Via|From)\s*:\s*(?P<name>{_NAME})\b", re.MULTILINE),
)
_IN_TAIL = (
    re.compile(rf"[(\[]\s*(?P<name>{_NAME})\s*[)\]]\W*\Z"),
    re.compile(rf"(?:[—–]|-\s?-|\s-)\s*(?P<name>{_NAME})\W*\Z"),
    re.compile(rf"^\W*(?:Source|Courtesy|Agency|Via)\s*:?\s*(?P<name>{_NAME})\W*\Z", re.MULTILINE),
)
_REUTERS = re.compile(r"\((?:Additional\s+)?[Rr]eporting by\b[^()]*\b[Ee]diting by\b[^()]*\)")


def agency(name: str) -> str | None:
    """The agency of a name: "The Associated Press" → Associated Press; None for anybody else."""
    return _BY_NAME.get(name.strip())


def credited(article: Article) -> str | None:
    """The agency that the article says its copy is from, by its first credit; None where it credits none."""
    text = article.text
    for pattern in _IN_HEAD:
        if m := pattern.search(text[:_HEAD]):
            return _BY_NAME[m["name"]]
    tail = text[-_TAIL:].rstrip()
    for pattern in _IN_TAIL:
        if m := pattern.search(tail):
            return _BY_NAME[m["name"]]
    return "Reuters" if _REUTERS.search(tail) else None


def passed_on_by(mentions: Sequence[EventMention]) -> str | None:
    """The agency through which an article has all that it tells of an event: "…, Reuters reported"; None where it has more."""
    relays = {m.attribution.relayed_by if m.attribution is not None else None for m in mentions}
    only = relays.pop() if len(relays) == 1 else None
    return agency(only) if only is not None else None

// Events and passages as elements. All text is foreign: it comes in as text nodes inside isolates.

import { counted, element, foreign } from "../dom.js";
import { FAMILIES } from "../theme.js";
import { badges, carriedNotes, disputes, gradeMark, ledgerSections } from "./ledger.js";

/** One line of the list of events. */
export function listRow(event, disputed, open) {
  return element(
    "li",
    {},
    element(
      "button",
      { type: "button", class: "row", "data-event": event.number, click: () => open(event.number) },
      element("span", { class: `dot family-${FAMILIES[event.family]}` }),
      element(
        "span",
        { class: "row-text" },
        foreign(event.label, { class: "row-label" }),
        element(
          "span",
          { class: "row-note" },
          foreign(event.date),
          ` · ${counted(event.sources[0], "article")}`,
          disputed ? element("span", { class: "row-disputed" }, " · disputed") : null,
          event.spots.length ? "" : " · no place given",
        ),
      ),
    ),
  );
}

/**
 * An event with its passages, or with its ledger. `actions`: show(spot) where a place in a passage is clicked, open(event).
 * On paper nothing can be opened: a ledger is followed by the passages, and what is folded lies open.
 */
export function eventCard(event, passages, ledger, mode, actions, paper = false) {
  const quoting = { ...actions, quote: (passage, span) => quotation(passage, actions.show, span) };
  const told = () => accounts(passages, ledger, actions.show);
  const card = element(
    "article",
    { class: `card family-${FAMILIES[event.family]}`, "data-event": event.number },
    element("h2", { class: "card-title" }, foreign(event.label)),
    element(
      "p",
      { class: "card-note" },
      ...(event.label.startsWith(event.type) ? [] : [`${event.type} · `]),
      foreign(event.date),
      event.spots.length ? "" : " · no place given, so not on the map",
    ),
    badges(event, passages, ledger),
    carriedNotes(ledger, passages, quoting),
    distances(event.distances),
    disputes(ledger, passages, quoting),
    mode === "ledger" ? ledgerSections(ledger, passages, quoting) : told(),
    mode === "ledger" && paper ? [element("h3", { class: "own-words" }, "In their own words"), ...told()] : null,
  );
  if (paper) for (const folded of card.querySelectorAll(".stated, .reprints")) folded.open = true;
  return card;
}

/** The articles that the cards cite, by their numbers, with what proves their text. */
export function sourceList(articles) {
  return element(
    "section",
    { class: "source-list" },
    element("h2", {}, "Sources"),
    articles.map((article) =>
      element(
        "p",
        {},
        element("span", { class: "cited" }, `[${article.number}]`),
        " ",
        ...sourceParts(article, null),
        element("span", { class: "hash" }, `SHA-256 of the text ${article.sha256}`),
        article.address ? element("span", { class: "address" }, foreign(article.address)) : null,
      ),
    ),
  );
}

function sourceParts(article, said) {
  const source = [];
  if (article.publisher) source.push(foreign(article.publisher, { class: "source-publisher" }));
  source.push(article.title ? foreign(`“${article.title}”`) : element("span", {}, "untitled"));
  source.push(foreign(published(article.published, said)));
  return source.flatMap((part, index) => (index ? [", ", part] : [part]));
}

/** The passages, each with its reprints folded below it. */
function accounts(passages, ledger, show) {
  const groups = ledger.accounts ?? passages.map((_, number) => [number]).filter(([number]) => !passages[number].elsewhere);
  return groups.flatMap(([first, ...copies]) => [quotation(passages[first], show), copies.length ? reprints(copies.map((copy) => passages[copy])) : null]);
}

function reprints(copies) {
  const edits = copies.reduce((sum, { pieces }) => sum + pieces.filter(({ kind }) => kind !== "same").length, 0);
  const compared = copies.some(({ pieces }) => pieces.length);
  const changed = edits ? `, ${counted(edits, "edit")}` : compared ? ", word for word" : "";
  return element(
    "details",
    { class: "reprints" },
    element("summary", {}, `${counted(copies.length, "reprint")}${changed}`),
    copies.map((copy) =>
      element("figure", { class: "quotation copy" }, element("blockquote", { dir: "auto" }, ...compare(copy)), caption(copy)),
    ),
  );
}

/** What a reprint changed: its own words, those that it left out struck. */
function compare({ pieces, text }) {
  if (!pieces.length) return [text];
  return pieces.map(({ kind, text: words }) =>
    kind === "same" ? words : kind === "gone" ? element("del", {}, words) : element("ins", { class: kind === "number" ? "number" : null }, words),
  );
}

/** Distances that the articles state, with what geometry says of them: [said, verdict, reasons, cannot be]. */
function distances(stated) {
  return (stated ?? []).map(([said, verdict, reasons, doubtful]) =>
    element(
      "details",
      { class: `stated${doubtful ? " stated-doubtful" : ""}` },
      element("summary", {}, foreign(`“${said}”`), `: ${verdict}`),
      ...reasons.map((reason) => element("p", {}, foreign(reason))),
    ),
  );
}

/** A passage with its source. `span` are the words of a claim in it, which stand out alone. */
function quotation(passage, show, span = null) {
  return element("figure", { class: "quotation" }, element("blockquote", { dir: "auto" }, ...highlighted(passage, show, span)), caption(passage));
}

function caption(passage) {
  const { article } = passage;
  return element(
    "figcaption",
    {},
    passage.grade ? gradeMark(passage.grade) : null,
    passage.modality === "reported" ? null : element("span", { class: "modality" }, passage.modality),
    article.sample ? element("span", { class: "modality" }, "sample") : null,
    passage.speaker
      ? element(
          "p",
          { class: "speaker" },
          "Said by ",
          foreign(passage.speaker, { class: "speaker-name" }),
          passage.relayedBy ? [", relayed by ", foreign(passage.relayedBy)] : null,
        )
      : null,
    element("span", { class: "cited", title: `Article ${article.number} of this file` }, `[${article.number}]`),
    element("p", { class: "source" }, ...sourceParts(article, passage.said)),
    element(
      "details",
      { class: "custody" },
      element("summary", {}, "Check this quotation"),
      element("p", {}, `Characters ${passage.start.toLocaleString("en")} to ${passage.end.toLocaleString("en")} of the article’s text, whose SHA-256 is`),
      element("p", { class: "hash" }, article.sha256),
      article.address ? element("p", { class: "address" }, foreign(article.address)) : null,
      passage.reason ? element("p", {}, "Taken for this event because: ", foreign(passage.reason)) : null,
    ),
  );
}

function published(day, said) {
  if (day) {
    return new Date(`${day}T00:00:00Z`).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  }
  return said ? `date not given; said: ${said}` : "date not given";
}

/** Not a button element: that would not break over two lines. */
function placeButton(words, spot, show) {
  const attributes = { role: "button", tabindex: 0, class: "mark mark-place", "data-spot": spot, title: "Show on the map" };
  const pressed = (event) => (event.key === "Enter" || event.key === " ") && (event.preventDefault(), show(spot));
  return element("span", { ...attributes, click: () => show(spot), keydown: pressed }, foreign(words));
}

/** The passage with its highlights; a place on the map is a button. */
function highlighted({ text, marks: all }, show, span) {
  const parts = [];
  let at = 0;
  const claim = span && span.end > span.start ? [{ ...span, kind: "claim", spot: -1 }] : [];
  const marks = [...claim, ...all.filter(({ start, end }) => !claim.some((words) => start < words.end && words.start < end))];
  marks.sort((a, b) => a.start - b.start);
  for (const { start, end, kind, spot } of marks) {
    if (start < at) continue;
    if (start > at) parts.push(text.slice(at, start));
    const words = text.slice(start, end);
    if (kind === "place" && spot >= 0) {
      parts.push(placeButton(words, spot, show));
    } else parts.push(element("mark", { class: `mark mark-${kind}` }, foreign(words)));
    at = end;
  }
  parts.push(text.slice(at));
  return parts;
}

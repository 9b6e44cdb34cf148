// Events and passages as elements. All text is foreign: it comes in as text nodes inside isolates.

import { counted, element, foreign } from "../dom.js";
import { FAMILIES } from "../format.js";
import { badges, carriedNotes, disputes, gradeMark, ledgerSections } from "./ledger.js";
import { published, reprintWords, stretches } from "./quoting.js";

/** @import { Part } from "../dom.js" */
/** @import { Actions, Article, Ledger, ListedEvent, Mode, Passage, Quoting, Words } from "../types.js" */

/** @typedef {(spot: number) => void} Show where a place in a passage is clicked */

/**
 * One line of the list of events.
 *
 * @param {ListedEvent} event
 * @param {boolean} disputed
 * @param {(event: number) => void} open
 */
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
 *
 * @param {ListedEvent} event
 * @param {Passage[]} passages
 * @param {Ledger} ledger
 * @param {Mode} mode
 * @param {Actions} actions
 */
export function eventCard(event, passages, ledger, mode, actions, paper = false) {
  /** @type {Quoting} */
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
  if (paper) for (const folded of card.querySelectorAll("details.stated, details.reprints")) folded.setAttribute("open", "");
  return card;
}

/**
 * The articles that the cards cite, by their numbers, with what proves their text.
 *
 * @param {Article[]} articles
 */
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

/**
 * @param {Article} article
 * @param {string | null} said
 */
function sourceParts(article, said) {
  const source = /** @type {Part[]} */ ([]);
  if (article.publisher) source.push(foreign(article.publisher, { class: "source-publisher" }));
  source.push(article.title ? foreign(`“${article.title}”`) : element("span", {}, "untitled"));
  source.push(foreign(published(article.published, said)));
  return source.flatMap((part, index) => (index ? [", ", part] : [part]));
}

/**
 * The passages, each with its reprints folded below it.
 *
 * @param {Passage[]} passages
 * @param {Ledger} ledger
 * @param {Show} show
 */
function accounts(passages, ledger, show) {
  const groups = ledger.accounts ?? passages.map((_, number) => [number]).filter(([number]) => !passages[number].elsewhere);
  return groups.flatMap(([first, ...copies]) => [
    quotation(passages[first], show),
    copies.length ? reprints(copies.map((copy) => passages[copy])) : null,
  ]);
}

/** @param {Passage[]} copies */
function reprints(copies) {
  return element(
    "details",
    { class: "reprints" },
    element("summary", {}, reprintWords(copies, counted)),
    copies.map((copy) =>
      element("figure", { class: "quotation copy" }, element("blockquote", { dir: "auto" }, ...compare(copy)), caption(copy)),
    ),
  );
}

/**
 * What a reprint changed: its own words, those that it left out struck.
 *
 * @param {Passage} copy
 */
function compare({ pieces, text }) {
  if (!pieces.length) return [text];
  return pieces.map(({ kind, text: words }) =>
    kind === "same"
      ? words
      : kind === "gone"
        ? element("del", {}, words)
        : element("ins", { class: kind === "number" ? "number" : null }, words),
  );
}

/**
 * Distances that the articles state, with what geometry says of them: [said, verdict, reasons, cannot be].
 *
 * @param {ListedEvent["distances"]} stated
 */
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

/**
 * A passage with its source. `span` are the words of a claim in it, which stand out alone.
 *
 * @param {Passage} passage
 * @param {Show} show
 * @param {Words | null} span
 */
function quotation(passage, show, span = null) {
  return element(
    "figure",
    { class: "quotation" },
    element("blockquote", { dir: "auto" }, ...highlighted(passage, show, span)),
    caption(passage),
  );
}

/** @param {Passage} passage */
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
      element(
        "p",
        {},
        `Characters ${passage.start.toLocaleString("en")} to ${passage.end.toLocaleString("en")} of the article’s text, whose SHA-256 is`,
      ),
      element("p", { class: "hash" }, article.sha256),
      article.address ? element("p", { class: "address" }, foreign(article.address)) : null,
      passage.reason ? element("p", {}, "Taken for this event because: ", foreign(passage.reason)) : null,
    ),
  );
}

/**
 * Not a button element: that would not break over two lines.
 *
 * @param {string} words
 * @param {number} spot
 * @param {Show} show
 */
function placeButton(words, spot, show) {
  const attributes = { role: "button", tabindex: 0, class: "mark mark-place", "data-spot": spot, title: "Show on the map" };
  /** @param {KeyboardEvent} event */
  const pressed = (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    show(spot);
  };
  return element("span", { ...attributes, click: () => show(spot), keydown: pressed }, foreign(words));
}

/**
 * The passage with its highlights; a place on the map is a button.
 *
 * @param {Passage} passage
 * @param {Show} show
 * @param {Words | null} span
 */
function highlighted(passage, show, span) {
  return stretches(passage, span).map(({ text, mark }) => {
    if (!mark) return text;
    if (mark.kind === "place" && mark.spot >= 0) return placeButton(text, mark.spot, show);
    return element("mark", { class: `mark mark-${mark.kind}` }, foreign(text));
  });
}

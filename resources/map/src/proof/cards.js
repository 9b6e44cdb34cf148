// Events and passages as elements. All text is foreign: it comes in as text nodes inside isolates.

import { counted, element, foreign } from "../dom.js";
import { FAMILIES } from "../theme.js";

/** One line of the list of events. */
export function listRow(event, open) {
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
          event.spots.length ? "" : " · no place given",
        ),
      ),
    ),
  );
}

/** An event with all of its passages; `show(spot)` is called when a place in a passage is clicked. */
export function eventCard(event, passages, show) {
  const [articles, origins, speakers] = event.sources;
  const told = [counted(articles, "article")];
  if (articles > 1) told.push(counted(origins, "independent origin"));
  if (speakers) told.push(counted(speakers, "speaker"));
  return element(
    "article",
    { class: `card family-${FAMILIES[event.family]}`, "data-event": event.number },
    element("h2", { class: "card-title" }, foreign(event.label)),
    element(
      "p",
      { class: "card-note" },
      ...(event.label.startsWith(event.type) ? [] : [`${event.type} · `]),
      foreign(event.date),
      ` · ${told.join(" · ")}`,
      event.spots.length ? "" : " · no place given, so not on the map",
    ),
    event.differs.map(([field, values]) =>
      element(
        "p",
        { class: "card-differs" },
        `Sources differ on ${field}: `,
        values.flatMap((value, index) => [index ? " / " : "", foreign(String(value))]),
      ),
    ),
    passages.map((passage) => quotation(passage, show)),
  );
}

function quotation(passage, show) {
  const { article } = passage;
  const source = [];
  if (article.publisher) source.push(foreign(article.publisher, { class: "source-publisher" }));
  source.push(article.title ? foreign(`“${article.title}”`) : element("span", {}, "untitled"));
  source.push(foreign(published(article.published, passage.said)));
  return element(
    "figure",
    { class: "quotation" },
    element("blockquote", { dir: "auto" }, ...highlighted(passage, show)),
    element(
      "figcaption",
      {},
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
      element("p", { class: "source" }, ...source.flatMap((part, index) => (index ? [", ", part] : [part]))),
      element(
        "details",
        { class: "custody" },
        element("summary", {}, "Check this quotation"),
        element("p", {}, `Characters ${passage.start.toLocaleString("en")} to ${passage.end.toLocaleString("en")} of the article’s text, whose SHA-256 is`),
        element("p", { class: "hash" }, article.sha256),
        article.address ? element("p", { class: "address" }, foreign(article.address)) : null,
      ),
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
function highlighted({ text, marks }, show) {
  const parts = [];
  let at = 0;
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

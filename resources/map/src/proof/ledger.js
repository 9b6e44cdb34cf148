// An event's ledger: what its sources dispute, agree on, what one origin alone says, what is denied. All text is foreign.

import { counted, element, foreign } from "../dom.js";

/** @import { Article, Chips, Ledger, ListedEvent, Passage, Quoting, Side, Voice } from "../types.js" */

const SECTIONS = [
  ["Agreed", "by two or more independent origins"],
  ["From one origin alone", "nobody independent of it says so"],
  ["Not said to have happened", "denied, planned or supposed"],
];
const HOW = {
  articles: "Articles that report it.",
  origins: "Reprints of one report, and versions by one publisher, count once.",
  speakers:
    "People and bodies who are quoted: one person counts once, however often quoted. Nobody unnamed is counted beside a named speaker of his side.",
  parties: "The sides that the speakers speak for.",
};
/** @type {Record<string, string>} */
const RELIABILITY = {
  A: "completely reliable",
  B: "usually reliable",
  C: "fairly reliable",
  D: "not usually reliable",
  E: "unreliable",
  F: "reliability cannot be judged",
};
/** @type {Record<string, string>} */
const CREDIBILITY = {
  1: "confirmed by other sources",
  2: "probably true",
  3: "possibly true",
  4: "doubtful",
  5: "improbable",
  6: "truth cannot be judged",
};

/**
 * Counts of articles, origins, speakers and parties; each opens what was counted, and says how.
 *
 * @param {ListedEvent} event
 * @param {Passage[]} passages
 * @param {Ledger} ledger
 */
export function badges(event, passages, ledger) {
  const [articles, origins, speakers, parties] = event.sources;
  const told = [...new Set(passages.filter((passage) => !passage.elsewhere).map((passage) => passage.article))];
  const groups = ledger.origins ?? told.map((article) => [article]);
  return element(
    "div",
    { class: "badges" },
    badge(
      counted(articles, "article"),
      HOW.articles,
      told.map((article) => [titled(article)]),
    ),
    badge(
      counted(origins, "independent origin"),
      HOW.origins,
      groups.map((group) => group.map(titled)),
    ),
    speakers
      ? badge(
          counted(speakers, "speaker"),
          HOW.speakers,
          ledger.speakers.map((name) => [name]),
        )
      : element("span", { class: "badge-none" }, "no speaker named"),
    parties
      ? badge(
          `${parties.toLocaleString("en")} ${parties === 1 ? "party" : "parties"}`,
          HOW.parties,
          ledger.parties.map((name) => [name]),
        )
      : null,
  );
}

/**
 * @param {string} text
 * @param {string} how
 * @param {string[][]} items each by the names that are one
 */
function badge(text, how, items) {
  return element(
    "details",
    { class: "badge-of", name: "badge" },
    element("summary", { title: how }, text),
    element(
      "div",
      { class: "badge-list" },
      element("p", {}, how),
      element(
        "ol",
        {},
        items.map((item) =>
          element(
            "li",
            {},
            item.flatMap((part, index) => [index ? " = " : "", foreign(part)]),
          ),
        ),
      ),
    ),
  );
}

/** @param {Article} article */
function titled({ publisher, title, number }) {
  return [publisher, title].filter(Boolean).join(", ") || `Article ${number}, untitled`;
}

/**
 * What the sources dispute: values side by side, with who gives them. `quote(passage, span)` makes a quotation.
 *
 * @param {Ledger} ledger
 * @param {Passage[]} passages
 * @param {Quoting} actions
 */
export function disputes(ledger, passages, actions) {
  if (!ledger.disputes) return null;
  return element(
    "section",
    { class: "disputes", "aria-label": "Disputed" },
    ledger.disputes.map(({ field, direct, why, sides }) =>
      element(
        "div",
        { class: "dispute" },
        element("h3", {}, foreign(field), element("span", { class: "strength" }, direct ? "contradiction" : "difference")),
        why ? element("p", { class: "why" }, foreign(why)) : null,
        voiced(passages, actions, (chips) =>
          element(
            "div",
            { class: "sides" },
            sides.map((side) =>
              element(
                "div",
                { class: "side" },
                foreign(side.value, { class: side.value.length < 14 ? "side-value" : "side-value long" }),
                chips(side.voices),
                side.elsewhere.map((other) => elsewhere(other, actions)),
              ),
            ),
          ),
        ),
      ),
    ),
  );
}

/**
 * @param {Side["elsewhere"][number]} other
 * @param {Quoting} actions
 */
function elsewhere({ label, event }, actions) {
  if (event < 0) return element("p", { class: "elsewhere" }, "Of: ", foreign(label));
  return element("button", { type: "button", class: "elsewhere", click: () => actions.open(event) }, "Of: ", foreign(label));
}

/**
 * What no passage of the event says itself: the place or day, and from which words of its incident it is carried; a chip opens them.
 *
 * @param {Ledger} ledger
 * @param {Passage[]} passages
 * @param {Quoting} actions
 */
export function carriedNotes(ledger, passages, actions) {
  return ledger.lines
    .filter((line) => line.carried)
    .map((line) =>
      voiced(passages, actions, (chips) =>
        element(
          "div",
          { class: "card-carried" },
          `${line.field}: `,
          foreign(line.value),
          ", ",
          foreign(line.carried ?? ""),
          " ",
          chips(line.voices),
        ),
      ),
    );
}

/**
 * Every value by its standing, then what was reckoned and why the passages are one event.
 *
 * @param {Ledger} ledger
 * @param {Passage[]} passages
 * @param {Quoting} actions
 */
export function ledgerSections(ledger, passages, actions) {
  const parts = SECTIONS.map(([title, note], standing) => {
    const lines = ledger.lines.filter((line) => line.standing === standing);
    if (!lines.length) return null;
    let before = "";
    return element(
      "section",
      { class: "standing" },
      element("h3", {}, title, element("span", { class: "note" }, note)),
      lines.map((line) => {
        const field = line.field === before ? "" : line.field;
        before = line.field;
        return voiced(passages, actions, (chips) =>
          element(
            "div",
            { class: "line" },
            element("span", { class: "line-field" }, field),
            element(
              "span",
              { class: "line-value" },
              line.note ? element("span", { class: "modality" }, line.note[0].toLowerCase() + line.note.slice(1)) : null,
              foreign(line.value),
              line.carried ? foreign(line.carried, { class: "carried" }) : null,
            ),
            chips(line.voices),
          ),
        );
      }),
    );
  });
  if (ledger.checks) {
    parts.push(
      element(
        "section",
        { class: "standing" },
        element("h3", {}, "Reckoned", element("span", { class: "note" }, "sums, shares and conversions that the sources give")),
        ledger.checks.map(({ agrees, says }) =>
          element("p", { class: agrees ? "check" : "check fails" }, agrees ? "✓ " : "! ", foreign(says)),
        ),
      ),
    );
  }
  if (ledger.reasons) {
    parts.push(
      element(
        "section",
        { class: "standing" },
        element("h3", {}, "Why these passages are one event"),
        element(
          "ul",
          { class: "reasons" },
          ledger.reasons.map((reason) => element("li", {}, foreign(reason))),
        ),
      ),
    );
  }
  return parts.filter(Boolean);
}

/**
 * A part whose chips open passages below it; `make(chips)` builds it, `chips(voices)` gives the row of its speakers.
 *
 * @param {Passage[]} passages
 * @param {Quoting} actions
 * @param {(chips: Chips) => HTMLElement} make
 */
function voiced(passages, actions, make) {
  const opened = element("div", { class: "opened", hidden: true });
  let current = /** @type {HTMLElement | null} */ (null);
  /** @type {Chips} */
  const chips = (some) =>
    element(
      "span",
      { class: "voices" },
      bySpeaker(some, passages).map(({ name, silent, said }) => {
        const grade = said.find((voice) => voice.grade)?.grade;
        const places = new Set(said.map((voice) => voice.passage)).size;
        const chip = element(
          "button",
          {
            type: "button",
            class: silent ? "voice silent" : "voice",
            "aria-expanded": "false",
            title: silent ? "No speaker is named" : null,
          },
          foreign(name),
          places > 1 ? ` · ${places}` : null,
          grade ? gradeMark(grade) : null,
        );
        chip.addEventListener("click", () => {
          const open = current === chip;
          current?.setAttribute("aria-expanded", "false");
          current = open ? null : chip;
          opened.replaceChildren(...(open ? [] : quotes(said, passages, actions)));
          opened.hidden = open;
          if (!open) chip.setAttribute("aria-expanded", "true");
        });
        return chip;
      }),
    );
  return element("div", { class: "voiced" }, make(chips), opened);
}

/**
 * Voices by speaker, those with most first; where none is named, by the outlet that says it.
 *
 * @param {Voice[]} voices
 * @param {Passage[]} passages
 */
export function bySpeaker(voices, passages) {
  /** @type {Map<string | Article, { name: string, silent: boolean, said: Voice[] }>} */
  const grouped = new Map();
  for (const voice of voices) {
    const { article } = passages[voice.passage];
    const key = voice.speaker ?? article;
    const entry = grouped.get(key) ?? {
      name: voice.speaker ?? (article.publisher || article.title || `Article ${article.number}`),
      silent: voice.speaker === null,
      said: [],
    };
    entry.said.push(voice);
    grouped.set(key, entry);
  }
  return [...grouped.values()].sort((a, b) => Number(a.silent) - Number(b.silent) || b.said.length - a.said.length);
}

/**
 * @param {Voice[]} said
 * @param {Passage[]} passages
 * @param {Quoting} actions
 */
function quotes(said, passages, actions) {
  const seen = new Set();
  return said
    .filter(({ passage }) => !seen.has(passage) && seen.add(passage))
    .map(({ passage, start, end }) => actions.quote(passages[passage], { start, end }));
}

/**
 * A grade that the map's author gave, by the Admiralty code.
 *
 * @param {string} code
 */
export function gradeMark(code) {
  const [source, statement] = code;
  const words = [RELIABILITY[source] && `source ${RELIABILITY[source]}`, CREDIBILITY[statement] && `statement ${CREDIBILITY[statement]}`];
  return element("abbr", { class: "grade", title: `Graded by this map’s author: ${words.filter(Boolean).join("; ")}` }, code);
}

// The panel of an exported map: the list of all events, and the passages of what was clicked.

import { counted, element, foreign } from "../dom.js";
import { eventCard, listRow, sourceList } from "./cards.js";
import { chronological, wordsOf } from "./filter.js";

/** @import { Child } from "../dom.js" */
/** @import { Actions, Mode } from "../types.js" */
/** @import { Record } from "./record.js" */

const PAGE = 150; // rows added at a time while scrolling
const CARDS = 60; // events shown at once for one place
const PRINTED = 300;

export class Panel {
  /**
   * `actions`: what the page does when an event is opened, a place clicked, words typed.
   *
   * @param {Record} record
   * @param {{ select(event: number | null): void, show(spot: number): void, filtered(): void }} actions
   */
  constructor(record, actions) {
    this.record = record;
    this.actions = actions;
    /** @type {string[]} */
    this.words = [];
    /** @type {number | null} */
    this.current = null;
    /** @type {Mode} */
    this.mode = "passages"; // what cards show, until the reader turns it
    /** @type {number[]} */
    this.shown = [];
    /** @type {number[]} */
    this.read = [];
    this.order = chronological(record);
    this.search = element("input", {
      type: "search",
      class: "search",
      placeholder: "Search events and passages",
      "aria-label": "Search events and passages",
      input: () => {
        this.words = wordsOf(this.search.value);
        this.actions.filtered();
      },
    });
    this.count = element("p", { class: "list-count", role: "status" });
    this.none = element("p", { class: "none", hidden: true });
    this.back = element("button", { type: "button", class: "back", click: () => this.showList() }, "All events");
    this.rows = element("ol", { class: "rows" });
    this.more = element("div", { class: "more" });
    this.list = element(
      "div",
      { class: "list" },
      element("div", { class: "list-head" }, this.search, this.count),
      this.none,
      this.rows,
      this.more,
    );
    this.heading = element("div", { class: "reading-heading" });
    this.cards = element("div", { class: "cards" });
    this.position = element("span", { class: "position" });
    const modes = /** @type {[Mode, string][]} */ ([
      ["passages", "Passages"],
      ["ledger", "Ledger"],
    ]).map(([mode, words]) => element("button", { type: "button", class: "mode", "data-mode": mode, click: () => this.turn(mode) }, words));
    this.modes = element("div", { class: "modes", role: "group", "aria-label": "Show" }, modes);
    this.reading = element(
      "div",
      { class: "reading", hidden: true },
      element(
        "div",
        { class: "reading-bar" },
        this.back,
        this.modes,
        this.position,
        element("button", { type: "button", class: "step", "aria-label": "Previous event", click: () => this.step(-1) }, "‹"),
        element("button", { type: "button", class: "step", "aria-label": "Next event", click: () => this.step(1) }, "›"),
      ),
      this.heading,
      this.cards,
    );
    this.root = element("aside", { class: "panel", "aria-label": "Events and passages" }, this.list, this.reading);
    new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && this._addRows(), {
      root: this.root,
      rootMargin: "400px",
    }).observe(this.more);
    this.showList();
  }

  /**
   * `mask`: a byte for each event, or null for all.
   *
   * @param {Uint8Array | null} mask
   */
  setVisible(mask) {
    this.shown = this.order.filter((number) => !mask || mask[number]);
    const all = this.record.length;
    this.count.textContent =
      this.shown.length === all ? counted(all, "event") : `${this.shown.length.toLocaleString("en")} of ${counted(all, "event")}`;
    this.none.hidden = this.shown.length > 0;
    this.none.textContent = all
      ? "No event passes. Search for other words, or choose other days."
      : "No article tells of an event that happened.";
    this.rows.replaceChildren();
    this._addRows();
  }

  _addRows() {
    const from = this.rows.childElementCount;
    const rows = this.shown
      .slice(from, from + PAGE)
      .map((number) => listRow(this.record.event(number), this.record.disputed(number), (chosen) => this.open(chosen)));
    this.rows.append(...rows);
    this._markRow();
  }

  _markRow() {
    this.rows.querySelector(".row.current")?.classList.remove("current");
    if (this.current !== null) this.rows.querySelector(`.row[data-event="${this.current}"]`)?.classList.add("current");
  }

  showList() {
    const reading = this.reading.contains(document.activeElement);
    this.list.hidden = false;
    this.reading.hidden = true;
    this.actions.select(null);
    this._markRow();
    /** @type {HTMLElement | null} */
    const row = this.current === null ? null : this.rows.querySelector(".row.current");
    row?.scrollIntoView({ block: "nearest" });
    if (reading) (row ?? this.search).focus({ preventScroll: true }); // whoever goes by keys goes on from here
    this.current = null;
  }

  /**
   * One event, as from the list or by the arrow keys.
   *
   * @param {number} number
   */
  open(number) {
    this.current = number;
    const at = this.shown.indexOf(number);
    this.position.textContent = at < 0 ? "" : `${(at + 1).toLocaleString("en")} of ${this.shown.length.toLocaleString("en")}`;
    this.heading.replaceChildren();
    this._read([number]);
    this.actions.select(number);
  }

  /**
   * All events of a place or area that was clicked.
   *
   * @param {number[]} numbers
   * @param {string} name
   * @param {...(Child)} notes
   */
  openSpot(numbers, name, ...notes) {
    this.current = numbers[0] ?? null;
    this.position.textContent = counted(numbers.length, "event");
    this.heading.replaceChildren(
      element("h1", {}, foreign(name)),
      ...notes.filter(Boolean).map((note) => element("p", { class: "heading-note" }, note)),
    );
    this._read(numbers);
  }

  /** @param {number[]} numbers */
  _read(numbers) {
    this.read = numbers;
    const cards = numbers.slice(0, CARDS).map((number) => this._card(number, this.mode));
    if (numbers.length > CARDS)
      cards.push(element("p", { class: "heading-note" }, `and ${numbers.length - CARDS} more: narrow them by date or search`));
    this.cards.replaceChildren(...cards);
    for (const button of this.modes.children) button.setAttribute("aria-pressed", String(button.getAttribute("data-mode") === this.mode));
    const listed = this.list.contains(document.activeElement);
    this.list.hidden = true;
    this.reading.hidden = false;
    if (listed) this.back.focus({ preventScroll: true });
    this.root.scrollTop = 0;
  }

  /**
   * @param {number} number
   * @param {Mode} mode
   */
  _card(number, mode, paper = false) {
    const { record, actions } = this;
    /** @type {Actions} */
    const opening = { show: (spot) => actions.show(spot), open: (event) => this.open(event) };
    return eventCard(record.event(number), record.passages(number), record.ledger(number), mode, opening, paper);
  }

  /**
   * Passages or ledger.
   *
   * @param {Mode} mode
   */
  turn(mode) {
    this.mode = mode;
    if (this.isReading) this._read(this.read);
  }

  get isReading() {
    return !this.reading.hidden;
  }

  /** @param {number} by */
  step(by) {
    if (!this.shown.length) return;
    const at = this.current === null ? -1 : this.shown.indexOf(this.current);
    const next = at < 0 ? (by > 0 ? 0 : this.shown.length - 1) : (at + by + this.shown.length) % this.shown.length;
    this.open(this.shown[next]);
  }

  /** What is printed below the map: what is being read, or every event shown; with its passages, and with its ledger where that is open. */
  forPrint() {
    const wanted = this.isReading ? this.read : this.shown;
    const numbers = wanted.slice(0, PRINTED);
    const cards = numbers.map((number) => this._card(number, this.isReading ? this.mode : "passages", true));
    if (wanted.length > PRINTED) cards.push(element("p", {}, `and ${wanted.length - PRINTED} more events in the file`));
    const told = new Set(numbers.flatMap((number) => this.record.passages(number).map(({ article }) => article)));
    return element("div", { class: "print-list" }, ...cards, sourceList(this.record.articles.filter((article) => told.has(article))));
  }
}

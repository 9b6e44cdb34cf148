// The evidence of an exported map as Python writes it (geo/export/record.py), unpacked where it is read.

import { KINDS, NO_DAY, PASSAGE_DEFAULTS, PIECES } from "../format.js";

/** @import { Article, Ledger, ListedEvent, Passage, Scene } from "../types.js" */

export class Record {
  /** @param {Scene} scene */
  constructor(scene) {
    const { record, arrays } = scene;
    if (!record) throw new Error("The file holds no record of passages.");
    /** @type {Article[]} */
    this.articles = record.articles.map((article, index) => ({ ...article, number: index + 1 })); // as captions cite them
    this.length = scene.eventCount;
    this.firstDay = arrays.eventDay;
    this.lastDay = arrays.eventLast;
    this.family = arrays.eventFamily;
    this.spots = spotsByEvent(scene);
    this.distances = scene.distances;
    this._record = record;
  }

  /**
   * One event as an object; `number` is its place in the scene.
   *
   * @param {number} number
   * @returns {ListedEvent}
   */
  event(number) {
    const { labels, types, dates, words, sources } = this._record;
    return {
      number,
      distances: this.distances?.[number],
      label: labels[number],
      type: words[types[number]],
      date: words[dates[number]],
      spots: this.spots[number],
      sources: sources.slice(number * 4, number * 4 + 4),
      family: this.family[number],
      dated: this.firstDay[number] !== NO_DAY,
    };
  }

  /**
   * Passages of an event: {article, start, end, text, marks: [{start, end, kind, spot}], speaker, relayedBy, said, modality, grade,
   * reason, elsewhere, pieces: [{kind, text}]}. Those that stand against it from another event are marked `elsewhere`.
   *
   * @param {number} number
   * @returns {Passage[]}
   */
  passages(number) {
    const { passages, texts, words } = this._record;
    return passages[number].map(([text, flat, ...rest]) => {
      const [speaker, relayed, said, modality, grade, reason, elsewhere, pieces] = withDefaults(rest);
      const [article, start, end] = texts.slice(text * 4, text * 4 + 3).map(Number);
      return {
        article: this.articles[article],
        start,
        end,
        text: String(texts[text * 4 + 3]),
        marks: grouped(flat, 4).map(([from, to, kind, spot]) => ({ start: from, end: to, kind: KINDS[kind], spot })),
        speaker: words[speaker] ?? null,
        relayedBy: words[relayed] ?? null,
        said: words[said] ?? null,
        modality,
        grade: words[grade] ?? null,
        reason: words[reason] ?? null,
        elsewhere: elsewhere === 1,
        pieces: grouped(pieces, 2).map(([kind, told]) => ({ kind: PIECES[Number(kind)], text: String(told) })),
      };
    });
  }

  /**
   * The ledger of an event (geo/export/ledgers.py): {lines: [{standing, field, value, note, carried, voices}], disputes, checks, reasons,
   * origins, speakers, parties, accounts}. A voice: {passage, start, end, speaker, grade}; empty parts are absent but lines.
   *
   * @param {number} number
   * @returns {Ledger}
   */
  ledger(number) {
    const { ledgers, words } = this._record;
    const raw = ledgers[number];
    /** @param {number[]} flat */
    const voices = (flat) =>
      grouped(flat, 5).map(([passage, start, end, speaker, grade]) => ({
        passage,
        start,
        end,
        speaker: words[speaker] ?? null,
        grade: words[grade] ?? null,
      }));
    return {
      lines: (raw.lines ?? []).map(([standing, field, value, note, said, carried]) => ({
        standing,
        field: words[field],
        value: words[value],
        note: words[note] ?? null,
        carried: words[carried ?? -1] ?? null,
        voices: voices(said),
      })),
      disputes: raw.disputes?.map(([field, direct, why, sides]) => ({
        field: words[field],
        direct: direct === 1,
        why: words[why],
        sides: sides.map(([value, said, others = []]) => ({
          value: words[value],
          voices: voices(said),
          elsewhere: grouped(others, 2).map(([label, event]) => ({ label: words[label], event })),
        })),
      })),
      checks: raw.checks?.map(([agrees, says]) => ({ agrees: agrees === 1, says: words[says] })),
      reasons: raw.reasons?.map((reason) => words[reason]),
      origins: raw.origins?.map((group) => group.map((article) => this.articles[article])),
      speakers: (raw.speakers ?? []).map((name) => words[name]),
      parties: (raw.parties ?? []).map((name) => words[name]),
      accounts: raw.accounts,
    };
  }

  /**
   * Whether the sources of an event differ.
   *
   * @param {number} number
   */
  disputed(number) {
    return Boolean(this._record.ledgers[number].disputes);
  }

  /**
   * Whether an event's label or passages hold all of the words; `words` in lower case.
   *
   * @param {number} number
   * @param {string[]} words
   */
  holds(number, words) {
    if (!words.length) return true;
    const { labels, types, words: table, passages, texts } = this._record;
    const text = [labels[number], table[types[number]], ...passages[number].map(([at]) => texts[at * 4 + 3])];
    const all = text.join("\n").toLowerCase();
    return words.every((word) => all.includes(word));
  }
}

/**
 * Numbers of the places of each event: markers first, areas behind them.
 *
 * @param {Scene} scene
 */
function spotsByEvent({ eventCount, points, areas }) {
  const spots = Array.from({ length: eventCount }, () => /** @type {number[]} */ ([]));
  for (let place = 0; place < points.length; place++) {
    for (let k = points.first[place]; k < points.first[place + 1]; k++) spots[points.events[k]].push(place);
  }
  areas.forEach((area, index) => {
    for (const event of area.events) spots[event].push(points.length + index);
  });
  return spots;
}

/**
 * The row from its third entry on: what was left out at its end is as the schema has it.
 *
 * @param {unknown[]} rest
 */
function withDefaults(rest) {
  const full = [...rest, ...PASSAGE_DEFAULTS.slice(rest.length)];
  return /** @type {[number, number, number, string, number, number, 0 | 1, (number | string)[]]} */ (full);
}

/**
 * @template T
 * @param {T[]} flat
 * @param {number} size
 */
function grouped(flat, size) {
  const rows = /** @type {T[][]} */ ([]);
  for (let k = 0; k < flat.length; k += size) rows.push(flat.slice(k, k + size));
  return rows;
}

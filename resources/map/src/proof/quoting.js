// A passage as stretches of text: what stands out in it, what a reprint changed. Pure text; cards.js makes elements of it.

/** @import { Mark, Passage, Words } from "../types.js" */

/** @typedef {{ text: string, mark: Mark | null }} Stretch */

/**
 * The passage in stretches, in reading order. `span` are the words of a claim: they stand out, and what overlaps them does not.
 *
 * @param {Pick<Passage, "text" | "marks">} passage
 * @param {Words | null} span
 * @returns {Stretch[]}
 */
export function stretches({ text, marks: all }, span) {
  /** @type {Mark[]} */
  const claim = span && span.end > span.start ? [{ ...span, kind: "claim", spot: -1 }] : [];
  const marks = [...claim, ...all.filter(({ start, end }) => !claim.some((words) => start < words.end && words.start < end))];
  marks.sort((a, b) => a.start - b.start);
  /** @type {Stretch[]} */
  const parts = [];
  let at = 0;
  for (const mark of marks) {
    if (mark.start < at) continue;
    if (mark.start > at) parts.push({ text: text.slice(at, mark.start), mark: null });
    parts.push({ text: text.slice(mark.start, mark.end), mark });
    at = mark.end;
  }
  parts.push({ text: text.slice(at), mark: null });
  return parts;
}

/**
 * What a fold of reprints is called: "2 reprints, 3 edits".
 *
 * @param {Pick<Passage, "pieces">[]} copies
 * @param {(number: number, noun: string) => string} counted
 */
export function reprintWords(copies, counted) {
  const edits = copies.reduce((sum, { pieces }) => sum + pieces.filter(({ kind }) => kind !== "same").length, 0);
  const compared = copies.some(({ pieces }) => pieces.length);
  const changed = edits ? `, ${counted(edits, "edit")}` : compared ? ", word for word" : "";
  return `${counted(copies.length, "reprint")}${changed}`;
}

/**
 * The day of an article as a reader has it.
 *
 * @param {string | null} day YYYY-MM-DD
 * @param {string | null} said what the passage says of its day
 */
export function published(day, said) {
  if (day) {
    return new Date(`${day}T00:00:00Z`).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  }
  return said ? `date not given; said: ${said}` : "date not given";
}

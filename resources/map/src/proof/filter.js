// Which events a reader's days and words let pass, and in which order they are listed.

import { NO_DAY } from "../format.js";
import { LONGEST_BAR_DAYS } from "./days.js";

/** @import { Days } from "../types.js" */
/** @import { Record } from "./record.js" */

/** @typedef {Pick<Record, "length" | "firstDay" | "lastDay">} Dated */

/** What a reader typed as words to be found, in lower case. @param {string} typed */
export function wordsOf(typed) {
  return typed.toLowerCase().split(/\s+/).filter(Boolean);
}

/**
 * A byte for each event, 0 where it does not pass; null where all do. Events known to a month or a year pass where the
 * chosen days touch their time.
 *
 * @param {Dated & Pick<Record, "holds">} record
 * @param {Days | null} days
 * @param {string[]} words
 */
export function passing(record, days, words) {
  if (!days && !words.length) return null;
  const mask = new Uint8Array(record.length);
  for (let event = 0; event < record.length; event++) mask[event] = inTime(record, event, days) && record.holds(event, words) ? 1 : 0;
  return mask;
}

/**
 * @param {Dated} record
 * @param {number} event
 * @param {Days | null} days
 */
function inTime({ firstDay, lastDay }, event, days) {
  if (!days) return true;
  if (firstDay[event] === NO_DAY) return days.undated;
  return lastDay[event] >= days.first && firstDay[event] <= days.last;
}

/**
 * Events that have a day, by day; then those that have none, or only a month or a year.
 *
 * @param {Dated} record
 */
export function chronological({ firstDay, lastDay, length }) {
  const order = Array.from({ length }, (_, number) => number);
  const ranks = order.map((number) => (isExact(firstDay[number], lastDay[number]) ? firstDay[number] : Infinity));
  return order.sort((a, b) => (ranks[a] === ranks[b] ? a - b : ranks[a] - ranks[b]));
}

/**
 * @param {number} first
 * @param {number} last
 */
function isExact(first, last) {
  return first !== NO_DAY && last - first < LONGEST_BAR_DAYS;
}

/**
 * First and last days of the events that have bars in the timeline, and how many events have no date at all.
 *
 * @param {Dated} record
 * @returns {{ spans: [number, number][], undated: number }}
 */
export function spansOf({ firstDay, lastDay, length }) {
  /** @type {[number, number][]} */
  const spans = [];
  let undated = 0;
  for (let event = 0; event < length; event++) {
    const [first, last] = [firstDay[event], lastDay[event]];
    if (first === NO_DAY) undated++;
    else if (isExact(first, last)) spans.push([first, Math.max(first, last)]);
  }
  return { spans, undated };
}

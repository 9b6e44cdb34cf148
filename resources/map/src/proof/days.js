// The stretch of days in which most events stand; the window's timeline reckons the same (desktop/views/timeline/days.py).

export const LONGEST_BAR_DAYS = 21; // an event "in October" or "in 2011" has no day
const FEW = 0.25; // share of the events that may stand apart from the others
const FAR = 3; // times as far off as all others are from each other

/** @typedef {[number, number][]} Spans first and last days of events */

const DAY_MS = 86_400_000;

/**
 * "7 Oct 2015"; days are counted from 1970.
 *
 * @param {number} day
 */
export function dayName(day) {
  return new Date(day * DAY_MS).toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
}

/**
 * Events to a bar of equal width: days per bar, and how many events touch each.
 *
 * @param {Spans} spans
 * @param {number} first
 * @param {number} last
 * @param {number} most bars
 */
export function bars(spans, first, last, most) {
  const width = Math.ceil((last - first + 1) / most);
  const heights = new Uint32Array(Math.ceil((last - first + 1) / width));
  for (const [start, end] of spans) {
    const [low, high] = [Math.max(start, first), Math.min(end, last)];
    if (low > high) continue;
    for (let bar = Math.floor((low - first) / width); bar <= Math.floor((high - first) / width); bar++) heights[bar]++;
  }
  return { width, heights };
}

/**
 * `spans`: [first day, last day] of events that have a day. [first, last] without the few that stand far off, or null.
 *
 * @param {Spans} spans
 * @returns {[number, number] | null}
 */
export function mainStretch(spans) {
  if (!spans.length) return null;
  const starts = Float64Array.from(spans, ([start]) => start).sort();
  const ends = Float64Array.from(spans, ([, end]) => end).sort();
  const number = starts.length;
  const off = number > 3 ? Math.floor(FEW * number) : Number(number === 3);
  let low = 0;
  for (let k = 1; k <= off; k++) {
    if (ends[number - off - 1 + k] - starts[k] < ends[number - off - 1 + low] - starts[low]) low = k;
  }
  let high = low + number - off - 1;
  for (;;) {
    const near = FAR * Math.max(ends[high] - starts[low] + 1, LONGEST_BAR_DAYS);
    if (low > 0 && starts[low] - ends[low - 1] <= near) low--;
    else if (high < number - 1 && starts[high + 1] - ends[high] <= near) high++;
    else return [starts[low], ends[high]];
  }
}

// A histogram of days with two sliders that choose a stretch of time; the undated are counted and can be left out.

import { counted, element } from "../dom.js";
import { bars as binned, dayName, mainStretch } from "./days.js";
import { spansOf } from "./filter.js";

/** @import { Spans } from "./days.js" */
/** @import { Days } from "../types.js" */
/** @import { Record } from "./record.js" */

const BARS_UP_TO = 90;

/** @typedef {[number, number]} Stretch first and last day */

/**
 * Null where no two events have different days. `changed({first, last, undated})` is called on every change.
 *
 * Shown is the stretch in which most events stand; the few far beside it are counted, and a click shows all of time. Events known
 * to a month or a year have no day and no bar; they pass where the chosen days touch their time.
 *
 * @param {Record} record
 * @param {(days: Days) => void} changed
 */
export function timeline(record, changed) {
  const { spans, undated } = spansOf(record);
  const main = mainStretch(spans);
  if (!main) return null;
  return built(spans, undated, main, changed);
}

/**
 * @param {Spans} spans
 * @param {number} undated
 * @param {Stretch} main
 * @param {(days: Days) => void} changed
 */
function built(spans, undated, main, changed) {
  /** @type {Stretch} */
  const all = [Math.min(...spans.map(([first]) => first)), Math.max(...spans.map(([, last]) => last))];
  if (all[0] === all[1]) return null;

  const bars = element("div", { class: "bars", "aria-hidden": "true" });
  const sliders = element("div", { class: "sliders" });
  const words = element("output", { class: "timeline-words" });
  const beside = element("button", { type: "button", class: "beside", hidden: true, click: () => show(wide ? main : all) });
  const withUndated = element("input", { type: "checkbox", checked: true });
  const box = element(
    "section",
    { class: "timeline covers-map", "aria-label": "Filter by date" },
    element(
      "div",
      { class: "timeline-head" },
      words,
      beside,
      undated ? element("label", { class: "timeline-undated" }, withUndated, ` ${undated.toLocaleString("en")} undated`) : null,
    ),
    bars,
    sliders,
  );
  let [first, last, width, wide] = [0, 0, 1, false];
  let from = slider(0, 0, 0, "First day");
  let to = slider(0, 0, 0, "Last day");

  /** @param {Stretch} stretch */
  function show(stretch) {
    [first, last] = stretch;
    wide = stretch === all;
    const drawn = binned(spans, first, last, BARS_UP_TO);
    width = drawn.width;
    const { heights } = drawn;
    const tallest = Math.max(...heights, 1);
    bars.replaceChildren(
      ...Array.from(heights, (height, bin) => {
        const bar = element("span", { class: "bar", title: `${dayName(first + bin * width)}: ${counted(height, "event")}` });
        bar.style.height = `${height ? Math.max(6, (height / tallest) * 100) : 0}%`;
        return bar;
      }),
    );
    from = slider(first, last, first, "First day");
    to = slider(first, last, last, "Last day");
    for (const input of [from, to]) input.addEventListener("input", () => update(true));
    sliders.replaceChildren(from, to);
    const [earlier, later] = [spans.filter(([, end]) => end < first).length, spans.filter(([start]) => start > last).length];
    const told = [earlier ? `${earlier.toLocaleString("en")} earlier` : "", later ? `${later.toLocaleString("en")} later` : ""].filter(
      Boolean,
    );
    beside.textContent = wide ? "Most events" : told.join(", ");
    beside.title = wide ? "Show the days in which most events stand" : "Show all of time";
    beside.hidden = all[0] === main[0] && all[1] === main[1];
    update(box.isConnected);
  }

  /** @param {boolean} tell */
  function update(tell) {
    let [a, b] = [Number(from.value), Number(to.value)];
    if (a > b) [a, b] = [b, a];
    words.textContent = a === b ? dayName(a) : `${dayName(a)} to ${dayName(b)}`;
    for (const input of [from, to]) input.setAttribute("aria-valuetext", dayName(Number(input.value)));
    [...bars.children].forEach((bar, bin) => {
      bar.classList.toggle("out", first + (bin + 1) * width - 1 < a || first + bin * width > b);
    });
    // A slider at its end leaves nothing out on that side, also what lies beyond.
    if (tell) changed({ first: a === first ? -Infinity : a, last: b === last ? Infinity : b, undated: withUndated.checked });
  }
  withUndated.addEventListener("input", () => update(true));
  show(main);
  return box;
}

/**
 * @param {number} min
 * @param {number} max
 * @param {number} value
 * @param {string} label
 */
function slider(min, max, value, label) {
  return element("input", { type: "range", min, max, step: 1, value, "aria-label": label });
}

// A histogram of days with two sliders that choose a stretch of time; the undated are counted and can be left out.

import { counted, element } from "../dom.js";
import { LONGEST_BAR_DAYS, mainStretch } from "./days.js";
import { NO_DAY } from "./record.js";

const BINS_UP_TO = 90;
const DAY_MS = 86_400_000;

/**
 * Null where no two events have different days. `changed({first, last, undated})` is called on every change.
 *
 * Shown is the stretch in which most events stand; the few far beside it are counted, and a click shows all of time. Events known
 * to a month or a year have no day and no bar; they pass where the chosen days touch their time.
 */
export function timeline(record, changed) {
  const spans = [];
  let undated = 0;
  for (let event = 0; event < record.length; event++) {
    const [first, last] = [record.firstDay[event], record.lastDay[event]];
    if (first === NO_DAY) undated++;
    else if (last - first < LONGEST_BAR_DAYS) spans.push([first, Math.max(first, last)]);
  }
  const main = mainStretch(spans);
  if (!main) return null;
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
  let [from, to] = [];

  function show(stretch) {
    [first, last] = stretch;
    wide = stretch === all;
    width = Math.ceil((last - first + 1) / BINS_UP_TO); // days per bin
    const heights = new Uint32Array(Math.ceil((last - first + 1) / width));
    for (const [start, end] of spans) {
      const [low, high] = [Math.max(start, first), Math.min(end, last)];
      if (low > high) continue;
      for (let bin = Math.floor((low - first) / width); bin <= Math.floor((high - first) / width); bin++) heights[bin]++;
    }
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
    const told = [earlier ? `${earlier.toLocaleString("en")} earlier` : "", later ? `${later.toLocaleString("en")} later` : ""].filter(Boolean);
    beside.textContent = wide ? "Most events" : told.join(", ");
    beside.title = wide ? "Show the days in which most events stand" : "Show all of time";
    beside.hidden = all[0] === main[0] && all[1] === main[1];
    update(box.isConnected);
  }

  function update(tell) {
    let [a, b] = [Number(from.value), Number(to.value)];
    if (a > b) [a, b] = [b, a];
    words.textContent = a === b ? dayName(a) : `${dayName(a)} to ${dayName(b)}`;
    for (const input of [from, to]) input.setAttribute("aria-valuetext", dayName(Number(input.value)));
    [...bars.children].forEach((bar, bin) => bar.classList.toggle("out", first + (bin + 1) * width - 1 < a || first + bin * width > b));
    // A slider at its end leaves nothing out on that side, also what lies beyond.
    if (tell) changed({ first: a === first ? -Infinity : a, last: b === last ? Infinity : b, undated: withUndated.checked });
  }
  withUndated.addEventListener("input", () => update(true));
  show(main);
  return box;
}

function slider(min, max, value, label) {
  return element("input", { type: "range", min, max, step: 1, value, "aria-label": label });
}

function dayName(day) {
  return new Date(day * DAY_MS).toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
}

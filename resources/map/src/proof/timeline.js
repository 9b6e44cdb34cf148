// A histogram of days with two sliders that choose a stretch of time; the undated are counted and can be left out.

import { counted, element } from "../dom.js";
import { NO_DAY } from "./record.js";

const BINS_UP_TO = 90;
const DAY_MS = 86_400_000;

/** Null where no event is dated or all are of one day. `changed({first, last, undated})` is called on every change. */
export function timeline(record, changed) {
  const days = Array.from(record.firstDay).filter((day) => day !== NO_DAY);
  const undated = record.length - days.length;
  if (!days.length) return null;
  const first = days.reduce((least, day) => Math.min(least, day), Infinity);
  const last = Array.from(record.lastDay).reduce((most, day) => Math.max(most, day), first);
  if (first === last) return null;

  const width = Math.ceil((last - first + 1) / BINS_UP_TO); // days per bin
  const count = Math.ceil((last - first + 1) / width);
  const heights = new Uint32Array(count);
  for (const day of days) heights[Math.floor((day - first) / width)]++;
  const tallest = Math.max(...heights);

  const bars = Array.from(heights, (height, bin) => {
    const bar = element("span", { class: "bar", title: `${dayName(first + bin * width)}: ${counted(height, "event")}` });
    bar.style.height = `${height ? Math.max(6, (height / tallest) * 100) : 0}%`;
    return bar;
  });
  const from = slider(first, last, first, "First day");
  const to = slider(first, last, last, "Last day");
  const words = element("output", { class: "timeline-words" });
  const withUndated = element("input", { type: "checkbox", checked: true });
  const box = element(
    "section",
    { class: "timeline covers-map", "aria-label": "Filter by date" },
    element(
      "div",
      { class: "timeline-head" },
      words,
      undated ? element("label", { class: "timeline-undated" }, withUndated, ` ${undated.toLocaleString("en")} undated`) : null,
    ),
    element("div", { class: "bars", "aria-hidden": "true" }, ...bars),
    element("div", { class: "sliders" }, from, to),
  );

  function update(tell) {
    let [a, b] = [Number(from.value), Number(to.value)];
    if (a > b) [a, b] = [b, a];
    words.textContent = a === first && b === last ? `${dayName(a)} to ${dayName(b)}` : a === b ? dayName(a) : `${dayName(a)} to ${dayName(b)}`;
    bars.forEach((bar, bin) => bar.classList.toggle("out", first + (bin + 1) * width - 1 < a || first + bin * width > b));
    if (tell) changed({ first: a, last: b, undated: withUndated.checked });
  }
  for (const input of [from, to, withUndated]) input.addEventListener("input", () => update(true));
  update(false);
  return box;
}

function slider(min, max, value, label) {
  return element("input", { type: "range", min, max, step: 1, value, "aria-label": label });
}

function dayName(day) {
  return new Date(day * DAY_MS).toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
}

// What a reader filters by, and the words that stand in cards.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { flat, unpack } from "../src/channel.js";
import { counted } from "../src/dom.js";
import { bars, dayName, mainStretch } from "../src/proof/days.js";
import { chronological, passing, spansOf, wordsOf } from "../src/proof/filter.js";
import { published, reprintWords, stretches } from "../src/proof/quoting.js";
import { NO_DAY } from "./scenes.js";

/** Four events: a day, a whole year, none, an earlier day. */
const record = {
  length: 4,
  firstDay: new Int32Array([100, 0, NO_DAY, 50]),
  lastDay: new Int32Array([101, 364, NO_DAY, 50]),
  holds: (/** @type {number} */ event, /** @type {string[]} */ words) =>
    words.every((word) => ["alpha", "beta", "alpha", ""][event] === word),
};

test("days and words both have to pass; the undated where they are wanted", () => {
  const days = { first: 101, last: 200, undated: true };
  assert.equal(passing(record, null, []), null);
  assert.deepEqual([...(passing(record, days, []) ?? [])], [1, 1, 1, 0]);
  assert.deepEqual([...(passing(record, { ...days, undated: false }, []) ?? [])], [1, 1, 0, 0]);
  assert.deepEqual([...(passing(record, days, ["alpha"]) ?? [])], [1, 0, 1, 0]);
  assert.deepEqual(wordsOf("  Alpha\tBETA "), ["alpha", "beta"]);
});

test("events with a day come by day, then those with a year or none in their order", () => {
  assert.deepEqual(chronological(record), [3, 0, 1, 2]);
});

test("bars are for events with a day; a year is no bar, and only what has no date is undated", () => {
  assert.deepEqual(spansOf(record), {
    spans: [
      [100, 101],
      [50, 50],
    ],
    undated: 1,
  });
});

test("a bar counts each event that touches its days", () => {
  const { width, heights } = bars(
    [
      [0, 0],
      [1, 3],
      [9, 12],
    ],
    0,
    9,
    5,
  );
  assert.equal(width, 2);
  assert.deepEqual([...heights], [2, 1, 0, 0, 1]);
});

test("the stretch shown leaves out what stands far off, and nothing where all is close", () => {
  /** @type {[number, number][]} */
  const close = Array.from({ length: 9 }, (_, k) => [1000 + k, 1000 + k]);
  assert.deepEqual(mainStretch(close), [1000, 1008]);
  assert.deepEqual(mainStretch([[10, 10], ...close]), [1000, 1008]);
  assert.equal(mainStretch([]), null);
});

test("days have names that do not depend on where the reader is", () => {
  assert.equal(dayName(0), "1 Jan 1970");
  assert.equal(dayName(16715), "7 Oct 2015");
  assert.equal(published("2015-10-07", null), "7 October 2015");
  assert.equal(published(null, "last week"), "date not given; said: last week");
  assert.equal(published(null, null), "date not given");
});

test("a passage falls into stretches; a claim stands out and what overlaps it does not", () => {
  const passage = {
    text: "Shells hit Alpha now",
    marks: [
      { start: 11, end: 16, kind: "place", spot: 0 },
      { start: 0, end: 6, kind: "trigger", spot: -1 },
    ],
  };
  const told = (/** @type {{ start: number, end: number } | null} */ span) =>
    stretches(passage, span).map(({ text, mark }) => [text, mark?.kind ?? ""]);
  assert.deepEqual(told(null), [
    ["Shells", "trigger"],
    [" hit ", ""],
    ["Alpha", "place"],
    [" now", ""],
  ]);
  assert.deepEqual(told({ start: 7, end: 16 }), [
    ["Shells", "trigger"],
    [" ", ""],
    ["hit Alpha", "claim"],
    [" now", ""],
  ]);
  assert.deepEqual(told({ start: 0, end: 0 }), told(null));
});

test("a fold says how many reprints, and what they changed", () => {
  const same = { pieces: [{ kind: "same", text: "a" }] };
  const changed = { pieces: [{ kind: "gone", text: "a" }, { kind: "new", text: "b" }] }; // biome-ignore format: one row
  assert.equal(reprintWords([same], counted), "1 reprint, word for word");
  assert.equal(reprintWords([same, changed], counted), "2 reprints, 2 edits");
  assert.equal(reprintWords([{ pieces: [] }], counted), "1 reprint");
  assert.equal(counted(1200, "event"), "1,200 events");
});

test("bits and points come over the channel as they went", () => {
  assert.deepEqual([...unpack(btoa(String.fromCharCode(0b101, 0b1)), 10)], [1, 0, 1, 0, 0, 0, 0, 0, 1, 0]);
  assert.equal(
    flat([
      [36.6, 35.4],
      [37, 35],
    ]),
    "36.6 35.4 37 35",
  );
});

test("no module makes markup of text", () => {
  const folder = new URL("../src/", import.meta.url);
  const modules = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".js"));
  assert.ok(modules.length > 20);
  for (const name of modules) {
    assert.doesNotMatch(readFileSync(new URL(name, folder), "utf8"), /innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(/, name);
  }
});

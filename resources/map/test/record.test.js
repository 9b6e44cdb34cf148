// The evidence of an exported map, unpacked.

import assert from "node:assert/strict";
import { test } from "node:test";
import { bySpeaker } from "../src/proof/ledger.js";
import { Record } from "../src/proof/record.js";
import { readScene } from "../src/scene.js";
import { smallScene } from "./scenes.js";

/** @import { RecordJson } from "../src/format.js" */
/** @import { Passage } from "../src/types.js" */

/** @param {Partial<RecordJson>} [record] */
function read(record) {
  const { scene, block } = smallScene(record);
  return new Record(readScene(scene, block));
}

test("an event knows its words, its counts and its spots: markers first, areas behind them", () => {
  const { label, type, date, sources, spots, dated } = read().event(1);
  assert.deepEqual([label, type, date, sources, spots, dated], ["clash", "clash", "7 October 2015", [2, 1, 1, 1], [0, 1], true]);
  assert.deepEqual(read().event(2).spots, [2]);
  assert.equal(read().event(2).dated, false);
});

test("what a row leaves out at its end is as nothing said", () => {
  const [passage] = read().passages(0);
  assert.deepEqual(
    { ...passage, article: passage.article.number },
    {
      article: 1,
      start: 0,
      end: 20,
      text: "Shells hit Alpha now",
      marks: [
        { start: 0, end: 6, kind: "trigger", spot: -1 },
        { start: 11, end: 16, kind: "place", spot: 0 },
      ],
      speaker: null,
      relayedBy: null,
      said: null,
      modality: "reported",
      grade: null,
      reason: null,
      elsewhere: false,
      pieces: [],
    },
  );
  const [denied] = read().passages(1);
  assert.deepEqual([denied.speaker, denied.modality, denied.grade], ["A speaker", "denied", "B2"]);
});

test("pieces of a reprint have their kinds", () => {
  const record = read({ passages: [[[0, [], -1, -1, -1, "reported", -1, -1, 1, [0, "Shells ", 1, "hit"]]], [], []] });
  const [{ pieces, elsewhere }] = record.passages(0);
  assert.deepEqual(pieces, [
    { kind: "same", text: "Shells " },
    { kind: "gone", text: "hit" },
  ]);
  assert.equal(elsewhere, true);
});

test("a ledger's rows become lines, sides and voices", () => {
  const lines = /** @type {RecordJson["ledgers"][number]["lines"]} */ ([[1, 0, 1, -1, [0, 2, 5, 5, 6], 3]]);
  const disputes = /** @type {RecordJson["ledgers"][number]["disputes"]} */ ([
    [
      0,
      1,
      1,
      [
        [1, [0, 0, 0, -1, -1]],
        [2, [], [3, 1]],
      ],
    ],
  ]);
  const ledger = read({ ledgers: [{ lines, disputes }, {}, {}] }).ledger(0);
  const voice = { passage: 0, start: 2, end: 5, speaker: "A speaker", grade: "B2" };
  assert.deepEqual(ledger.lines, [
    { standing: 1, field: "air strike", value: "clash", note: null, carried: "7 October 2015", voices: [voice] },
  ]);
  assert.equal(ledger.disputes?.[0].direct, true);
  assert.deepEqual(ledger.disputes?.[0].sides[1].elsewhere, [{ label: "7 October 2015", event: 1 }]);
  assert.deepEqual([ledger.speakers, ledger.checks], [[], undefined]);
});

test("search is for all words, in labels, types and passages, and in any case", () => {
  const record = read();
  assert.equal(record.holds(0, ["alpha", "shells"]), true);
  assert.equal(record.holds(0, ["alpha", "beta"]), false);
  assert.equal(record.holds(0, ["air"]), true);
  assert.equal(record.holds(2, []), true);
});

test("voices stand by speaker, the loudest first, the unnamed last under their outlet", () => {
  const [first] = read().passages(0);
  const passages = /** @type {Passage[]} */ ([first, { ...first, article: { ...first.article, publisher: null, number: 7 } }]);
  const voice = (/** @type {number} */ passage, /** @type {string | null} */ speaker) => ({
    passage,
    start: 0,
    end: 1,
    speaker,
    grade: null,
  });
  const told = bySpeaker([voice(1, null), voice(0, "B"), voice(0, "A"), voice(1, "A"), voice(0, null)], passages);
  assert.deepEqual(
    told.map(({ name, said }) => [name, said.length]),
    [
      ["A", 2],
      ["B", 1],
      ["Article 7", 1],
      ["Daily", 1],
    ],
  );
});

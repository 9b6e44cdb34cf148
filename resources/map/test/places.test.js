// Places with events: which stand together, which are shown, which is clicked.

import assert from "node:assert/strict";
import { test } from "node:test";
import { readScene, spotsOf } from "../src/scene.js";
import { smallScene } from "./scenes.js";

/** @import { View } from "../src/types.js" */

/** @param {number} zoom */
function around(zoom) {
  const scale = 256 * 2 ** zoom;
  return /** @type {View} */ ({
    zoom,
    scale,
    left: 0.6 * scale - 400,
    top: 0.4 * scale - 300,
    width: 800,
    height: 600,
    turns: [0],
  });
}

function read() {
  const { scene, block } = smallScene();
  return readScene(scene, block);
}

test("the arrays of the block are what the scene says they are", () => {
  const scene = read();
  assert.equal(scene.points.length, 2);
  assert.deepEqual([...scene.arrays.eventFamily], [0, 1, 5]);
  assert.ok(scene.areas[0].box[0] < scene.areas[0].box[2]);
  assert.ok(scene.areas[0].size > 0);
});

test("places stand together while they would cover one another", () => {
  const { points } = read();
  const far = points.arrange(around(4));
  assert.deepEqual(
    far.groups.map(({ places }) => places),
    [[0, 1]],
  );
  assert.ok(Math.abs(far.groups[0].x - 400) < 0.01); // in the middle of its places
  assert.deepEqual(
    points.arrange(around(9)).groups.map(({ places }) => places),
    [[0], [1]],
  );
});

test("a place whose events are hidden is not there", () => {
  const { points } = read();
  points.setVisible(Uint8Array.from([1, 0, 0]));
  assert.deepEqual([...points.count], [1, 0]);
  assert.deepEqual(points.eventsOf(0), [0]);
  assert.deepEqual(
    points.arrange(around(9)).groups.map(({ places }) => places),
    [[0]],
  );
  points.setVisible(null);
  assert.deepEqual(points.eventsOf(0), [0, 1]);
});

test("the nearest disc is picked, and none far off", () => {
  const { points } = read();
  points.shown = points.arrange(around(9));
  const [, second] = points.shown.groups;
  assert.deepEqual(points.pick(second.x + 3, second.y)?.places, second.places);
  assert.equal(points.pick(400, 20), null);
});

test("an event is found at its markers and in its areas", () => {
  const scene = read();
  assert.deepEqual(spotsOf(scene, 1), { points: new Set([0, 1]), areas: new Set() });
  assert.deepEqual(spotsOf(scene, 2), { points: new Set(), areas: new Set([0]) });
});

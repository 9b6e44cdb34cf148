// Projection, paths and what has room on the map.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Taken } from "../src/draw/labels.js";
import { addFilled, addLine, decodePath, meets } from "../src/draw/paths.js";
import { metresPerPixel, pixelsOf, project, unproject } from "../src/mercator.js";

/** @import { Context, View } from "../src/types.js" */

/** A canvas of 100 by 100 pixels whose top left is the north-west corner of a world 1000 pixels wide. */
const view = /** @type {View} */ ({ scale: 1000, left: 0, top: 0, width: 100, height: 100, turns: [0] });

/** Remembers what is drawn, as "M x,y" and "L x,y". */
function pen() {
  /** @type {string[]} */
  const drawn = [];
  const at = (/** @type {string} */ letter) => (/** @type {number} */ x, /** @type {number} */ y) =>
    drawn.push(`${letter} ${Math.round(x)},${Math.round(y)}`);
  const context = { moveTo: at("M"), lineTo: at("L"), closePath: () => drawn.push("Z") };
  return { drawn, context: /** @type {Context} */ (/** @type {unknown} */ (context)) };
}

/** @param {number[]} numbers x and y by turns, in pixels of the view */
function path(...numbers) {
  const xs = numbers.filter((_, k) => k % 2 === 0).map((x) => x / view.scale);
  const ys = numbers.filter((_, k) => k % 2 === 1).map((y) => y / view.scale);
  const points = Float64Array.from(numbers, (value) => value / view.scale);
  return {
    points,
    box: /** @type {[number, number, number, number]} */ ([Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]),
  };
}

test("the projection comes back to where it started, and the poles are cut off", () => {
  for (const [lon, lat] of [
    [36.6, 35.4],
    [-180, -60],
    [179.9, 84],
  ]) {
    const [back, north] = unproject(...project(lon, lat));
    assert.ok(Math.abs(back - lon) < 1e-9 && Math.abs(north - lat) < 1e-9);
  }
  assert.ok(Math.abs(project(0, 90)[1]) < 1e-9);
});

test("a kilometre at 60 degrees takes twice the pixels of one at the equator", () => {
  assert.ok(Math.abs(metresPerPixel(0, 0) - 156543.03) < 0.01);
  const [, north] = project(0, 60);
  assert.ok(Math.abs(pixelsOf(1000, north, 10) / pixelsOf(1000, 0.5, 10) - 2) < 1e-9);
});

test("steps add up to positions", () => {
  const { points, box } = decodePath([366000, 354000, 100, 0, 0, -50], 1e-4, (lon, lat) => [lon, lat]);
  const near = (/** @type {number} */ v) => Math.round(v * 1e4) / 1e4;
  assert.deepEqual(Array.from(points, near), [36.6, 35.4, 36.61, 35.4, 36.61, 35.395]);
  assert.deepEqual(box.map(near), [36.6, 35.395, 36.61, 35.4]);
});

test("a path beside the canvas does not meet it, one in the next turn of the world may", () => {
  assert.equal(meets(path(10, 10, 20, 20), view, 0), true);
  assert.equal(meets(path(110, 10, 120, 20), view, 0), false);
  assert.equal(meets(path(1010, 10, 1020, 20), view, -1), true);
});

test("a ring much larger than the canvas is cut to it", () => {
  const { drawn, context } = pen();
  addFilled(context, path(-500, -500, 600, -500, 600, 600, -500, 600), view, 0);
  const corners = drawn.filter((each) => each !== "Z").map((each) => each.slice(2).split(",").map(Number));
  assert.ok(corners.length >= 4);
  assert.ok(corners.flat().every((value) => value >= -8 && value <= 108));
});

test("steps below a pixel are not drawn, but the end is", () => {
  const { drawn, context } = pen();
  addLine(context, path(0, 0, 50, 0, 50.2, 0, 50.4, 0), view, 0);
  assert.deepEqual(drawn, ["M 0,0", "L 50,0", "L 50,0"]);
});

test("a line along the edge of the world, where a ring was cut, is lifted over", () => {
  const { drawn, context } = pen();
  addLine(context, path(0, 10, 0, 60, 30, 60), view, 0, true);
  assert.deepEqual(drawn, ["M 0,10", "M 0,60", "L 30,60"]);
});

test("a rectangle is claimed once", () => {
  const taken = new Taken(300, 300);
  assert.equal(taken.claim(10, 10, 150, 30), true);
  assert.equal(taken.claim(140, 20, 200, 40), false);
  assert.equal(taken.claim(150, 30, 200, 40), true); // touching is not covering
});

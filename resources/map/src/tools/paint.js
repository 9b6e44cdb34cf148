// What the tools draw: an area in the making, a measured line, the grip on a range's edge.

import { addLine, meets } from "../draw/paths.js";
import { FONTS, faded, palette } from "../theme.js";

/** @import { Taken } from "../draw/labels.js" */
/** @import { Context, Measured, Pair, Path, Theme, View } from "../types.js" */

/**
 * An area whose corners are being set: canvas pixels, and where the mouse is.
 *
 * @param {Context} context
 * @param {Theme} theme
 * @param {Pair[]} corners
 * @param {Pair | null} cursor
 */
export function paintArea(context, theme, corners, cursor) {
  if (!corners.length) return;
  const { draft, paper } = palette(theme);
  const all = cursor ? [...corners, cursor] : corners;
  context.beginPath();
  for (const [x, y] of all) context.lineTo(x, y); // the first only moves there
  if (all.length > 2) {
    context.fillStyle = faded(draft, 0.1);
    context.fill();
    context.closePath();
  }
  context.lineJoin = "round";
  for (const [ink, width] of /** @type {[string, number][]} */ ([
    [faded(paper, 0.8), 4],
    [draft, 1.8],
  ])) {
    context.strokeStyle = ink;
    context.lineWidth = width;
    context.stroke();
  }
  corners.forEach(([x, y], index) => {
    dot(context, x, y, index ? 3.5 : 5, paper, draft);
  });
}

/**
 * The measured line with its points; each leg says its length on the line.
 *
 * @param {Context} context
 * @param {View} view
 * @param {Theme} theme
 * @param {Measured | null} measured
 * @param {Pair[]} points
 * @param {Taken} taken
 */
export function paintMeasure(context, view, theme, measured, points, taken) {
  const { ink, paper, halo } = palette(theme);
  const paths = measured?.paths ?? [];
  for (const [colour, width] of /** @type {[string, number][]} */ ([
    [faded(paper, 0.85), 4.5],
    [ink, 1.8],
  ])) {
    context.beginPath();
    for (const path of paths) for (const turn of view.turns) if (meets(path, view, turn)) addLine(context, path, view, turn);
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.lineJoin = "round";
    context.stroke();
  }
  for (const [x, y] of points) dot(context, x, y, 4, paper, ink);
  if (!measured || measured.legs.length < 2) return; // a single leg is told by the box beside the mouse
  context.font = `600 12px ${FONTS.condensed}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  for (const { text, at } of measured.legs) {
    const [x, y] = pixelOf(at, view);
    const half = context.measureText(text).width / 2 + 3;
    if (!taken.claim(x - half, y - 20, x + half, y - 4)) continue;
    context.lineWidth = 3.5;
    context.strokeStyle = halo;
    context.strokeText(text, x, y - 12);
    context.fillStyle = ink;
    context.fillText(text, x, y - 12);
  }
}

/**
 * [x, y] of the unit square to the canvas, in the turn of the world nearest to its middle.
 *
 * @param {Pair} at
 * @param {View} view
 * @returns {Pair}
 */
function pixelOf([worldX, worldY], view) {
  let x = worldX * view.scale - view.left;
  x += Math.round((view.width / 2 - x) / view.scale) * view.scale;
  return [x, worldY * view.scale - view.top];
}

/**
 * What a draft is measured from: outlines, or single points.
 *
 * @param {Context} context
 * @param {View} view
 * @param {Theme} theme
 * @param {Path[]} paths
 */
export function paintOrigin(context, view, theme, paths) {
  const { draft, paper } = palette(theme);
  for (const path of paths) {
    for (const turn of view.turns) {
      if (!meets(path, view, turn)) continue;
      if (path.points.length === 2) {
        dot(context, (path.points[0] + turn) * view.scale - view.left, path.points[1] * view.scale - view.top, 4, draft, paper);
        continue;
      }
      context.beginPath();
      addLine(context, path, view, turn, true);
      context.strokeStyle = faded(draft, 0.75);
      context.lineWidth = 1.3;
      context.stroke();
    }
  }
}

/**
 * Where the mouse can take hold of a range's edge.
 *
 * @param {Context} context
 * @param {Theme} theme
 * @param {number} x
 * @param {number} y
 */
export function paintGrip(context, theme, x, y) {
  const { draft, paper } = palette(theme);
  dot(context, x, y, 6, paper, draft);
}

/**
 * @param {Context} context
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 * @param {string} fill
 * @param {string} ink
 */
function dot(context, x, y, radius, fill, ink) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = fill;
  context.fill();
  context.lineWidth = 2;
  context.strokeStyle = ink;
  context.stroke();
}

/**
 * The point of `edges` ([{path, number}]) nearest to a canvas pixel, within `reach`: {x, y, number}, or null.
 *
 * @param {{ path: Path, number: number }[]} edges
 * @param {View} view
 * @param {number} x
 * @param {number} y
 * @param {number} reach
 */
export function nearestOnPaths(edges, view, x, y, reach) {
  let best = /** @type {{ x: number, y: number, number: number } | null} */ (null);
  let least = reach;
  for (const { path, number } of edges) {
    for (const turn of view.turns) {
      if (!meets(path, view, turn)) continue;
      const { points } = path;
      const shift = view.left - turn * view.scale;
      let [ax, ay] = [points[0] * view.scale - shift, points[1] * view.scale - view.top];
      for (let i = 2; i < points.length; i += 2) {
        const bx = points[i] * view.scale - shift;
        const by = points[i + 1] * view.scale - view.top;
        const length = (bx - ax) ** 2 + (by - ay) ** 2;
        const t = length ? Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length)) : 0;
        const [px, py] = [ax + t * (bx - ax), ay + t * (by - ay)];
        const distance = Math.hypot(px - x, py - y);
        if (distance < least) {
          least = distance;
          best = { x: px, y: py, number };
        }
        [ax, ay] = [bx, by];
      }
    }
  }
  return best;
}

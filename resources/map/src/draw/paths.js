// Lines and outlines in the unit square, drawn with no more vertices than the pixels can show.

/** @import { Coded } from "../format.js" */
/** @import { Box, Context, Pair, Path, View } from "../types.js" */

const SKIP_PX = 0.8;

/**
 * Delta-coded degrees to a path in the unit square: {points: Float64Array x y x y …, box: [x0, y0, x1, y1]}.
 * `coded` holds whole numbers of `quantum` degrees: longitude, latitude, then steps of both.
 *
 * @param {Coded} coded
 * @param {number} quantum
 * @param {(lon: number, lat: number) => Pair} project
 * @returns {Path}
 */
export function decodePath(coded, quantum, project) {
  const points = new Float64Array(coded.length);
  let lon = 0;
  let lat = 0;
  for (let i = 0; i < coded.length; i += 2) {
    lon += coded[i];
    lat += coded[i + 1];
    const [x, y] = project(lon * quantum, lat * quantum);
    points[i] = x;
    points[i + 1] = y;
  }
  return withBox(points);
}

/**
 * @param {Float64Array} points
 * @returns {Path}
 */
export function withBox(points) {
  let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < points.length; i += 2) {
    x0 = Math.min(x0, points[i]);
    x1 = Math.max(x1, points[i]);
    y0 = Math.min(y0, points[i + 1]);
    y1 = Math.max(y1, points[i + 1]);
  }
  return { points, box: [x0, y0, x1, y1] };
}

/**
 * Whether a path's box meets the canvas in this turn of the world.
 *
 * @param {{ box: Box }} path
 * @param {View} view
 * @param {number} turn
 */
export function meets({ box }, view, turn) {
  const { scale, left, top, width, height } = view;
  return (
    (box[2] + turn) * scale >= left && (box[0] + turn) * scale <= left + width && box[3] * scale >= top && box[1] * scale <= top + height
  );
}

/**
 * Adds a ring to the context's path, cut to the canvas where it is much larger (a filled path of millions of pixels is
 * slow), without closing lines along the cut being visible: for filling only.
 *
 * @param {Context} context
 * @param {Path} path
 * @param {View} view
 * @param {number} turn
 */
export function addFilled(context, path, view, turn) {
  const { scale, left, top, width, height } = view;
  const { points, box } = path;
  if ((box[2] - box[0]) * scale < 1 && (box[3] - box[1]) * scale < 1) return;
  const inside =
    (box[0] + turn) * scale >= left - width &&
    (box[2] + turn) * scale <= left + 2 * width &&
    box[1] * scale >= top - height &&
    box[3] * scale <= top + 2 * height;
  if (inside) {
    trace(context, points, scale, left - turn * scale, top);
    context.closePath();
    return;
  }
  const cut = clip(points, scale, left - turn * scale, top, -8, -8, width + 8, height + 8);
  if (cut.length < 6) return;
  context.moveTo(cut[0], cut[1]);
  for (let i = 2; i < cut.length; i += 2) context.lineTo(cut[i], cut[i + 1]);
  context.closePath();
}

/**
 * Adds an open line to the context's path; stretches along the edge of the world, where rings were cut, are left out.
 *
 * @param {Context} context
 * @param {Path} path
 * @param {View} view
 * @param {number} turn
 */
export function addLine(context, path, view, turn, skipEdges = false) {
  const { scale, left, top, width, height } = view;
  const { points } = path;
  const shift = left - turn * scale;
  let drawing = false;
  let lastX = 0;
  let lastY = 0;
  let wasOut = false;
  for (let i = 0; i < points.length; i += 2) {
    const x = points[i] * scale - shift;
    const y = points[i + 1] * scale - top;
    const last = i + 2 >= points.length;
    const out = x < -50 || y < -50 || x > width + 50 || y > height + 50;
    const edge = skipEdges && i > 0 && onEdge(points[i]) && points[i] === points[i - 2];
    if (!drawing || edge) {
      context.moveTo(x, y);
      drawing = true;
    } else if (out && wasOut && sameSide(x, y, lastX, lastY, width, height)) {
      context.moveTo(x, y);
    } else if (last || Math.abs(x - lastX) + Math.abs(y - lastY) >= SKIP_PX) {
      context.lineTo(x, y);
    } else continue;
    lastX = x;
    lastY = y;
    wasOut = out;
  }
}

/** @param {number} x */
function onEdge(x) {
  return x < 1e-6 || x > 1 - 1e-6;
}

/**
 * @param {number} x
 * @param {number} y
 * @param {number} lastX
 * @param {number} lastY
 * @param {number} width
 * @param {number} height
 */
function sameSide(x, y, lastX, lastY, width, height) {
  return (x < 0 && lastX < 0) || (y < 0 && lastY < 0) || (x > width && lastX > width) || (y > height && lastY > height);
}

/**
 * @param {Context} context
 * @param {Float64Array} points
 * @param {number} scale
 * @param {number} shift
 * @param {number} top
 */
function trace(context, points, scale, shift, top) {
  let lastX = points[0] * scale - shift;
  let lastY = points[1] * scale - top;
  context.moveTo(lastX, lastY);
  for (let i = 2; i < points.length; i += 2) {
    const x = points[i] * scale - shift;
    const y = points[i + 1] * scale - top;
    if (Math.abs(x - lastX) + Math.abs(y - lastY) < SKIP_PX) continue;
    context.lineTo(x, y);
    lastX = x;
    lastY = y;
  }
}

/**
 * Sutherland and Hodgman's cut of a ring against a box, in canvas pixels.
 *
 * @param {Float64Array} points
 * @param {number} scale
 * @param {number} shift
 * @param {number} top
 * @param {number} x0
 * @param {number} y0
 * @param {number} x1
 * @param {number} y1
 */
function clip(points, scale, shift, top, x0, y0, x1, y1) {
  let ring = /** @type {number[]} */ ([]);
  let [lastX, lastY] = [NaN, NaN];
  for (let i = 0; i < points.length; i += 2) {
    const x = points[i] * scale - shift;
    const y = points[i + 1] * scale - top;
    if (Math.abs(x - lastX) + Math.abs(y - lastY) < SKIP_PX) continue;
    ring.push(x, y);
    lastX = x;
    lastY = y;
  }
  ring = against(ring, 0, x0, 1);
  ring = against(ring, 0, x1, -1);
  ring = against(ring, 1, y0, 1);
  return against(ring, 1, y1, -1);
}

/**
 * @param {number[]} ring
 * @param {0 | 1} axis
 * @param {number} bound
 * @param {1 | -1} sign
 */
function against(ring, axis, bound, sign) {
  const kept = /** @type {number[]} */ ([]);
  const length = ring.length;
  for (let i = 0; i < length; i += 2) {
    const j = (i + length - 2) % length;
    const here = (ring[i + axis] - bound) * sign;
    const before = (ring[j + axis] - bound) * sign;
    if (here >= 0 !== before >= 0) {
      const t = before / (before - here);
      kept.push(ring[j] + t * (ring[i] - ring[j]), ring[j + 1] + t * (ring[i + 1] - ring[j + 1]));
    }
    if (here >= 0) kept.push(ring[i], ring[i + 1]);
  }
  return kept;
}

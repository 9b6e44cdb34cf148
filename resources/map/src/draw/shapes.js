// Areas, ranges and schematic lines.

import { drawing } from "../dom.js";
import { FAMILIES } from "../format.js";
import { FONTS, faded, palette } from "../theme.js";
import { addFilled, addLine, meets } from "./paths.js";

/** @import { Taken } from "./labels.js" */
/** @import { Area, Context, Launch, Leader, Line, Path, Range, Theme, Track, View } from "../types.js" */

/**
 * Outlines of areas: a wash and a line, dashed where the outline itself is vague or the place inferred; hatched where pointed at or chosen.
 *
 * @param {Context} context
 * @param {View} view
 * @param {Theme} theme
 * @param {Area[]} areas
 * @param {{ visible: (index: number) => boolean, pointed: number | null, chosen: Set<number> }} state
 */
export function paintAreas(context, view, theme, areas, { visible, pointed, chosen }) {
  const colours = palette(theme);
  areas.forEach((area, index) => {
    if (!visible(index)) return;
    const colour = colours.families[FAMILIES[area.family]];
    const strong = index === pointed || chosen.has(index);
    for (const turn of view.turns) {
      if (!meets(area, view, turn)) continue;
      context.beginPath();
      for (const ring of area.rings) addFilled(context, ring, view, turn);
      context.fillStyle = faded(colour, (strong ? 0.12 : area.vague ? 0.012 : area.origin ? 0.03 : 0.06) * (theme === "dark" ? 0.7 : 1));
      context.fill("evenodd");
      if (strong || area.origin) {
        context.fillStyle = hatch(context, faded(colour, strong ? 0.34 : 0.2));
        context.fill("evenodd");
      }
      context.beginPath();
      for (const ring of area.rings) addLine(context, ring, view, turn, true);
      context.strokeStyle = faded(colour, strong ? 0.95 : area.vague ? 0.5 : 0.6);
      context.lineWidth = strong ? 1.8 : area.vague ? 1 : 1.2;
      context.lineJoin = "round";
      context.setLineDash(area.vague || area.inferred ? [5, 4] : []);
      context.stroke();
      context.setLineDash([]);
    }
  });
}

/**
 * From areas too small for their badge to the badge beside them.
 *
 * @param {Context} context
 * @param {Theme} theme
 * @param {Leader[]} leaders
 */
export function paintLeaders(context, theme, leaders) {
  const colours = palette(theme);
  for (const { from, to, family } of leaders) {
    const colour = colours.families[FAMILIES[family]];
    for (const [ink, width] of /** @type {[string, number][]} */ ([
      [colours.halo, 3.5],
      [colour, 1.1],
    ])) {
      context.beginPath();
      context.moveTo(from.x, from.y);
      context.lineTo(to.x, to.y);
      context.strokeStyle = ink;
      context.lineWidth = width;
      context.stroke();
    }
    context.beginPath();
    context.arc(from.x, from.y, 2.2, 0, 2 * Math.PI);
    context.fillStyle = colour;
    context.fill();
  }
}

/** @typedef {{ x: number, y: number, angle: number, bend: number }} Spot */

const BENT = 0.06; // of the text's length: straight text would stand off a path that is bent more
/** @type {Map<string, CanvasPattern | null>} */
const hatches = new Map();

/**
 * @param {Context} context
 * @param {string} colour
 */
function hatch(context, colour) {
  if (!hatches.has(colour)) {
    const tile = document.createElement("canvas");
    tile.width = tile.height = 8;
    const stripes = drawing(tile);
    stripes.strokeStyle = colour;
    stripes.lineWidth = 1;
    stripes.beginPath();
    for (const shift of [-8, 0, 8]) {
      stripes.moveTo(shift, 8);
      stripes.lineTo(shift + 8, 0);
    }
    stripes.stroke();
    hatches.set(colour, context.createPattern(tile, "repeat"));
  }
  return hatches.get(colour) ?? colour;
}

/**
 * Range envelopes: within the distance of some point of the origin (outer), of every point (inner). `draft`: being set up.
 *
 * @param {Context} context
 * @param {View} view
 * @param {Theme} theme
 * @param {Range[]} ranges
 */
export function paintRanges(context, view, theme, ranges, { draft = false } = {}) {
  const colours = palette(theme);
  const ink = draft ? colours.draft : colours.range;
  for (const range of ranges) {
    for (const turn of view.turns) {
      context.beginPath();
      for (const ring of [...range.outer, ...range.inner]) if (meets(ring, view, turn)) addFilled(context, ring, view, turn);
      context.fillStyle = faded(ink, (theme === "dark" ? 0.028 : 0.03) * (draft ? 2 : 1));
      context.fill("evenodd");
      for (const [rings, dash, width] of /** @type {[Path[], number[], number][]} */ ([
        [range.outer, [], draft ? 2.2 : 1.5],
        [range.inner, [1.5, 4], 1.5],
      ])) {
        context.beginPath();
        for (const ring of rings) if (meets(ring, view, turn)) addLine(context, ring, view, turn, true);
        context.strokeStyle = faded(ink, draft ? 1 : 0.8);
        context.lineWidth = width;
        context.lineCap = "round";
        context.setLineDash(dash);
        context.stroke();
        context.setLineDash([]);
        context.lineCap = "butt";
      }
    }
  }
}

/**
 * From where all targets could be reached.
 *
 * @param {Context} context
 * @param {View} view
 * @param {Theme} theme
 * @param {Launch[]} launches
 */
export function paintLaunches(context, view, theme, launches) {
  const { launch: ink } = palette(theme);
  for (const { rings } of launches) {
    for (const turn of view.turns) {
      const met = rings.filter((ring) => meets(ring, view, turn));
      if (!met.length) continue;
      context.beginPath();
      for (const ring of met) addFilled(context, ring, view, turn);
      context.fillStyle = faded(ink, theme === "dark" ? 0.14 : 0.13);
      context.fill("evenodd");
      context.fillStyle = hatch(context, faded(ink, 0.4));
      context.fill("evenodd");
      context.beginPath();
      for (const ring of met) addLine(context, ring, view, turn, true);
      context.strokeStyle = faded(ink, 0.95);
      context.lineWidth = 1.8;
      context.lineJoin = "round";
      context.stroke();
    }
  }
}

/**
 * Straight lines that a person asked for, dashed: nobody reported the way.
 *
 * @param {Context} context
 * @param {View} view
 * @param {Theme} theme
 * @param {Track[]} tracks
 */
export function paintTracks(context, view, theme, tracks) {
  const { track: ink, halo } = palette(theme);
  for (const { paths } of tracks) {
    for (const turn of view.turns) {
      if (!paths.some((path) => meets(path, view, turn))) continue;
      context.beginPath();
      for (const path of paths) addLine(context, path, view, turn);
      context.setLineDash([8, 5]);
      for (const [colour, width] of /** @type {[string, number][]} */ ([
        [halo, 4],
        [ink, 1.7],
      ])) {
        context.strokeStyle = colour;
        context.lineWidth = width;
        context.stroke();
      }
      context.setLineDash([]);
      arrowHead(context, view, turn, paths, ink);
    }
  }
}

/**
 * From origin to target, dashed: nobody reported the way.
 *
 * @param {Context} context
 * @param {View} view
 * @param {Theme} theme
 * @param {Line[]} lines
 * @param {{ visible: (event: number) => boolean, chosen: number | null }} state
 */
export function paintLines(context, view, theme, lines, { visible, chosen }) {
  const colours = palette(theme);
  for (const line of lines) {
    if (!visible(line.event)) continue;
    const colour = colours.families[FAMILIES[line.family]];
    for (const turn of view.turns) {
      if (!line.paths.some((path) => meets(path, view, turn))) continue;
      context.beginPath();
      for (const path of line.paths) addLine(context, path, view, turn);
      context.strokeStyle = faded(colour, chosen === line.event ? 1 : 0.85);
      context.lineWidth = chosen === line.event ? 2.4 : 1.7;
      context.setLineDash([7, 6]);
      context.stroke();
      context.setLineDash([]);
      arrowHead(context, view, turn, line.paths, colour);
    }
  }
}

/**
 * @param {Context} context
 * @param {View} view
 * @param {number} turn
 * @param {Path[]} paths
 * @param {string} colour
 */
function arrowHead(context, view, turn, paths, colour) {
  const points = paths[paths.length - 1].points;
  const end = points.length - 2;
  /** @param {number} index */
  const at = (index) => [(points[index] + turn) * view.scale - view.left, points[index + 1] * view.scale - view.top];
  const [x, y] = at(end);
  let from = end - 2;
  while (from > 0 && Math.hypot(at(from)[0] - x, at(from)[1] - y) < 8) from -= 2;
  const [fromX, fromY] = at(Math.max(0, from));
  const angle = Math.atan2(y - fromY, x - fromX);
  context.beginPath();
  context.moveTo(x, y);
  for (const side of [2.65, -2.65]) context.lineTo(x + 9 * Math.cos(angle + side), y + 9 * Math.sin(angle + side));
  context.closePath();
  context.fillStyle = colour;
  context.fill();
}

/**
 * Words along lines: "schematic" on each schematic line, the claimed distance on a range's edge. The first of `texts` for
 * which the paths have room is written, straight, at the place in view that `labels` leaves free.
 *
 * @param {Context} context
 * @param {View} view
 * @param {Theme} theme
 * @param {Path[]} paths
 * @param {string[]} texts
 * @param {string} colour
 * @param {Taken} labels
 */
export function writeAlong(context, view, theme, paths, texts, colour, labels, { size = 11, style = "500" } = {}) {
  context.font = `${style} ${size}px ${FONTS.condensed}`;
  for (const text of texts) {
    const width = context.measureText(text).width;
    const spots = /** @type {Spot[]} */ ([]);
    for (const path of paths) for (const turn of view.turns) collectSpots(path.points, view, turn, width, spots);
    // Nearest to the middle of what is seen first, and where the path is straight.
    /** @param {Spot} spot */
    const score = ({ x, y, bend }) => Math.hypot(x - view.width / 2, (y - view.height / 2) * 1.2) + bend * 400;
    spots.sort((a, b) => score(a) - score(b));
    for (const spot of spots.slice(0, 60)) if (writeAt(context, theme, spot, text, width, size, colour, labels)) return;
  }
}

/**
 * Above the path or below it, where that is free.
 *
 * @param {Context} context
 * @param {Theme} theme
 * @param {Spot} spot
 * @param {string} text
 * @param {number} width
 * @param {number} size
 * @param {string} colour
 * @param {Taken} labels
 */
function writeAt(context, theme, { x, y, angle }, text, width, size, colour, labels) {
  const reachX = (Math.abs(Math.cos(angle)) * width + Math.abs(Math.sin(angle)) * size) / 2 + 3;
  const reachY = (Math.abs(Math.sin(angle)) * width + Math.abs(Math.cos(angle)) * size) / 2 + 3;
  for (const side of [-1, 1]) {
    const left = x - Math.sin(angle) * side * (size * 0.75 + 1);
    const top = y + Math.cos(angle) * side * (size * 0.75 + 1);
    if (!labels.claim(left - reachX, top - reachY, left + reachX, top + reachY)) continue;
    context.save();
    context.translate(left, top);
    context.rotate(angle);
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineWidth = 3;
    context.lineJoin = "round";
    context.strokeStyle = palette(theme).halo;
    context.strokeText(text, 0, 0);
    context.fillStyle = colour;
    context.fillText(text, 0, 0);
    context.restore();
    return true;
  }
  return false;
}

/**
 * @param {Float64Array} points
 * @param {View} view
 * @param {number} turn
 * @param {number} width
 * @param {Spot[]} spots
 */
function collectSpots(points, view, turn, width, spots) {
  const shift = view.left - turn * view.scale;
  const [x0, y0] = [view.margin.x + 10, view.margin.y + 10];
  const [x1, y1] = [view.width - view.margin.x - 10, view.height - view.margin.y - 10];
  const screen = /** @type {number[]} */ ([]);
  const along = [0];
  let total = 0;
  for (let i = 0; i < points.length; i += 2) {
    const x = points[i] * view.scale - shift;
    const y = points[i + 1] * view.scale - view.top;
    const count = screen.length;
    if (count) {
      const step = Math.hypot(x - screen[count - 2], y - screen[count - 1]);
      if (step < 3) continue;
      total += step;
      along.push(total);
    }
    screen.push(x, y);
  }
  /** @param {number} distance */
  const at = (distance) => {
    let [low, high] = [0, along.length - 1];
    while (low < high - 1) {
      const middle = (low + high) >> 1;
      if (along[middle] <= distance) low = middle;
      else high = middle;
    }
    const t = Math.min(1, (distance - along[low]) / (along[high] - along[low] || 1));
    return [
      screen[low * 2] + t * (screen[high * 2] - screen[low * 2]),
      screen[low * 2 + 1] + t * (screen[high * 2 + 1] - screen[low * 2 + 1]),
    ];
  };
  const step = Math.max(12, total / 400);
  for (let distance = width / 2; distance <= total - width / 2; distance += step) {
    const [ax, ay] = at(distance - width / 2);
    const [bx, by] = at(distance + width / 2);
    const [x, y] = at(distance);
    if (Math.min(ax, bx) < x0 || Math.max(ax, bx) > x1 || Math.min(ay, by) < y0 || Math.max(ay, by) > y1) continue;
    let angle = Math.atan2(by - ay, bx - ax);
    if (angle > Math.PI / 2) angle -= Math.PI;
    if (angle < -Math.PI / 2) angle += Math.PI;
    const bend = 1 - Math.hypot(bx - ax, by - ay) / width;
    if (bend > BENT) continue;
    spots.push({ x, y, angle, bend });
  }
}

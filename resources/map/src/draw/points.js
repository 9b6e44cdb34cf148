// The layer of places with events: typed arrays from Python to canvas.
//
// Few places in view: each is a disc; several events at one place show their number, and places that would cover one
// another stand together under a ringed disc with the number of places. Many: each is a dot, stamped into the pixels.

import { drawing } from "../dom.js";
import { FAMILIES, INFERRED, NEAR, UNCERTAIN } from "../format.js";
import { pixelsOf } from "../mercator.js";
import { FONTS, faded, palette } from "../theme.js";

/** @import { Arranged, Arrays, Context, Group, Palette, Theme, View } from "../types.js" */

const DISCS_UP_TO = 1500; // places in view; beyond, dots. Two thousand discs take 20 ms without a GPU.
const APART_PX = 15; // nearer places stand together
const CELL_PLACES = 4; // per cell of the index, on average

export class Points {
  /**
   * `arrays`: x, y (Float32, unit square less `origin`), precision (metres), flags, first, events, eventFamily.
   *
   * @param {Arrays} arrays
   * @param {[number, number]} origin
   * @param {string[]} names
   */
  constructor(arrays, origin, names) {
    this.x = arrays.x;
    this.y = arrays.y;
    this.precision = arrays.precision;
    this.flags = arrays.flags;
    this.first = arrays.first;
    this.events = arrays.events;
    this.eventFamily = arrays.eventFamily;
    this.origin = origin;
    this.names = names;
    this.length = this.x.length;
    this.count = new Uint32Array(this.length); // visible events of each place
    this.family = new Uint8Array(this.length); // of its first visible event
    /** @type {Uint8Array | null} */
    this.mask = null;
    /** @type {Arranged | null} */
    this.shown = null;
    /** @type {HTMLCanvasElement | null} */
    this._scratch = null;
    this._grid = gridOf(this.x, this.y);
    const { side } = this._grid;
    this._cells = new Uint32Array(side * side + 1);
    this._sorted = new Uint32Array(this.length);
    this._index();
    this.setVisible(null);
  }

  /** Cells of a square grid by counting sort: `_cells[k] … _cells[k + 1]` are the places of cell k in `_sorted`. */
  _index() {
    const { x, y, length } = this;
    const { side } = this._grid;
    const cell = new Uint32Array(length);
    for (let i = 0; i < length; i++) {
      cell[i] = this._row(y[i]) * side + this._column(x[i]);
      this._cells[cell[i] + 1]++;
    }
    for (let k = 0; k < side * side; k++) this._cells[k + 1] += this._cells[k];
    const next = this._cells.slice(0, -1);
    for (let i = 0; i < length; i++) this._sorted[next[cell[i]]++] = i;
  }

  /** @param {number} x */
  _column(x) {
    return Math.max(0, Math.min(this._grid.side - 1, Math.floor((x - this._grid.x0) / this._grid.stepX)));
  }

  /** @param {number} y */
  _row(y) {
    return Math.max(0, Math.min(this._grid.side - 1, Math.floor((y - this._grid.y0) / this._grid.stepY)));
  }

  /**
   * `mask`: a byte for each event, 0 hides it; null shows all.
   *
   * @param {Uint8Array | null} mask
   */
  setVisible(mask) {
    const { first, events, eventFamily, count, family } = this;
    for (let place = 0; place < this.length; place++) {
      let visible = 0;
      for (let k = first[place]; k < first[place + 1]; k++) {
        const event = events[k];
        if (mask && !mask[event]) continue;
        if (!visible++) family[place] = eventFamily[event];
      }
      count[place] = visible;
    }
    this.mask = mask;
  }

  /**
   * Visible events of a place.
   *
   * @param {number} place
   */
  eventsOf(place) {
    const all = Array.from(this.events.subarray(this.first[place], this.first[place + 1]));
    const { mask } = this;
    return mask ? all.filter((event) => mask[event]) : all;
  }

  /**
   * Calls `found(place)` for each visible place in a box of the unit square less `origin`.
   *
   * @param {number} x0
   * @param {number} y0
   * @param {number} x1
   * @param {number} y1
   * @param {(place: number) => void} found
   */
  within(x0, y0, x1, y1, found) {
    if (!this.length) return;
    const { side } = this._grid;
    const [left, right, top, bottom] = [this._column(x0), this._column(x1), this._row(y0), this._row(y1)];
    for (let row = top; row <= bottom; row++) {
      for (let k = this._cells[row * side + left]; k < this._cells[row * side + right + 1]; k++) {
        const place = this._sorted[k];
        const [px, py] = [this.x[place], this.y[place]];
        if (this.count[place] && px >= x0 && px <= x1 && py >= y0 && py <= y1) found(place);
      }
    }
  }

  /**
   * Places of the canvas as [place, x, y] triples in one array, in canvas pixels.
   *
   * @param {View} view
   */
  _inView(view) {
    const { scale, left, top, width, height, turns } = view;
    const found = /** @type {number[]} */ ([]);
    for (const turn of turns) {
      const shiftX = left - (this.origin[0] + turn) * scale;
      const shiftY = top - this.origin[1] * scale;
      this.within(shiftX / scale, shiftY / scale, (shiftX + width) / scale, (shiftY + height) / scale, (place) =>
        found.push(place, this.x[place] * scale - shiftX, this.y[place] * scale - shiftY),
      );
    }
    return found;
  }

  /**
   * What the canvas shows: groups {x, y, places} or, where there are too many, dots.
   *
   * @param {View} view
   * @returns {Arranged}
   */
  arrange(view) {
    const found = this._inView(view);
    if (found.length > DISCS_UP_TO * 3) return { dots: found, groups: [] };
    const order = Array.from({ length: found.length / 3 }, (_, k) => k * 3);
    order.sort((a, b) => this.count[found[b]] - this.count[found[a]] || found[a] - found[b]);
    const cells = /** @type {Map<number, Group[]>} */ (new Map());
    const groups = /** @type {Group[]} */ ([]);
    for (const at of order) {
      const [place, x, y] = [found[at], found[at + 1], found[at + 2]];
      const group = nearest(cells, x, y);
      if (group) group.places.push(place);
      else {
        const made = { x, y, radius: 0, places: [place] };
        groups.push(made);
        const key = cellKey(Math.floor(x / APART_PX), Math.floor(y / APART_PX));
        const held = cells.get(key);
        if (held) held.push(made);
        else cells.set(key, [made]);
      }
    }
    for (const group of groups) this._settle(group, view);
    return { dots: null, groups };
  }

  /**
   * A group stands in the middle of its places.
   *
   * @param {Group} group
   * @param {View} view
   */
  _settle(group, view) {
    group.radius = group.places.length > 1 ? 11 : this.count[group.places[0]] > 1 ? 9 : 6.5;
    if (group.places.length < 2) return;
    const { scale, left, top } = view;
    const turn = Math.round((group.x + left) / scale - this.x[group.places[0]] - this.origin[0]);
    let [sumX, sumY] = [0, 0];
    for (const place of group.places) {
      sumX += this.x[place];
      sumY += this.y[place];
    }
    group.x = (sumX / group.places.length + this.origin[0] + turn) * scale - left;
    group.y = (sumY / group.places.length + this.origin[1]) * scale - top;
  }

  /**
   * @param {Context} context
   * @param {View} view
   * @param {Theme} theme
   * @param {Set<number>} chosen
   */
  paint(context, view, theme, chosen) {
    const shown = this.arrange(view);
    this.shown = shown;
    const colours = palette(theme);
    if (shown.dots) this._stamp(context, view, colours, shown.dots);
    else for (const group of [...shown.groups].reverse()) this._disc(context, view, colours, group);
    this._ringChosen(context, view, colours, shown, chosen);
  }

  /**
   * @param {Context} context
   * @param {View} view
   * @param {Palette} colours
   * @param {Group} group
   */
  _disc(context, view, colours, group) {
    const { x, y, radius, places } = group;
    const colour = colours.families[FAMILIES[this.family[places[0]]]];
    const uncertain = places.every((place) => this.flags[place] & (UNCERTAIN | INFERRED));
    if (places.length === 1) this._precision(context, view, colour, places[0], x, y, uncertain);
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fillStyle = uncertain ? colours.paper : colour;
    context.fill();
    context.lineWidth = uncertain ? 1.8 : 1.6;
    context.strokeStyle = uncertain ? colour : colours.paper;
    context.setLineDash(uncertain ? [2.6, 2.2] : []);
    context.stroke();
    context.setLineDash([]);
    if (places.length > 1) {
      context.beginPath();
      context.arc(x, y, radius + 3.2, 0, 2 * Math.PI);
      context.strokeStyle = faded(colour, 0.75);
      context.lineWidth = 1.3;
      context.stroke();
    }
    const number = places.length > 1 ? places.length : this.count[places[0]];
    if (number > 1) {
      context.fillStyle = uncertain ? colour : colours.paper;
      context.font = `600 ${number > 99 ? 9 : 11}px ${FONTS.condensed}`;
      context.textAlign = "center";
      context.textBaseline = "middle";
      context.fillText(number > 999 ? `${Math.floor(number / 1000)}k` : String(number), x, y + 0.5);
    }
  }

  /**
   * The circle within which the text places the thing, where it is wider than its disc.
   *
   * @param {Context} context
   * @param {View} view
   * @param {string} colour
   * @param {number} place
   * @param {number} x
   * @param {number} y
   * @param {boolean} uncertain
   */
  _precision(context, view, colour, place, x, y, uncertain) {
    const radius = pixelsOf(this.precision[place], this.y[place] + this.origin[1], view.zoom);
    const told = uncertain || this.flags[place] & NEAR; // a town's own size is drawn only where one looks closely
    if (radius < 12 || (!told && radius < 40)) return;
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fillStyle = faded(colour, 0.06);
    context.fill();
    context.setLineDash([3, 4]);
    context.lineWidth = 1;
    context.strokeStyle = faded(colour, 0.55);
    context.stroke();
    context.setLineDash([]);
  }

  /**
   * Dots straight into pixels: a hundred thousand in some ten milliseconds, where arcs take half a second.
   *
   * @param {Context} context
   * @param {View} view
   * @param {Palette} colours
   * @param {number[]} dots
   */
  _stamp(context, view, colours, dots) {
    const ratio = view.ratio;
    const [width, height] = [Math.round(view.width * ratio), Math.round(view.height * ratio)];
    const canvas = this._scratch ?? document.createElement("canvas");
    this._scratch = canvas;
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    const scratch = drawing(canvas, { willReadFrequently: true });
    const image = scratch.createImageData(width, height);
    const pixels = new Uint32Array(image.data.buffer);
    const stamp = dotStamp(2.3 * ratio, width);
    const { offsets, inside } = stamp;
    const rim = (littleEndian(colours.paper) & 0x00ffffff) | (140 << 24);
    const inks = FAMILIES.map((family) => littleEndian(colours.families[family]));
    const taken = new Uint8Array(width * height); // thinning: one dot for each pixel at most
    for (let k = 0; k < dots.length; k += 3) {
      const [cx, cy] = [Math.round(dots[k + 1] * ratio), Math.round(dots[k + 2] * ratio)];
      if (cx < stamp.reach || cy < stamp.reach || cx >= width - stamp.reach || cy >= height - stamp.reach) continue;
      const middle = cy * width + cx;
      const family = this.family[dots[k]];
      if (taken[middle] === family + 1) continue;
      taken[middle] = family + 1;
      for (let p = 0; p < offsets.length; p++) {
        const at = middle + offsets[p];
        if (p < inside) pixels[at] = inks[family];
        else if (!(pixels[at] >>> 24)) pixels[at] = rim; // a rim never covers a neighbour
      }
    }
    scratch.putImageData(image, 0, 0);
    context.drawImage(canvas, 0, 0, view.width, view.height);
  }

  /**
   * @param {Context} context
   * @param {View} view
   * @param {Palette} colours
   * @param {Arranged} shown
   * @param {Set<number>} chosen
   */
  _ringChosen(context, view, colours, shown, chosen) {
    const rings = shown.dots
      ? [...chosen].map((place) => ({ ...this.pixel(place, view), radius: 3 }))
      : shown.groups.filter((group) => group.places.some((place) => chosen.has(place)));
    for (const { x, y, radius } of rings) {
      for (const [width, colour] of /** @type {[number, string][]} */ ([
        [5, colours.paper],
        [2.4, colours.ink],
      ])) {
        context.beginPath();
        context.arc(x, y, radius + 5.5, 0, 2 * Math.PI);
        context.lineWidth = width;
        context.strokeStyle = colour;
        context.stroke();
      }
    }
  }

  /**
   * Canvas pixel of a place, in the turn of the world that is nearest to the canvas's middle.
   *
   * @param {number} place
   * @param {View} view
   */
  pixel(place, view) {
    const { scale, left, top, width } = view;
    let x = (this.x[place] + this.origin[0]) * scale - left;
    x += Math.round((width / 2 - x) / scale) * scale;
    return { x, y: (this.y[place] + this.origin[1]) * scale - top };
  }

  /**
   * The group under a canvas pixel, nearest first, or null.
   *
   * @param {number} x
   * @param {number} y
   * @param {number} slack
   */
  pick(x, y, slack = 4) {
    if (!this.shown) return null;
    let best = /** @type {Group | null} */ (null);
    let least = Infinity;
    if (this.shown.dots) {
      const { dots } = this.shown;
      for (let k = 0; k < dots.length; k += 3) {
        const distance = Math.hypot(dots[k + 1] - x, dots[k + 2] - y);
        if (distance < least && distance <= 5 + slack) {
          least = distance;
          best = { x: dots[k + 1], y: dots[k + 2], radius: 3, places: [dots[k]] };
        }
      }
      return best;
    }
    for (const group of this.shown.groups) {
      const distance = Math.hypot(group.x - x, group.y - y) - group.radius;
      if (distance < least && distance <= slack) {
        least = distance;
        best = group;
      }
    }
    return best;
  }
}

/**
 * A square grid over all places: its first corner, its cells to a side, and their size.
 *
 * @param {Float32Array} x
 * @param {Float32Array} y
 */
function gridOf(x, y) {
  let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < x.length; i++) {
    if (x[i] < x0) x0 = x[i];
    if (x[i] > x1) x1 = x[i];
    if (y[i] < y0) y0 = y[i];
    if (y[i] > y1) y1 = y[i];
  }
  const side = Math.max(1, Math.ceil(Math.sqrt(x.length / CELL_PLACES)));
  return { x0, y0, side, stepX: (x1 - x0) / side || 1, stepY: (y1 - y0) / side || 1 };
}

/**
 * @param {number} column
 * @param {number} row
 */
function cellKey(column, row) {
  return column * 100003 + row;
}

/**
 * @param {Map<number, Group[]>} cells
 * @param {number} x
 * @param {number} y
 */
function nearest(cells, x, y) {
  const [column, row] = [Math.floor(x / APART_PX), Math.floor(y / APART_PX)];
  let best = /** @type {Group | null} */ (null);
  let least = APART_PX;
  for (let i = column - 1; i <= column + 1; i++) {
    for (let j = row - 1; j <= row + 1; j++) {
      for (const group of cells.get(cellKey(i, j)) ?? []) {
        const distance = Math.hypot(group.x - x, group.y - y);
        if (distance < least) {
          least = distance;
          best = group;
        }
      }
    }
  }
  return best;
}

/**
 * Offsets of a dot's pixels in an image of this width, those of its disc first, then those of its rim.
 *
 * @param {number} radius
 * @param {number} width
 */
function dotStamp(radius, width) {
  const reach = Math.ceil(radius + 1);
  const disc = /** @type {number[]} */ ([]);
  const rim = /** @type {number[]} */ ([]);
  for (let dy = -reach; dy <= reach; dy++) {
    for (let dx = -reach; dx <= reach; dx++) {
      const distance = Math.hypot(dx, dy);
      if (distance <= radius) disc.push(dy * width + dx);
      else if (distance <= radius + 0.95) rim.push(dy * width + dx);
    }
  }
  return { reach, offsets: Int32Array.from([...disc, ...rim]), inside: disc.length };
}

/** @param {string} hex */
function littleEndian(hex) {
  const value = parseInt(hex.slice(1), 16);
  return ((255 << 24) | ((value & 255) << 16) | (((value >> 8) & 255) << 8) | (value >> 16)) >>> 0;
}

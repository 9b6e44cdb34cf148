// Writing on the map: places with events first, then capitals, countries, seas and cities, none over another.

import { project } from "../mercator.js";
import { FONTS, palette } from "../theme.js";

/** @import { LabelRow, LabelsJson } from "../format.js" */
/** @import { Box, Context, Group, Pair, Palette, Theme, View } from "../types.js" */

/** @typedef {{ name: string, x: number, y: number, zoom: number, capital: boolean }} Label */

/** Rectangles already taken, in canvas pixels, in a coarse grid. */
export class Taken {
  /**
   * @param {number} width
   * @param {number} height
   */
  constructor(width, height) {
    this.cell = 64;
    this.columns = Math.ceil(width / this.cell);
    this.rows = Math.ceil(height / this.cell);
    this.cells = Array.from({ length: this.columns * this.rows }, () => /** @type {Box[]} */ ([]));
  }

  /**
   * @param {number} x0
   * @param {number} y0
   * @param {number} x1
   * @param {number} y1
   */
  free(x0, y0, x1, y1) {
    return this._each(x0, y0, x1, y1, (cell) => cell.every((r) => r[0] >= x1 || r[2] <= x0 || r[1] >= y1 || r[3] <= y0));
  }

  /**
   * @param {number} x0
   * @param {number} y0
   * @param {number} x1
   * @param {number} y1
   */
  put(x0, y0, x1, y1) {
    const rectangle = /** @type {Box} */ ([x0, y0, x1, y1]);
    this._each(x0, y0, x1, y1, (cell) => {
      cell.push(rectangle);
      return true;
    });
  }

  /**
   * Takes the rectangle if it is free.
   *
   * @param {number} x0
   * @param {number} y0
   * @param {number} x1
   * @param {number} y1
   */
  claim(x0, y0, x1, y1) {
    if (!this.free(x0, y0, x1, y1)) return false;
    this.put(x0, y0, x1, y1);
    return true;
  }

  /**
   * @param {number} x0
   * @param {number} y0
   * @param {number} x1
   * @param {number} y1
   * @param {(cell: Box[]) => boolean} visit until it says no
   */
  _each(x0, y0, x1, y1, visit) {
    const [left, right] = [this._bound(x0, this.columns), this._bound(x1, this.columns)];
    const [top, bottom] = [this._bound(y0, this.rows), this._bound(y1, this.rows)];
    for (let row = top; row <= bottom; row++) {
      for (let column = left; column <= right; column++) if (!visit(this.cells[row * this.columns + column])) return false;
    }
    return true;
  }

  /**
   * @param {number} value
   * @param {number} count
   */
  _bound(value, count) {
    return Math.max(0, Math.min(count - 1, Math.floor(value / this.cell)));
  }
}

export class BaseLabels {
  /**
   * `labels`: countries and seas [name, lon, lat, zoom], cities [name, lon, lat, zoom, capital], most important first.
   *
   * @param {LabelsJson} labels
   */
  constructor({ countries, seas, cities }) {
    this.countries = countries.map(place);
    this.seas = seas.map(place);
    this.cities = cities.map(place);
    /** @type {Map<string, number>} */
    this._widths = new Map();
  }

  /**
   * @param {Context} context
   * @param {View} view
   * @param {Theme} theme
   * @param {Taken} taken
   */
  paint(context, view, theme, taken) {
    const colours = palette(theme);
    const { zoom } = view;
    context.lineJoin = "round";
    const capitals = this.cities.filter((city) => city.capital && city.zoom <= zoom + 0.4);
    this._cities(context, view, colours, taken, capitals);
    this._spread(context, view, taken, this.countries, {
      font: (size) => `600 ${size}px ${FONTS.sans}`,
      size: Math.max(10, Math.min(15, 7 + zoom)),
      spacing: Math.min(3, 0.6 + zoom * 0.3),
      upper: true,
      ink: colours.country,
      halo: colours.halo,
      until: 4.4,
    });
    this._spread(context, view, taken, this.seas, {
      font: (size) => `italic 400 ${size}px ${FONTS.serif}`,
      size: Math.max(11, Math.min(15, 8 + zoom * 0.9)),
      spacing: 0.8,
      upper: false,
      ink: colours.sea,
      halo: colours.seaHalo,
      until: 6,
    });
    this._cities(
      context,
      view,
      colours,
      taken,
      this.cities.filter((city) => !city.capital && city.zoom <= zoom + 0.4),
    );
  }

  /**
   * Countries and seas: letterspaced, centred; `until`: written up to so many zooms after the first.
   *
   * @param {Context} context
   * @param {View} view
   * @param {Taken} taken
   * @param {Label[]} labels
   * @param {{ font: (size: number) => string, size: number, spacing: number, upper: boolean, ink: string, halo: string, until: number }} style
   */
  _spread(context, view, taken, labels, { font, size, spacing, upper, ink, halo, until }) {
    context.textAlign = "center";
    context.textBaseline = "middle";
    for (const label of labels) {
      const late = view.zoom - label.zoom;
      if (late < 0 || (late > until && upper)) continue;
      const points = Math.round(Math.min(size + 3, size + Math.max(0, late - 1) * 0.8));
      for (const [x, y] of pixels(label, view)) {
        context.font = font(points);
        context.letterSpacing = `${spacing}px`;
        const lines = broken(upper ? label.name.toUpperCase() : label.name);
        const widths = lines.map((line) => this._width(context, line));
        const half = Math.max(...widths) / 2 + 2;
        const height = (points * 1.15 * lines.length) / 2;
        // A little off its place where that is taken, as far as the country is likely to reach.
        const off = [0, -1, 1, -2, 2].find((step) => {
          const middle = y + step * height * 1.6;
          return taken.claim(x - half, middle - height, x + half, middle + height);
        });
        if (off === undefined) continue;
        const shifted = y + off * height * 1.6;
        lines.forEach((line, index) => {
          const top = shifted + (index - (lines.length - 1) / 2) * points * 1.15;
          context.lineWidth = 3;
          context.strokeStyle = halo;
          context.strokeText(line, x, top);
          context.fillStyle = ink;
          context.fillText(line, x, top);
        });
      }
    }
    context.letterSpacing = "0px";
  }

  /**
   * @param {Context} context
   * @param {View} view
   * @param {Palette} colours
   * @param {Taken} taken
   * @param {Label[]} cities
   */
  _cities(context, view, colours, taken, cities) {
    context.textBaseline = "middle";
    for (const city of cities) {
      const big = view.zoom - city.zoom;
      const size = Math.round(Math.max(11, Math.min(14, 10.5 + big * 0.7 + (city.capital ? 0.5 : 0))));
      for (const [x, y] of pixels(city, view)) {
        const dot = city.capital ? 2.6 : 1.8;
        if (!taken.free(x - dot, y - dot, x + dot, y + dot)) continue;
        context.font = `${city.capital ? 600 : 500} ${size}px ${FONTS.condensed}`;
        const width = this._width(context, city.name);
        const spot = beside(x, y, dot + 3, width, size).find(([, , box]) => taken.free(...box));
        if (!spot) continue;
        const [left, middle, box] = spot;
        taken.put(...box);
        taken.put(x - dot, y - dot, x + dot, y + dot);
        mark(context, x, y, dot, city.capital, colours);
        context.textAlign = "left";
        context.lineWidth = 3;
        context.strokeStyle = colours.halo;
        context.strokeText(city.name, left, middle);
        context.fillStyle = city.capital ? colours.capital : colours.city;
        context.fillText(city.name, left, middle);
      }
    }
  }

  /**
   * @param {Context} context
   * @param {string} text
   */
  _width(context, text) {
    const key = `${context.font}|${context.letterSpacing}|${text}`;
    let width = this._widths.get(key);
    if (width === undefined) {
      if (this._widths.size > 20000) this._widths.clear();
      width = context.measureText(text).width;
      this._widths.set(key, width);
    }
    return width;
  }

  /** Widths measured before a typeface was there are wrong. */
  forgetWidths() {
    this._widths.clear();
  }
}

/**
 * Names of the places with events beside their discs; `name(place)` may be any text.
 *
 * @param {Context} context
 * @param {Theme} theme
 * @param {Group[]} groups
 * @param {(place: number) => string} name
 * @param {Taken} taken
 * @param {Set<number>} emphasised
 */
export function writePlaceNames(context, theme, groups, name, taken, emphasised) {
  const colours = palette(theme);
  context.lineJoin = "round";
  context.textBaseline = "middle";
  context.textAlign = "left";
  for (const { x, y, radius } of groups) taken.put(x - radius - 2, y - radius - 2, x + radius + 2, y + radius + 2);
  if (groups.length > 400) return; // names of so many would only be noise
  for (const group of groups) {
    if (group.places.length > 1) continue;
    const strong = emphasised.has(group.places[0]);
    context.font = `600 ${strong ? 14 : 13}px ${FONTS.condensed}`;
    const text = plain(name(group.places[0]));
    const width = context.measureText(text).width;
    const spots = beside(group.x, group.y, group.radius + 4, width, 13);
    const spot = spots.find((each) => taken.free(...each[2])) ?? (strong ? spots[0] : null);
    if (!spot) continue;
    const [left, middle, box] = spot;
    taken.put(...box);
    context.lineWidth = 3.5;
    context.strokeStyle = colours.halo;
    context.strokeText(text, left, middle);
    context.fillStyle = colours.ink;
    context.fillText(text, left, middle);
  }
}

/**
 * One line of text without characters that turn the direction of others.
 *
 * @param {string} text
 */
function plain(text) {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  const line = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, " ").trim();
  return line.length > 48 ? `${line.slice(0, 47)}…` : line;
}

/**
 * Where a name can stand: right, left, above, below; each [left edge, middle line, box].
 *
 * @param {number} x
 * @param {number} y
 * @param {number} gap
 * @param {number} width
 * @param {number} size
 */
function beside(x, y, gap, width, size) {
  const half = size * 0.62;
  /**
   * @param {number} left
   * @param {number} middle
   * @returns {[number, number, Box]}
   */
  const at = (left, middle) => [left, middle, [left - 2, middle - half, left + width + 2, middle + half]];
  return [
    at(x + gap, y),
    at(x - gap - width, y),
    at(x - width / 2, y - gap - half),
    at(x - width / 2, y + gap + half),
    at(x + gap * 0.8, y - gap * 0.9),
    at(x + gap * 0.8, y + gap * 0.9),
  ];
}

/**
 * @param {Context} context
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 * @param {boolean} capital
 * @param {Palette} colours
 */
function mark(context, x, y, radius, capital, colours) {
  context.fillStyle = capital ? colours.capital : colours.city;
  context.strokeStyle = colours.halo;
  context.lineWidth = 1.5;
  context.beginPath();
  if (capital) context.rect(x - radius, y - radius, 2 * radius, 2 * radius);
  else context.arc(x, y, radius, 0, 2 * Math.PI);
  context.stroke();
  context.fill();
}

/**
 * Long names in two lines.
 *
 * @param {string} name
 */
function broken(name) {
  if (name.length < 13 || !name.includes(" ")) return [name];
  const middle = name.length / 2;
  const spaces = [...name.matchAll(/ /g)].map((found) => found.index);
  const at = spaces.reduce((best, here) => (Math.abs(here - middle) < Math.abs(best - middle) ? here : best));
  return [name.slice(0, at), name.slice(at + 1)];
}

/**
 * @param {LabelRow} row
 * @returns {Label}
 */
function place([name, lon, lat, zoom, capital]) {
  const [x, y] = project(lon, lat);
  return { name, x, y, zoom, capital: Boolean(capital) };
}

/**
 * Canvas pixels of a label in each turn of the world that is in view.
 *
 * @param {Label} label
 * @param {View} view
 */
function pixels(label, view) {
  const out = /** @type {Pair[]} */ ([]);
  for (const turn of view.turns) {
    const x = (label.x + turn) * view.scale - view.left;
    const y = label.y * view.scale - view.top;
    if (x > -60 && y > -20 && x < view.width + 60 && y < view.height + 20) out.push([x, y]);
  }
  return out;
}

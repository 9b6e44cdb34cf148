// Badges: what is known only to a province or a sea is a labelled area, and its badge is clicked like a marker.
//
// A badge stands inside its outline, over no other badge and no marker, and outside smaller areas that have a badge of
// their own; where the outline is too small on the screen it stands beside it, with a leader. Outlines are drawn small
// into a mask, so that asking "inside?" is one look.

import L from "leaflet";
import { counted, drawing, element, foreign } from "./dom.js";
import { addFilled, meets } from "./draw/paths.js";
import { FAMILIES } from "./format.js";

/** @import { Area, At, Box, Leader, View } from "./types.js" */

const MASK_PX = 5; // screen pixels per cell of the mask
const LOOKS = 500; // spots tried for each badge
const ENOUGH_INSIDE = 0.5; // of the badge
const NOT_MEASURED = { width: 0, height: 0 };

/**
 * @typedef {{
 *   area: Area, index: number, button: HTMLElement, figure: HTMLElement, noun: HTMLElement, marker: L.Marker,
 *   visible: boolean, shown: boolean, at: At | null, size: { width: number, height: number },
 * }} Badge
 * @typedef {{ x: number, y: number, box: Box, score: number, share: number, from?: At }} Spot `from`: where its leader begins
 * @typedef {{ width: number, height: number, smaller: Uint8Array }} Mask `smaller`: 1 in areas that were placed before
 * @typedef {{ x: number, y: number, count: number }} Middle
 */

export class Badges {
  /**
   * `onOpen(area)`, `onPoint(area or null)` are called with indices.
   *
   * @param {L.Map} map
   * @param {{ onOpen: (area: number) => void, onPoint: (area: number | null) => void }} listeners
   */
  constructor(map, { onOpen, onPoint }) {
    this.map = map;
    this.onOpen = onOpen;
    this.onPoint = onPoint;
    this.layer = L.layerGroup();
    /** @type {Badge[]} */
    this.badges = [];
    /** @type {Area[]} */
    this.areas = [];
    /** @type {Leader[]} */
    this.leaders = [];
    /** @type {Box[]} */
    this.taken = [];
    this._mask = drawing(document.createElement("canvas"), { willReadFrequently: true });
  }

  /** @param {Area[]} areas */
  show(areas) {
    this.layer.clearLayers();
    this.areas = areas;
    this.badges = areas.map((area, index) => this._make(area, index));
  }

  /**
   * @param {Area} area
   * @param {number} index
   * @returns {Badge}
   */
  _make(area, index) {
    const figure = element("span", {});
    const noun = element("span", { class: "badge-noun" });
    const number = element(
      "span",
      { class: "badge-count" },
      area.origin ? element("span", { class: "badge-noun" }, "origin · ") : null,
      figure,
      noun,
    );
    const button = element(
      "button",
      {
        class: `badge badge-${FAMILIES[area.family]}${area.origin ? " badge-origin" : ""}`,
        type: "button",
        "data-area": index,
        click: () => this.onOpen(index),
        mouseenter: () => this.onPoint(index),
        mouseleave: () => this.onPoint(null),
        focus: () => this.onPoint(index),
        blur: () => this.onPoint(null),
      },
      foreign(area.label, { class: "badge-name" }),
      number,
    );
    L.DomEvent.disableClickPropagation(button);
    const icon = L.divIcon({ className: "badge-anchor", html: button, iconSize: [0, 0] });
    const marker = L.marker([0, 0], { icon, keyboard: false, interactive: false, pane: "badges" });
    return { area, index, button, figure, noun, marker, visible: false, shown: false, at: null, size: NOT_MEASURED };
  }

  /**
   * `counts[i]`: visible events of area i; areas with none lose their badge.
   *
   * @param {number[]} counts
   */
  setCounts(counts) {
    for (const badge of this.badges) {
      badge.visible = counts[badge.index] > 0;
      const [figure, noun] = counted(counts[badge.index], "event").split(" ");
      if (badge.figure.textContent !== figure) {
        badge.figure.textContent = figure;
        badge.noun.textContent = ` ${noun}`;
        badge.size = NOT_MEASURED;
      }
    }
  }

  /** Typefaces came, or the theme changed: sizes are measured again. */
  forgetSizes() {
    for (const badge of this.badges) badge.size = NOT_MEASURED;
  }

  /** @param {Set<number>} chosen */
  markChosen(chosen) {
    for (const badge of this.badges) badge.button.classList.toggle("chosen", chosen.has(badge.index));
  }

  /**
   * Places all badges for the view that was painted, in canvas pixels: `obstacles` are rectangles better not covered
   * (markers), `blocked` ones that hide what stands under them (controls).
   *
   * @param {View} view
   * @param {Box[]} obstacles
   * @param {Box[]} blocked
   */
  place(view, obstacles, blocked) {
    const wanted = this.badges.filter((badge) => badge.visible && view.turns.some((turn) => meets(badge.area, view, turn)));
    for (const badge of this.badges) if (!wanted.includes(badge)) this._hide(badge);
    for (const badge of wanted) {
      if (!badge.shown) {
        this.layer.addLayer(badge.marker);
        badge.shown = true;
      }
      if (badge.size === NOT_MEASURED) badge.size = { width: badge.button.offsetWidth, height: badge.button.offsetHeight };
    }
    const taken = [...blocked];
    const mask = this._newMask(view);
    this.leaders = [];
    // Small areas first: they have the fewest spots, and larger ones keep out of them. Those with no room inside wait
    // until all others stand.
    wanted.sort((a, b) => a.area.size - b.area.size);
    /** @type {{ badge: Badge, cells: Uint8Array, middle: Middle | null, spot: Spot | null }[]} */
    const waiting = [];
    for (const badge of wanted) {
      const cells = this._cells(badge.area, view, mask);
      const middle = centroid(cells, mask);
      const spot = middle && this._inside(badge, view, mask, cells, middle, [...taken, ...obstacles]);
      if (spot && spot.share >= ENOUGH_INSIDE) this._put(badge, spot, view, taken);
      else waiting.push({ badge, cells, middle, spot });
      for (let i = 0; i < cells.length; i++) if (cells[i]) mask.smaller[i] = 1;
    }
    for (const { badge, cells, middle, spot } of waiting) {
      const beside = this._beside(badge, view, mask, middle, [...taken, ...obstacles]);
      const free = spot && !taken.some((other) => overlap(spot.box, other)) ? spot : null;
      const found = beside ?? free ?? (middle && this._inside(badge, view, mask, cells, middle, taken));
      if (found) this._put(badge, found, view, taken);
      else this._hide(badge);
    }
    this.taken = taken.slice(blocked.length);
  }

  /** @param {Badge} badge */
  _hide(badge) {
    if (!badge.shown) return;
    this.layer.removeLayer(badge.marker);
    badge.shown = false;
  }

  /**
   * @param {View} view
   * @param {number} x
   * @param {number} y
   */
  _latLng(view, x, y) {
    return this.map.unproject([view.left + x, view.top + y], view.zoom);
  }

  /**
   * @param {View} view
   * @returns {Mask}
   */
  _newMask(view) {
    const width = Math.ceil(view.inner.x / MASK_PX);
    const height = Math.ceil(view.inner.y / MASK_PX);
    const canvas = this._mask.canvas;
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    return { width, height, smaller: new Uint8Array(width * height) };
  }

  /**
   * The area's cells in view: 1 inside.
   *
   * @param {Area} area
   * @param {View} view
   * @param {Mask} mask
   */
  _cells(area, view, mask) {
    const context = this._mask;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, mask.width, mask.height);
    context.setTransform(1 / MASK_PX, 0, 0, 1 / MASK_PX, -view.margin.x / MASK_PX, -view.margin.y / MASK_PX);
    context.beginPath();
    const turn = turnOf(area, view);
    for (const ring of area.rings) addFilled(context, ring, view, turn);
    context.fillStyle = "#000";
    context.fill("evenodd");
    const { data } = context.getImageData(0, 0, mask.width, mask.height);
    const cells = new Uint8Array(mask.width * mask.height);
    for (let i = 0; i < cells.length; i++) cells[i] = data[i * 4 + 3] > 100 ? 1 : 0;
    return cells;
  }

  /**
   * @param {Badge} badge
   * @param {Spot} spot
   * @param {View} view
   * @param {Box[]} taken
   */
  _put(badge, spot, view, taken) {
    badge.at = spot.from ? null : { x: spot.x + view.left, y: spot.y + view.top };
    taken.push(spot.box);
    if (spot.from) this.leaders.push({ from: spot.from, to: nearestOf(spot.box, spot.from), family: badge.area.family });
    badge.marker.setLatLng(this._latLng(view, spot.x, spot.y));
  }

  /**
   * The best spot inside the outline that is over nothing hidden, or null.
   *
   * @param {Badge} badge
   * @param {View} view
   * @param {Mask} mask
   * @param {Uint8Array} cells
   * @param {Middle} middle
   * @param {Box[]} hidden
   */
  _inside(badge, view, mask, cells, middle, hidden) {
    const { width, height } = badge.size;
    const step = Math.max(1, Math.round(Math.sqrt(middle.count / LOOKS)));
    let best = /** @type {Spot | null} */ (null);
    for (let row = step >> 1; row < mask.height; row += step) {
      for (let column = step >> 1; column < mask.width; column += step) {
        if (!cells[row * mask.width + column]) continue;
        const x = view.margin.x + (column + 0.5) * MASK_PX;
        const y = view.margin.y + (row + 0.5) * MASK_PX;
        const box = around(x, y, width, height);
        if (!within(box, view) || hidden.some((other) => overlap(box, other))) continue;
        const share = insideShare(box, cells, mask, view);
        let score = 200 * share + (share >= ENOUGH_INSIDE ? 150 : 0) - Math.hypot(column - middle.x, row - middle.y) * 0.6 * MASK_PX;
        score -= 260 * insideShare(box, mask.smaller, mask, view);
        if (badge.at && Math.hypot(badge.at.x - x - view.left, badge.at.y - y - view.top) < 10) score += 40; // stay where it was
        if (!best || score > best.score) best = { x, y, box, score, share };
      }
    }
    return best;
  }

  /**
   * An area too small for its badge, or crowded: the nearest free spot round it, with a leader from its middle.
   *
   * @param {Badge} badge
   * @param {View} view
   * @param {Mask} mask
   * @param {Middle | null} middle
   * @param {Box[]} hidden
   */
  _beside(badge, view, mask, middle, hidden) {
    const { width, height } = badge.size;
    const from = middle
      ? { x: view.margin.x + (middle.x + 0.5) * MASK_PX, y: view.margin.y + (middle.y + 0.5) * MASK_PX }
      : this._middleOf(badge.area, view);
    if (!from) return null;
    let best = /** @type {Spot | null} */ (null);
    for (let radius = 20; radius <= 150 && !best; radius += 13) {
      for (let k = 0; k < 24; k++) {
        const angle = (k / 24) * 2 * Math.PI;
        const x = from.x + (radius + width * 0.42) * Math.cos(angle);
        const y = from.y + (radius + height * 0.3) * Math.sin(angle);
        const box = around(x, y, width, height);
        if (!within(box, view) || hidden.some((other) => overlap(box, other))) continue;
        const score = -insideShare(box, mask.smaller, mask, view) * 80 - Math.abs(Math.sin(angle)) * 6;
        if (!best || score > best.score) best = { x, y, box, score, share: 0, from };
      }
    }
    return best;
  }

  /**
   * @param {Area} area
   * @param {View} view
   * @returns {At | null}
   */
  _middleOf(area, view) {
    const { box } = area;
    const x = ((box[0] + box[2]) / 2 + turnOf(area, view)) * view.scale - view.left;
    const y = ((box[1] + box[3]) / 2) * view.scale - view.top;
    return x >= 0 && y >= 0 && x <= view.width && y <= view.height ? { x, y } : null;
  }
}

/**
 * Of the copies of the world, the one in which an area is nearest to the middle of what is seen.
 *
 * @param {{ box: Box }} area
 * @param {View} view
 */
function turnOf({ box }, view) {
  return Math.round((view.left + view.width / 2) / view.scale - (box[0] + box[2]) / 2);
}

/**
 * @param {number} x
 * @param {number} y
 * @param {number} width
 * @param {number} height
 * @returns {Box}
 */
function around(x, y, width, height) {
  return [x - width / 2 - 3, y - height / 2 - 1.5, x + width / 2 + 3, y + height / 2 + 1.5];
}

/**
 * @param {Box} box
 * @param {At} at
 */
function nearestOf(box, { x, y }) {
  return { x: Math.max(box[0] + 3, Math.min(box[2] - 3, x)), y: Math.max(box[1] + 3, Math.min(box[3] - 3, y)) };
}

/**
 * @param {Box} a
 * @param {Box} b
 */
function overlap(a, b) {
  return a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];
}

/**
 * Whether a box lies in the part of the canvas that is seen.
 *
 * @param {Box} box
 * @param {View} view
 */
function within(box, view) {
  const { margin, inner } = view;
  return box[0] >= margin.x + 4 && box[1] >= margin.y + 4 && box[2] <= margin.x + inner.x - 4 && box[3] <= margin.y + inner.y - 4;
}

/**
 * @param {Uint8Array} cells
 * @param {Mask} mask
 * @returns {Middle | null}
 */
function centroid(cells, mask) {
  let [x, y, count] = [0, 0, 0];
  for (let i = 0; i < cells.length; i++) {
    if (!cells[i]) continue;
    x += i % mask.width;
    y += Math.floor(i / mask.width);
    count++;
  }
  return count ? { x: x / count, y: y / count, count } : null;
}

/**
 * How much of a box is inside, from nine looks.
 *
 * @param {Box} box
 * @param {Uint8Array} cells
 * @param {Mask} mask
 * @param {View} view
 */
function insideShare(box, cells, mask, view) {
  let inside = 0;
  for (const fx of [0, 0.5, 1]) {
    for (const fy of [0, 0.5, 1]) {
      const column = Math.floor((box[0] + fx * (box[2] - box[0]) - view.margin.x) / MASK_PX);
      const row = Math.floor((box[1] + fy * (box[3] - box[1]) - view.margin.y) / MASK_PX);
      if (column >= 0 && row >= 0 && column < mask.width && row < mask.height) inside += cells[row * mask.width + column];
    }
  }
  return inside / 9;
}

// Tools of the window's map: measuring, drawing an area, and dragging the edge of a range that is being set up.
//
// The page only takes points and draws what the program answers: lengths and shapes are computed in one place, geo.reach.
// A tool that is on takes the clicks. By keys: arrows move the map under a crosshair, Space sets a point, Enter ends,
// Backspace takes the last point back, Escape leaves the tool.

import { element } from "../dom.js";
import { CanvasLayer } from "../draw/canvas.js";
import { Taken } from "../draw/labels.js";
import { Draft } from "./draft.js";
import { paintArea, paintMeasure } from "./paint.js";

/** @import { MeasuredJson } from "../format.js" */
/** @import { Box, Context, Measured, Pair, View } from "../types.js" */
/** @import { MapView } from "../view.js" */

const SAME_PX = 5; // a second click so near is no new point
const DOUBLE_MS = 500;
const CLOSE_PX = 10; // a click so near to an area's first corner closes it
const KEY_STEP = 0.08; // of the map's size, for an arrow key; a fifth of it with Shift

export class Tools {
  /**
   * Fires on `view`: measure {points}, area {points}, edge {lon, lat, done}, left {tool}. Points are [lon, lat], not wrapped.
   *
   * @param {MapView} view
   */
  constructor(view) {
    this.view = view;
    this.map = view.map;
    /** @type {string | null} */
    this.tool = null;
    this.frames = 0;
    /** @type {Pair[]} */
    this.points = [];
    /** @type {Pair | null} */
    this.cursor = null;
    this.ended = false;
    this.putAt = 0;
    /** @type {Measured | null} */
    this.measured = null;
    this._asking = false;
    this._askAgain = false;
    this.draft = new Draft(this);
    const pane = this.map.createPane("tools");
    pane.style.zIndex = "630";
    pane.style.pointerEvents = "none";
    this.layer = new CanvasLayer((context, canvas) => this._paint(context, canvas), { pane: "tools" });
    this.map.addLayer(this.layer);
    this.readout = element("div", { class: "readout", hidden: true, role: "status" });
    this.crosshair = element("div", { class: "crosshair", hidden: true });
    this.map.getContainer().append(this.readout, this.crosshair);
    this.map.on("click", (event) => this._clicked(event));
    this.map.on("mousemove", (event) => this._moved(event));
    this.map.on("move zoom", () => this._placeReadout());
    this.map.on("mouseout", () => this._away());
    document.addEventListener("keydown", (event) => this._key(event));
  }

  /**
   * "measure", "area", "pick" (one point, by the map's own picking), or null.
   *
   * @param {string | null} tool
   */
  use(tool) {
    if (tool === this.tool) return;
    this.tool = tool;
    this._reset();
    this.crosshair.hidden = true;
    this.readout.hidden = true;
    this.map.getContainer().classList.toggle("with-tool", Boolean(tool));
    this.view.setPicking(tool === "pick");
    if (tool) this.map.doubleClickZoom.disable();
    else this.map.doubleClickZoom.enable();
    this.layer.repaint();
  }

  /**
   * What the program measured of the points: {paths, legs: [{text, at}], readout: [lines]}, paths coded like all others.
   *
   * @param {MeasuredJson} answer
   */
  showMeasured(answer) {
    if (this.tool !== "measure") return;
    this.measured = this.draft.decode(answer);
    this.readout.replaceChildren(
      ...answer.readout.map((line, index) => element("div", { class: index ? "readout-more" : "readout-main" }, line)),
    );
    this.readout.hidden = answer.readout.length === 0;
    this._placeReadout();
    this.layer.repaint();
    this._asking = false;
    if (this._askAgain) this._ask();
  }

  /** Whether the map's own clicks and hints are to rest. */
  get busy() {
    return Boolean(this.tool && this.tool !== "pick") || this.draft.dragging || this.draft.pointed;
  }

  _reset() {
    this.points = [];
    this.cursor = null;
    this.ended = false;
    this.measured = null;
    this._asking = false;
    this._askAgain = false;
  }

  // --- points ----------------------------------------------------------------------------------------------------

  /** @param {L.LeafletMouseEvent} event */
  _clicked({ latlng, containerPoint }) {
    if (this.tool !== "measure" && this.tool !== "area") return;
    this.crosshair.hidden = true;
    this._put([latlng.lng, latlng.lat], containerPoint);
  }

  /**
   * @param {Pair} point
   * @param {L.Point} at
   */
  _put(point, at) {
    /** @type {(other: Pair, reach: number) => boolean} */
    const near = (other, reach) => this.map.latLngToContainerPoint([other[1], other[0]]).distanceTo(at) <= reach;
    if (this.ended && performance.now() - this.putAt < DOUBLE_MS && near(this.points[this.points.length - 1], SAME_PX)) return; // the third of three
    if (this.ended) this._reset();
    if (this.tool === "area" && this.points.length > 2 && near(this.points[0], CLOSE_PX)) {
      this._finish();
      return;
    }
    // A second click at once on the same spot ends the line; the web's own event for it does not come on every system.
    const since = performance.now() - this.putAt;
    this.putAt = performance.now();
    if (this.points.length && near(this.points[this.points.length - 1], SAME_PX)) {
      if (since < DOUBLE_MS) this._finish();
      return;
    }
    this.points.push(point);
    this.cursor = null;
    this._changed();
  }

  /** @param {L.LeafletMouseEvent} event */
  _moved({ latlng }) {
    if (!this.tool || this.tool === "pick" || !this.points.length || this.ended) return;
    this.crosshair.hidden = true;
    this._follow([latlng.lng, latlng.lat]);
  }

  /** @param {Pair | null} point */
  _follow(point) {
    this.cursor = point;
    this._changed();
  }

  _away() {
    if (this.cursor && !this.ended) this._follow(null);
  }

  _changed() {
    if (this.tool === "measure") this._ask();
    this.layer.repaint();
  }

  /** Asks for lengths; the next question waits for the answer to the last. */
  _ask() {
    this._askAgain = this._asking;
    if (this._asking) return;
    this._asking = true;
    this.view.fire("measure", { points: this.cursor ? [...this.points, this.cursor] : this.points });
  }

  _finish() {
    this.cursor = null;
    if (this.tool === "area") {
      if (this.points.length < 3) return;
      const points = this.points;
      this.use(null);
      this.view.fire("left", { tool: "area" });
      this.view.fire("area", { points });
    } else if (this.tool === "measure") {
      this.ended = true;
      this._changed();
    }
  }

  // --- keys ------------------------------------------------------------------------------------------------------

  /** @param {KeyboardEvent} event */
  _key(event) {
    if (!this.tool || event.ctrlKey || event.altKey || event.metaKey) return;
    const step = (event.shiftKey ? 0.2 : 1) * KEY_STEP;
    /** @type {Record<string, Pair>} */
    const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    if (event.key in arrows) {
      const [x, y] = arrows[event.key];
      const size = this.map.getSize();
      this.map.panBy([x * step * size.x, y * step * size.y], { animate: false });
      this._byKeys();
    } else if (event.key === "+" || event.key === "=") this.map.zoomIn();
    else if (event.key === "-") this.map.zoomOut();
    else if (event.key === " ") this._putAtCrosshair();
    else if (event.key === "Enter") this._finish();
    else if (event.key === "Backspace") {
      this.points.pop();
      this._changed();
    } else if (event.key === "Escape") this._leave();
    else return;
    event.preventDefault();
  }

  _byKeys() {
    this.crosshair.hidden = false;
    const { lng, lat } = this.map.getCenter();
    if (this.points.length && !this.ended && this.tool !== "pick") this._follow([lng, lat]);
  }

  _putAtCrosshair() {
    this.crosshair.hidden = false;
    const latlng = this.map.getCenter();
    if (this.tool === "pick") {
      const { lng, lat } = latlng.wrap();
      this.view.fire("point", { lon: lng, lat });
    } else this._put([latlng.lng, latlng.lat], this.map.latLngToContainerPoint(latlng));
  }

  /** Escape first takes back what was begun, then leaves. */
  _leave() {
    if (this.points.length && this.tool === "area") {
      this._reset();
      this._changed();
      return;
    }
    const { tool } = this;
    this.use(null);
    this.view.fire("left", { tool });
  }

  // --- painting --------------------------------------------------------------------------------------------------

  /**
   * @param {Context} context
   * @param {View} canvas
   */
  _paint(context, canvas) {
    const { theme } = this.view;
    const taken = new Taken(canvas.width, canvas.height);
    for (const box of this._covered(canvas)) taken.put(...box);
    this.draft.paint(context, canvas, theme, taken);
    /** @param {Pair} point */
    const pixel = ([lon, lat]) => this._pixel(lon, lat);
    if (this.tool === "area") paintArea(context, theme, this.points.map(pixel), this.cursor && pixel(this.cursor));
    if (this.tool === "measure") paintMeasure(context, canvas, theme, this.measured, this.points.map(pixel), taken);
    this.frames++;
  }

  /**
   * What stands above the canvas, badges and controls, in its pixels.
   *
   * @param {View} canvas
   * @returns {Box[]}
   */
  _covered(canvas) {
    const below = this.view.overlay.lastView();
    const badges = below ? this.view.badges.taken : [];
    const off = below ? below.corner.subtract(canvas.corner) : { x: 0, y: 0 };
    /** @type {Box[]} */
    const moved = badges.map(([x0, y0, x1, y1]) => [x0 + off.x, y0 + off.y, x1 + off.x, y1 + off.y]);
    return [...this.view.controlBoxes(canvas), ...moved];
  }

  /**
   * Canvas pixel of a point.
   *
   * @param {number} lon
   * @param {number} lat
   * @returns {Pair}
   */
  _pixel(lon, lat) {
    const at = this.map.latLngToLayerPoint([lat, lon]);
    const corner = this.layer.lastView()?.corner;
    return corner ? [at.x - corner.x, at.y - corner.y] : [at.x, at.y];
  }

  _placeReadout() {
    const last = this.cursor ?? this.points.at(-1);
    if (this.readout.hidden || !last) return;
    const at = this.map.latLngToContainerPoint([last[1], last[0]]);
    const size = this.map.getSize();
    const { offsetWidth: width, offsetHeight: height } = this.readout;
    const left = at.x + 18 + width > size.x - 6 ? at.x - 14 - width : at.x + 18;
    this.readout.style.left = `${Math.max(6, left)}px`;
    this.readout.style.top = `${Math.max(6, Math.min(at.y + 14, size.y - height - 26))}px`; // clear of the attribution
  }
}

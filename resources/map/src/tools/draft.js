// The range that is being set up in the window: drawn above all else, its edge to be dragged.

import { decodePath } from "../draw/paths.js";
import { paintLaunches, paintRanges, paintTracks, writeAlong } from "../draw/shapes.js";
import { project } from "../mercator.js";
import { readRange } from "../scene.js";
import { faded, palette } from "../theme.js";
import { nearestOnPaths, paintGrip, paintOrigin } from "./paint.js";

/** @import { CodedPaths, DraftJson, MeasuredJson } from "../format.js" */
/** @import { Context, Measured, ShownDraft, Theme, Told, View } from "../types.js" */
/** @import { Taken } from "../draw/labels.js" */
/** @import { Tools } from "./tools.js" */

const REACH_PX = 8; // so near to the edge the mouse takes hold of it

export class Draft {
  /** @param {Tools} tools */
  constructor(tools) {
    this.tools = tools;
    this.map = tools.map;
    /** @type {ShownDraft | null} */
    this.shown = null;
    /** @type {Told["edge"] | null} */
    this.next = null;
    /** @type {{ x: number, y: number, number: number } | null} */
    this.hovered = null;
    this.number = 0; // of the range whose edge is dragged
    this.moved = false;
    this.waiting = false;
    this.dragging = false;
    this.pointed = false;
    const box = this.map.getContainer();
    // Before Leaflet, which would begin to drag the map.
    box.addEventListener("mousedown", (event) => this._pressed(event), { capture: true });
    document.addEventListener("mousemove", (event) => this._moved(event));
    document.addEventListener("mouseup", (event) => this._released(event));
  }

  /**
   * {quantum, origin, ranges, launches, tracks, fixed} with coded paths as in a scene, or null; `fixed` edges are not dragged.
   *
   * @param {DraftJson | null} draft
   */
  show(draft) {
    this.shown = draft && {
      ...draft,
      ranges: draft.ranges.map((range) => readRange(range, draft.quantum)),
      launches: draft.launches.map((launch) => ({ ...launch, rings: this._paths(launch.rings, draft.quantum) })),
      tracks: draft.tracks.map((track) => ({ ...track, paths: this._paths(track.paths, draft.quantum) })),
      origin: this._paths(draft.origin, draft.quantum),
    };
    this.waiting = false;
    this.tools.layer.repaint();
    if (this.next) this._send(this.next);
  }

  /**
   * @param {CodedPaths} coded
   * @param {number} quantum
   */
  _paths(coded, quantum) {
    return coded.map((path) => decodePath(path, quantum, project));
  }

  /**
   * Paths of any answer of the program.
   *
   * @param {MeasuredJson} answer
   * @returns {Measured}
   */
  decode(answer) {
    return { ...answer, paths: this._paths(answer.paths, answer.quantum) };
  }

  // --- dragging --------------------------------------------------------------------------------------------------

  /**
   * The point of an edge under the mouse, or null.
   *
   * @param {MouseEvent} event
   */
  _edgeAt(event) {
    if (!this.shown || this.shown.fixed || this.tools.tool) return null;
    const view = this.tools.layer.lastView();
    if (!view) return null;
    const at = this.map.containerPointToLayerPoint(this.map.mouseEventToContainerPoint(event)).subtract(view.corner);
    const edges = this.shown.ranges.flatMap((range, number) => range.edges.map((path) => ({ path, number })));
    const found = nearestOnPaths(edges, view, at.x, at.y, REACH_PX);
    return found && { number: found.number, x: found.x, y: found.y };
  }

  /** @param {MouseEvent} event */
  _pressed(event) {
    if (event.button !== 0) return;
    const edge = this._edgeAt(event);
    if (!edge) return;
    event.stopPropagation();
    event.preventDefault();
    this.dragging = true;
    this.number = edge.number;
    this.moved = false;
    this.map.getContainer().classList.add("dragging-edge");
  }

  /** @param {MouseEvent} event */
  _moved(event) {
    if (!this.dragging) {
      const target = event.target instanceof Element ? event.target : null;
      const inside = this.map.getContainer().contains(target) && !target?.closest(".leaflet-control, .badge, .chooser");
      const pointed = inside ? this._edgeAt(event) : null;
      if (Boolean(pointed) !== this.pointed) {
        this.pointed = Boolean(pointed);
        this.map.getContainer().classList.toggle("on-edge", this.pointed);
      }
      this._hover(pointed);
      return;
    }
    this.moved = true;
    const { lng, lat } = this.map.mouseEventToLatLng(event);
    this._tell({ lon: lng, lat, number: this.number, done: false });
  }

  /** @param {MouseEvent} event */
  _released(event) {
    if (!this.dragging) return;
    this.dragging = false;
    this.map.getContainer().classList.remove("dragging-edge");
    // The click that ends the drag opens nothing.
    /** @param {Event} click */
    const swallow = (click) => click.stopPropagation();
    this.map.getContainer().addEventListener("click", swallow, { capture: true, once: true });
    setTimeout(() => this.map.getContainer().removeEventListener("click", swallow, { capture: true }), 0);
    if (!this.moved) return;
    const { lng, lat } = this.map.mouseEventToLatLng(event);
    this._tell({ lon: lng, lat, number: this.number, done: true });
  }

  /**
   * One question at a time: while the program computes, only the newest position waits. The last is always told.
   *
   * @param {Told["edge"]} where
   */
  _tell(where) {
    if (this.waiting) this.next = where;
    else this._send(where);
  }

  /** @param {Told["edge"]} where */
  _send(where) {
    this.next = null;
    this.waiting = true;
    this.tools.view.fire("edge", where);
  }

  /** @param {{ x: number, y: number, number: number } | null} edge */
  _hover(edge) {
    const same = edge === this.hovered || (edge && this.hovered && edge.x === this.hovered.x && edge.y === this.hovered.y);
    this.hovered = edge;
    if (!same) this.tools.layer.repaint();
  }

  // --- painting --------------------------------------------------------------------------------------------------

  /**
   * @param {Context} context
   * @param {View} view
   * @param {Theme} theme
   * @param {Taken} taken
   */
  paint(context, view, theme, taken) {
    if (!this.shown) return;
    const colours = palette(theme);
    const { origin, ranges, launches, tracks } = this.shown;
    const ink = faded(colours.draft, 1);
    paintOrigin(context, view, theme, origin);
    paintRanges(context, view, theme, ranges, { draft: true });
    paintLaunches(context, view, theme, launches);
    paintTracks(context, view, theme, tracks);
    for (const launch of launches)
      writeAlong(context, view, theme, launch.rings, launch.labels, colours.launch, taken, { size: 13, style: "600" });
    for (const track of tracks) writeAlong(context, view, theme, track.paths, track.labels, colours.track, taken, { size: 12 });
    for (const range of ranges) {
      writeAlong(context, view, theme, range.edges, range.outerLabels, ink, taken, { size: 13, style: "600" });
      if (range.inner.length) writeAlong(context, view, theme, range.inner, range.innerLabels, ink, taken, { size: 12 });
    }
    if (this.hovered && !this.dragging) paintGrip(context, theme, this.hovered.x, this.hovered.y);
  }
}

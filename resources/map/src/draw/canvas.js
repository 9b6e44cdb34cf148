// A canvas that covers the map and a margin round it. While the map is dragged it only moves with the map's pane; it is
// painted anew when what it covers no longer suffices, when the zoom has changed, or when asked.

import L from "leaflet";
import { drawing } from "../dom.js";

/** @import { Context, View } from "../types.js" */

const MARGIN = 0.3; // of the map's size, on each side: a drag goes that far without painting
const SETTLE_MS = 140; // quiet after a drag before the canvas is centred anew

export class CanvasLayer extends L.Layer {
  /**
   * `painter(context, view)` draws all.
   *
   * @param {(context: Context, view: View) => void} painter
   * @param {{ pane: string }} options
   */
  constructor(painter, options) {
    super();
    L.setOptions(this, options);
    this._painter = painter;
    this._canvas = L.DomUtil.create("canvas", "dateline-canvas leaflet-zoom-animated");
    this._context = drawing(this._canvas);
    /** @type {L.Map | null} */
    this._host = null;
    /** @type {View | null} */
    this._painted = null;
    this._frame = 0;
    this._settling = 0;
  }

  /** @param {L.Map} map */
  onAdd(map) {
    map.getPane(String(this.options.pane))?.append(this._canvas);
    this._host = map;
    this.paint();
    return this;
  }

  onRemove() {
    cancelAnimationFrame(this._frame);
    clearTimeout(this._settling);
    this._frame = 0;
    this._canvas.remove();
    this._host = null;
    return this;
  }

  /** @returns {{ [name: string]: L.LeafletEventHandlerFn }} */
  getEvents() {
    return {
      viewreset: this.paint,
      zoomend: this.paint,
      resize: this.paint,
      move: this._onMove,
      moveend: this._onMoveEnd,
      zoom: this._onZoom,
      zoomanim: /** @type {L.LeafletEventHandlerFn} */ (this._onZoomAnimation),
    };
  }

  /** Asks for a painting with the next frame; many calls make one. */
  repaint() {
    if (!this._host || this._frame) return;
    this._frame = requestAnimationFrame(() => {
      this._frame = 0;
      this.paint();
    });
  }

  paint() {
    const map = this._host;
    if (!map?._loaded) return;
    clearTimeout(this._settling);
    const view = this._cover(map);
    const { width, height, ratio } = view;
    const canvas = this._canvas;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
    }
    canvas.style.transformOrigin = "0 0";
    L.DomUtil.setPosition(canvas, view.corner);
    this._painted = view;
    this._context.setTransform(1, 0, 0, 1, 0, 0);
    this._context.clearRect(0, 0, canvas.width, canvas.height);
    this._context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this._painter(this._context, view);
    this.fire("painted", { view });
  }

  /** The view that was painted last. */
  lastView() {
    return this._painted;
  }

  /**
   * @param {L.Map} map
   * @returns {View}
   */
  _cover(map) {
    const size = map.getSize();
    const margin = size.multiplyBy(MARGIN).round();
    const corner = map.containerPointToLayerPoint(margin.multiplyBy(-1));
    const world = map.getPixelOrigin().add(corner); // world pixel of the canvas's top left
    const zoom = map.getZoom();
    const scale = 256 * 2 ** zoom;
    const width = size.x + 2 * margin.x;
    const height = size.y + 2 * margin.y;
    return {
      zoom,
      scale, // pixels of the world's side
      left: world.x,
      top: world.y,
      width,
      height,
      margin,
      inner: size,
      corner,
      anchor: map.layerPointToLatLng(corner),
      ratio: Math.min(2, window.devicePixelRatio || 1),
      // Copies of the world that the canvas reaches into, and their neighbours: shapes may hang over the edge.
      turns: range(Math.floor(world.x / scale) - 1, Math.floor((world.x + width) / scale) + 1),
    };
  }

  _onMove() {
    const map = this._host;
    if (!map || this._painted?.zoom !== map.getZoom()) return;
    const { corner, margin, inner } = this._painted;
    const now = map.containerPointToLayerPoint([0, 0]);
    const offX = now.x - corner.x;
    const offY = now.y - corner.y;
    if (offX < 0 || offY < 0 || offX > 2 * margin.x || offY > 2 * margin.y || !inner.equals(map.getSize())) this.paint();
  }

  _onMoveEnd() {
    this._onMove();
    clearTimeout(this._settling);
    this._settling = window.setTimeout(() => {
      if (!this._host || !this._painted) return;
      const { corner, margin } = this._painted;
      const now = this._host.containerPointToLayerPoint([0, 0]).subtract(corner);
      if (Math.abs(now.x - margin.x) + Math.abs(now.y - margin.y) > 24) this.paint();
    }, SETTLE_MS);
  }

  _onZoom() {
    if (this._host) this._stretch(this._host, this._host.getCenter(), this._host.getZoom());
  }

  /** @param {L.ZoomAnimEvent} event */
  _onZoomAnimation(event) {
    if (this._host) this._stretch(this._host, event.center, event.zoom);
  }

  /**
   * @param {L.Map} map
   * @param {L.LatLng} center
   * @param {number} zoom
   */
  _stretch(map, center, zoom) {
    if (!this._painted) return;
    const scale = map.getZoomScale(zoom, this._painted.zoom);
    const offset = map.project(this._painted.anchor, zoom).subtract(map._getNewPixelOrigin(center, zoom));
    L.DomUtil.setTransform(this._canvas, offset, scale);
  }
}

/**
 * @param {number} from
 * @param {number} to
 */
function range(from, to) {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

// A canvas that covers the map and a margin round it. While the map is dragged it only moves with the map's pane; it is
// painted anew when what it covers no longer suffices, when the zoom has changed, or when asked.

import L from "leaflet";

const MARGIN = 0.3; // of the map's size, on each side: a drag goes that far without painting
const SETTLE_MS = 140; // quiet after a drag before the canvas is centred anew

export const CanvasLayer = L.Layer.extend({
  options: { pane: "overlayPane" },

  /** `painter(context, view)` draws all; see `_view` for what it gets. */
  initialize(painter, options) {
    this._painter = painter;
    L.setOptions(this, options);
  },

  onAdd(map) {
    this._canvas = L.DomUtil.create("canvas", "dateline-canvas leaflet-zoom-animated");
    this._context = this._canvas.getContext("2d");
    this.getPane().appendChild(this._canvas);
    this._map = map;
    this.paint();
  },

  onRemove() {
    cancelAnimationFrame(this._frame);
    clearTimeout(this._settling);
    this._canvas.remove();
    this._canvas = null;
  },

  getEvents() {
    return {
      viewreset: this.paint,
      zoomend: this.paint,
      resize: this.paint,
      move: this._onMove,
      moveend: this._onMoveEnd,
      zoom: this._onZoom,
      zoomanim: this._onZoomAnimation,
    };
  },

  /** Asks for a painting with the next frame; many calls make one. */
  repaint() {
    if (!this._canvas || this._frame) return;
    this._frame = requestAnimationFrame(() => {
      this._frame = 0;
      this.paint();
    });
  },

  paint() {
    if (!this._canvas || !this._map || !this._map._loaded) return;
    clearTimeout(this._settling);
    const view = this._cover();
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
  },

  /** The view that was painted last. Not a getter: Leaflet's classes copy values, not accessors. */
  lastView() {
    return this._painted;
  },

  _cover() {
    const map = this._map;
    const size = map.getSize();
    const margin = size.multiplyBy(MARGIN)._round();
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
  },

  _onMove() {
    const { corner, margin, inner, zoom } = this._painted ?? {};
    if (!corner || zoom !== this._map.getZoom()) return;
    const now = this._map.containerPointToLayerPoint([0, 0]);
    const offX = now.x - corner.x;
    const offY = now.y - corner.y;
    if (offX < 0 || offY < 0 || offX > 2 * margin.x || offY > 2 * margin.y || !inner.equals(this._map.getSize())) this.paint();
  },

  _onMoveEnd() {
    this._onMove();
    clearTimeout(this._settling);
    this._settling = setTimeout(() => {
      if (!this._canvas) return;
      const now = this._map.containerPointToLayerPoint([0, 0]).subtract(this._painted.corner);
      if (Math.abs(now.x - this._painted.margin.x) + Math.abs(now.y - this._painted.margin.y) > 24) this.paint();
    }, SETTLE_MS);
  },

  _onZoom() {
    this._stretch(this._map.getCenter(), this._map.getZoom());
  },

  _onZoomAnimation(event) {
    this._stretch(event.center, event.zoom);
  },

  _stretch(center, zoom) {
    if (!this._painted) return;
    const scale = this._map.getZoomScale(zoom, this._painted.zoom);
    const offset = this._map.project(this._painted.anchor, zoom).subtract(this._map._getNewPixelOrigin(center, zoom));
    L.DomUtil.setTransform(this._canvas, offset, scale);
  },
});

function range(from, to) {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

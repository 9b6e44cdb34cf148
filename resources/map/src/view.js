// The map with a scene on it. Both homes use it: the window over a channel, the exported file with its own panel.

import L from "leaflet";
import { Badges } from "./badges.js";
import { element } from "./dom.js";
import { Basemap } from "./draw/basemap.js";
import { CanvasLayer } from "./draw/canvas.js";
import { BaseLabels, Taken, writePlaceNames } from "./draw/labels.js";
import { paintAreas, paintLaunches, paintLeaders, paintLines, paintRanges, paintTracks, writeAlong } from "./draw/shapes.js";
import { FAMILIES } from "./format.js";
import { legend } from "./legend.js";
import { metresPerPixel, unproject } from "./mercator.js";
import { Pointer } from "./pointer.js";
import { readScene, spotsOf } from "./scene.js";
import { FONTS, faded, palette } from "./theme.js";

/** @import { LabelsJson, SceneJson } from "./format.js" */
/** @import { Tools } from "./tools/tools.js" */
/** @import { Box, Chosen, Context, Groups, Path, Scene, Theme, Told, View } from "./types.js" */
/** @import { Topology } from "topojson-specification" */

const SMALL_MAP_PX = 520;
export const ATTRIBUTION = "Boundaries: Natural Earth (de facto); drawing does not endorse. Places: GeoNames, CC BY 4.0.";

/** @returns {Chosen} */
function nothingChosen() {
  return { event: null, points: new Set(), areas: new Set() };
}

export class MapView extends EventTarget {
  /**
   * `map`: an L.Map; `groups`: an L.LayerGroup for each key of LAYERS that is offered, which a layer switch turns on and off.
   * Fires: open {events, place, area}, layer {key, on}, point {lon, lat} (picking), cursor {lon, lat}, view {metresPerPixel}, painted.
   *
   * @param {L.Map} map
   * @param {Groups} groups
   * @param {Theme} theme
   */
  constructor(map, groups, theme = "light") {
    super();
    this.map = map;
    this.groups = groups;
    this.theme = theme;
    /** @type {Scene | null} */
    this.scene = null;
    /** @type {Uint8Array | null} */
    this.mask = null;
    this.chosen = nothingChosen();
    /** @type {number | null} */
    this.pointedArea = null;
    /** @type {number[]} */
    this.areaCounts = [];
    /** @type {Tools | null} */
    this.tools = null;
    /** @type {Basemap | null} */
    this.basemap = null;
    /** @type {BaseLabels | null} */
    this.labels = null;
    this.printing = false;
    this._fitted = false; // all is in view, and nobody has moved the map since
    this._inSight = false; // what is marked was in view when the map last came to rest
    /** @type {L.Point | null} */
    this._size = null;
    this._toldPainted = false;
    map.createPane("base").style.zIndex = "200";
    map.createPane("events").style.zIndex = "420";
    map.createPane("badges").style.zIndex = "640";
    map.setMaxBounds([
      [-86, -Infinity],
      [86, Infinity],
    ]);
    this.base = new CanvasLayer((context, view) => this._paintBase(context, view), { pane: "base" });
    this.overlay = new CanvasLayer((context, view) => this._paintOverlay(context, view), { pane: "events" });
    this.badges = new Badges(map, {
      onOpen: (area) => this._openArea(area),
      onPoint: (area) => this._pointAtArea(area),
    });
    this.groups.areas.addLayer(this.badges.layer);
    map.addLayer(this.base);
    map.addLayer(this.overlay);
    L.control.attribution({ prefix: false }).addAttribution(ATTRIBUTION).addTo(map);
    this.legend = legend(map);
    this._compact();
    this.pointer = new Pointer(this);
    this._listen();
  }

  _listen() {
    const { map } = this;
    for (const group of Object.values(this.groups)) {
      map.on("layeradd layerremove", ({ layer }) => {
        if (layer === group) this.overlay.repaint();
      });
    }
    map.on("overlayadd overlayremove", ({ layer }) => this._tellLayer(layer));
    map.on("zoomend moveend resize", () => this._tellView());
    map.on("moveend", () => this._noteSight());
    map.on("resize", () => this._resized());
    for (const touch of ["mousedown", "wheel", "touchstart", "keydown"]) {
      map.getContainer().addEventListener(touch, () => this._moved(), { passive: true, capture: true });
    }
    document.fonts?.addEventListener("loadingdone", () => this._fontsCame());
    for (const face of [
      `500 12px ${FONTS.condensed}`,
      `italic 400 12px ${FONTS.serif}`,
      `600 12px ${FONTS.sans}`,
      `400 12px ${FONTS.serif}`,
    ]) {
      document.fonts?.load(face).catch(() => {});
    }
  }

  /** The reader has moved the map: it is no longer held to all that there is. */
  _moved() {
    this._fitted = false;
  }

  _fontsCame() {
    this.labels?.forgetWidths();
    this.badges.forgetSizes();
    this.overlay.repaint();
  }

  // --- what is shown ---------------------------------------------------------------------------------------------

  /**
   * @param {Topology} topology
   * @param {LabelsJson} labels
   */
  setBasemap(topology, labels) {
    this.basemap = new Basemap(topology);
    this.labels = new BaseLabels(labels);
    this.base.repaint();
    this.overlay.repaint();
  }

  /**
   * Draws a scene; `fit` brings what it holds into view.
   *
   * @param {SceneJson} scene
   * @param {ArrayBuffer} block
   */
  show(scene, block, { fit = true } = {}) {
    this.scene = readScene(scene, block);
    this.mask = null;
    this.pointedArea = null;
    this.chosen = nothingChosen();
    this.badges.show(this.scene.areas);
    this._countAreas();
    if (fit) this.fit();
    this.legend.show(this.scene);
    this.overlay.repaint();
    return this.scene;
  }

  /** Brings all places and areas into view, and keeps them there while the map gets its size, until someone moves it. */
  fit() {
    const bounds = this.scene?.bounds;
    if (!bounds) return;
    const [west, south, east, north] = bounds;
    this.map.fitBounds(
      [
        [south, west],
        [north, east < west ? east + 360 : east],
      ],
      { paddingTopLeft: [28, 28], paddingBottomRight: [28, this._roomBelow()], maxZoom: 9, animate: false },
    );
    this._fitted = true;
  }

  /** What a bar along the bottom of the map hides, in pixels. */
  _roomBelow() {
    const bar = this.map.getContainer().querySelector(".timeline");
    return 28 + (bar instanceof HTMLElement ? bar.offsetHeight : 0);
  }

  /**
   * `mask`: Uint8Array with a byte for each event, or null for all.
   *
   * @param {Uint8Array | null} mask
   */
  setVisible(mask) {
    if (!this.scene) return;
    this.mask = mask;
    this.scene.points.setVisible(mask);
    this._countAreas();
    this.overlay.repaint();
  }

  _countAreas() {
    const areas = this.scene?.areas ?? [];
    this.areaCounts = areas.map((area) => area.events.filter((event) => this._shows(event)).length);
    this.badges.setCounts(this.areaCounts);
  }

  /** @param {number} event */
  _shows(event) {
    return !this.mask || this.mask[event] === 1;
  }

  /** @param {Theme} theme */
  setTheme(theme) {
    this.theme = theme;
    document.documentElement.dataset.theme = theme;
    this.base.repaint();
    this.overlay.repaint();
    this.legend.show(this.scene);
  }

  /**
   * Marks an event's places and areas and brings them into view where they are not; null marks nothing.
   *
   * @param {number | null} event
   */
  select(event) {
    if (!this.scene) return;
    this.mark(event === null ? nothingChosen() : { event, ...spotsOf(this.scene, event) });
    if (event !== null) this._bringIntoView();
  }

  /**
   * Marks places and areas without moving the map: {event, points: Set, areas: Set}.
   *
   * @param {Chosen} chosen
   */
  mark(chosen) {
    this.chosen = chosen;
    this.badges.markChosen(chosen.areas);
    this.overlay.repaint();
  }

  /**
   * Brings an area into view and marks it.
   *
   * @param {number} index
   */
  showArea(index) {
    this.mark({ event: null, points: new Set(), areas: new Set([index]) });
    this._bringIntoView();
  }

  /** What is marked stays in view while the map gets another size, as where a panel opens beside it, unless the user had left it. */
  _resized() {
    this._size = this.map.getSize();
    this._compact();
    if (this._fitted) this.fit();
    else if (this._inSight) this._bringIntoView({ animate: false });
  }

  /** On a small map badges are smaller. */
  _compact() {
    const small = this.map.getSize().x < SMALL_MAP_PX;
    const box = this.map.getContainer();
    if (box.classList.contains("compact") === small) return;
    box.classList.toggle("compact", small);
    this.badges.forgetSizes();
  }

  _noteSight() {
    const size = this.map.getSize();
    if (!this._size || size.equals(this._size)) this._inSight = this._sees(this._chosenBounds());
    this._size = this._size ?? size;
  }

  /** @param {L.LatLngBounds} bounds */
  _sees(bounds) {
    return bounds.isValid() && this.map.getBounds().pad(-0.04).contains(bounds);
  }

  _chosenBounds() {
    const bounds = L.latLngBounds([]);
    for (const place of this.chosen.points) bounds.extend(this.latLngOf(place));
    for (const index of this.chosen.areas) {
      const box = this.scene?.areas[index]?.box;
      if (!box) continue;
      const [[west, north], [east, south]] = [unproject(box[0], box[1]), unproject(box[2], box[3])];
      bounds.extend([north, west]).extend([south, east]);
    }
    return bounds;
  }

  _bringIntoView({ animate = true } = {}) {
    const bounds = this._chosenBounds();
    this._inSight = bounds.isValid();
    if (!bounds.isValid() || this._sees(bounds)) return;
    this._fitted = false;
    const zoom = Math.min(this.map.getBoundsZoom(bounds.pad(0.15)), Math.max(this.map.getZoom(), 7));
    if (animate) this.map.flyTo(bounds.getCenter(), zoom, { duration: 0.5 });
    else this.map.setView(bounds.getCenter(), zoom, { animate: false });
  }

  /**
   * Centres a point and lets a ring pulse there.
   *
   * @param {number} lon
   * @param {number} lat
   * @param {number} [zoom]
   */
  showPlace(lon, lat, zoom) {
    this._fitted = false;
    this.map.flyTo([lat, lon], zoom ?? Math.max(this.map.getZoom(), 8), { duration: 0.5 });
    const ring = L.marker([lat, lon], {
      icon: L.divIcon({ className: "pulse-anchor", html: element("span", { class: "pulse" }), iconSize: [0, 0] }),
      interactive: false,
      keyboard: false,
      pane: "badges",
    }).addTo(this.map);
    setTimeout(() => ring.remove(), 2600);
  }

  /**
   * While on, a click chooses a point and opens nothing.
   *
   * @param {boolean} picking
   */
  setPicking(picking) {
    this.pointer.setPicking(picking);
  }

  /** @param {number} place */
  latLngOf(place) {
    const points = this.scene?.points;
    if (!points) return L.latLng(0, 0);
    const [lon, lat] = unproject(points.x[place] + points.origin[0], points.y[place] + points.origin[1]);
    return L.latLng(lat, lon);
  }

  // --- painting --------------------------------------------------------------------------------------------------

  /** @param {string} key */
  _on(key) {
    return key in this.groups && this.map.hasLayer(this.groups[key]);
  }

  /**
   * Turns a layer on or off from outside the map's own switch, which follows.
   *
   * @param {string} key
   * @param {boolean} on
   */
  setLayer(key, on) {
    const group = this.groups[key];
    if (!group || this._on(key) === on) return;
    if (on) this.map.addLayer(group);
    else this.map.removeLayer(group);
  }

  /** @param {L.Layer} layer */
  _tellLayer(layer) {
    const key = Object.keys(this.groups).find((each) => this.groups[each] === layer);
    if (key) this.fire("layer", { key, on: this._on(key) });
  }

  /**
   * @param {Context} context
   * @param {View} view
   */
  _paintBase(context, view) {
    if (this.basemap) this.basemap.paint(context, view, this.theme);
    else {
      context.fillStyle = palette(this.theme).water;
      context.fillRect(0, 0, view.width, view.height);
    }
  }

  /**
   * @param {Context} context
   * @param {View} view
   */
  _paintOverlay(context, view) {
    const { scene, theme } = this;
    const colours = palette(theme);
    // On paper a canvas is opaque, so that only the uppermost is seen.
    if (this.printing) this._paintBase(context, view);
    const taken = new Taken(view.width, view.height);
    const blocked = this.controlBoxes(view);
    for (const box of blocked) taken.put(...box);
    if (scene) {
      const shownEvent = (/** @type {number} */ event) => this._shows(event);
      const shownArea = (/** @type {number} */ index) => this.areaCounts[index] > 0;
      if (this._on("ranges")) paintRanges(context, view, theme, scene.ranges);
      if (this._on("launches")) paintLaunches(context, view, theme, scene.launches);
      if (this._on("areas")) {
        paintAreas(context, view, theme, scene.areas, { visible: shownArea, pointed: this.pointedArea, chosen: this.chosen.areas });
      }
      if (this._on("lines")) paintLines(context, view, theme, scene.lines, { visible: shownEvent, chosen: this.chosen.event });
      if (this._on("tracks")) paintTracks(context, view, theme, scene.tracks);
      if (this._on("places")) scene.points.paint(context, view, theme, this.chosen.points);
      else scene.points.shown = null;
      const groups = scene.points.shown?.groups ?? [];
      if (this._on("areas")) {
        /** @type {Box[]} */
        const markers = groups.map(({ x, y, radius }) => [x - radius, y - radius, x + radius, y + radius]);
        this.badges.place(view, markers, blocked);
        for (const box of this.badges.taken) taken.put(...box);
        paintLeaders(context, theme, this.badges.leaders);
      }
      writePlaceNames(context, theme, groups, (place) => scene.names[place], taken, this.chosen.points);
      if (this._on("lines")) {
        for (const line of scene.lines) {
          if (!shownEvent(line.event)) continue;
          writeAlong(context, view, theme, line.paths, ["schematic"], colours.families[FAMILIES[line.family]], taken, { size: 11.5 });
        }
      }
      this._captions(context, view, scene, taken);
    }
    if (this.labels && this._on("names")) this.labels.paint(context, view, theme, taken);
    this._tellPainted();
  }

  /**
   * For paper, and back: painted without waiting for a frame, of which there is none before a page is printed.
   *
   * @param {boolean} printing
   */
  setPrinting(printing) {
    this.printing = printing;
    this.map.invalidateSize({ animate: false, pan: false });
    if (printing) this.fit();
    this.overlay.paint();
  }

  /**
   * @param {Context} context
   * @param {View} view
   * @param {Scene} scene
   * @param {Taken} taken
   */
  _captions(context, view, scene, taken) {
    const { theme } = this;
    const colours = palette(theme);
    /** @type {(paths: Path[], texts: string[], colour: string, options: { size: number, style?: string }) => void} */
    const write = (paths, texts, colour, options) => writeAlong(context, view, theme, paths, texts, faded(colour, 0.95), taken, options);
    for (const range of this._on("ranges") ? scene.ranges : []) {
      write(range.edges, range.outerLabels, colours.range, { size: 12, style: "600" });
      if (range.inner.length) write(range.inner, range.innerLabels, colours.range, { size: 12 });
    }
    for (const launch of this._on("launches") ? scene.launches : []) {
      write(launch.rings, launch.labels, colours.launch, { size: 12, style: "600" });
    }
    for (const track of this._on("tracks") ? scene.tracks : []) write(track.paths, track.labels, colours.track, { size: 11.5 });
  }

  /**
   * Controls hide what stands under them: their boxes in canvas pixels.
   *
   * @param {View} view
   * @returns {Box[]}
   */
  controlBoxes(view) {
    const outer = this.map.getContainer().getBoundingClientRect();
    const offset = this.map.containerPointToLayerPoint([0, 0]).subtract(view.corner);
    return [...this.map.getContainer().querySelectorAll(".leaflet-control, .covers-map")].map((control) => {
      const box = control.getBoundingClientRect();
      const [x, y] = [box.left - outer.left + offset.x, box.top - outer.top + offset.y];
      return [x - 4, y - 4, x + box.width + 4, y + box.height + 4];
    });
  }

  _tellPainted() {
    if (!this.basemap || !this.scene || this._toldPainted) return;
    this._toldPainted = true;
    requestAnimationFrame(() => setTimeout(() => this.fire("painted", {}), 0));
  }

  /**
   * What `fire` tells of one kind.
   *
   * @template {keyof Told} T
   * @param {T} type
   * @param {(detail: Told[T]) => void} heard
   */
  on(type, heard) {
    this.addEventListener(type, (event) => heard(/** @type {CustomEvent<Told[T]>} */ (event).detail));
  }

  /**
   * @template {keyof Told} T
   * @param {T} type
   * @param {Told[T]} detail
   */
  fire(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  closeChooser() {
    this.pointer.closeChooser();
  }

  get chooser() {
    return this.pointer.chooser;
  }

  /** @param {number[]} places */
  openPlaces(places) {
    const events = [...new Set(places.flatMap((place) => this.scene?.points.eventsOf(place) ?? []))];
    this.fire("open", { events, place: places[0], places, area: null });
  }

  /** @param {number} index */
  _openArea(index) {
    this.closeChooser();
    const events = (this.scene?.areas[index]?.events ?? []).filter((event) => this._shows(event));
    this.fire("open", { events, place: null, places: [], area: index });
  }

  /** @param {number | null} index */
  _pointAtArea(index) {
    if (this.pointedArea === index) return;
    this.pointedArea = index;
    this.overlay.repaint();
  }

  /**
   * The group of places under a pixel of the map, or null.
   *
   * @param {L.PointExpression} containerPoint
   */
  pick(containerPoint) {
    const view = this.overlay.lastView();
    if (!this.scene || !view || !this._on("places")) return null;
    const at = this.map.containerPointToLayerPoint(containerPoint).subtract(view.corner);
    return this.scene.points.pick(at.x, at.y);
  }

  _tellView() {
    this.fire("view", { metresPerPixel: metresPerPixel(this.map.getCenter().lat, this.map.getZoom()) });
  }

  /**
   * Pixel of the map at which a point is now.
   *
   * @param {number} lon
   * @param {number} lat
   */
  containerPixel(lon, lat) {
    return this.map.latLngToContainerPoint([lat, lon]);
  }
}

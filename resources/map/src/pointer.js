// What the mouse does on the map: pointing shows a name, a click opens a place or, of several that stand together, a list.

import L from "leaflet";
import { counted, element, foreign } from "./dom.js";
import { INFERRED, NEAR, UNCERTAIN } from "./format.js";

/** @import { Group } from "./types.js" */
/** @import { MapView } from "./view.js" */

export class Pointer {
  /** @param {MapView} view */
  constructor(view) {
    this.view = view;
    this.map = view.map;
    this.picking = false;
    /** @type {HTMLElement | null} */
    this.chooser = null;
    /** @type {Group | null} */
    this._tipFor = null;
    this._cursorAsked = false;
    this._cursorAt = L.latLng(0, 0);
    this.tip = element("div", { class: "tip", hidden: true });
    this.map.getContainer().append(this.tip);
    this.map.on("click", (event) => this._clicked(event));
    this.map.on("mousemove", (event) => this._moved(event));
    this.map.on("mouseout movestart zoomstart", () => this._hideTip());
  }

  /** @param {boolean} picking */
  setPicking(picking) {
    this.picking = picking;
    this.map.getContainer().classList.toggle("picking", picking);
  }

  /** @param {L.LeafletMouseEvent} event */
  _clicked({ containerPoint, latlng }) {
    this.closeChooser();
    if (this.view.tools?.busy) return;
    if (this.picking) {
      const place = latlng.wrap();
      this.view.fire("point", { lon: place.lng, lat: place.lat });
      return;
    }
    const group = this.view.pick(containerPoint);
    if (!group) return;
    this.view.openPlaces(group.places);
    if (group.places.length > 1) this._choose(group, containerPoint);
  }

  /**
   * Places that stand together: a list to choose from.
   *
   * @param {Group} group
   * @param {L.Point} at
   */
  _choose(group, at) {
    const { scene } = this.view;
    if (!scene) return;
    const { points, names } = scene;
    /** @type {HTMLElement[]} */
    const rows = group.places.slice(0, 40).map((place) =>
      element(
        "button",
        {
          type: "button",
          class: "chooser-row",
          click: () => {
            this.view.openPlaces([place]);
            this.view.mark({ event: this.view.chosen.event, points: new Set([place]), areas: new Set() });
          },
        },
        foreign(names[place], { class: "chooser-name" }),
        element("span", { class: "chooser-count" }, counted(points.count[place], "event")),
      ),
    );
    if (group.places.length > rows.length)
      rows.push(element("p", { class: "chooser-more" }, `and ${group.places.length - rows.length} more`));
    const closer = element(
      "button",
      { type: "button", class: "chooser-zoom", click: () => this._spread(group.places) },
      "Zoom in to tell them apart",
    );
    this.chooser = element("div", { class: "chooser", role: "menu" }, ...rows, closer);
    L.DomEvent.disableClickPropagation(this.chooser).disableScrollPropagation(this.chooser);
    this.map.getContainer().append(this.chooser);
    const size = this.map.getSize();
    const left = Math.min(at.x + 14, size.x - this.chooser.offsetWidth - 8);
    const top = Math.min(Math.max(8, at.y - this.chooser.offsetHeight / 2), size.y - this.chooser.offsetHeight - 8);
    this.chooser.style.left = `${Math.max(8, left)}px`;
    this.chooser.style.top = `${Math.max(8, top)}px`;
    this.map.once("zoomstart movestart", () => this.closeChooser());
  }

  closeChooser() {
    this.chooser?.remove();
    this.chooser = null;
  }

  /** @param {number[]} places */
  _spread(places) {
    this.closeChooser();
    const bounds = L.latLngBounds(places.map((place) => this.view.latLngOf(place)));
    this.map.flyToBounds(bounds.pad(0.4), { duration: 0.5, maxZoom: 13 });
  }

  /** @param {L.LeafletMouseEvent} event */
  _moved({ containerPoint, latlng }) {
    if (!this._cursorAsked) {
      this._cursorAsked = true;
      requestAnimationFrame(() => {
        this._cursorAsked = false;
        const place = this._cursorAt.wrap();
        this.view.fire("cursor", { lon: place.lng, lat: place.lat });
      });
    }
    this._cursorAt = latlng;
    const group = this.picking || this.view.tools?.busy ? null : this.view.pick(containerPoint);
    this.map.getContainer().classList.toggle("on-place", Boolean(group));
    if (group && group !== this._tipFor) this._showTip(group, containerPoint);
    else if (!group) this._hideTip();
  }

  /**
   * @param {Group} group
   * @param {L.Point} at
   */
  _showTip(group, at) {
    const { scene } = this.view;
    if (!scene) return;
    this._tipFor = group;
    const { points, names, gazetteerNames } = scene;
    const names_ = group.places.slice(0, 6).map((place) => foreign(names[place], { class: "tip-name" }));
    const rest = group.places.length - names_.length;
    const note = group.places.length > 1 ? counted(group.places.length, "place") : counted(points.count[group.places[0]], "event");
    const other = group.places.length === 1 ? gazetteerNames[group.places[0]] : undefined;
    const doubt = group.places.every((place) => points.flags[place] & UNCERTAIN) ? "which place is meant is uncertain" : null;
    const inferred = group.places.every((place) => points.flags[place] & INFERRED) ? "inferred: told in another sentence" : null;
    const near = group.places.every((place) => points.flags[place] & NEAR) ? "near it, within the circle" : null;
    this.tip.replaceChildren(
      ...names_,
      ...(rest > 0 ? [element("span", { class: "tip-note" }, `and ${rest} more`)] : []),
      ...(other ? [element("span", { class: "tip-note" }, "in the gazetteer: ", foreign(other))] : []),
      element("span", { class: "tip-note" }, [note, doubt, inferred, near].filter(Boolean).join(" · ")),
    );
    this.tip.hidden = false;
    const size = this.map.getSize();
    const left = at.x + 16 + this.tip.offsetWidth > size.x ? at.x - 12 - this.tip.offsetWidth : at.x + 16;
    this.tip.style.left = `${left}px`;
    this.tip.style.top = `${Math.max(4, Math.min(at.y + 12, size.y - this.tip.offsetHeight - 4))}px`;
  }

  _hideTip() {
    this._tipFor = null;
    this.tip.hidden = true;
    this.map.getContainer().classList.remove("on-place");
  }
}

// The exported file: folium has made the map and its layer switch; the data stands beside it in the page.

import L from "leaflet";
import { counted, element, foreign } from "../dom.js";
import { INFERRED, NEAR, NO_DAY, UNCERTAIN } from "../format.js";
import { ATTRIBUTION, MapView } from "../view.js";
import { passing } from "./filter.js";
import { Panel } from "./panel.js";
import { Record } from "./record.js";
import { timeline } from "./timeline.js";

/** @import { Days, Groups, Scene, Theme, Told } from "../types.js" */

/**
 * `map` and `groups` (an L.LayerGroup for each key of LAYERS that the scene needs) come from folium's script. Resolves when all is drawn.
 *
 * @param {L.Map} map
 * @param {Groups} groups
 */
export async function startProof(map, groups) {
  const root = document.documentElement;
  root.classList.add("proof");
  const preferred = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  root.dataset.theme = preferred;
  const scene = JSON.parse(await text("dateline-scene"));
  const view = new MapView(map, groups, preferred);
  L.control.scale({ position: "bottomright", imperial: true, maxWidth: 120 }).addTo(map); // above the attribution
  map.getContainer().setAttribute("role", "region");
  map.getContainer().setAttribute("aria-label", "Map");
  const shown = view.show(scene, bytes(block("dateline-points")).buffer, { fit: false });
  const home = new Home(view, new Record(shown), shown);
  map.invalidateSize({ pan: false });
  view.fit();
  const [topology, labels] = JSON.parse(await text("dateline-basemap"));
  view.setBasemap(topology, labels);
  return home;
}

class Home {
  /**
   * @param {MapView} view
   * @param {Record} record
   * @param {Scene} scene
   */
  constructor(view, record, scene) {
    this.view = view;
    this.record = record;
    this.scene = scene;
    /** @type {Days | null} */
    this.days = null;
    /** @type {HTMLElement | null} */
    this.printList = null;
    /** @type {Theme} */
    this.before = "light";
    this.panel = new Panel(record, {
      select: (event) => view.select(event),
      show: (spot) => this._showSpot(spot),
      filtered: () => this._filter(),
    });
    const line = timeline(record, (days) => {
      this.days = days;
      this._filter();
    });
    this.theme = element(
      "button",
      { type: "button", class: "theme", click: () => this._turnTheme() },
      document.documentElement.dataset.theme === "dark" ? "Light" : "Dark",
    );
    document.body.append(this._header(), this.panel.root);
    if (line) {
      L.DomEvent.disableClickPropagation(line).disableScrollPropagation(line);
      view.map.getContainer().append(line);
      view.map.getContainer().classList.add("has-timeline");
    }
    document.title = scene.title;
    this._filter();
    view.on("open", (told) => this._opened(told));
    document.addEventListener("keydown", (event) => this._key(event));
    addEventListener("beforeprint", () => this._print());
    addEventListener("afterprint", () => this._printed());
  }

  _header() {
    const { scene, record } = this;
    const undated = Array.from(record.firstDay).filter((day) => day === NO_DAY).length;
    const parts = [counted(record.length, "event"), counted(record.articles.length, "article")];
    if (undated) parts.push(`${undated.toLocaleString("en")} undated`);
    return element(
      "header",
      { class: "top" },
      element("h1", { class: "title" }, foreign(scene.title)),
      scene.sample ? element("span", { class: "sample" }, "Sample") : null,
      element("span", { class: "facts" }, parts.join(" · ")),
      element("button", { type: "button", class: "theme", click: () => this._about() }, "About"),
      this.theme,
    );
  }

  _turnTheme() {
    const next = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
    this.view.setTheme(next);
    this.theme.textContent = next === "dark" ? "Light" : "Dark";
  }

  _about() {
    const dialog = element(
      "dialog",
      { class: "about" },
      element("h1", {}, "About this map"),
      element(
        "p",
        {},
        "Every marker, area and line stands for passages of news articles; a click opens them. A town is a disc. What is known only to a province, a country " +
          "or a sea is drawn as that area. A dashed line joins where something came from and where it was said to go: nobody reported its way.",
      ),
      element(
        "p",
        {},
        "The ledger of an event shows what its sources agree on and what they dispute. Independent origins are counted, not articles: a reprint confirms nothing. " +
          "Grades such as B2 are the Admiralty code, given by this map’s author: A to F for the source, 1 to 6 for the statement.",
      ),
      element("p", {}, "The file holds passages, not whole articles, and asks for nothing over the network."),
      element("p", {}, `Made with Dateline ${this.scene.made}. ${ATTRIBUTION}`),
      element("details", {}, element("summary", {}, "Licences of what it is made with"), element("pre", {}, block("dateline-licences"))),
      element("button", { type: "button", click: () => dialog.close() }, "Close"),
    );
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  }

  _filter() {
    const { record, days, panel } = this;
    const mask = passing(record, days, panel.words);
    this.view.setVisible(mask);
    panel.setVisible(mask);
  }

  /** @param {Told["open"]} told */
  _opened({ events, places, area }) {
    const { points, areas, names, gazetteerNames } = this.scene;
    const shared = [...events].sort((a, b) => this._shared(b, places) - this._shared(a, places));
    if (area !== null) {
      const { label, origin, vague, inferred } = areas[area];
      const told = inferred ? " Inferred: another sentence of the same incident names it." : "";
      const note = vague ? "The text gives no bounds; the outline says roughly where." : "Known to the area only, so no point is drawn.";
      this.panel.openSpot(
        shared,
        label,
        (origin ? `Events come from here; from where in it is not known. ${vague ? note : ""}` : note) + told,
      );
    } else if (places.length > 1) {
      this.panel.openSpot(
        shared,
        `${places.length} places`,
        places
          .slice(0, 12)
          .map((place) => names[place])
          .join(", "),
      );
    } else {
      const doubt =
        [
          points.flags[places[0]] & UNCERTAIN ? "Which place is meant is uncertain; this one fits best." : "",
          points.flags[places[0]] & INFERRED ? "Inferred: another sentence of the same incident names the place." : "",
          points.flags[places[0]] & NEAR ? "Near the place, as the reports say: somewhere within the circle." : "",
        ]
          .join(" ")
          .trim() || null;
      const other = gazetteerNames[places[0]];
      this.panel.openSpot(shared, names[places[0]], doubt, other ? ["In the gazetteer: ", foreign(other)] : null);
    }
    this.view.mark({ event: null, points: new Set(places), areas: new Set(area === null ? [] : [area]) });
  }

  /**
   * @param {number} event
   * @param {number[]} places
   */
  _shared(event, places) {
    const spots = this.record.spots[event];
    return places.filter((place) => spots.includes(place)).length;
  }

  /** @param {number} spot */
  _showSpot(spot) {
    const { view } = this;
    const { points, areas } = this.scene;
    if (spot < points.length) {
      const { lat, lng } = view.latLngOf(spot);
      view.showPlace(lng, lat);
      view.mark({ event: null, points: new Set([spot]), areas: new Set() });
    } else if (areas[spot - points.length]) view.showArea(spot - points.length);
  }

  /** @param {KeyboardEvent} event */
  _key(event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target instanceof Element && event.target.matches("input, textarea, select, dialog *");
    if (event.key === "Escape") {
      if (this.view.chooser) this.view.closeChooser();
      else if (this.panel.isReading) this.panel.showList();
      else return;
    } else if (typing) return;
    else if (event.key === "ArrowDown" || event.key === "ArrowRight") this.panel.step(1);
    else if (event.key === "ArrowUp" || event.key === "ArrowLeft") this.panel.step(-1);
    else if (event.key === "l" && this.panel.isReading) this.panel.turn(this.panel.mode === "ledger" ? "passages" : "ledger");
    else if (event.key === "+" || event.key === "=") this.view.map.zoomIn();
    else if (event.key === "-") this.view.map.zoomOut();
    else return;
    event.preventDefault();
  }

  /** On paper: light, the map as wide as the page, and below it every event shown, with its passages. */
  _print() {
    this._printed();
    const root = document.documentElement;
    this.before = this.view.theme;
    this.printList = this.panel.forPrint();
    document.body.append(this.printList);
    root.classList.add("printing");
    this.view.setTheme("light");
    this.view.setPrinting(true);
  }

  _printed() {
    if (!this.printList) return;
    this.printList.remove();
    this.printList = null;
    document.documentElement.classList.remove("printing");
    this.view.setTheme(this.before);
    this.view.setPrinting(false);
  }
}

/**
 * An element that the exported file brings along.
 *
 * @param {string} id
 */
function brought(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The file is not whole: ${id} is missing.`);
  return found;
}

/** @param {string} id */
function block(id) {
  return brought(id).textContent ?? "";
}

/** @param {string} base64 */
function bytes(base64) {
  const raw = atob(base64.trim());
  const out = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i++) out[i] = raw.charCodeAt(i);
  return out;
}

/**
 * JSON as it stands, or packed by gzip where it is large.
 *
 * @param {string} id
 */
async function text(id) {
  const content = block(id);
  if (brought(id).getAttribute("type") === "application/json") return content;
  const stream = new Blob([bytes(content)]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).text();
}

// The map in the program's window: ids and filter values come and go over a QWebChannel, bulk over app://.

import L from "leaflet";
import { flat, unpack } from "./channel.js";
import { element } from "./dom.js";
import { LAYERS, MAP_OPTIONS } from "./format.js";
import { Tools } from "./tools/tools.js";
import { MapView } from "./view.js";

/** @import { Bridge } from "./types.js" */

/**
 * `connect()` resolves to the bridge object of the channel.
 *
 * @param {() => Promise<Bridge>} connect
 */
export async function startWindow(connect) {
  const basemap = Promise.all(
    ["/basemap/topology.json", "/basemap/labels.json"].map((address) => fetch(address).then((answer) => answer.json())),
  );
  const map = L.map("map", { ...MAP_OPTIONS, zoomControl: false }).setView([30, 35], 3);
  L.control.zoom({ position: "topright" }).addTo(map);
  const groups = Object.fromEntries(Object.keys(LAYERS).map((key) => [key, L.layerGroup().addTo(map)]));
  L.control
    .layers({}, Object.fromEntries(Object.entries(LAYERS).map(([key, name]) => [name, groups[key]])), { position: "topright" })
    .addTo(map);
  const sample = element("div", { class: "sample-badge covers-map", hidden: true, title: "The sample corpus is open" }, "Sample");
  map.getContainer().append(sample);

  const theme = new URLSearchParams(location.search).get("theme") === "dark" ? "dark" : "light";
  document.documentElement.dataset.theme = theme;
  const view = new MapView(map, groups, theme);
  L.control.scale({ position: "bottomright", imperial: true, maxWidth: 120 }).addTo(map); // above the attribution
  const tools = new Tools(view);
  view.tools = tools;
  const bridge = await connect();
  view.on("open", (detail) => bridge.opened(detail.places.map(String).join(" "), detail.area ?? -1));
  view.on("point", (detail) => bridge.pointed(detail.lon, detail.lat));
  view.on("cursor", (detail) => bridge.cursor(detail.lon, detail.lat));
  view.on("view", (detail) => bridge.view(detail.metresPerPixel));
  view.on("layer", (detail) => bridge.switched(detail.key, detail.on));
  view.on("measure", (detail) => bridge.measure(flat(detail.points)));
  view.on("area", (detail) => bridge.outlined(flat(detail.points)));
  view.on("edge", (detail) => bridge.dragged(detail.lon, detail.lat, detail.number, detail.done));
  view.on("left", (detail) => bridge.left(detail.tool));
  view.on("painted", () => bridge.painted());

  let version = 0; // a scene that was overtaken by another is dropped
  bridge.sceneReady.connect(async (number, fit) => {
    version = number;
    const [scene, block] = await Promise.all([
      fetch(`/scene/${number}.json`).then((answer) => answer.json()),
      fetch(`/scene/${number}.bin`).then((answer) => answer.arrayBuffer()),
    ]);
    if (number !== version) return;
    view.show(scene, block, { fit });
    sample.hidden = !scene.sample;
    bridge.shown(number);
  });
  bridge.eventSelected.connect((event) => view.select(event < 0 ? null : event));
  bridge.visibleChanged.connect((bits) => view.setVisible(bits === "" ? null : unpack(bits, view.scene?.eventCount ?? 0)));
  bridge.placeShown.connect((lon, lat, zoom) => view.showPlace(lon, lat, zoom < 0 ? undefined : zoom));
  bridge.themeChanged.connect((name) => view.setTheme(name));
  bridge.toolChanged.connect((tool) => tools.use(tool || null));
  bridge.measured.connect((answer) => tools.showMeasured(JSON.parse(answer)));
  bridge.draftChanged.connect((draft) => tools.draft.show(draft === "" ? null : JSON.parse(draft)));
  bridge.layerChanged.connect((key, on) => view.setLayer(key, on));

  bridge.ready(); // the scene comes while the basemap is read
  const [topology, labels] = await basemap;
  view.setBasemap(topology, labels);
  return view;
}

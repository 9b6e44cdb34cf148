// What the signs mean; only what the scene holds.

import L from "leaflet";
import { element } from "./dom.js";
import { FAMILIES, INFERRED, NEAR, UNCERTAIN } from "./format.js";

/** @import { Family, Scene } from "./types.js" */

/** @type {Record<Family, string>} */
export const FAMILY_NAMES = {
  strike: "Strikes and explosions",
  ground: "Ground fighting, territory",
  civilians: "Attacks on civilians",
  posture: "Deployments and airspace",
  control: "Unrest, arrests, displacement",
  other: "Other",
};

const ROOMY_PX = [760, 380]; // on a narrower map the open legend would lie under the timeline, on a lower one it would cover all

/** @param {L.Map} map */
export function legend(map) {
  const body = element("div", { class: "legend-body" });
  const box = element("details", { class: "legend covers-map", open: roomy(map) }, element("summary", {}, "Legend"), body);
  const control = new L.Control({ position: "bottomleft" });
  control.onAdd = () => {
    L.DomEvent.disableClickPropagation(box).disableScrollPropagation(box);
    return box;
  };
  control.addTo(map);
  let room = roomy(map);
  let folded = !room; // for want of room, not by a person
  map.on("resize", () => {
    if (roomy(map) === room || document.documentElement.classList.contains("printing")) return;
    room = !room;
    if (room ? folded : box.hasAttribute("open")) {
      box.toggleAttribute("open", room);
      folded = !room;
    }
  });
  return {
    /** @param {Scene | null} scene */
    show(scene) {
      if (!scene) return;
      body.replaceChildren(...rows(scene));
    },
  };
}

/** @param {L.Map} map */
function roomy(map) {
  const { clientWidth, clientHeight } = map.getContainer();
  return clientWidth > ROOMY_PX[0] && clientHeight > ROOMY_PX[1];
}

/** @param {Scene} scene */
function rows(scene) {
  const { points, areas, lines, ranges, launches, tracks, arrays } = scene;
  const families = new Set(arrays.eventFamily);
  const out = FAMILIES.flatMap((family, index) =>
    families.has(index) ? [row(element("span", { class: `sign disc family-${family}` }), FAMILY_NAMES[family])] : [],
  );
  const several = points.length > 0 && points.events.length > points.length;
  if (several) out.push(row(element("span", { class: "sign disc stacked" }, "2"), "events at one place"));
  if (points.length > 1) out.push(row(element("span", { class: "sign disc grouped" }, "3"), "places close together"));
  if (points.flags.some((flag) => flag & UNCERTAIN))
    out.push(row(element("span", { class: "sign disc doubtful" }), "uncertain which place"));
  if (points.flags.some((flag) => flag & INFERRED) || areas.some((area) => area.inferred)) {
    out.push(row(element("span", { class: "sign disc doubtful" }), "inferred: told in another sentence"));
  }
  if (points.flags.some((flag) => flag & NEAR))
    out.push(row(element("span", { class: "sign disc near" }), "near it: somewhere in the circle"));
  if (areas.length) out.push(row(element("span", { class: "sign area" }), "known to the area only"));
  if (lines.length) out.push(row(element("span", { class: "sign schematic" }), "schematic: way not reported"));
  if (ranges.length) {
    out.push(row(element("span", { class: "sign range-outer" }), "reach of some point of the origin"));
    if (ranges.some((range) => range.inner.length))
      out.push(row(element("span", { class: "sign range-inner" }), "reach of every point of it"));
  }
  if (launches.length) out.push(row(element("span", { class: "sign launch" }), "from where all targets are in reach"));
  if (tracks.length) out.push(row(element("span", { class: "sign track" }), "straight lines; missiles and aircraft fly other ways"));
  const captions = new Set([...ranges, ...launches, ...tracks].map(({ caption }) => caption));
  for (const caption of captions) out.push(element("p", { class: "legend-caption" }, element("bdi", { dir: "auto" }, caption)));
  return out;
}

/**
 * @param {HTMLElement} sign
 * @param {string} words
 */
function row(sign, words) {
  return element("div", { class: "legend-row" }, sign, element("span", {}, words));
}

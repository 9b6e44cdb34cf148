// A scene as Python writes it (geo/export/scene.py): small things as JSON, bulk as one block of typed arrays.

import { decodePath, withBox } from "./draw/paths.js";
import { Points } from "./draw/points.js";
import { project } from "./mercator.js";

/** @import { CodedPaths, CodedRange, SceneJson } from "./format.js" */
/** @import { Arrays, Path, Range, Scene } from "./types.js" */

const TYPES = { f4: Float32Array, u4: Uint32Array, i4: Int32Array, u1: Uint8Array };

/**
 * `block`: ArrayBuffer with the arrays that `scene.arrays` describes as [type, offset in bytes, length].
 *
 * @param {SceneJson} scene
 * @param {ArrayBuffer} block
 * @returns {Scene}
 */
export function readScene(scene, block) {
  const entries = Object.entries(scene.arrays).map(([name, [type, offset, length]]) => [name, new TYPES[type](block, offset, length)]);
  const arrays = /** @type {Arrays} */ (Object.fromEntries(entries));
  const quantum = scene.quantum;
  /** @param {CodedPaths} coded */
  const rings = (coded) => coded.map((ring) => decodePath(ring, quantum, project));
  const areas = scene.areas.map((area) => {
    const outline = rings(area.rings);
    const { box } = boxOf(outline);
    return { ...area, rings: outline, box, size: (box[2] - box[0]) * (box[3] - box[1]) };
  });
  return {
    ...scene,
    arrays,
    points: new Points(arrays, scene.origin, scene.names),
    areas,
    lines: scene.lines.map((line) => ({ ...line, paths: rings(line.paths) })),
    ranges: scene.ranges.map((range) => readRange(range, quantum)),
    launches: scene.launches.map((launch) => ({ ...launch, rings: rings(launch.rings) })),
    tracks: scene.tracks.map((track) => ({ ...track, paths: rings(track.paths) })),
  };
}

/**
 * A range with its paths; `edges` are what lies at the distance, where the outer edge has sides too.
 *
 * @param {CodedRange} range
 * @param {number} quantum
 * @returns {Range}
 */
export function readRange(range, quantum) {
  /** @param {CodedPaths} coded */
  const paths = (coded) => coded.map((path) => decodePath(path, quantum, project));
  const outer = paths(range.outer);
  return { ...range, outer, inner: paths(range.inner), edges: range.edges ? paths(range.edges) : outer };
}

/** @param {Path[]} paths */
function boxOf(paths) {
  const corners = paths.flatMap(({ box }) => [box[0], box[1], box[2], box[3]]);
  return withBox(Float64Array.from(corners));
}

/**
 * The places and areas of an event, for highlighting: {points: Set, areas: Set}.
 *
 * @param {Scene} scene
 * @param {number} event
 * @returns {{ points: Set<number>, areas: Set<number> }}
 */
export function spotsOf(scene, event) {
  const found = { points: new Set(), areas: new Set() };
  const { points, areas } = scene;
  for (let place = 0; place < points.length; place++) {
    for (let k = points.first[place]; k < points.first[place + 1]; k++) if (points.events[k] === event) found.points.add(place);
  }
  areas.forEach((area, index) => {
    if (area.events.includes(event)) found.areas.add(index);
  });
  return found;
}

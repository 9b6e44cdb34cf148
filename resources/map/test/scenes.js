// Scenes as Python hands them over, small enough to be read.

/** @import { RecordJson, SceneJson } from "../src/format.js" */

export const NO_DAY = -(2 ** 31);

/**
 * Two towns half a degree apart and a province; three events: one at the first town, one at both, one in the province.
 *
 * @param {Partial<RecordJson>} [record]
 * @returns {{ scene: SceneJson, block: ArrayBuffer }}
 */
export function smallScene(record = {}) {
  const { arrays, block } = packed({
    x: new Float32Array([-0.001, 0.001]),
    y: new Float32Array([0, 0]),
    precision: new Float32Array([1000, 1000]),
    first: new Uint32Array([0, 2, 3]),
    events: new Uint32Array([0, 1, 1]),
    eventDay: new Int32Array([16715, 16716, NO_DAY]),
    eventLast: new Int32Array([16715, 16716, NO_DAY]),
    eventFamily: new Uint8Array([0, 1, 5]),
    flags: new Uint8Array([0, 3]),
  });
  const scene = {
    version: /** @type {const} */ (1),
    title: "Small",
    sample: false,
    made: "",
    eventCount: 3,
    arrays: /** @type {SceneJson["arrays"]} */ (arrays),
    origin: /** @type {[number, number]} */ ([0.6, 0.4]),
    quantum: 1e-4,
    bounds: null,
    names: ["Alpha", "Beta"],
    gazetteerNames: {},
    areas: [
      { label: "Gamma", rings: [[350000, 340000, 10000, 0, 0, 10000, -10000, 0]], events: [2], family: 5, origin: false, vague: false },
    ],
    lines: [],
    ranges: [],
    launches: [],
    tracks: [],
    distances: {},
    record: {
      articles: [article("Daily"), article(null)],
      labels: ["strike at Alpha", "clash", "protest"],
      types: [0, 1, 2],
      dates: [3, 3, 4],
      sources: [1, 1, 0, 0, 2, 1, 1, 1, 1, 1, 0, 0],
      ledgers: [{}, {}, {}],
      texts: [0, 0, 20, "Shells hit Alpha now", 1, 5, 12, "Beta 😀"],
      words: ["air strike", "clash", "protest", "7 October 2015", "date not given", "A speaker", "B2"],
      passages: [[[0, [0, 6, 0, -1, 11, 16, 1, 0]]], [[1, [], 5, -1, -1, "denied", 6]], [[1, []]]],
      ...record,
    },
  };
  return { scene: /** @type {SceneJson} */ (scene), block };
}

/** @param {string | null} publisher */
function article(publisher) {
  return { title: null, publisher, published: null, address: null, sha256: "00", sample: false };
}

/** @param {Record<string, Float32Array | Uint32Array | Int32Array | Uint8Array>} named */
function packed(named) {
  /** @type {Record<string, [string, number, number]>} */
  const arrays = {};
  let at = 0;
  for (const [name, array] of Object.entries(named)) {
    const letter = array instanceof Float32Array ? "f" : array instanceof Int32Array ? "i" : "u";
    arrays[name] = [`${letter}${array.BYTES_PER_ELEMENT}`, at, array.length];
    at += Math.ceil(array.byteLength / 4) * 4;
  }
  const block = new ArrayBuffer(at);
  for (const [name, array] of Object.entries(named)) {
    new Uint8Array(block, arrays[name][1], array.byteLength).set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  }
  return { arrays, block };
}

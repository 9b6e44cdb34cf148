// How values go over the channel between program and page: as text.

/** @import { Pair } from "./types.js" */

/**
 * Base64 of a bit for each event, lowest first, to a byte for each.
 *
 * @param {string} bits
 * @param {number} count
 */
export function unpack(bits, count) {
  const packed = atob(bits);
  const mask = new Uint8Array(count);
  for (let i = 0; i < count; i++) mask[i] = (packed.charCodeAt(i >> 3) >> (i & 7)) & 1;
  return mask;
}

/**
 * Points as numbers divided by spaces: longitude, latitude, …
 *
 * @param {Pair[]} points
 */
export function flat(points) {
  return points.flat().join(" ");
}

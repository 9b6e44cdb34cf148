// Web Mercator with the world as the unit square, x to the east and y to the south.

/** @import { Pair } from "./types.js" */

export const TILE = 256;
const LIMIT = 85.0511287798066;

/**
 * @param {number} lon
 * @param {number} lat
 * @returns {Pair}
 */
export function project(lon, lat) {
  const bounded = Math.max(-LIMIT, Math.min(LIMIT, lat));
  const s = Math.sin((bounded * Math.PI) / 180);
  return [lon / 360 + 0.5, 0.5 - Math.log((1 + s) / (1 - s)) / (4 * Math.PI)];
}

/**
 * @param {number} x
 * @param {number} y
 * @returns {Pair}
 */
export function unproject(x, y) {
  return [(x - 0.5) * 360, (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI];
}

/**
 * Metres on the ground that a pixel shows at this latitude and zoom.
 *
 * @param {number} lat
 * @param {number} zoom
 */
export function metresPerPixel(lat, zoom) {
  return (40075016.685578488 * Math.cos((lat * Math.PI) / 180)) / (TILE * 2 ** zoom);
}

/**
 * Pixels of `metres` on the ground at the height `y` of the unit square.
 *
 * @param {number} metres
 * @param {number} y
 * @param {number} zoom
 */
export function pixelsOf(metres, y, zoom) {
  const lat = (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI;
  return metres / metresPerPixel(lat, zoom);
}

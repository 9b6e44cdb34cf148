// Elements made without markup: whatever text comes in stays text.

/**
 * @typedef {string | Node | false | null | undefined} Part
 * @typedef {Part | Child[]} Child
 * @typedef {Record<string, string | number | boolean | null | undefined | ((event: any) => void)>} Attributes
 */

/**
 * element("p", { class: "note", title: t }, "text", child, …): strings become text nodes; null and false are left out.
 * An attribute whose value is a function is a listener.
 *
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Attributes} [attributes]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name, value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, String(value));
  }
  for (const child of flat(children)) {
    if (child === null || child === undefined || child === false) continue;
    made.append(child); // strings are appended as text
  }
  return made;
}

/**
 * @param {Child[]} children
 * @returns {Part[]}
 */
function flat(children) {
  return children.flatMap((child) => (Array.isArray(child) ? flat(child) : [child]));
}

/**
 * Text from an article or a gazetteer: its direction is its own affair and does not reorder what stands beside it.
 *
 * @param {string} text
 * @param {Attributes} [attributes]
 */
export function foreign(text, attributes = {}) {
  return element("bdi", { dir: "auto", ...attributes }, text);
}

/**
 * "1 event", "2 events".
 *
 * @param {number} number
 * @param {string} noun
 */
export function counted(number, noun) {
  return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
}

/**
 * What draws on a canvas; there is one wherever the page runs.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {CanvasRenderingContext2DSettings} [settings]
 */
export function drawing(canvas, settings) {
  return /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", settings));
}

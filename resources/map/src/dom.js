// Elements made without markup: whatever text comes in stays text.

/**
 * element("p", { class: "note", title: t }, "text", child, …): strings become text nodes; null and false are left out.
 * An attribute whose value is a function is a listener.
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name, value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, String(value));
  }
  for (const child of children.flat()) {
    if (child === null || child === undefined || child === false) continue;
    made.append(child); // strings are appended as text
  }
  return made;
}

/** Text from an article or a gazetteer: its direction is its own affair and does not reorder what stands beside it. */
export function foreign(text, attributes = {}) {
  return element("bdi", { dir: "auto", ...attributes }, text);
}

/** "1 event", "2 events". */
export function counted(number, noun) {
  return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
}

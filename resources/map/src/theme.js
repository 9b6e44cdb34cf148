// Colours of what is drawn on canvas; those of elements are in style/.

/** @import { Palette, Theme } from "./types.js" */

/** @type {Palette} */
const LIGHT = {
  water: "#d5dce0",
  land: "#f5f3ee",
  river: "#c6d1d7",
  coast: "#a3b0b7",
  border: "#a59d8f",
  division: "#d9d3c7",
  country: "#857c6c",
  city: "#57524a",
  capital: "#2f2c28",
  sea: "#7d919d",
  halo: "rgba(245,243,238,0.88)",
  seaHalo: "rgba(213,220,224,0.85)",
  ink: "#1d1c1a",
  paper: "#ffffff",
  range: "#9a2a1c",
  draft: "#1d5c8f",
  launch: "#0b6b5d",
  track: "#4a4640",
  families: {
    strike: "#c1301c",
    ground: "#b26a00",
    civilians: "#8b2e70",
    posture: "#20608f",
    control: "#52703a",
    other: "#66645f",
  },
};

/** @type {Palette} */
const DARK = {
  water: "#12171b",
  land: "#21272b",
  river: "#182026",
  coast: "#46525a",
  border: "#59636a",
  division: "#2f373c",
  country: "#8f989d",
  city: "#b4bcc0",
  capital: "#e3e7e9",
  sea: "#617684",
  halo: "rgba(33,39,43,0.88)",
  seaHalo: "rgba(18,23,27,0.85)",
  ink: "#f1f0ed",
  paper: "#171b1e",
  range: "#ff8a6e",
  draft: "#74b3e6",
  launch: "#58cdb7",
  track: "#c9cccb",
  families: {
    strike: "#ff6a4f",
    ground: "#f2a93b",
    civilians: "#dc7fc0",
    posture: "#62b4e6",
    control: "#9dc47c",
    other: "#a9a8a3",
  },
};

/** @param {Theme} theme */
export function palette(theme) {
  return theme === "dark" ? DARK : LIGHT;
}

/**
 * "#c1301c" and 0.2 to "rgba(193,48,28,0.2)".
 *
 * @param {string} hex
 * @param {number} alpha
 */
export function faded(hex, alpha) {
  const value = parseInt(hex.slice(1), 16);
  return `rgba(${value >> 16},${(value >> 8) & 255},${value & 255},${alpha})`;
}

export const FONTS = {
  sans: '"IBM Plex Sans", "Noto Sans", "Segoe UI", system-ui, sans-serif',
  condensed: '"IBM Plex Sans Condensed", "IBM Plex Sans", "Noto Sans", system-ui, sans-serif',
  serif: '"IBM Plex Serif", "Noto Serif", Georgia, serif',
};

// Land, waters and boundaries from a TopoJSON of Natural Earth.

import { feature } from "topojson-client";
import { project } from "../mercator.js";
import { palette } from "../theme.js";
import { addFilled, addLine, meets, withBox } from "./paths.js";

/** @import { Feature, MultiLineString, MultiPolygon, Position } from "geojson" */
/** @import { Topology } from "topojson-specification" */
/** @import { Context, Path, Theme, View } from "../types.js" */

const RIVERS_FROM = 5;
const DIVISIONS_FROM = 5.25;

export class Basemap {
  /**
   * `topology`: objects land, lakes (areas), borders, coast, rivers, divisions (lines).
   *
   * @param {Topology} topology
   */
  constructor(topology) {
    this.land = pathsOf(topology, "land");
    this.lakes = pathsOf(topology, "lakes");
    this.borders = pathsOf(topology, "borders");
    this.coast = pathsOf(topology, "coast");
    this.rivers = pathsOf(topology, "rivers");
    this.divisions = pathsOf(topology, "divisions");
  }

  /**
   * @param {Context} context
   * @param {View} view
   * @param {Theme} theme
   */
  paint(context, view, theme) {
    const colours = palette(theme);
    context.fillStyle = colours.water;
    context.fillRect(0, 0, view.width, view.height);
    this._fill(context, view, this.land, colours.land);
    this._fill(context, view, this.lakes, colours.water);
    context.lineJoin = "round";
    if (view.zoom >= RIVERS_FROM) this._stroke(context, view, this.rivers, colours.river, 1);
    if (view.zoom >= DIVISIONS_FROM) this._stroke(context, view, this.divisions, colours.division, view.zoom < 7 ? 0.8 : 1.1);
    this._stroke(context, view, this.coast, colours.coast, 0.7);
    this._stroke(context, view, this.lakes, colours.coast, 0.6);
    this._stroke(context, view, this.borders, colours.border, view.zoom < 5 ? 0.8 : 1.2);
  }

  /**
   * @param {Context} context
   * @param {View} view
   * @param {Path[]} rings
   * @param {string} colour
   */
  _fill(context, view, rings, colour) {
    context.beginPath();
    for (const turn of view.turns) for (const ring of rings) if (meets(ring, view, turn)) addFilled(context, ring, view, turn);
    context.fillStyle = colour;
    context.fill("nonzero");
  }

  /**
   * @param {Context} context
   * @param {View} view
   * @param {Path[]} lines
   * @param {string} colour
   * @param {number} width
   */
  _stroke(context, view, lines, colour, width) {
    context.beginPath();
    for (const turn of view.turns) for (const line of lines) if (meets(line, view, turn)) addLine(context, line, view, turn, true);
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.stroke();
  }
}

/**
 * The rings of an area, or the lines, of an object of the topology.
 *
 * @param {Topology} topology
 * @param {string} name
 */
function pathsOf(topology, name) {
  const { geometry } = /** @type {Feature<MultiPolygon | MultiLineString>} */ (feature(topology, topology.objects[name]));
  const rings = geometry.type === "MultiPolygon" ? geometry.coordinates.flat() : geometry.coordinates;
  return rings.map(toPath);
}

/**
 * World-atlas joins what the 180th meridian cuts, so that Chukotka jumps from 180 to -180. Here a path goes on beyond the
 * edge of the world, to be drawn in the neighbouring turn too; a ring round the pole is closed along the world's foot.
 *
 * @param {Position[]} coordinates
 */
function toPath(coordinates) {
  const points = /** @type {number[]} */ ([]);
  let turn = 0;
  let before = coordinates[0][0];
  for (const [lon, lat] of coordinates) {
    if (lon - before > 180) turn -= 1;
    else if (before - lon > 180) turn += 1;
    before = lon;
    const [x, y] = project(lon, lat);
    points.push(x + turn, y);
  }
  const last = points.length - 2;
  const [first, end] = [coordinates[0], coordinates[coordinates.length - 1]];
  if (turn && first[0] === end[0] && first[1] === end[1]) points.push(points[last], 1, points[0], 1);
  return withBox(Float64Array.from(points));
}

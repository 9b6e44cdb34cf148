// The page's own nouns, where a type of its own says more than a comment.

import type { LatLng, Layer, Point } from "leaflet";
import type { Points } from "./draw/points.js";
import type { CodedArea, CodedLaunch, CodedLine, CodedRange, CodedTrack, DraftJson, FAMILIES, MeasuredJson, SceneJson } from "./format.js";

export type Context = CanvasRenderingContext2D;
export type Theme = "light" | "dark";
export type Family = (typeof FAMILIES)[number];

/** Left, top, right, bottom. */
export type Box = [number, number, number, number];
/** x and y, or longitude and latitude. */
export type Pair = [number, number];
export interface At {
  x: number;
  y: number;
}

/** A line or ring in the unit square: x y x y …, with the box round it. */
export interface Path {
  points: Float64Array;
  box: Box;
}

/** What a canvas covers, in world pixels of its zoom. */
export interface View {
  zoom: number;
  scale: number;
  left: number;
  top: number;
  width: number;
  height: number;
  margin: Point;
  inner: Point;
  corner: Point;
  anchor: LatLng;
  ratio: number;
  turns: number[];
}

export interface Palette {
  water: string;
  land: string;
  river: string;
  coast: string;
  border: string;
  division: string;
  country: string;
  city: string;
  capital: string;
  sea: string;
  halo: string;
  seaHalo: string;
  ink: string;
  paper: string;
  range: string;
  draft: string;
  launch: string;
  track: string;
  families: Record<Family, string>;
}

/** The bulk of a scene, as geo/export/scene.py describes it. */
export interface Arrays {
  x: Float32Array;
  y: Float32Array;
  precision: Float32Array;
  first: Uint32Array;
  events: Uint32Array;
  eventDay: Int32Array;
  eventLast: Int32Array;
  eventFamily: Uint8Array;
  flags: Uint8Array;
}

export interface Area extends Omit<CodedArea, "rings"> {
  rings: Path[];
  box: Box;
  size: number;
}
export interface Line extends Omit<CodedLine, "paths"> {
  paths: Path[];
}
export interface Range extends Omit<CodedRange, "outer" | "inner" | "edges"> {
  outer: Path[];
  inner: Path[];
  edges: Path[];
}
export interface Launch extends Omit<CodedLaunch, "rings"> {
  rings: Path[];
}
export interface Track extends Omit<CodedTrack, "paths"> {
  paths: Path[];
}

/** A scene read: what is coded in the file is a path here. */
export interface Scene extends Omit<SceneJson, "arrays" | "areas" | "lines" | "ranges" | "launches" | "tracks"> {
  arrays: Arrays;
  points: Points;
  areas: Area[];
  lines: Line[];
  ranges: Range[];
  launches: Launch[];
  tracks: Track[];
}

/** What is being set up in the window. */
export interface ShownDraft extends Omit<DraftJson, "origin" | "ranges" | "launches" | "tracks"> {
  origin: Path[];
  ranges: Range[];
  launches: Launch[];
  tracks: Track[];
}
export interface Measured extends Omit<MeasuredJson, "paths"> {
  paths: Path[];
}

/** What is marked on the map. */
export interface Chosen {
  event: number | null;
  points: Set<number>;
  areas: Set<number>;
}

/** Places that stand together under one disc. */
export interface Group extends At {
  radius: number;
  places: number[];
}

/** What is drawn for places: groups, or dots as place, x, y by turns. */
export interface Arranged {
  dots: number[] | null;
  groups: Group[];
}

/** From an area to its badge beside it. */
export interface Leader {
  from: At;
  to: At;
  family: number;
}

/** Events of MapView: what each brings along. */
export interface Told {
  open: { events: number[]; place: number | null; places: number[]; area: number | null };
  layer: { key: string; on: boolean };
  point: { lon: number; lat: number };
  cursor: { lon: number; lat: number };
  view: { metresPerPixel: number };
  painted: Record<string, never>;
  measure: { points: Pair[] };
  area: { points: Pair[] };
  edge: { lon: number; lat: number; number: number; done: boolean };
  left: { tool: string | null };
}

export type Groups = Record<string, Layer & { addLayer(layer: Layer): unknown }>;

// --- the exported file --------------------------------------------------------------------------------------------

export interface Article {
  title: string | null;
  publisher: string | null;
  published: string | null;
  address: string | null;
  sha256: string;
  sample: boolean;
  /** As captions cite it. */
  number: number;
}

export interface Words {
  start: number;
  end: number;
}
export interface Mark extends Words {
  kind: string;
  spot: number;
}
export interface Piece {
  kind: string;
  text: string;
}

export interface Passage extends Words {
  article: Article;
  text: string;
  marks: Mark[];
  speaker: string | null;
  relayedBy: string | null;
  said: string | null;
  modality: string;
  grade: string | null;
  reason: string | null;
  /** Stands against the event from another one. */
  elsewhere: boolean;
  pieces: Piece[];
}

export interface ListedEvent {
  number: number;
  distances: SceneJson["distances"][string] | undefined;
  label: string;
  type: string;
  date: string;
  spots: number[];
  /** Articles, origins, speakers, parties. */
  sources: number[];
  family: number;
  dated: boolean;
}

export interface Voice extends Words {
  passage: number;
  speaker: string | null;
  grade: string | null;
}
export interface LedgerLine {
  standing: number;
  field: string;
  value: string;
  note: string | null;
  carried: string | null;
  voices: Voice[];
}
export interface Side {
  value: string;
  voices: Voice[];
  elsewhere: { label: string; event: number }[];
}
export interface Dispute {
  field: string;
  direct: boolean;
  why: string;
  sides: Side[];
}
export interface Ledger {
  lines: LedgerLine[];
  disputes?: Dispute[];
  checks?: { agrees: boolean; says: string }[];
  reasons?: string[];
  origins?: Article[][];
  speakers: string[];
  parties: string[];
  accounts?: number[][];
}

/** What cards ask of the panel round them. */
export interface Actions {
  show(spot: number): void;
  open(event: number): void;
}
export interface Quoting extends Actions {
  quote(passage: Passage, words: Words): HTMLElement;
}
export type Chips = (voices: Voice[]) => HTMLElement;

/** Days that the reader chose; `undated`: whether events without a day pass. */
export interface Days {
  first: number;
  last: number;
  undated: boolean;
}

export type Mode = "passages" | "ledger";

// --- the window -----------------------------------------------------------------------------------------------------

interface Signal<A extends unknown[]> {
  connect(heard: (...values: A) => void): void;
}

/** desktop/views/map_view/bridge.py, as the channel hands it over. */
export interface Bridge {
  sceneReady: Signal<[number, boolean]>;
  eventSelected: Signal<[number]>;
  visibleChanged: Signal<[string]>;
  placeShown: Signal<[number, number, number]>;
  themeChanged: Signal<[Theme]>;
  toolChanged: Signal<[string]>;
  measured: Signal<[string]>;
  draftChanged: Signal<[string]>;
  layerChanged: Signal<[string, boolean]>;
  ready(): void;
  shown(version: number): void;
  painted(): void;
  opened(places: string, area: number): void;
  pointed(lon: number, lat: number): void;
  view(metresPerPixel: number): void;
  cursor(lon: number, lat: number): void;
  measure(points: string): void;
  outlined(points: string): void;
  dragged(lon: number, lat: number, number: number, done: boolean): void;
  left(tool: string | null): void;
  switched(key: string, on: boolean): void;
}

declare global {
  interface Window {
    L: typeof import("leaflet");
    Dateline: { startProof: unknown; startWindow: typeof import("./window.js").startWindow };
    started: Promise<import("./view.js").MapView>;
    view: import("./view.js").MapView;
    qt: { webChannelTransport: unknown };
    QWebChannel: new (transport: unknown, made: (channel: { objects: { bridge: Bridge } }) => void) => unknown;
  }
}

// What Leaflet has and its types do not name.
declare module "leaflet" {
  interface Map {
    _loaded?: boolean;
    _getNewPixelOrigin(center: LatLng, zoom: number): Point;
  }
}

// What Python hands to the page. Written by `make schemas` from page.schema.json: change that.

/** Groups of event types that share a colour, weightiest first; rows number them. */
export const FAMILIES = /** @type {const} */ (["strike", "ground", "civilians", "posture", "control", "other"]);

/** What a highlight of a passage is. */
export const KINDS = /** @type {const} */ (["trigger", "place", "quantity", "speaker"]);

/** How a stretch of a reprint stands to the first print. */
export const PIECES = /** @type {const} */ (["same", "gone", "new", "number"]);

/** How a value of a ledger stands: by several origins, by one, not said to have happened. */
export const STANDINGS = /** @type {const} */ (["agreed", "single", "apart"]);

/** Layers of the map with their names in its switch. */
export const LAYERS = /** @type {const} */ ({
  places: "Places",
  areas: "Areas",
  lines: "Schematic lines",
  ranges: "Ranges",
  launches: "Launch areas",
  tracks: "Tracks",
  names: "Names",
});

/** Options of every map of ours, by Leaflet's names. */
export const MAP_OPTIONS = /** @type {const} */ ({
  zoomSnap: 0.25,
  zoomDelta: 1,
  wheelPxPerZoomLevel: 110,
  minZoom: 2,
  maxZoom: 14,
  keyboard: false,
  attributionControl: false,
  maxBoundsViscosity: 1,
});

/** In place of a day of which no date is known. */
export const NO_DAY = -2147483648;

/** Flag of a marker: which place is meant is uncertain. */
export const UNCERTAIN = 1;

/** Flag of a marker: told in another passage of the same incident. */
export const INFERRED = 2;

/** Flag of a marker: near the place, somewhere within the circle. */
export const NEAR = 4;

/**
 * A path: whole numbers of `quantum` degrees, longitude and latitude, then steps of both.
 *
 * @typedef {number[]} Coded
 */

/**
 * @typedef {Coded[]} CodedPaths
 */

/**
 * @typedef {string[]} Texts
 */

/**
 * @typedef {number[]} Numbers
 */

/**
 * @typedef {number} FamilyNumber
 */

/**
 * Where a typed array stands in the block: type, offset in bytes, length.
 *
 * @typedef {[("f4" | "u4" | "i4" | "u1"), (number), (number)]} ArrayPlace
 */

/**
 * @typedef {{ label: string; rings: CodedPaths; events: Numbers; family: FamilyNumber; origin: boolean; vague: boolean; inferred?: boolean }} CodedArea
 */

/**
 * @typedef {{ event: number; family: FamilyNumber; paths: CodedPaths }} CodedLine
 */

/**
 * In reach of some point of the origin (outer), of every point (inner). `edges`: what of the outer lies at the distance, where it has sides too.
 *
 * @typedef {{ caption: string; outer: CodedPaths; inner: CodedPaths; edges?: CodedPaths; outerLabels: Texts; innerLabels: Texts }} CodedRange
 */

/**
 * @typedef {{ caption: string; rings: CodedPaths; labels: Texts }} CodedLaunch
 */

/**
 * @typedef {{ caption: string; paths: CodedPaths; labels: Texts }} CodedTrack
 */

/**
 * A distance that an article states: its words, the verdict, reasons, whether it cannot be.
 *
 * @typedef {[(string), (string), (Texts), (0 | 1)]} StatedDistance
 */

/**
 * A scene: small things here, bulk in the arrays.
 *
 * @typedef {{ version: 1; title: string; sample: boolean; made: string; eventCount: number; arrays: { x: ArrayPlace; y: ArrayPlace; precision: ArrayPlace; first: ArrayPlace; events: ArrayPlace; eventDay: ArrayPlace; eventLast: ArrayPlace; eventFamily: ArrayPlace; flags: ArrayPlace }; origin: [(number), (number)]; quantum: number; bounds: [(number), (number), (number), (number)] | null; names: Texts; gazetteerNames: Record<string, string>; areas: CodedArea[]; lines: CodedLine[]; ranges: CodedRange[]; launches: CodedLaunch[]; tracks: CodedTrack[]; distances: Record<string, StatedDistance[]>; record?: RecordJson }} SceneJson
 */

/**
 * Of the table of words; -1 where nothing is said.
 *
 * @typedef {number} WordNumber
 */

/**
 * @typedef {{ title: string | null; publisher: string | null; published: string | null; address: string | null; sha256: string; sample: boolean }} ArticleJson
 */

/**
 * Kind and words by turns.
 *
 * @typedef {(number | string)[]} Pieces
 */

/**
 * Text, highlights (start, end, kind, spot by turns), speaker, relayed by, date said, modality, grade, reason, told elsewhere, pieces. What ends the row by its default is left out.
 *
 * @typedef {[(number), (Numbers), (WordNumber)?, (WordNumber)?, (WordNumber)?, (string)?, (WordNumber)?, (WordNumber)?, (0 | 1)?, (Pieces)?]} PassageRow
 */

/** What a passage's row ends with from its third entry on, where nothing else is to be said. */
export const PASSAGE_DEFAULTS = /** @type {const} */ ([-1, -1, -1, "reported", -1, -1, 0, []]);

/**
 * Five for each voice: passage, start, end, speaker, grade.
 *
 * @typedef {Numbers} VoiceNumbers
 */

/**
 * Standing, field, value, note, voices; from which words it is carried.
 *
 * @typedef {[(0 | 1 | 2), (WordNumber), (WordNumber), (WordNumber), (VoiceNumbers), (WordNumber)?]} LineRow
 */

/**
 * Value, voices; label and event by turns, of what is told elsewhere.
 *
 * @typedef {[(WordNumber), (VoiceNumbers), (Numbers)?]} SideRow
 */

/**
 * Field, whether they contradict each other, why, sides.
 *
 * @typedef {[(WordNumber), (0 | 1), (WordNumber), (SideRow[])]} DisputeRow
 */

/**
 * Whether it agrees, what it says.
 *
 * @typedef {[(0 | 1), (WordNumber)]} CheckRow
 */

/**
 * Empty parts are left out.
 *
 * @typedef {{ disputes?: DisputeRow[]; lines?: LineRow[]; checks?: CheckRow[]; reasons?: Numbers; origins?: Numbers[]; speakers?: Numbers; parties?: Numbers; accounts?: Numbers[] }} LedgerJson
 */

/**
 * The evidence of an exported map: columns, not objects; what returns is written once. Offsets in texts are UTF-16 units.
 *
 * @typedef {{ articles: ArticleJson[]; labels: Texts; types: Numbers; dates: Numbers; sources: Numbers; ledgers: LedgerJson[]; texts: (number | string)[]; words: Texts; passages: PassageRow[][] }} RecordJson
 */

/**
 * What is being set up in the window; `fixed`: its edges are not to be dragged.
 *
 * @typedef {{ quantum: number; fixed: boolean; origin: CodedPaths; ranges: CodedRange[]; launches: CodedLaunch[]; tracks: CodedTrack[] }} DraftJson
 */

/**
 * What the program measured of points; `at` is of the unit square of Web Mercator.
 *
 * @typedef {{ quantum: number; paths: CodedPaths; legs: ({ text: string; at: [(number), (number)] })[]; readout: Texts }} MeasuredJson
 */

/**
 * Name, longitude, latitude, zoom from which it is written; 1 for a capital.
 *
 * @typedef {[(string), (number), (number), (number), (0 | 1)?]} LabelRow
 */

/**
 * Writing of the basemap, most important first.
 *
 * @typedef {{ countries: LabelRow[]; seas: LabelRow[]; cities: LabelRow[] }} LabelsJson
 */

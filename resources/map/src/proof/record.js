// The evidence of an exported map as Python writes it (geo/export/record.py), unpacked where it is read.

export const KINDS = ["trigger", "place", "quantity", "speaker"];
export const PIECES = ["same", "gone", "new", "number"];
export const NO_DAY = -(2 ** 31);

export class Record {
  constructor(scene) {
    const { record, arrays } = scene;
    this.articles = record.articles.map((article, index) => ({ ...article, number: index + 1 })); // as captions cite them
    this.length = scene.eventCount;
    this.firstDay = arrays.eventDay;
    this.lastDay = arrays.eventLast;
    this.family = arrays.eventFamily;
    this.spots = spotsByEvent(scene);
    this.distances = scene.distances;
    this._record = record;
  }

  /** One event as an object; `number` is its place in the scene. */
  event(number) {
    const { labels, types, dates, words, sources } = this._record;
    return {
      number,
      distances: this.distances?.[number],
      label: labels[number],
      type: words[types[number]],
      date: words[dates[number]],
      spots: this.spots[number],
      sources: sources.slice(number * 4, number * 4 + 4),
      family: this.family[number],
      dated: this.firstDay[number] !== NO_DAY,
    };
  }

  /**
   * Passages of an event: {article, start, end, text, marks: [{start, end, kind, spot}], speaker, relayedBy, said, modality, grade,
   * reason, elsewhere, pieces: [{kind, text}]}. Those that stand against it from another event are marked `elsewhere`.
   */
  passages(number) {
    const { passages, texts, words } = this._record;
    return passages[number].map(
      ([text, flat = [], speaker = -1, relayed = -1, said = -1, modality = "reported", grade = -1, reason = -1, elsewhere = 0, pieces = []]) => {
        const [article, start, end, passage] = texts.slice(text * 4, text * 4 + 4);
        return {
          article: this.articles[article],
          start,
          end,
          text: passage,
          marks: grouped(flat, 4).map(([from, to, kind, spot]) => ({ start: from, end: to, kind: KINDS[kind], spot })),
          speaker: words[speaker] ?? null,
          relayedBy: words[relayed] ?? null,
          said: words[said] ?? null,
          modality,
          grade: words[grade] ?? null,
          reason: words[reason] ?? null,
          elsewhere: elsewhere === 1,
          pieces: grouped(pieces, 2).map(([kind, words_]) => ({ kind: PIECES[kind], text: words_ })),
        };
      },
    );
  }

  /**
   * The ledger of an event (geo/export/ledgers.py): {lines: [{standing, field, value, note, carried, voices}], disputes, checks, reasons,
   * origins, speakers, parties, accounts}. A voice: {passage, start, end, speaker, grade}; empty parts are absent but lines.
   */
  ledger(number) {
    const { ledgers, words } = this._record;
    const raw = ledgers[number];
    const voices = (flat) =>
      grouped(flat, 5).map(([passage, start, end, speaker, grade]) => ({
        passage,
        start,
        end,
        speaker: words[speaker] ?? null,
        grade: words[grade] ?? null,
      }));
    return {
      lines: (raw.lines ?? []).map(([standing, field, value, note, said, carried]) => ({
        standing,
        field: words[field],
        value: words[value],
        note: words[note] ?? null,
        carried: words[carried] ?? null,
        voices: voices(said),
      })),
      disputes: raw.disputes?.map(([field, direct, why, sides]) => ({
        field: words[field],
        direct: direct === 1,
        why: words[why],
        sides: sides.map(([value, said, others = []]) => ({
          value: words[value],
          voices: voices(said),
          elsewhere: grouped(others, 2).map(([label, event]) => ({ label: words[label], event })),
        })),
      })),
      checks: raw.checks?.map(([agrees, says]) => ({ agrees: agrees === 1, says: words[says] })),
      reasons: raw.reasons?.map((reason) => words[reason]),
      origins: raw.origins?.map((group) => group.map((article) => this.articles[article])),
      speakers: (raw.speakers ?? []).map((name) => words[name]),
      parties: (raw.parties ?? []).map((name) => words[name]),
      accounts: raw.accounts,
    };
  }

  /** Whether the sources of an event differ. */
  disputed(number) {
    return Boolean(this._record.ledgers[number].disputes);
  }

  /** Whether an event's label or passages hold all of the words; `words` in lower case. */
  holds(number, words) {
    if (!words.length) return true;
    const { labels, types, words: table, passages, texts } = this._record;
    const text = [labels[number], table[types[number]], ...passages[number].map(([at]) => texts[at * 4 + 3])];
    const all = text.join("\n").toLowerCase();
    return words.every((word) => all.includes(word));
  }
}

/** Numbers of the places of each event: markers first, areas behind them. */
function spotsByEvent({ eventCount, points, areas }) {
  const spots = Array.from({ length: eventCount }, () => []);
  for (let place = 0; place < points.length; place++) {
    for (let k = points.first[place]; k < points.first[place + 1]; k++) spots[points.events[k]].push(place);
  }
  areas.forEach((area, index) => area.events.forEach((event) => spots[event].push(points.length + index)));
  return spots;
}

function grouped(flat, size) {
  const rows = [];
  for (let k = 0; k < flat.length; k += size) rows.push(flat.slice(k, k + size));
  return rows;
}

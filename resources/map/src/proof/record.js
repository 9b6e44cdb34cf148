// The evidence of an exported map as Python writes it (geo/export/record.py), unpacked where it is read.

export const KINDS = ["trigger", "place", "quantity", "speaker"];
export const NO_DAY = -(2 ** 31);

export class Record {
  constructor(scene) {
    const { record, arrays } = scene;
    this.articles = record.articles;
    this.length = scene.eventCount;
    this.firstDay = arrays.eventDay;
    this.lastDay = arrays.eventLast;
    this.family = arrays.eventFamily;
    this.spots = spotsByEvent(scene);
    this._record = record;
  }

  /** One event as an object; `number` is its place in the scene. */
  event(number) {
    const { labels, types, dates, words, sources, differs } = this._record;
    return {
      number,
      label: labels[number],
      type: words[types[number]],
      date: words[dates[number]],
      spots: this.spots[number],
      sources: sources.slice(number * 4, number * 4 + 4),
      differs: differs[number] ?? [],
      family: this.family[number],
      dated: this.firstDay[number] !== NO_DAY,
    };
  }

  /** Passages of an event: {article, start, end, text, marks: [{start, end, kind, spot}], speaker, relayedBy, said, modality}. */
  passages(number) {
    const { passages, texts, words } = this._record;
    return passages[number].map(([text, flat = [], speaker = -1, relayed = -1, said = -1, modality = "reported"]) => {
      const [article, start, end, passage] = texts.slice(text * 4, text * 4 + 4);
      const marks = [];
      for (let k = 0; k < flat.length; k += 4) {
        marks.push({ start: flat[k], end: flat[k + 1], kind: KINDS[flat[k + 2]], spot: flat[k + 3] });
      }
      return {
        article: this.articles[article],
        start,
        end,
        text: passage,
        marks,
        speaker: words[speaker] ?? null,
        relayedBy: words[relayed] ?? null,
        said: words[said] ?? null,
        modality,
      };
    });
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

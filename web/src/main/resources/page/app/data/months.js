// A month of records as typed arrays: what the service sends as columns, plus where each record lies on the Mercator square.
import { breathe, get, kept } from './api.js';
import { wordOf } from './city.js';
import { lastDay, monthTitle, number, sentence } from './format.js';
import { CATEGORIES } from './state.js';

/** So many records on one coordinate (about 11 m) in a month are a place of its own, such as a station house. */
const STACK = 15;

/** What stands for an offence that the record does not state. */
export const BLANK = '(blank)';

/** A month of a dataset, by [dataset, 'YYYY-MM']. */
export const loadMonth = kept(3, async (dataset, month, options) => {
  const { body, told } = await get('ingest', `/v1/records/${dataset}/${month}?columns=offence,precinct`, options);
  await breathe();
  return { ...monthData(body), ...told };
});

/**
 * Turns the records service's answer into arrays. `worldX` and `worldY` run from 0 to 1 over the whole Mercator map;
 * `stackOf` is the index in `stacks` of the place a record shares with many others, or −1. `days` are those that are
 * published, `span` all days of the month.
 */
export function monthData(answer) {
  const { placed, base, scale, days: span, publishedThrough } = answer;
  const days = publishedThrough?.startsWith(answer.period) ? +publishedThrough.slice(8) : span;
  const worldX = new Float64Array(placed);
  const worldY = new Float64Array(placed);
  const at = new Map();
  const spot = new Int32Array(placed);
  const counts = [];
  const box = { minX: 1, minY: 1, maxX: 0, maxY: 0 };
  for (let i = 0; i < placed; i++) {
    const key = answer.lat[i] * 1_000_003 + answer.lon[i];
    let s = at.get(key);
    if (s === undefined) {
      s = counts.length;
      at.set(key, s);
      counts.push(0);
    }
    counts[s]++;
    spot[i] = s;
    worldX[i] = (base.lon + answer.lon[i] / scale) / 360 + 0.5;
    const sine = Math.sin(((base.lat + answer.lat[i] / scale) * Math.PI) / 180);
    worldY[i] = 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
    box.minX = Math.min(box.minX, worldX[i]);
    box.maxX = Math.max(box.maxX, worldX[i]);
    box.minY = Math.min(box.minY, worldY[i]);
    box.maxY = Math.max(box.maxY, worldY[i]);
  }

  const stacks = [];
  const stackOfSpot = new Int32Array(counts.length).fill(-1);
  const stackOf = new Int32Array(placed);
  const stackRecords = [];
  for (let i = 0; i < placed; i++) {
    const s = spot[i];
    if (counts[s] >= STACK && stackOfSpot[s] < 0) {
      stackOfSpot[s] = stacks.length;
      stacks.push({ worldX: worldX[i], worldY: worldY[i], total: counts[s] });
    }
    stackOf[i] = stackOfSpot[s];
    if (stackOf[i] >= 0) stackRecords.push(i);
  }

  return {
    ...answer,
    lat: Int32Array.from(answer.lat),
    lon: Int32Array.from(answer.lon),
    days,
    span,
    dayStart: Int32Array.from(answer.dayStart),
    category: Uint8Array.from(answer.category),
    offence: Uint16Array.from(answer.offence),
    precinct: Uint16Array.from(answer.precinct),
    worldX,
    worldY,
    box,
    stacks,
    stackOf,
    stackRecords: Int32Array.from(stackRecords),
  };
}

/** Records a day and category, as days × 4, of one offence (or all for −1). */
export function dailyCounts(data, offence) {
  const counts = new Int32Array(data.days * 4);
  for (let day = 0; day < data.days; day++) {
    for (let i = data.dayStart[day]; i < data.dayStart[day + 1]; i++) {
      if (offence < 0 || data.offence[i] === offence) counts[day * 4 + data.category[i]]++;
    }
  }
  return counts;
}

/** Totals up to each day and category, as (days + 1) × 4, of such counts. */
export function runningTotals(daily) {
  const running = new Int32Array(daily.length + 4);
  daily.forEach((count, i) => (running[i + 4] = running[i] + count));
  return running;
}

/** An offence's index, −1 for '' (all); one that the month does not have gets an index that no record has. */
export function offenceIn({ offences }, offence) {
  if (!offence) return -1;
  const index = offences.indexOf(offence === BLANK ? '' : offence);
  return index < 0 ? offences.length : index;
}

/** How many of the given records (or of all) have each value of a column, most first: [[value, count], …]. */
export function tally(data, column, records) {
  const counts = new Map();
  const values = data[column];
  const add = (i) => counts.set(values[i], (counts.get(values[i]) ?? 0) + 1);
  if (records) records.forEach(add);
  else for (let i = 0; i < data.placed; i++) add(i);
  return [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
}

/** Some records in words: counts by offence in `lines`, their precincts and what shares their place in `foot`. */
export function describe(data, records) {
  const offences = tally(data, 'offence', records);
  const precincts = tally(data, 'precinct', records).map(([p]) => (p ? `${wordOf('precinct')} ${p}` : `${wordOf('precinct')} not stated`));
  const lines = offences.slice(0, 5).map(([o, n]) => `${number(n)} × ${sentence(data.offences[o])}`);
  if (offences.length > 5) lines.push(`and ${number(offences.length - 5)} other offences`);
  const stack = data.stacks[data.stackOf[records.find((i) => data.stackOf[i] >= 0)]];
  const note = stack ? `${number(stack.total)} this month share one coordinate: a station house, or the point that stands for a block.` : '';
  return { lines, foot: [precincts.slice(0, 2).join(', '), note].filter(Boolean).join('. ') };
}

/** The records of some categories (four booleans) and of one offence (or all for −1), in the order of their days. */
export function chosen(data, categories, offence) {
  const records = [];
  for (let i = 0; i < data.dayStart[data.days]; i++) {
    if (categories[data.category[i]] && (offence < 0 || data.offence[i] === offence)) records.push(i);
  }
  return records;
}

/** Some records as rows. */
function recordRows(data, records) {
  const { base, scale, lat, lon, period, dayStart } = data;
  let day = 0;
  return records.map((i) => {
    while (i >= dayStart[day + 1]) day++;
    const date = `${period}-${String(day + 1).padStart(2, '0')}`;
    const at = [base.lat + lat[i] / scale, base.lon + lon[i] / scale].map((degrees) => +degrees.toFixed(4));
    return [date, CATEGORIES[data.category[i]], data.offences[data.offence[i]], data.precinct[i] || null, ...at];
  });
}

/** A month as tables: days by category, offences, precincts; of just the records that are chosen, see {@link chosen}. */
export function monthTables(data, categories, offence) {
  const records = chosen(data, categories, offence);
  const daily = dailyCounts(data, offence);
  const shown = CATEGORIES.map((_, c) => c).filter((c) => categories[c]);
  const days = Array.from({ length: data.days }, (_, d) => {
    const counts = shown.map((c) => daily[d * 4 + c]);
    return [`${data.period}-${String(d + 1).padStart(2, '0')}`, ...counts, counts.reduce((a, b) => a + b, 0)];
  });
  const all = shown.length === CATEGORIES.length;
  const only = [all ? '' : shown.map((c) => CATEGORIES[c]).join(', ') || 'no category', offence < 0 ? '' : sentence(data.offences[offence])].filter(Boolean).join('; ');
  const of = (title) => (only ? `${title} (only ${only})` : title);
  const by = (column, name, word = column) => ({ title: of(`By ${word}`), file: `by-${column}`, columns: [word, 'records'], rows: tally(data, column, records).map(([v, n]) => [name(v), n]) });
  return [
    { title: of(`${monthTitle(data.period)}: ${data.dataset} a day`), file: 'by-day', columns: ['day', ...shown.map((c) => CATEGORIES[c]), all ? 'all' : 'together'], rows: days },
    by('offence', (o) => sentence(data.offences[o])),
    by('precinct', (p) => p || 'not stated', wordOf('precinct')),
    { title: of(`${monthTitle(data.period)}: the ${data.dataset} themselves`), file: 'records', long: true, columns: ['date', 'category', 'offence', wordOf('precinct'), 'latitude', 'longitude'], rows: recordRows(data, records) },
  ];
}

/** A month's days as a strip of bars (see ui/timeline.js): counts of `daily` by category, of those that are shown (four booleans); none where `data` is null. */
export function monthStrip(month, data, daily, shown, colours) {
  const span = +lastDay(month).slice(8);
  const days = data?.days ?? span;
  const bars = Array.from({ length: days }, (_, d) => CATEGORIES.map((_c, c) => (data && shown[c] ? daily[d * 4 + c] : 0)));
  const texts = bars.map((parts, d) => `${d + 1} ${monthTitle(month)}: ${number(parts.reduce((a, b) => a + b, 0))}`);
  const ticks = [1, 8, 15, 22, span].map((d) => ({ at: (d - 0.5) / span, text: String(d) }));
  return { max: days, step: 1, bars, texts: data ? texts : [], span, colours, ticks, label: `Day of ${monthTitle(month)}` };
}

// What is known of one place, a precinct or a neighbourhood.
import { get, kept } from './api.js';
import { wordOf } from './city.js';
import { chance, discoveries } from './chance.js';
import { capital, lastDay, plusMonths } from './format.js';
import { CATEGORIES } from './state.js';

/** The kinds of places by the word that addresses have. */
const KINDS = { precinct: 'precincts', neighbourhood: 'neighbourhoods' };

/** 'precinct:75' → 'Precinct 75', 'neighbourhood:Co-op City' → 'Co-op City' */
export function placeName(place) {
  const name = place.slice(place.indexOf(':') + 1);
  return place.startsWith('precinct:') ? `${capital(wordOf('precinct'))} ${name}` : name;
}

/** Every place there is: [{place, name}], precincts first, each kind in its order. */
export const loadPlaces = kept(1, async (options) => {
  const kinds = await Promise.all(
    Object.entries(KINDS).map(async ([word, kind]) => {
      const { body } = await get('grid', `/v1/areas/${kind}?zoom=0`, options);
      return body.features.map(({ properties: { name } }) => `${word}:${name}`);
    }),
  );
  return kinds
    .flatMap((places) => places.sort((a, b) => a.localeCompare(b, 'en', { numeric: true })))
    .map((place) => ({ place, name: placeName(place) }));
});

/**
 * This year to the end of its last whole month, and the same months of the year before, as ranges of days; the later and
 * the earlier half of what is published where the year before is not, whose `first` whole month this may be.
 */
export function yearsToDate(lastWholeMonth, first = '') {
  const [year, month] = lastWholeMonth.split('-');
  const range = (from, to) => ({ from: `${from}-01`, to: lastDay(to) });
  if (first > `${year - 1}-01`) {
    const half = Math.floor(((year - first.slice(0, 4)) * 12 + (month - first.slice(5, 7)) + 1) / 2);
    const back = (months) => plusMonths(lastWholeMonth, -months);
    if (half > 0) return { before: range(back(2 * half - 1), back(half)), now: range(back(half - 1), lastWholeMonth) };
  }
  return { before: range(`${year - 1}-01`, `${year - 1}-${month}`), now: range(`${year}-01`, lastWholeMonth) };
}

/** What two ranges of {@link yearsToDate} are called: those `now`, the `before`, and what heads their `columns`. */
export function rangeWords({ before, now }) {
  const [year, last] = [now, before].map(({ from }) => from.slice(0, 4));
  if (now.from === `${year}-01-01` && +last === year - 1) return { now: 'this year to date', before: `the same months of ${last}`, columns: [year, last] };
  const months = ({ from, to }) => `${from.slice(0, 7)} to ${to.slice(0, 7)}`;
  return { now: months(now), before: months(before), columns: [months(now), months(before)] };
}

/** Days of a range. */
const days = ({ from, to }) => (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1;

/**
 * A place by [dataset, place, last whole month, first one]; `weekdays` and `hours` are points {period, count} of this year, `hours` null
 * where records have none, as `withoutHours` says: they are asked for if `options.hours`.
 */
export const loadPlace = kept(4, async (dataset, place, lastWholeMonth, first, options) => {
  const { before, now } = yearsToDate(lastWholeMonth, first);
  const series = async (query) => get('grid', `/v1/series/${dataset}?area=${encodeURIComponent(place)}&${query}`, options);
  const kind = KINDS[place.split(':')[0]];
  let withoutHours = options.hours ? null : `${dataset} has no hours`;
  const [months, offences, weekdays, hours, changes] = await Promise.all([
    series('by=month&group=category'),
    series(`by=month&group=offence&from=${before.from}&to=${now.to}`),
    series(`by=weekday&from=${now.from}&to=${now.to}`),
    options.hours &&
      series(`by=hour&from=${now.from}&to=${now.to}`).catch((error) => {
        if (error.status !== 422) throw error;
        withoutHours = error.message;
      }),
    get('grid', `/v1/changes/${dataset}?kind=${kind}&a=${before.from}..${before.to}&b=${now.from}..${now.to}`, options),
  ]);
  const { points } = months.body;
  return {
    place,
    before,
    now,
    told: { ...months.told, fetchedAt: months.body.fetchedAt },
    months: points.map(({ period, counts, complete }) => ({ month: period, counts: CATEGORIES.map((c) => counts[c] ?? 0), complete })),
    offences: changesOf(offences.body.points, before, now),
    weekdays: weekdays.body.points,
    hours: (hours && hours.body.points) || null,
    withoutHours,
    method: changes.body.method,
    change: changes.body.areas.find(({ id }) => id === place),
    areas: changes.body.areas,
  };
});

/** Counts of two ranges by offence: [{offence, a, b, expected, moreThanChance}], the most frequent first. */
export function changesOf(points, before, now) {
  const totals = new Map();
  for (const { period, counts } of points) {
    const side = period >= now.from.slice(0, 7) ? 'b' : period <= before.to ? 'a' : null;
    for (const [offence, count] of side ? Object.entries(counts) : []) {
      if (!totals.has(offence)) totals.set(offence, { offence, a: 0, b: 0 });
      totals.get(offence)[side] += count;
    }
  }
  const list = [...totals.values()].filter(({ a, b }) => a + b > 0);
  const more = discoveries(list.map(({ a, b }) => chance(a, days(before), b, days(now))));
  return list
    .map((change, i) => ({ ...change, expected: (change.a * days(now)) / days(before), moreThanChance: more[i] }))
    .sort((x, y) => y.b - x.b || y.a - x.a);
}

/** Where a count is among all: its rank from 1, and how many have the same. */
export const rankOf = (count, counts) => ({ rank: 1 + counts.filter((c) => c > count).length, same: counts.filter((c) => c === count).length });

/** The share-th quantile, nearest rank. */
export const quantile = (counts, share) => [...counts].sort((a, b) => a - b)[Math.max(0, Math.ceil(counts.length * share) - 1)];

// What is known of one place, a precinct or a neighbourhood.
import { get, kept } from './api.js';
import { loadAreas } from './areas.js';
import { CITY } from './city.js';
import { lastDay, plusMonths } from './format.js';
import { CATEGORIES } from './state.js';

/** The kinds of places by the word that addresses have. */
const KINDS = { precinct: 'precincts', neighbourhood: 'neighbourhoods' };

/** Every place of the kinds that the city has: [{place, name}], precincts first, each kind in its order. */
export const loadPlaces = kept(1, async (options) => {
  const kinds = await Promise.all(Object.values(KINDS).filter((kind) => CITY.areas[kind]).map((kind) => loadAreas([kind, '0'], options)));
  return kinds.flatMap(({ list }) => list.map(({ place, name }) => ({ place, name })).sort((a, b) => a.place.localeCompare(b.place, 'en', { numeric: true })));
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

/**
 * A place by [dataset, place, last whole month, first one]; `weekdays` and `hours` are points {period, count} of this year, `hours` null
 * where records have none, as `withoutHours` says: they are asked for if `options.hours`.
 */
export const loadPlace = kept(4, async (dataset, place, lastWholeMonth, first, options) => {
  const { before, now } = yearsToDate(lastWholeMonth, first);
  const series = async (query) => get('grid', `/v1/series/${dataset}?area=${encodeURIComponent(place)}&${query}`, options);
  const changes = async (query) => (await get('grid', `/v1/changes/${dataset}?a=${before.from}..${before.to}&b=${now.from}..${now.to}&${query}`, options)).body;
  let withoutHours = options.hours ? null : `${dataset} has no hours`;
  const [months, offences, weekdays, hours, kind] = await Promise.all([
    series('by=month&group=category'),
    changes(`kind=offences&area=${encodeURIComponent(place)}`),
    series(`by=weekday&from=${now.from}&to=${now.to}`),
    options.hours &&
      series(`by=hour&from=${now.from}&to=${now.to}`).catch((error) => {
        if (error.status !== 422) throw error;
        withoutHours = error.message;
      }),
    changes(`kind=${KINDS[place.split(':')[0]]}`),
  ]);
  const { points } = months.body;
  return {
    place,
    before,
    now,
    told: { ...months.told, fetchedAt: months.body.fetchedAt },
    months: points.map(({ period, counts, complete }) => ({ month: period, counts: CATEGORIES.map((c) => counts[c] ?? 0), complete })),
    offences: offences.offences.sort((x, y) => y.b - x.b || y.a - x.a),
    weekdays: weekdays.body.points,
    hours: (hours && hours.body.points) || null,
    withoutHours,
    method: kind.method,
    caveat: kind.caveat,
    change: kind.areas.find(({ id }) => id === place),
    areas: kind.areas,
  };
});

/** Where a count is among all: its rank from 1, and how many have the same. */
export const rankOf = (count, counts) => ({ rank: 1 + counts.filter((c) => c > count).length, same: counts.filter((c) => c === count).length });

/** The share-th quantile, nearest rank. */
export const quantile = (counts, share) => [...counts].sort((a, b) => a - b)[Math.max(0, Math.ceil(counts.length * share) - 1)];

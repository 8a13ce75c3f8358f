// What is known of one place, a precinct or a neighbourhood.
import { get, kept } from './api.js';
import { loadAreas } from './areas.js';
import { lastDay } from './format.js';
import { CATEGORIES } from './state.js';

/** The kinds of places by the word that addresses have. */
const KINDS = { precinct: 'precincts', neighbourhood: 'neighbourhoods' };

/** Every place there is: [{place, name}], precincts first, each kind in its order. */
export const loadPlaces = kept(1, async (options) => {
  const kinds = await Promise.all(Object.values(KINDS).map((kind) => loadAreas([kind, '0'], options)));
  return kinds.flatMap(({ list }) => list.map(({ place, name }) => ({ place, name })).sort((a, b) => a.place.localeCompare(b.place, 'en', { numeric: true })));
});

/** This year to the end of its last whole month, and the same months of the year before, as ranges of days. */
export function yearsToDate(lastWholeMonth) {
  const [year, month] = lastWholeMonth.split('-');
  const range = (y) => ({ from: `${y}-01-01`, to: lastDay(`${y}-${month}`) });
  return { before: range(year - 1), now: range(year) };
}

/**
 * A place by [dataset, place, last whole month]; `weekdays` and `hours` are points {period, count} of this year, `hours` null
 * where records have none, as `withoutHours` says: they are asked for if `options.hours`.
 */
export const loadPlace = kept(4, async (dataset, place, lastWholeMonth, options) => {
  const { before, now } = yearsToDate(lastWholeMonth);
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

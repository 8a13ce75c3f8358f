// Grids as grid-service makes them: a month as bytes, a year exact, and where their cells lie.
import { get, kept } from './api.js';
import { SMOOTHING, cellArea } from './density.js';
import { lastDay } from './format.js';
import { readNpy } from './morph.js';
import { CATEGORIES } from './state.js';

/** Where the cells of the two grids lie: {heat, forecast}; by []. */
export const loadGeoref = kept(1, async (options) => (await get('grid', '/v1/georef', options)).body);

/** The number of the cell at a point of the map, or −1. */
export function cellAt({ rows, cols, bounds }, { lat, lng }) {
  const row = Math.floor(((bounds.north - lat) / (bounds.north - bounds.south)) * rows);
  const col = Math.floor(((lng - bounds.west) / (bounds.east - bounds.west)) * cols);
  return row >= 0 && row < rows && col >= 0 && col < cols ? row * cols + col : -1;
}

/** The outlines of the boroughs, as GeoJSON. */
export const loadBoroughs = async () => (await get('grid', '/v1/areas/boroughs')).body;

/** The rest of a query that asks for some of the categories. */
export const filterQuery = (categories) => (categories.length < CATEGORIES.length ? categories.map((c) => `&category=${c}`).join('') : '');

/**
 * Records from January to a month (from 0) of each year, like for like: of just the months that all of them have whole.
 *
 * @param films see {@link loadYear}
 * @returns {months: their numbers from 0, sums: one a year}
 */
export function toDate(films, until) {
  const whole = ({ months, first, publishedThrough }, m) => {
    const month = months[m - first];
    return month && lastDay(month.month) <= publishedThrough ? month : null;
  };
  const months = Array.from({ length: until + 1 }, (_, m) => m).filter((m) => films.every((film) => whole(film, m)));
  return { months, sums: films.map((film) => months.reduce((sum, m) => sum + whole(film, m).records, 0)) };
}

/**
 * A year, exact, of the months that are published: `first` is the number of the first of them, from 0:
 * {year, heat, first, months: [{month, records}], values: [Float32Array, …], scale, anchor}, by [dataset, 'YYYY', filter].
 */
export const loadYear = kept(4, async (dataset, year, filter, { signal, progress }) => {
  const path = `/v1/grids/${dataset}/${year}`;
  const [{ heat }, grids, totals] = await Promise.all([
    loadGeoref([], { signal }),
    get('grid', `${path}?smooth=${SMOOTHING}${filter}`, { as: 'bytes', accept: 'application/x-npy', signal, progress }),
    get('grid', `${path}?rows=1&cols=1${filter}`, { accept: 'application/json', signal }),
  ]);
  const { shape, values } = readNpy(grids.body);
  const cells = shape.at(-1) * shape.at(-2);
  return {
    year,
    heat,
    first: +totals.body.months[0].month.slice(5) - 1,
    months: totals.body.months.map(({ month, records }) => ({ month, records })),
    values: Array.from({ length: values.length / cells }, (_, m) => values.subarray(m * cells, (m + 1) * cells)),
    scale: scaleOf(grids),
    anchor: scaleOf(grids) / cellArea(heat),
    ...totals.told,
    ...grids.told,
    publishedThrough: grids.told.publishedThrough ?? totals.told.publishedThrough,
  };
});

const scaleOf = ({ headers }) => Number(headers.get('X-Data-Scale'));

// A year's grids, and where cells and boroughs lie.
import { get, kept } from './api.js';
import { CITY } from './city.js';
import { COMPACT, monthsOf, readCounts } from './counts.js';
import { cellArea } from './density.js';
import { lastDay } from './format.js';
import { smoothed } from './smoother.js';
import { CATEGORIES } from './state.js';

/** Where the cells of the two grids lie: {heat, forecast}; by []. */
export const loadGeoref = kept(1, async (options) => (await get('grid', '/v1/georef', options)).body);

/** The number of the cell at a point of the map, or −1. */
export function cellAt({ rows, cols, bounds }, { lat, lng }) {
  const row = Math.floor(((bounds.north - lat) / (bounds.north - bounds.south)) * rows);
  const col = Math.floor(((lng - bounds.west) / (bounds.east - bounds.west)) * cols);
  return row >= 0 && row < rows && col >= 0 && col < cols ? row * cols + col : -1;
}

/** The outlines of the city's boroughs, or of what its grids are laid over, as GeoJSON with the details of a zoom of the map. */
export const loadBoroughs = async (zoom) => (await get('grid', `/v1/areas/${CITY.outlines}?zoom=${zoom}`)).body;

/**
 * Records from January to a month (from 0) of each year, like for like: of just the months that all of them have whole.
 *
 * @param films see {@link filmOf}
 * @returns {months: their numbers from 0, sums: one a year}
 */
export function toDate(films, until) {
  const whole = ({ months, publishedThrough }, m) => (months[m] && lastDay(months[m].month) <= publishedThrough ? months[m] : null);
  const months = Array.from({ length: until + 1 }, (_, m) => m).filter((m) => films.every((film) => whole(film, m)));
  return { months, sums: films.map((film) => months.reduce((sum, m) => sum + whole(film, m).records, 0)) };
}

/** The counts of a year's published months by category, by [dataset, 'YYYY']: see data/counts.js, and what is told of them. */
export const loadYear = kept(4, async (dataset, year, { signal, progress }) => {
  const path = `/v1/grids/${dataset}/${year}`;
  const [{ heat }, answer] = await Promise.all([loadGeoref([], { signal }), get('grid', path, { as: 'bytes', accept: COMPACT, signal, progress })]);
  return { year, heat, ...readCounts(answer.body), told: answer.told };
});

/**
 * A year as a film, of some categories: {year, heat, months: [{month, records}], values: [Float32Array, …], scale, anchor}.
 * The places in `months` and `values` are the months' numbers from 0; what is not published has none.
 */
export async function filmOf(counts, categories) {
  const { year, heat, head, told } = counts;
  const grids = head.months.map((_, m) => monthsOf(counts, [m], categories));
  const all = categories.length === CATEGORIES.length;
  const months = [];
  const records = head.months.map((month, m) => (all ? month.records : grids[m].reduce((a, b) => a + b, 0)));
  const { values: smooth, scale } = await smoothed(grids, heat);
  const values = [];
  head.months.forEach(({ month }, m) => {
    const number = +month.slice(5) - 1;
    months[number] = { month, records: records[m] };
    values[number] = smooth[m];
  });
  return { year, heat, months, values, scale, anchor: scale / cellArea(heat), ...told };
}

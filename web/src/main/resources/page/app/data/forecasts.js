// Forecasts of the days after an origin, what really happened, what lies over both, and how good they are.
import { get, kept } from './api.js';
import { areaAt, loadAreas } from './areas.js';
import { CITY } from './city.js';
import { anchorOf } from './density.js';
import { dayName, figure, number, plusDays, plusMonths } from './format.js';
import { cellAt, loadGeoref } from './grids.js';

export const MOST_LEAD = 14;
export const SHADE_DAYS = 28;
const PARTS = { scores: '', series: '/series', cells: '/cells', distribution: '/distribution', totals: '/totals' };

/** Places that have records of their own, not those of whole cells. */
export const AREAS = ['precinct', 'neighbourhood'];

/** The model that any other has to beat: the plain average. */
export const AVERAGE = 'ha-global';

/** The service's answer to some questions, and whether it is `late`: of the days after the data since today is too long after them. */
async function ask(days, questions, options) {
  const answer = (list) => get('predict', `/v1/forecasts?days=${days}&${new URLSearchParams(list)}`, options);
  const asked = Object.entries(questions).filter(([, value]) => value);
  try {
    return { ...(await answer(asked)), late: false };
  } catch (problem) {
    if (problem.status !== 422 || questions.start !== 'today') throw problem;
    return { ...(await answer(asked.filter(([name]) => name !== 'start'))), late: true };
  }
}

/** The forecast of the coming days of one place, by [place such as 'precinct:75']: the service's answer, `late`, and of each of its `days` just that place. */
export const loadForecastOf = kept(4, async (place, options) => {
  const [by, id] = [place.slice(0, place.indexOf(':')), place.slice(place.indexOf(':') + 1)];
  const { body, late } = await ask(MOST_LEAD, { start: 'today', by }, options);
  const days = body.days.map(({ date, lead, places }) => ({ date, lead, ...places.find((other) => other.id === id) }));
  return { ...body, late, days: days.filter(({ expected }) => expected !== undefined) };
});

/**
 * A forecast of so many days by [origin ('': the newest), start ('today', '': the day after), by, model, days]: the answer itself, whether it is `late`,
 * of the days after the origin since today is too long after it, `days` of places and of the whole city (`total`), the `card` of the model,
 * the `grid` and, of precincts and neighbourhoods with outlines, their `areas` (see data/areas.js; null of others), the index of each area's, else of each
 * cell's place in `placeOf` (−1: none), and the `anchor` of the scale, which is the first day's.
 */
export const loadForecast = kept(4, async (wanted, start, by, model, span, { signal, progress, first }) => {
  const asked = { origin: wanted, start, by, model };
  const [{ forecast: grid }, card, areas, places] = await Promise.all([
    loadGeoref([], { signal }),
    get('predict', '/v1/model', { signal }),
    AREAS.includes(by) ? outlined(`${by}s`, { signal }) : null,
    ask(span, asked, { signal, progress }),
  ]);
  const { days, origin } = places.body;
  return {
    ...places.body,
    ...places.told,
    late: places.late,
    asked: places.late ? { ...asked, start: '' } : asked,
    card: card.body,
    grid,
    areas,
    placeOf: areas ? placesOfAreas(areas, by, days[0].places) : await placesOfCells(grid, by, days[0].places, lastYear(origin, first), signal),
    anchor: anchorOf([days[0].places.map((p) => p.expected)]),
    actual: new Map(),
  };
});

/** The middle of a cell with an id such as 'r25c24'. */
function middleOf({ bounds, rows, cols }, id) {
  const [row, col] = id.slice(1).split('c').map(Number);
  return { lat: bounds.north - ((row + 0.5) / rows) * (bounds.north - bounds.south), lng: bounds.west + ((col + 0.5) / cols) * (bounds.east - bounds.west) };
}

/** Gives a forecast all its days, and its cells names, which is much more than the first view of it wants: then it is `whole`. */
export function completed(forecast) {
  forecast.completing ??= complete(forecast).catch((error) => {
    forecast.completing = null;
    throw error;
  });
  return forecast.completing;
}

async function complete(forecast) {
  const { asked, by, grid } = forecast;
  const [{ body: { days }, late }, neighbourhoods] = await Promise.all([
    ask(MOST_LEAD, asked, {}),
    // where outlines cannot be had cells keep their ids
    by === 'cell' ? loadAreas(['neighbourhoods', '12'], {}).catch(() => ({ list: [] })) : null,
  ]);
  if (by === 'cell') nameCells(grid, days, neighbourhoods);
  Object.assign(forecast, { days, late: forecast.late || late, whole: true });
}

/** Names cells by the neighbourhood that their middle is in: 'Midtown South, r25c24'. */
function nameCells(grid, days, { list }) {
  const names = days[0].places.map(({ id }) => list[areaAt(list, middleOf(grid, id))]?.name ?? null);
  for (const { places } of days) places.forEach((place, i) => Object.assign(place, { neighbourhood: names[i] }, names[i] && { name: `${names[i]}, ${place.id}` }));
}

/** The areas of a kind; null where no outlines of it can be had, as where the city publishes none. */
async function outlined(kind, options) {
  const areas = await loadAreas([kind, '12'], options).catch(() => null);
  return areas?.list.some(({ polygons }) => polygons.length) ? areas : null;
}

/** The days of the year up to a day, as a query: no more of them than there are since the `first` that is published. */
const lastYear = (day, first = '') => {
  const from = plusDays(day, -364);
  return `from=${from < first ? first : from}&to=${day}`;
};

/** For each cell of the grid the index of the place it belongs to, by the records of the `days`, or −1. */
async function placesOfCells(grid, by, places, days, signal) {
  const of = new Int16Array(grid.rows * grid.cols).fill(-1);
  const index = new Map(places.map((p, i) => [by === 'borough' ? p.name : p.id, i]));
  if (by === 'cell') {
    for (let i = 0; i < of.length; i++) of[i] = index.get(`r${Math.floor(i / grid.cols)}c${i % grid.cols}`) ?? -1;
  } else if (by === 'borough') {
    for (let i = 0; i < of.length; i++) of[i] = grid.mask[i] ? (index.get(grid.boroughs[grid.borough[i]]) ?? -1) : -1;
  } else {
    const path = `/v1/counts/${CITY.forecast}/${by}s?${days}`;
    const { [`${by}s`]: areas, cell, [by]: area, records } = (await get('grid', path, { signal })).body;
    const most = new Int32Array(of.length);
    cell.forEach((c, k) => {
      if (records[k] <= most[c]) return;
      most[c] = records[k];
      of[c] = index.get(String(areas[area[k]])) ?? -1;
    });
  }
  return of;
}

/** For each area with an outline the index of its place, or −1. */
function placesOfAreas({ list }, by, places) {
  const index = new Map(places.map(({ id }, i) => [`${by}:${id}`, i]));
  return Int16Array.from(list, ({ place }) => index.get(place) ?? -1);
}

/** What really happened on a day, for each place of a forecast. */
export async function loadActual(forecast, date) {
  const { by, days, offences, placeOf, actual } = forecast;
  if (actual.has(date)) return actual.get(date);
  const filter = offenceQuery(offences);
  const { places } = days[0];
  const values = new Float32Array(places.length);
  if (AREAS.includes(by)) {
    const { body } = await get('grid', `/v1/counts/${CITY.forecast}/${by}s?from=${date}&to=${date}${filter}`);
    const index = new Map(places.map((p, i) => [p.id, i]));
    body[`${by}s`].forEach((p, k) => index.has(String(p)) && (values[index.get(String(p))] = body.daily[0][k]));
  } else {
    const group = filter && `&group=offence${filter}`;
    const { body } = await get('grid', `/v1/counts/${CITY.forecast}?from=${date}&to=${date}${group}`, { accept: 'application/json' });
    for (const day of body.days) day.cell.forEach((c, k) => placeOf[c] >= 0 && (values[placeOf[c]] += day.count[k]));
  }
  actual.set(date, values);
  return values;
}

/** The hot spots of the offences that are forecast, in the last month that is over at the origin: {month, features}. */
export async function loadHotSpots({ origin, offences }) {
  const month = plusDays(origin, 1).endsWith('-01') ? origin.slice(0, 7) : plusMonths(origin.slice(0, 7), -1);
  return (await get('grid', `/v1/hotspots/${CITY.forecast}/${month}?${offenceQuery(offences).slice(1)}`)).body;
}

const offenceQuery = (offences) => offences.map((o) => `&offence=${encodeURIComponent(o)}`).join('');

/**
 * The cells where, over the weeks up to the origin, no model was nearer to the truth than the plain average.
 *
 * @returns {values: 255 for such a cell, share: of the city's cells}
 */
export async function loadHopeless({ origin, grid }) {
  const path = `/v1/scoreboard/cells?from=${plusDays(origin, 1 - SHADE_DAYS)}&to=${origin}`;
  const { cells, models } = (await get('predict', path)).body;
  const average = models.find((m) => m.model === AVERAGE).mse;
  const others = models.filter((m) => m.model !== AVERAGE);
  const values = new Uint8Array(grid.rows * grid.cols);
  cells.forEach((c, i) => (values[c] = others.some((m) => m.mse[i] < average[i]) ? 0 : 255));
  return { values, share: values.reduce((n, v) => n + (v ? 1 : 0), 0) / cells.length };
}

/** The index of the place at a point of the map, or −1. */
export const placeAt = ({ placeOf, grid, areas }, point) => placeOf[areas ? areaAt(areas.list, point) : cellAt(grid, point)] ?? -1;

/** What is forecast for a place (its index) on a day {places, actual}, in lines. */
export function placeLines({ places, actual }, p) {
  const { expected, p05, p25, p75, p95 } = places[p];
  return [
    `expected ${figure(expected)}`,
    `half of such days ${figure(p25, 2)} to ${figure(p75, 2)} (50 %)`,
    `9 of 10 such days ${figure(p05, 2)} to ${figure(p95, 2)} (90 %)`,
    ...(actual ? [`really ${number(actual[p])}`] : []),
  ];
}

/** The places with the highest expected counts, as indices. */
export const highest = (places, limit) => places.map((_, i) => i).sort((a, b) => places[b].expected - places[a].expected).slice(0, limit);

/** The highest places of a day {date, places, actual} as a short list. */
export function highestTable({ date, places, actual }, limit) {
  const write = (n) => n.toFixed(n < 10 ? 1 : 0);
  return {
    title: `Highest of ${number(places.length)}, ${dayName(date)}`,
    columns: ['place', 'expected', '50 %', '90 %', ...(actual ? ['actual'] : [])],
    rows: highest(places, limit).map((i) => {
      const { name, expected, p05, p25, p75, p95 } = places[i];
      return [name, write(expected), `${write(p25)}–${write(p75)}`, `${write(p05)}–${write(p95)}`, ...(actual ? [actual[i]] : [])];
    }),
  };
}

/** All places of a day as a table of numbers, the highest first; cells with where their middle is. */
export function forecastTable({ date, places, actual }, { by, grid }) {
  const middle = ({ id }) => Object.values(middleOf(grid, id)).map((d) => +d.toFixed(4));
  const cells = by === 'cell';
  return {
    title: `Forecast of ${dayName(date)}`,
    columns: ['place', ...(cells ? ['neighbourhood', 'latitude', 'longitude'] : []), 'expected', 'p05', 'p25', 'p75', 'p95', ...(actual ? ['actual'] : [])],
    rows: highest(places, places.length).map((i) => {
      const place = places[i];
      const numbers = ['expected', 'p05', 'p25', 'p75', 'p95'].map((name) => +place[name].toPrecision(4));
      return [...(cells ? [place.id, place.neighbourhood ?? null, ...middle(place)] : [place.name]), ...numbers, ...(actual ? [actual[i]] : [])];
    }),
  };
}

/** The 98th percentile: one bright cell does not dim the rest. */
export function high(values) {
  const sorted = Array.from(values).sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) * 0.98)] || 1;
}

/** {scores, series, cells, distribution, totals} as the service has them, the model `card`, the forecast `grid`. */
export async function loadScores(from, to, signal) {
  const part = (path) => get('predict', `/v1/scoreboard${path}?from=${from}&to=${to}`, { signal });
  const [parts, card, georef] = await Promise.all([
    Promise.all(Object.values(PARTS).map(part)),
    get('predict', '/v1/model', { signal }),
    loadGeoref([], { signal }),
  ]);
  const bodies = Object.fromEntries(Object.keys(PARTS).map((name, i) => [name, parts[i].body]));
  return { ...bodies, card: card.body, grid: georef.forecast, ...parts[0].told };
}

/** The mean of the values up to each, over so many. */
export function movingMean(values, over) {
  let sum = 0;
  return values.map((v, i) => {
    sum += v - (i >= over ? values[i - over] : 0);
    return sum / Math.min(i + 1, over);
  });
}

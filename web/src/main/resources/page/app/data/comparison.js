// Two periods of a dataset: their densities on one scale, and how the places changed from one to the other.
import { get, kept } from './api.js';
import { areaAt, loadAreas } from './areas.js';
import { monthsOf } from './counts.js';
import { cellArea } from './density.js';
import { lastDay, monthName, monthTitle } from './format.js';
import { laterHistories, loadHistory } from './history.js';
import { yearsToDate } from './places.js';
import { smoothed } from './smoother.js';
import { CATEGORIES } from './state.js';

/** The least change of each step of the colours, in percent, and its place among the colours, −1 to 1. */
export const STEPS = [[-Infinity, -1], [-25, -0.75], [-10, -0.5], [0, 0.5], [10, 0.75], [25, 1]];

/** '2024-01..2024-03' → {from, to}: its months */
export const monthsOfPeriod = (text) => {
  const [from, to] = text.split('..');
  return { from, to };
};

/** The periods {a, b} that are compared where the reader names none: the same months of two years, to the last whole one. */
export function usualPeriods(lastWholeMonth) {
  const { before, now } = yearsToDate(lastWholeMonth);
  const text = ({ from, to }) => `${from.slice(0, 7)}..${to.slice(0, 7)}`;
  return { a: text(before), b: text(now) };
}

/** '2024-01..2024-12' → '2024', '2024-01..2024-03' → 'January to March 2024' */
export function periodName(text) {
  const { from, to } = monthsOfPeriod(text);
  const year = from.slice(0, 4);
  if (from.endsWith('-01') && to === `${year}-12`) return year;
  if (from === to) return monthTitle(to);
  return `${to.startsWith(year) ? monthName(+from.slice(5)) : monthTitle(from)} to ${monthTitle(to)}`;
}

/**
 * Two periods by [dataset, kind of places, a, b]: what the service says of them (`areas`, `method`, …), `outlines` and `list` of the places
 * (see data/areas.js) with the `changes` of each, the `heat` grid, and of each period its `values`: records per cell and month, null where
 * a month of it cannot be had now; their `scale`, and `anchor`: per km².
 */
export const loadComparison = kept(4, async (dataset, kind, a, b, options) => {
  const periods = [a, b].map(monthsOfPeriod);
  const [first, second] = periods.map(({ from, to }) => `${from}-01..${lastDay(to)}`);
  const [{ body, told }, { outlines, list }, ...films] = await Promise.all([
    get('grid', `/v1/changes/${dataset}?kind=${kind}&a=${first}&b=${second}`, options),
    loadAreas([kind, '12'], options),
    ...periods.map(({ from, to }) => loadWhole([dataset, from, to], options)),
  ]);
  const [{ heat }] = films;
  const whole = films.filter(({ head }) => !head.missing?.length);
  const { values, scale } = await smoothed(whole.map(monthly), heat);
  const changes = new Map(body.areas.map((change) => [change.id, change]));
  return { ...body, told: { ...told, fetchedAt: body.fetchedAt }, outlines, list, changes: list.map(({ place }) => changes.get(place)), heat, values: films.map((film) => values[whole.indexOf(film)] ?? null), scale, anchor: scale / cellArea(heat) };
});

/** A history, waited for as long as more of its months come. */
async function loadWhole(key, options) {
  let answer = await loadHistory(key, options);
  for await (const later of laterHistories(answer, key, options)) answer = later;
  return answer;
}

/** The records of a month, on an average of all. */
function monthly(film) {
  const { months } = film.head;
  return monthsOf(film, months.map((_, i) => i), CATEGORIES).map((count) => count / months.length);
}

/** The change of the place at a point of the map; undefined where there is none. */
export const changeAt = ({ list, changes }, point) => changes[areaAt(list, point)];

/** The number of a change among the steps; −1 where it may be chance. */
export const stepOf = ({ percentage, moreThanChance }) => (moreThanChance ? STEPS.findLastIndex(([least]) => (percentage ?? Infinity) >= least) : -1);

/** Changes as readers want them: what is more than chance first, the largest differences first. */
export const ranked = (changes) => [...changes].sort((x, y) => y.moreThanChance - x.moreThanChance || Math.abs(y.difference) - Math.abs(x.difference));

// All published months as a film: counts of a window that moves from month to month.
import { get, kept } from './api.js';
import { COMPACT, monthsOf, readCounts } from './counts.js';
import { cellArea, spread } from './density.js';
import { plusMonths } from './format.js';
import { loadGeoref } from './grids.js';
import { smoothed } from './smoother.js';
import { CATEGORIES } from './state.js';

/** The windows by name, in months. */
export const WINDOWS = { month: 1, quarter: 3, year: 12 };

/** Rows and columns of the grid. */
const SIDE = 150;
/** How many grids, evenly over the film, its scale is made of; and how many smooth ones are kept. */
const SCALED = 24;
const KEPT = 4;
/** Milliseconds after which months that were missing may have come; a service counts a few in that time. */
const AGAIN_AFTER = 3000;
/** How often it is asked in vain before what is missing is taken for lost. */
const TRIES = 5;

/**
 * The counts of months by [dataset, from, to ('': all that are published)]: see data/counts.js, and what is told of them; `partial`
 * where months are missing that may come.
 */
export const loadHistory = kept(3, async (dataset, from, to, options) => {
  const path = `/v1/history/${dataset}?rows=${SIDE}&cols=${SIDE}${from && `&from=${from}&to=${to}`}`;
  const [{ heat }, { body, told }] = await Promise.all([loadGeoref([], options), get('grid', path, { ...options, as: 'bytes', accept: COMPACT })]);
  const answer = readCounts(body);
  const { northSouth, eastWest } = heat.cellMetres;
  const cellMetres = { northSouth: (northSouth * heat.rows) / SIDE, eastWest: (eastWest * heat.cols) / SIDE };
  return { ...answer, partial: missingIn(answer) > 0, heat: { bounds: heat.bounds, rows: SIDE, cols: SIDE, cellMetres }, sums: sumsOf(answer), told: { ...told, fetchedAt: answer.head.fetchedAt } };
});

const missingIn = ({ head }) => head.missing?.length ?? 0;

/** What there is after an answer of {@link loadHistory}, as long as months are missing and more of them come: one answer after the other. */
export async function* laterHistories(answer, key, options) {
  let latest = answer;
  for (let idle = 0; missingIn(latest) && idle < TRIES; idle++) {
    await new Promise((resolve) => { setTimeout(resolve, AGAIN_AFTER); });
    if (options.signal?.aborted) return;
    const now = await loadHistory(key, options).catch(() => latest);
    if (missingIn(now) >= missingIn(latest)) continue;
    latest = now;
    idle = -1;
    yield now;
  }
}

/** The sums over all cells of each of the head's months, by category. */
export function sumsOf({ head: { categories, months }, cells, counts }) {
  const sums = months.map(() => CATEGORIES.map(() => 0));
  categories.forEach((category, k) => {
    const c = CATEGORIES.indexOf(category);
    const end = (k + 1) * cells.length * months.length;
    for (let i = k * cells.length * months.length; i < end; i++) sums[i % months.length][c] += counts[i];
  });
  return sums;
}

/**
 * Windows of so many months, one for each month that one can end with: {from, month: its last, at: its months' places among the
 * head's, parts: counts by category, records}. One that holds a month which cannot be had has the first two only: it is unknown.
 */
export function windowsOf({ head: { months, missing = [] }, sums }, size) {
  const names = months.map(({ month }) => month);
  const all = [...names, ...missing].sort();
  const windows = [];
  for (let month = plusMonths(all[0], size - 1); month <= all.at(-1); month = plusMonths(month, 1)) {
    const from = plusMonths(month, 1 - size);
    const at = Array.from({ length: size }, (_, i) => names.indexOf(plusMonths(from, i)));
    const known = !at.includes(-1) && {
      at,
      parts: CATEGORIES.map((_, c) => at.reduce((sum, m) => sum + sums[m][c], 0)),
      records: at.reduce((sum, m) => sum + months[m].records, 0),
    };
    windows.push({ from, month, ...known });
  }
  return windows;
}

/**
 * The film of some categories: {heat, windows, smooth: makes the densities of a window by its number, scale, anchor: per km²}.
 * Only the densities asked for last are kept: those of all months would be ten times the counts.
 */
export async function historyOf(answer, size, categories) {
  const { heat } = answer;
  const windows = windowsOf(answer, size);
  const counted = ({ at }) => monthsOf(answer, at, categories);
  const known = windows.filter(({ at }) => at);
  const { scale } = await smoothed(known.filter((_, i) => i % Math.ceil(known.length / SCALED) === 0).map(counted), heat);
  const ready = new Map();
  const smooth = (i) => {
    if (!windows[i]?.at) return undefined;
    if (!ready.has(i)) ready.set(i, spread(counted(windows[i]), heat));
    if (ready.size > KEPT) ready.delete(ready.keys().next().value);
    return ready.get(i);
  };
  return { heat, windows, smooth, scale, anchor: scale / cellArea(heat), partial: answer.partial, ...answer.told };
}

/** What happened in single months, of `2020-03|what|who says so;…`: [{month, text, source}]; what is not of that form is left out. */
export const marksOf = (text) =>
  text
    .split(';')
    .map((mark) => mark.split('|').map((part) => part.trim()))
    .filter(([month, ...rest]) => /^\d{4}-\d{2}$/.test(month) && rest.length === 2)
    .map(([month, what, source]) => ({ month, text: what, source }));

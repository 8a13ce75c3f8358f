// One scale for every map of counts: steps that double, so that it still tells above its anchor, the 95th percentile.
import { figure } from './format.js';

/** The least value of each step, in anchors. */
const STEPS = [0, 1 / 16, 1 / 8, 1 / 4, 1 / 2, 1, 2, 4];

/** How finely a value is looked up, in parts of an anchor; and where the scale ends. */
export const FINE = 256;
const END = 8 * FINE;

/** The colours of the steps out of a table of 256. */
const stepColours = (table) => STEPS.map((_, i) => table[Math.round(((i + 0.5) / STEPS.length) * 255)]);

/** Colours by value × {@link FINE} ÷ anchor; what is above the last one has the last one's. */
export function colours(table) {
  const steps = stepColours(table);
  return Uint32Array.from({ length: END }, (_, k) => (k ? steps[STEPS.findLastIndex((low) => k >= low * FINE)] : 0));
}

/** The scale as a legend's entry: {title, table, ticks}, where `anchor` is in the unit of the title. */
export const legendOf = (title, table, anchor) => ({ title, table: stepColours(table), ticks: STEPS.map((low) => figure(+(low * anchor).toFixed(2), 2)) });

/** Whole counts from 1 as a key, [[text, pixel], …], those of one step together. */
export function keyOfCounts(table, anchor) {
  const key = [];
  for (let step = 1; step < STEPS.length; step++) {
    const low = Math.max(1, Math.ceil(STEPS[step] * anchor));
    const high = step + 1 < STEPS.length ? Math.ceil(STEPS[step + 1] * anchor) - 1 : Infinity;
    if (high >= low) key.push([high === Infinity ? `${low} and more` : high > low ? `${low} to ${high}` : `${low}`, stepColours(table)[step]]);
  }
  return key;
}

// The coming days of one place, as they are forecast, with intervals and with what the forecast does not know.
import { CITY } from '../data/city.js';
import { dayName, dayTitle, figure, sentence } from '../data/format.js';
import { themed } from '../ui/dom.js';
import { rowPlot } from '../ui/plots.js';

/** What a forecast of a place (see data/forecasts.js) is of, and how old what it knows is. */
export function outlookWords({ days, late, model, offences, origin }) {
  if (!days.length) return 'Not known: this place is not forecast.';
  const of = offences.length ? sentence(offences.join(', ')) : `All ${CITY.forecast}`;
  const [{ lead }] = days;
  return [
    `${of}: reports a day. Stroke: expected; box: half of such days; whiskers: 9 of 10.`,
    `The newest day that it knows is ${dayName(origin)}, ${lead === 1 ? 'the day' : `${lead} days`} before the first of these.`,
    late ? 'Today is too long after it to be forecast: these are the days after the data, not the coming ones.' : '',
    `Model: ${model.id}. It says how many reports are usual here, nothing about anybody.`,
  ].filter(Boolean).join(' ');
}

/** Draws it. Returns {destroy}. */
export function outlookPlot(host, { days }) {
  return rowPlot(host, {
    label: 'The coming days',
    low: 0,
    high: Math.max(1, ...days.map(({ p95 }) => p95)) * 1.02,
    rows: days.map(({ date, expected, p05, p25, p75, p95 }) => ({ label: `${dayTitle(date).slice(0, 3)} ${+date.slice(8)}`, colour: themed('--accent'), box: { p05, p25, p50: expected, p75, p95 }, mean: expected })),
  });
}

/** It as a table. */
export const outlookTable = ({ days, origin }) => ({
  file: 'forecast',
  title: `Forecast from what is known to ${dayName(origin)}, reports a day`,
  columns: ['day', 'expected', 'p05', 'p25', 'p75', 'p95'],
  rows: days.map((day) => [day.date, ...['expected', 'p05', 'p25', 'p75', 'p95'].map((name) => +figure(day[name], 4))]),
});

// How good the forecasts are: every part of the scoreboard over one window.
import { get } from './api.js';
import { loadGeoref } from './grids.js';

const PARTS = { scores: '', series: '/series', cells: '/cells', distribution: '/distribution', totals: '/totals' };

/** The model that any other has to beat: the plain average. */
export const AVERAGE = 'ha-global';

/** {scores, series, cells, distribution, totals} as the service has them, the model `card`, the forecast `grid`. */
export async function loadScores(from, to, signal) {
  const part = (path) => get('predict', `/v1/scoreboard${path}?from=${from}&to=${to}`, { signal });
  const [parts, card, georef] = await Promise.all([
    Promise.all(Object.values(PARTS).map(part)),
    get('predict', '/v1/model', { signal }),
    loadGeoref({ signal }),
  ]);
  const { source, stale, age } = parts[0];
  const bodies = Object.fromEntries(Object.keys(PARTS).map((name, i) => [name, parts[i].body]));
  return { ...bodies, card: card.body, grid: georef.forecast, source, stale, age };
}

/** The mean of the values up to each, over so many. */
export function movingMean(values, over) {
  let sum = 0;
  return values.map((v, i) => {
    sum += v - (i >= over ? values[i - over] : 0);
    return sum / Math.min(i + 1, over);
  });
}

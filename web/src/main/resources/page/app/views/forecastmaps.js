// How a forecast is drawn on one map, or on three: actual, forecast, error; and what the colours mean.
import { figure, monthTitle } from '../data/format.js';
import { css, errorTable, heatTable, hotColours } from '../data/palette.js';
import { FINE, colours, keyOfCounts, legendOf } from '../data/scale.js';

/** The largest error that has a colour of its own, in anchors of the scale. */
const WORST = 2;

/** Draws a day {places, actual} of a forecast; what is not known is left empty. */
export function paint([first, ...others], { placeOf, anchor }, { places, actual }, state) {
  const mask = placeOf.map((p) => (p < 0 ? 0 : 1));
  const spread = (value) => Float32Array.from(placeOf, (p) => (p < 0 ? 0 : value(p)));
  const heat = [colours(heatTable(state)), { unit: FINE / anchor, mask }];
  (others[0] ?? first).draw(spread((p) => Math.max(places[p].expected, anchor / FINE)), ...heat);
  if (others.length && actual) {
    const error = (p) => Math.max(-1, Math.min(1, (actual[p] - places[p].expected) / (WORST * anchor)));
    first.draw(spread((p) => actual[p]), ...heat);
    others[1].draw(spread((p) => Math.round(127.5 + 127.5 * error(p))), errorTable(state), { mask });
  } else if (others.length) {
    first.clear();
    others[1].clear();
  }
}

/** The legend of so many maps; `hot`: how many hot spots each class has in a month, null where they are not shown. */
export function legend({ anchor, by }, state, maps, hot, hotMonth) {
  const table = heatTable(state);
  const list = [legendOf(`Expected reports a ${by} and day`, table, anchor)];
  if (maps > 1) {
    // of one day in one cell there are few, and never parts of one
    const key = keyOfCounts(table, anchor).map(([text, pixel]) => [text, css(pixel)]);
    if (by === 'cell') list.push({ title: 'Actual reports in a cell that day', key });
    const end = figure(WORST * anchor, 2);
    list.push({ title: 'Actual − forecast', table: errorTable(state), ticks: [`≤ −${end}: fewer`, '0', `more: ≥ ${end}`] });
  }
  if (hot) {
    const classes = hotColours(state);
    const key = Object.keys(classes).filter((name) => hot[name]).map((name) => [`${name} ${hot[name]}`, classes[name]]);
    list.push({ title: `Hot spots (Gi*) of the same offences, ${monthTitle(hotMonth)}${key.length ? '' : ': none'}`, key });
  }
  return list;
}

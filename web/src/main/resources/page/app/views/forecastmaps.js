// How a forecast is drawn on one map, or on three: actual, forecast, error; what the colours mean; and what may lie over it.
import { CITY, wordOf } from '../data/city.js';
import { AREAS, SHADE_DAYS, loadHopeless, loadHotSpots } from '../data/forecasts.js';
import { figure, monthTitle } from '../data/format.js';
import { FINE, colours, css, errorTable, heatTable, hotColours, keyOfCounts, legendOf, shadeTable } from '../data/palette.js';
import { GridImage } from '../map/gridlayer.js';
import { AreaImage, outlineArea, outlineAreas, outlineCells } from '../map/outlines.js';
import { element, themed } from '../ui/dom.js';
import { addressOf } from '../ui/store.js';

/** The largest error that has a colour of its own, in anchors of the scale. */
const WORST = 2;

/** What a forecast is drawn with on a map: its areas by their outlines, else its cells. */
export const imageOf = ({ map }, { areas, grid }, label) => (areas ? new AreaImage(map, areas.outlines, label) : new GridImage(map, { ...grid, pixelated: true, label }));

/** Outlines a place, by its index, on every map. Returns {remove}. */
export function outlinePlace(panes, { areas, grid, placeOf }, p) {
  if (!areas) return outlineCells(panes, grid, (cell) => placeOf[cell] === p, themed('--text'));
  return outlineArea(panes, { ...areas.outlines, features: areas.outlines.features.filter((_, i) => placeOf[i] === p) }, themed('--text'));
}

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
  const list = [legendOf(`Expected reports a ${wordOf(by)} and day`, table, anchor)];
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

/** What the reader may lay over it: the classes of hot spots, and shade where no model beats the plain average. */
export class ForecastOverlays {
  #layers = [];

  constructor(view) {
    this.view = view;
    this.drop();
  }

  drop() {
    this.#layers.forEach((layer) => layer.remove());
    this.#layers = [];
    /** How many hot spots each class has; null while they are not shown. */
    this.hot = null;
    /** The share of the city's cells that is shaded; null while they are not shown. */
    this.shaded = null;
  }

  /** Loads and draws those that are switched on. */
  show() {
    const { data } = this.view;
    return Promise.all([
      this.#lay('hot', 'Hot spots', () => loadHotSpots(data), (spots) => this.#drawHot(spots)),
      this.#lay('shade', 'The shading', () => loadHopeless(data), (cells) => this.#shade(cells)),
    ]);
  }

  /** The map of the forecast. */
  get #pane() {
    const { state, page } = this.view;
    return page.stage.list[state.side ? 1 : 0];
  }

  async #lay(field, name, load, draw) {
    const { view } = this;
    const { data } = view;
    const layers = this.#layers;
    if (!view.state[field]) return;
    try {
      const answer = await load();
      // the reader may have gone on, or another layout begun, which lays its own
      if (data !== view.data || layers !== this.#layers) return;
      layers.push(draw(answer));
      view.legend();
      view.remark();
    } catch (error) {
      view.page.loader.remark(`${name} could not be loaded. ${error.message}`);
    }
  }

  #drawHot({ features, month }) {
    const { state } = this.view;
    const classes = hotColours(state);
    const spots = features.filter(({ properties }) => properties.kind === 'hot' && classes[properties.class] !== undefined);
    this.hot = {};
    this.hotMonth = month;
    for (const { properties } of spots) this.hot[properties.class] = (this.hot[properties.class] ?? 0) + 1;
    return outlineAreas(this.#pane, spots, classes);
  }

  #shade({ values, share }) {
    const { data, state } = this.view;
    this.shaded = share;
    const image = new GridImage(this.#pane.map, { ...data.grid, pixelated: true, label: 'Cells where no model beats the average' });
    image.draw(values, shadeTable(state));
    return image;
  }

  /** What the shade says; '' where there is none. */
  remark() {
    return this.shaded === null ? '' : `Shaded: in ${Math.round(this.shaded * 100)} % of the cells no model beat the average over the ${SHADE_DAYS} days before.`;
  }
}

/** The way from the chosen place, where it is a precinct or a neighbourhood, to its own view, at the end of `host`. */
export function showWay(host, state, id) {
  host.querySelector('a')?.remove();
  if (!AREAS.includes(state.by)) return;
  const href = addressOf({ ...state, view: 'place', dataset: CITY.forecast, place: `${state.by}:${id}`, map: '' });
  host.append(element('a', { href, textContent: `This place: ${state.by === 'precinct' ? `${wordOf('precinct')} ${id}` : id} through the years` }));
}

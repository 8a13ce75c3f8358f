// Forecast: expected counts of the days after an origin, by cell, precinct or borough, beside what really happened.
import { DATASET, MOST_LEAD, forecastTable, highest, loadActual, loadForecast, placeAt } from '../data/forecasts.js';
import { dayName, dayTitle, figure, monthTitle, number, plusDays, sentence } from '../data/format.js';
import { errorTable, heatTable, hotColours } from '../data/palette.js';
import { GridImage } from '../map/gridlayer.js';
import { outlineCells } from '../map/outlines.js';
import { byId, on, option, themed } from '../ui/dom.js';
import { renderTables } from '../ui/tables.js';
import { ForecastOverlays } from './overlays.js';
import { View } from './view.js';

const LISTED = 15;

export class ForecastView extends View {
  #images = [];
  #overlays = new ForecastOverlays(this);
  #today = null;
  #marked = null;
  #mark = null;

  constructor(page) {
    super(page);
    const { store } = page;
    on('c-origin', 'change', ({ value }) => value && store.set({ origin: value }, { push: true }));
    on('c-lead', 'input', ({ value }) => store.set({ lead: Number(value) }));
    on('c-by', 'change', ({ value }) => store.set({ by: value }));
    on('c-model', 'change', ({ value }) => store.set({ model: value }));
    for (const name of ['side', 'hot', 'shade']) on(`c-${name}`, 'change', ({ checked }) => store.set({ [name]: checked }));
  }

  get dataset() {
    return DATASET;
  }

  leave() {
    const { stage, tip } = this.page;
    this.drop();
    this.data = null;
    stage.first.point(null);
    stage.panes('');
    tip.hide();
  }

  changed(fields) {
    if (['origin', 'by', 'model'].some((f) => fields.has(f))) return this.load();
    if (fields.has('lead')) return this.show();
    if (['side', 'shade', 'hot'].some((f) => fields.has(f))) return this.layout();
    return undefined;
  }

  step(n) {
    const lead = this.state.lead + n;
    if (lead >= 1 && lead <= MOST_LEAD) this.page.store.set({ lead });
  }

  turn(n) {
    this.page.store.set({ origin: plusDays(this.state.origin, n) }, { push: true });
  }

  async load() {
    const { store, datasets, hud } = this.page;
    if (!this.state.origin) store.set({ origin: plusDays(datasets.range(DATASET).complete, -30) }, { quiet: true });
    this.fillControls();
    const { origin, by, model, lead } = this.state;
    hud.show(dayTitle(plusDays(origin, lead)), '…', 'forecast');
    const data = await this.request(`forecast from ${origin}`, (signal, progress) => loadForecast([origin, by, model], { signal, progress }));
    if (data === undefined) return;
    this.data = data;
    this.#marked = null;
    this.drop();
    if (!data) {
      byId('places').replaceChildren();
      hud.show(dayTitle(plusDays(origin, this.state.lead)), '–', 'nothing loaded');
      return;
    }
    this.fillModels();
    this.page.tell();
    await this.layout();
  }

  drop() {
    this.#images.forEach((image) => image.remove());
    this.#images = [];
    this.#overlays.drop();
    this.#mark?.remove();
  }

  /** One map, or actual | forecast | error. */
  async layout() {
    const { data } = this;
    if (!data) return;
    this.fillControls();
    this.drop();
    const titles = this.state.side ? ['Actual', 'Forecast', 'Actual − forecast'] : [''];
    this.#images = this.page.stage.panes(...titles).map((pane, i) => {
      pane.point((event) => this.point(event, pane));
      return new GridImage(pane.map, { ...data.grid, pixelated: true, label: titles[i] || 'Forecast' });
    });
    const images = this.#images;
    await this.show();
    if (images === this.#images) await this.#overlays.show();
  }

  async show() {
    const { data } = this;
    if (!data) return;
    const { hud, datasets } = this.page;
    const { lead } = this.state;
    byId('c-lead').value = lead;
    byId('c-lead-out').textContent = lead;
    const { date, places } = data.days[lead - 1];
    const actual = await this.actual(date);
    if (data !== this.data || this.state.lead !== lead) return;
    this.#today = { date, places, actual };
    this.paint();
    const city = data.city[lead - 1];
    const { last, complete } = datasets.range(DATASET);
    const happened = actual
      ? `Really: ${number(Math.round(sum(actual)))}${date > complete ? ' so far: late reports will come' : ''}`
      : `What really happened is not published yet: data to ${dayName(last)}`;
    const range = `9 of 10 such days: ${figure(city.p05, 3)} to ${figure(city.p95, 3)}`;
    hud.show(dayTitle(date), Math.round(city.expected), `expected in the city\n${range}\n${happened}`);
    this.remark();
    hud.speak(`${dayTitle(date)}: ${Math.round(city.expected)} expected. ${range}. ${happened}.`);
    byId('places').replaceChildren(...renderTables([this.brief()], { pick: (row) => this.mark(highest(places, LISTED)[row]) }));
    if (this.#marked !== null) this.mark(this.#marked);
  }

  /** What really happened on a day, for each place; null where that is not known. */
  async actual(date) {
    const { datasets, loader } = this.page;
    if (date > datasets.range(DATASET).last) return null;
    try {
      return await loadActual(this.data, date);
    } catch (error) {
      loader.remark(`What really happened on ${date} could not be loaded. ${error.message}`);
      return null;
    }
  }

  /** What the numbers are of, and what the overlays say. */
  remark() {
    const { offences, model, notes } = this.data;
    const what = offences.length ? offences.map((o) => o.toLowerCase()).join(', ') : DATASET;
    this.page.hud.note([`${sentence(what)}. Model: ${model.id}.`, this.#overlays.remark(), ...(notes ?? [])].filter(Boolean).join(' '));
  }

  /** Marks a place of the list on every map. */
  mark(p) {
    const { data } = this;
    this.#marked = p;
    this.#mark?.remove();
    this.#mark = outlineCells(this.page.stage.list, data.grid, (cell) => data.placeOf[cell] === p, themed('--text'));
    const { name, expected, p05, p95 } = this.#today.places[p];
    this.page.hud.speak(`${name}: ${figure(expected)} expected, 9 of 10 days ${figure(p05, 2)} to ${figure(p95, 2)}. Marked on the map.`);
  }

  paint() {
    const images = this.#images;
    if (!images.length || !this.#today) return;
    const { placeOf, top } = this.data;
    const { places, actual } = this.#today;
    const heat = heatTable(this.state);
    const none = new Uint8Array(placeOf.length);
    const mask = placeOf.map((p) => (p < 0 ? 0 : 1));
    const known = actual ? mask : none;
    const spread = (value) => placeOf.map((p) => (p < 0 ? 0 : value(p)));
    const drawn = (value) => spread((p) => Math.min(255, Math.max(1, Math.round((255 * value(p)) / top))));
    const forecast = drawn((p) => places[p].expected);
    if (images.length === 1) {
      images[0].draw(forecast, heat, mask);
    } else {
      const error = (p) => Math.max(-1, Math.min(1, ((actual?.[p] ?? 0) - places[p].expected) / top));
      images[0].draw(actual ? drawn((p) => actual[p]) : none, heat, known);
      images[1].draw(forecast, heat, mask);
      images[2].draw(spread((p) => Math.round(127.5 + 127.5 * error(p))), errorTable(this.state), known);
    }
    this.legend();
  }

  legend() {
    const { state, data } = this;
    const top = figure(data.top, 2);
    const list = [{ title: `Expected reports a ${data.by} and day`, table: heatTable(state), ticks: ['0', figure(data.top / 2, 2), `≥ ${top}`] }];
    if (this.#images.length > 1) list.push({ title: 'Actual − forecast', table: errorTable(state), ticks: [`≤ −${top}: fewer`, '0', `more: ≥ ${top}`] });
    const { hot } = this.#overlays;
    if (hot) {
      const colours = hotColours(state);
      const key = Object.keys(colours).filter((name) => hot[name]).map((name) => [`${name} ${hot[name]}`, colours[name]]);
      list.push({ title: `Hot spots (Gi*) of the same offences, ${monthTitle(this.#overlays.hotMonth)}${key.length ? '' : ': none'}`, key });
    }
    this.page.hud.legend(list);
  }

  recolour() {
    return this.layout();
  }

  fillControls() {
    const { state } = this;
    for (const name of ['origin', 'lead', 'by']) byId(`c-${name}`).value = state[name];
    for (const name of ['side', 'hot', 'shade']) byId(`c-${name}`).checked = state[name];
  }

  fillModels() {
    const { models = [], default: usual } = this.data.card;
    byId('c-model').replaceChildren(option('', `Default (${usual})`), ...models.map((name) => option(name)));
    byId('c-model').value = this.state.model;
  }

  /** Tells what is forecast for the place under the pointer. */
  point(event, pane) {
    const p = event && this.#today && this.data ? placeAt(this.data, event.latlng) : -1;
    if (p < 0) return this.page.tip.hide();
    const { name, expected, p05, p25, p75, p95 } = this.#today.places[p];
    const { actual } = this.#today;
    return this.page.tip.show(pane.node, event.containerPoint, name, [
      `expected ${figure(expected)}`,
      `half of such days ${figure(p25, 2)} to ${figure(p75, 2)} (50 %)`,
      `9 of 10 such days ${figure(p05, 2)} to ${figure(p95, 2)} (90 %)`,
      ...(actual ? [`really ${number(actual[p])}`] : []),
    ]);
  }

  /** The top places as they fit beside the map; under three maps there is room for all columns. */
  brief() {
    const { title, columns, rows } = forecastTable(this.#today, LISTED, (n) => n.toFixed(n < 10 ? 1 : 0));
    const fits = (row) => row.filter((_, i) => i !== 2 || this.#images.length > 1);
    return { title, columns: fits(columns), rows: rows.map(fits) };
  }

  tables() {
    return this.#today && this.data ? [forecastTable(this.#today)] : [];
  }

  name() {
    const { origin, lead, by } = this.state;
    return `forecast-${origin}-${lead}-${by}`;
  }

  stats() {
    const today = this.#today;
    return {
      loaded: this.data !== null && Boolean(today) && this.#images.length > 0,
      date: today?.date,
      places: today?.places.length ?? 0,
      expected: sum(today?.places.map((p) => p.expected) ?? []),
      actual: today?.actual ? sum(today.actual) : null,
      panes: this.#images.length,
      hot: this.#overlays.hot,
      shade: this.#overlays.shaded,
      marked: this.#marked === null ? null : today.places[this.#marked].id,
    };
  }
}

const sum = (values) => values.reduce((a, b) => a + b, 0);

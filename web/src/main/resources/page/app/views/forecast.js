// Forecast: expected counts of the days after an origin, by cell, precinct, neighbourhood or borough, beside what really happened.
import { CITY } from '../data/city.js';
import { AREAS, MOST_LEAD, completed, forecastTable, highest, highestTable, loadActual, loadForecast, placeAt, placeLines } from '../data/forecasts.js';
import { dayName, dayTitle, figure, number, plusDays, sentence, toDay, withDates } from '../data/format.js';
import { byId, on, option, setDate } from '../ui/dom.js';
import { renderTables } from '../ui/tables.js';
import { ForecastOverlays, imageOf, legend, outlinePlace, paint, showWay } from './forecastmaps.js';
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
    on('c-origin', 'change', ({ value }) => value && store.set({ origin: value, start: '' }, { push: true }));
    on('c-start', 'change', ({ value }) => store.set(value ? { start: value } : { origin: '', start: '' }, { push: true }));
    on('c-lead', 'input', ({ value }) => store.set({ lead: Number(value) }));
    on('c-by', 'change', ({ value }) => store.set({ by: value }));
    on('c-model', 'change', ({ value }) => store.set({ model: value }));
    for (const name of ['side', 'hot', 'shade']) on(`c-${name}`, 'change', ({ checked }) => store.set({ [name]: checked }));
  }

  get dataset() {
    return CITY.forecast;
  }

  /** The day that is shown, of the forecast. */
  get day() {
    return this.data?.days[this.state.lead - 1];
  }

  leave() {
    const { stage, tip } = this.page;
    this.drop();
    this.data = null;
    this.page.areas.choose('');
    stage.first.point(null);
    stage.panes('');
    tip.hide();
  }

  changed(fields) {
    if (['origin', 'start', 'by', 'model'].some((f) => fields.has(f))) return this.load();
    if (fields.has('lead')) return this.show();
    if (['side', 'shade', 'hot'].some((f) => fields.has(f))) return this.layout();
    return undefined;
  }

  step(n) {
    const lead = this.state.lead + n;
    if (lead >= 1 && lead <= MOST_LEAD) this.page.store.set({ lead });
  }

  turn(n) {
    if (this.data) this.page.store.set({ origin: plusDays(this.data.origin, n) }, { push: true });
  }

  async load() {
    const { hud } = this.page;
    this.fillControls();
    const { origin, start, by, model, lead } = this.state;
    const day = origin ? dayTitle(plusDays(origin, lead)) : 'The coming days';
    hud.show(day, '…', 'forecast');
    const key = [origin, origin || start ? '' : 'today', by, model];
    const { first } = this.page.datasets.range(CITY.forecast);
    const data = await this.request(origin ? `forecast from ${origin}` : 'newest forecast', (signal, progress) => loadForecast([...key, lead], { signal, progress, first }));
    if (data === undefined) return;
    this.data = data;
    this.#marked = null;
    this.drop();
    if (!data) {
      byId('places').replaceChildren();
      hud.show(day, '–', 'nothing loaded');
      return;
    }
    this.fillModels();
    this.page.tell();
    await this.layout();
    return this.complete();
  }

  /** Has all days, which come after the first view of one. */
  async complete() {
    const { data } = this;
    try {
      await completed(data);
      if (data === this.data) await this.show();
    } catch (error) {
      if (data === this.data) this.page.loader.remark(`The other days could not be loaded. ${error.message}`);
    }
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
    this.page.areas.choose(AREAS.includes(this.state.by) ? `${this.state.by}s` : '');
    const titles = this.state.side ? ['Actual', 'Forecast', 'Actual − forecast'] : [''];
    this.#images = this.page.stage.panes(...titles).map((pane, i) => {
      pane.point((event) => this.point(event, pane));
      return imageOf(pane, data, titles[i] || 'Forecast');
    });
    const images = this.#images;
    await this.show();
    if (images === this.#images) await this.#overlays.show();
  }

  async show() {
    const { data } = this;
    if (!data) return;
    if (!this.day) return this.complete();
    const { hud, datasets } = this.page;
    const { lead } = this.state;
    byId('c-lead').value = lead;
    byId('c-lead-out').textContent = lead;
    byId('c-lead').setAttribute('aria-valuetext', `${lead}: ${dayTitle(this.day.date)}`);
    this.page.tell();
    const { date, places, total: city } = this.day;
    const actual = await this.actual(date);
    if (data !== this.data || this.state.lead !== lead) return;
    this.#today = { date, places, actual };
    this.paint();
    const { published, complete } = datasets.range(CITY.forecast);
    const of = data.offences.length ? `, of ${data.offences.length} offences` : '';
    const happened = actual
      ? `Really: ${number(Math.round(sum(actual)))}${date > complete ? ' so far: late reports will come' : ''}`
      : `What really happened is not published yet: data ${toDay(published)}`;
    const range = `9 of 10 such days: ${figure(city.p05, 3)} to ${figure(city.p95, 3)}`;
    hud.show(dayTitle(date), Math.round(city.expected), `reports expected in the city that day${of}\n${range}\n${happened}`);
    this.remark();
    hud.speak(`${dayTitle(date)}: ${Math.round(city.expected)} expected. ${range}. ${happened}.`);
    byId('places').replaceChildren(...renderTables([this.brief()], { pick: (row) => this.mark(highest(places, LISTED)[row]) }));
    if (this.#marked !== null) this.mark(this.#marked);
  }

  /** What really happened on a day, for each place; null where that is not known. */
  async actual(date) {
    const { datasets, loader } = this.page;
    if (date > datasets.range(CITY.forecast).last) return null;
    try {
      return await loadActual(this.data, date);
    } catch (error) {
      loader.remark(`What really happened on ${date} could not be loaded. ${error.message}`);
      return null;
    }
  }

  /** What the numbers are of, and what the overlays say. */
  remark() {
    const { offences, model, notes, origin, late } = this.data;
    const what = offences.length ? offences.map((o) => o.toLowerCase()).join(', ') : CITY.forecast;
    this.page.hud.note([`${sentence(what)}. Model: ${model.id}.`, `Newest day known: ${dayName(origin)}, ${this.day.lead === 1 ? 'the day' : `${this.day.lead} days`} before.`, late ? 'Today is too long after it to be forecast: these are the days after the data.' : '', this.#overlays.remark(), ...(notes ?? []).map(withDates)].filter(Boolean).join(' '));
  }

  /** Marks a place of the list on every map. */
  mark(p) {
    this.#marked = p;
    this.#mark?.remove();
    this.#mark = outlinePlace(this.page.stage.list, this.data, p);
    const { id, name, expected, p05, p95 } = this.#today.places[p];
    showWay(byId('places'), this.state, id);
    this.page.hud.speak(`${name}: ${figure(expected)} expected, 9 of 10 days ${figure(p05, 2)} to ${figure(p95, 2)}. Marked on the map.`);
  }

  paint() {
    if (!this.#images.length || !this.#today) return;
    paint(this.#images, this.data, this.#today, this.state);
    this.legend();
  }

  legend() {
    const { hot, hotMonth } = this.#overlays;
    this.page.hud.legend(legend(this.data, this.state, this.#images.length, hot, hotMonth));
  }

  recolour() {
    return this.layout();
  }

  fillControls() {
    const { state } = this;
    setDate('c-origin', state.origin || (this.data?.origin ?? this.page.datasets.range(CITY.forecast).complete));
    byId('c-start').options[0].disabled = Boolean(this.data?.late);
    byId('c-start').value = state.origin || this.data?.late ? 'data' : state.start;
    for (const name of ['lead', 'by']) byId(`c-${name}`).value = state[name];
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
    return this.page.tip.show(pane.node, event.containerPoint, this.#today.places[p].name, placeLines(this.#today, p));
  }

  /** The top places as they fit beside the map; under three maps there is room for all columns. */
  brief() {
    const { title, columns, rows } = highestTable(this.#today, LISTED);
    const fits = (row) => row.filter((_, i) => i !== 2 || this.#images.length > 1);
    return { title, columns: fits(columns), rows: rows.map(fits) };
  }

  tables() {
    return this.#today && this.data ? [forecastTable(this.#today, this.data)] : [];
  }

  about() {
    const { model, origin, offences } = this.data;
    return [`Model: ${model.id}, version ${model.version}`, `Known days: to ${origin}`, ...(offences.length ? [`Offences: ${offences.join('; ')}`] : []), ...super.about()];
  }

  title() {
    return this.day ? `Forecast for ${dayName(this.day.date)}` : 'Forecast';
  }

  name() {
    return `forecast-${this.data?.origin}-${this.day?.lead}-${this.state.by}`;
  }

  stats() {
    const today = this.#today;
    return {
      painted: Boolean(today) && this.#images.length > 0,
      loaded: Boolean(this.data?.whole) && Boolean(today) && this.#images.length > 0,
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

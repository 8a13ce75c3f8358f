// Year: twelve grids that flow into each other; two years side by side.
import * as api from './api.js';
import { byId, element, monthShort, monthTitle, number } from './format.js';
import { GridImage } from './gridlayer.js';
import { densityTicks } from './hud.js';
import { Morph, readNpy } from './morph.js';
import { heatTable } from './palette.js';

const MONTHS_PER_SECOND = 0.7;
const SMOOTHING = 300;
/** Blended frames between two months in the service's film, where nothing else is asked for. */
const BETWEEN = 8;

export class YearView {
  #kept = new api.Kept(4);

  constructor(app) {
    this.app = app;
    this.films = [];
    const { store } = app;
    byId('c-year').addEventListener('change', (e) => store.set({ year: e.target.value, at: 1 }, { push: true }));
    byId('c-vs').addEventListener('change', (e) => store.set({ vs: e.target.value }, { push: true }));
    byId('c-category').addEventListener('change', (e) => store.set({ only: e.target.value }));
    byId('c-year-prev').addEventListener('click', () => this.turn(-1));
    byId('c-year-next').addEventListener('click', () => this.turn(1));
  }

  enter() {
    return this.load();
  }

  leave() {
    this.drop();
    this.app.stage.panes(1)[0].title.hidden = true;
  }

  drop() {
    this.films.forEach((film) => film.image.remove());
    this.films = [];
  }

  changed(fields) {
    // another year begins where the address says, not where this one was paused
    if (fields.has('year')) this.at = null;
    if (['dataset', 'year', 'vs', 'only'].some((f) => fields.has(f))) this.load();
    else if (fields.has('at')) this.app.player.seek(this.app.store.state.at - 1);
  }

  turn(n) {
    const { first, last } = this.app.range(this.app.store.state.dataset);
    const year = String(+this.app.store.state.year + n);
    if (year >= first.slice(0, 4) && year <= last.slice(0, 4)) this.app.store.set({ year, at: 1 }, { push: true });
  }

  async load() {
    const { app } = this;
    const { state } = app.store;
    const resume = app.player.playing || app.wantsToPlay();
    app.player.pause();
    const { first, last } = app.range(state.dataset);
    if (!state.year) {
      const whole = last.slice(5) === '12-31' ? last.slice(0, 4) : String(Math.max(+first.slice(0, 4), +last.slice(0, 4) - 1));
      app.store.set({ year: whole }, { quiet: true });
    }
    this.fillYears(+first.slice(0, 4), +last.slice(0, 4));
    const { dataset, year, vs, only } = state;
    const years = vs && vs !== year ? [year, vs] : [year];
    app.hud.show(year, '…', dataset);
    const loaded = await app.loader.run(
      `${dataset} of ${years.join(' and ')}`,
      async (signal, progress) => ({
        georef: (await api.get('grid', '/v1/georef', { signal })).body,
        years: await Promise.all(years.map((y) => this.fetch(dataset, y, only, signal, progress))),
      }),
      () => this.load(),
    );
    if (loaded === undefined || app.view !== this) return;
    this.drop();
    if (!loaded) {
      app.hud.show(year, '–', 'nothing loaded');
      return;
    }
    const panes = app.stage.panes(years.length);
    const scale = loaded.years[0].scale;
    this.films = loaded.years.map((data, i) => ({
      ...data,
      morph: new Morph(data.values, scale),
      image: new GridImage(panes[i].map, { ...loaded.georef.heat, label: `Density of ${dataset} in ${data.year}, month by month` }),
    }));
    panes.forEach((pane, i) => {
      pane.title.hidden = panes.length === 1;
      pane.title.textContent = years[i];
    });
    const { northSouth, eastWest } = loaded.georef.heat.cellMetres;
    this.top = scale / ((northSouth * eastWest) / 1e6);
    app.hud.badges(loaded.years.find((data) => data.stale) ?? loaded.years[0]);
    this.recolour();
    const length = Math.max(...this.films.map((film) => film.values.length)) - 1;
    app.player.load({ length: Math.max(length, 1), rate: MONTHS_PER_SECOND, position: Math.min(state.at - 1, length) });
    if (resume) app.player.play();
    else this.speak();
  }

  async fetch(dataset, year, only, signal, progress) {
    const key = `${dataset}/${year}/${only}`;
    const kept = this.#kept.get(key);
    if (kept) return kept;
    const filter = only ? `&category=${only}` : '';
    const [grids, totals] = await Promise.all([
      api.get('grid', `/v1/grids/${dataset}/${year}?smooth=${SMOOTHING}${filter}`, { as: 'bytes', accept: 'application/x-npy', signal, progress }),
      api.get('grid', `/v1/grids/${dataset}/${year}?rows=1&cols=1${filter}`, { accept: 'application/json', signal }),
    ]);
    const { shape, values } = readNpy(grids.body);
    const cells = shape.at(-1) * shape.at(-2);
    const data = {
      year,
      months: totals.body.months.map(({ month, records }) => ({ month, records })),
      scale: Number(grids.headers.get('X-Grid-Scale')),
      values: Array.from({ length: values.length / cells }, (_, m) => values.subarray(m * cells, (m + 1) * cells)),
      source: grids.source,
      stale: grids.stale,
      age: grids.age,
    };
    this.#kept.set(key, data);
    return data;
  }

  fillYears(first, last) {
    const { state } = this.app.store;
    const years = () => Array.from({ length: last - first + 1 }, (_, i) => element('option', { value: last - i, textContent: last - i }));
    byId('c-year').replaceChildren(...years());
    byId('c-vs').replaceChildren(element('option', { value: '', textContent: 'No other year' }), ...years());
    byId('c-year').value = state.year;
    byId('c-vs').value = state.vs;
    byId('c-category').value = state.only;
    byId('c-year-prev').disabled = +state.year <= first;
    byId('c-year-next').disabled = +state.year >= last;
  }

  frame(position) {
    if (!this.films.length) return;
    const { app, films } = this;
    const month = Math.floor(position + 1e-9);
    for (const film of films) film.image.draw(film.morph.at(month, Math.max(0, position - month)), this.table);
    const near = Math.min(Math.round(position), films[0].months.length - 1);
    this.at = position + 1;
    const here = films[0].months[near];
    if (!here) return;
    const beside = films[1]?.months[near];
    const unit = `${app.store.state.only || app.store.state.dataset} in the month`;
    app.hud.show(monthTitle(here.month), here.records, beside ? `${unit}\n${number(beside.records)} in ${monthTitle(beside.month)}` : unit);
    app.hud.note(beside ? `Both years on the scale of ${films[0].year}.` : 'One scale for the whole year; between two months the map is a blend of both.');
    app.timeline.show(position + 1, monthTitle(here.month), near + 1);
    app.hud.speak(this.sentence(here), { now: !app.player.playing });
  }

  sentence({ month, records }) {
    return `${monthTitle(month)}: ${number(records)} ${this.app.store.state.dataset}.`;
  }

  speak() {
    const here = this.films[0]?.months[Math.round(this.app.player.position)];
    if (here) this.app.hud.speak(this.sentence(here));
  }

  recolour() {
    const { app } = this;
    this.table = heatTable(app.store.state);
    if (!this.films.length) return;
    app.hud.legend([{ title: 'Records per km² and month', table: this.table, ticks: densityTicks(this.top) }]);
    const months = this.films[0].months;
    const colour = getComputedStyle(document.documentElement).getPropertyValue('--bar').trim();
    app.timeline.load({
      min: 1,
      max: Math.max(2, months.length),
      step: 0.01,
      bars: months.map(({ records }) => [records]),
      colours: [colour],
      ticks: months.map(({ month }, i) => ({ at: (i + 0.5) / months.length, text: monthShort(+month.slice(5)) })),
      label: 'Month of the year',
    });
    this.frame(app.player.position);
  }

  /** The bytes of the service's frame with that number. */
  frameValues(index) {
    return this.films[0].morph.frame(index, BETWEEN);
  }

  tables() {
    if (!this.films.length) return [];
    const { state } = this.app.store;
    const rows = this.films[0].months.map(({ month, records }, i) => [month, records, ...this.films.slice(1).map((film) => film.months[i]?.records ?? '–')]);
    return [{ title: `${state.only || 'all'} ${state.dataset} a month`, columns: ['month', ...this.films.map((film) => film.year)], rows }];
  }

  name() {
    const { state } = this.app.store;
    return `${state.dataset}-${state.year}${state.vs ? `-${state.vs}` : ''}`;
  }

  stats() {
    return { loaded: this.films.length > 0, at: this.at, years: this.films.map((film) => film.year), months: this.films[0]?.months.length ?? 0 };
  }
}

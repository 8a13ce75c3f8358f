// Month: every record of a month appears on its day.
import * as api from './api.js';
import { DotLayer } from './dotlayer.js';
import { byId, dayTitle, element, figure, monthName, monthTitle, number, plusDays, plusMonths, sentence } from './format.js';
import { GridImage } from './gridlayer.js';
import { densityTicks } from './hud.js';
import { dailyCounts, monthData, tally } from './month-data.js';
import { categoryColours, heatTable } from './palette.js';
import { CATEGORIES } from './state.js';

const DAYS_PER_SECOND = 2;
const HEAT_SMOOTHING = 300;
const REACH = 9;

export class MonthView {
  #kept = new api.Kept(3);
  #prefetch = null;

  constructor(app) {
    this.app = app;
    this.data = null;
    this.heat = null;
    const { store } = app;
    byId('c-month-m').addEventListener('change', () => this.choose());
    byId('c-month-y').addEventListener('change', () => this.choose());
    byId('c-month-prev').addEventListener('click', () => this.turn(-1));
    byId('c-month-next').addEventListener('click', () => this.turn(1));
    byId('c-offence').addEventListener('change', (e) => store.set({ offence: e.target.value }));
    byId('c-heat').addEventListener('change', (e) => store.set({ heat: e.target.checked }));
    for (let m = 1; m <= 12; m++) {
      byId('c-month-m').append(element('option', { value: String(m).padStart(2, '0'), textContent: monthName(m) }));
    }
  }

  enter() {
    const [pane] = this.app.stage.panes(1);
    this.pane = pane;
    pane.title.hidden = true;
    this.dots = new DotLayer().addTo(pane.map);
    this.onMove = (e) => this.hover(e);
    this.onOut = () => this.app.tip(null);
    pane.map.on('mousemove click', this.onMove).on('mouseout movestart zoomstart', this.onOut);
    this.recolour();
    return this.load();
  }

  leave() {
    this.#prefetch?.abort();
    this.pane.map.off('mousemove click', this.onMove).off('mouseout movestart zoomstart', this.onOut);
    this.dots.remove();
    this.dropHeat();
    this.data = null;
    this.app.tip(null);
  }

  changed(fields) {
    if (fields.has('dataset') || fields.has('month')) return this.load();
    if (fields.has('cat') || fields.has('offence')) this.filter();
    if (fields.has('heat') || ((fields.has('cat') || fields.has('offence')) && this.app.store.state.heat)) this.showHeat();
    if (fields.has('day')) this.app.player.seek(this.app.store.state.day - 1);
    return undefined;
  }

  choose() {
    this.app.store.set({ month: `${byId('c-month-y').value}-${byId('c-month-m').value}`, day: 1 }, { push: true });
  }

  /** The month before or after, if the data reaches so far. */
  turn(n) {
    const month = plusMonths(this.app.store.state.month, n);
    const { first, last } = this.app.range(this.app.store.state.dataset);
    if (month >= first.slice(0, 7) && month <= last.slice(0, 7)) this.app.store.set({ month, day: 1 }, { push: true });
  }

  async load() {
    const { app } = this;
    const { state } = app.store;
    const resume = app.player.playing || app.wantsToPlay();
    const { first, last } = app.range(state.dataset);
    if (!state.month) app.store.set({ month: app.lastWholeMonth(state.dataset) }, { quiet: true });
    this.fillYears(first, last);
    const { dataset, month } = state;
    this.clear('…', dataset);
    app.player.pause();
    const data = await app.loader.run(
      `${dataset} of ${monthTitle(month)}`,
      (signal, progress) => this.fetch(dataset, month, signal, progress),
      () => this.load(),
    );
    if (data === undefined || app.view !== this) return;
    if (!data) {
      this.clear('–', 'nothing loaded');
      return;
    }
    this.data = data;
    app.hud.badges(data);
    this.fillOffences();
    this.count();
    this.dots.setData(data);
    app.player.load({ length: data.days, rate: DAYS_PER_SECOND, position: Math.min(state.day, data.days) - 1 });
    if (state.heat) this.showHeat();
    if (resume) app.player.play();
    else this.speak();
  }

  /** Shows no record at all: what was there is not of the month that the address names now. */
  clear(total, unit) {
    const { hud, store } = this.app;
    this.data = null;
    this.day = null;
    this.dots.setData(null);
    this.dropHeat();
    hud.categories(null);
    hud.note('');
    hud.show(monthTitle(store.state.month), total, unit);
    this.drawTimeline();
  }

  async fetch(dataset, month, signal, progress) {
    const key = `${dataset}/${month}`;
    const kept = this.#kept.get(key);
    if (kept) return kept;
    const answer = await api.get('ingest', `/v1/records/${dataset}/${month}?columns=offence,precinct`, { signal, progress });
    const data = monthData(answer.body);
    Object.assign(data, { source: answer.source, stale: answer.stale, age: answer.age });
    this.#kept.set(key, data);
    return data;
  }

  /** Fetches the month after while this one plays; a failure says nothing, the reader did not ask. */
  async prefetch() {
    const { dataset, month } = this.app.store.state;
    const next = plusMonths(month, 1);
    if (this.#prefetch || this.#kept.get(`${dataset}/${next}`) || next > this.app.range(dataset).last.slice(0, 7)) return;
    this.#prefetch = new AbortController();
    await this.fetch(dataset, next, this.#prefetch.signal).catch(() => undefined);
    this.#prefetch = null;
  }

  fillYears(first, last) {
    const select = byId('c-month-y');
    const years = [];
    for (let y = +last.slice(0, 4); y >= +first.slice(0, 4); y--) years.push(element('option', { value: y, textContent: y }));
    select.replaceChildren(...years);
    const { month } = this.app.store.state;
    select.value = month.slice(0, 4);
    byId('c-month-m').value = month.slice(5);
    byId('c-month-prev').disabled = month <= first.slice(0, 7);
    byId('c-month-next').disabled = month >= last.slice(0, 7);
    byId('c-heat').checked = this.app.store.state.heat;
  }

  fillOffences() {
    const options = tally(this.data, 'offence').map(([index, count]) =>
      element('option', { value: this.data.offences[index] || '(blank)', textContent: `${sentence(this.data.offences[index])} · ${number(count)}` }),
    );
    byId('c-offence').replaceChildren(element('option', { value: '', textContent: `All offences · ${number(this.data.placed)}` }), ...options);
    const { offence } = this.app.store.state;
    byId('c-offence').value = offence;
    if (byId('c-offence').selectedIndex < 0) byId('c-offence').append(element('option', { value: offence, textContent: `${sentence(offence)} · 0`, selected: true }));
  }

  get shown() {
    return CATEGORIES.map((c) => this.app.store.state.cat.includes(c));
  }

  /** The chosen offence's index, −1 for all; one that the month does not have gets an index that no record has. */
  get offenceIndex() {
    const { offence } = this.app.store.state;
    if (!offence) return -1;
    const index = this.data.offences.indexOf(offence === '(blank)' ? '' : offence);
    return index < 0 ? this.data.offences.length : index;
  }

  filter() {
    if (!this.data) return;
    this.count();
    this.frame(this.app.player.position);
  }

  /** Running totals, dots and bars for the categories and the offence that are chosen. */
  count() {
    const { data } = this;
    byId('c-offence').value = this.app.store.state.offence;
    this.daily = dailyCounts(data, this.offenceIndex);
    this.running = new Int32Array((data.days + 1) * 4);
    for (let i = 0; i < data.days * 4; i++) this.running[i + 4] = this.running[i] + this.daily[i];
    this.dots.setFilter(this.shown, this.offenceIndex);
    this.drawTimeline();
  }

  /** The strip of the month's days; without bars while nothing is loaded. */
  drawTimeline() {
    const { data, shown } = this;
    const { month } = this.app.store.state;
    const days = data?.days ?? Number(plusDays(`${plusMonths(month, 1)}-01`, -1).slice(8));
    const bars = Array.from({ length: days }, (_, d) => CATEGORIES.map((_c, c) => (data && shown[c] ? this.daily[d * 4 + c] : 0)));
    const ticks = [1, 8, 15, 22, days].map((d) => ({ at: (d - 0.5) / days, text: String(d) }));
    this.app.timeline.load({ min: 1, max: days, step: 1, bars, colours: this.colours, ticks, label: `Day of ${monthTitle(month)}` });
  }

  /** Draws one moment; the texts change only with the day. */
  frame(position) {
    const { data, app } = this;
    if (!data) return;
    this.dots.setPosition(position);
    const day = Math.min(Math.floor(position), data.days - 1) + 1;
    const totals = CATEGORIES.map((_, c) => this.running[day * 4 + c]);
    this.day = day;
    this.total = totals.reduce((sum, n, c) => sum + (this.shown[c] ? n : 0), 0);
    app.hud.show(dayTitle(this.date), this.total, `${data.dataset} so far in ${monthTitle(data.month)}`);
    app.hud.categories(totals, this.shown);
    app.hud.note(this.remark(day));
    app.timeline.show(day, dayTitle(this.date), day);
    app.hud.speak(this.sentence(), { now: !app.player.playing });
    if (app.player.playing && position > data.days / 3) this.prefetch();
  }

  get date() {
    return `${this.data.month}-${String(this.day).padStart(2, '0')}`;
  }

  remark(day) {
    const { data } = this;
    const { offence } = this.app.store.state;
    const parts = [];
    if (offence) parts.push(`Only: ${sentence(offence)}.`);
    if (day === data.days && data.unplaced) {
      parts.push(`${number(data.unplaced)} of ${number(data.rows)} ${data.unplaced === 1 ? 'has' : 'have'} no usable place and cannot be drawn.`);
    }
    if (data.stacks.length) parts.push('Rings: many records at one place.');
    return parts.join(' ');
  }

  sentence() {
    return `${dayTitle(this.date)}: ${number(this.total)} ${this.data.dataset} so far.`;
  }

  speak() {
    if (this.data) this.app.hud.speak(this.sentence());
  }

  async showHeat() {
    const { app } = this;
    const { state } = app.store;
    byId('c-heat').checked = state.heat;
    if (!state.heat || !this.data) return this.dropHeat();
    const query = new URLSearchParams({ smooth: HEAT_SMOOTHING });
    if (state.cat.length === 1) query.set('category', state.cat[0]);
    if (state.offence && state.offence !== '(blank)') query.set('offence', state.offence);
    const path = `/v1/grids/${state.dataset}/${state.month}?${query}`;
    const answers = await app.loader.run(
      'heat overlay',
      (signal) =>
        Promise.all([
          api.get('grid', '/v1/georef', { signal }),
          api.get('grid', path, { as: 'bytes', accept: 'application/octet-stream', signal }),
        ]),
      () => this.showHeat(),
    );
    if (!answers || app.view !== this || !state.heat) return undefined;
    const [georef, grid] = answers;
    const { heat } = georef.body;
    this.dropHeat();
    this.heat = new GridImage(this.pane.map, { ...heat, label: `Density of ${state.dataset} in ${monthTitle(state.month)}` });
    this.heatValues = grid.body;
    const { northSouth, eastWest } = heat.cellMetres;
    this.heatTop = Number(grid.headers.get('X-Grid-Scale')) / ((northSouth * eastWest) / 1e6);
    this.drawHeat();
    return undefined;
  }

  drawHeat() {
    const table = heatTable(this.app.store.state);
    this.heat.draw(this.heatValues, table);
    this.app.hud.legend([{ title: 'Records per km² in the month', table, ticks: densityTicks(this.heatTop) }]);
  }

  dropHeat() {
    this.heat?.remove();
    this.heat = null;
    this.app.hud.legend([]);
  }

  recolour() {
    const { state } = this.app.store;
    this.colours = categoryColours(state);
    this.dots.setColours(this.colours);
    this.app.hud.setColours(this.colours);
    if (this.data) this.drawTimeline();
    if (this.heat) this.drawHeat();
  }

  /** What happened near the pointer: counts by offence, and the precinct. */
  hover(event) {
    const { data } = this;
    const records = data ? this.dots.pick(event.containerPoint, REACH) : null;
    if (!records?.length) return this.app.tip(null);
    const byOffence = tally(data, 'offence', records);
    const precincts = tally(data, 'precinct', records).map(([p]) => (p ? `precinct ${p}` : 'precinct not stated'));
    const stack = records.find((i) => data.stackOf[i] >= 0);
    const lines = byOffence.slice(0, 5).map(([o, n]) => `${number(n)} × ${sentence(data.offences[o])}`);
    if (byOffence.length > 5) lines.push(`and ${number(byOffence.length - 5)} other offences`);
    const title = `${number(records.length)} ${data.dataset} here so far`;
    const note = stack === undefined ? '' : `${number(data.stacks[data.stackOf[stack]].total)} this month share one coordinate: a station house, or the point that stands for a block.`;
    return this.app.tip(event.containerPoint, title, lines, [precincts.slice(0, 2).join(', '), note].filter(Boolean).join('. '));
  }

  /** The view as text: days by category, offences, precincts. */
  tables() {
    const { data } = this;
    if (!data) return [];
    const days = Array.from({ length: data.days }, (_, d) => {
      const counts = CATEGORIES.map((_c, c) => this.daily[d * 4 + c]);
      return [`${data.month}-${String(d + 1).padStart(2, '0')}`, ...counts, counts.reduce((a, b) => a + b, 0)];
    });
    return [
      { title: `${monthTitle(data.month)}: ${data.dataset} a day`, columns: ['day', ...CATEGORIES, 'all'], rows: days },
      { title: 'By offence', columns: ['offence', 'records'], rows: tally(data, 'offence').map(([o, n]) => [sentence(data.offences[o]), n]) },
      { title: 'By precinct', columns: ['precinct', 'records'], rows: tally(data, 'precinct').map(([p, n]) => [p || 'not stated', n]) },
    ];
  }

  name() {
    return `${this.app.store.state.dataset}-${this.app.store.state.month}`;
  }

  stats() {
    const { data } = this;
    return {
      ...this.dots.counts,
      total: this.total ?? 0,
      placed: data?.placed ?? 0,
      stacks: data?.stacks.length ?? 0,
      heat: this.heat !== null,
      heatTop: this.heat ? figure(this.heatTop) : null,
      loaded: data !== null,
    };
  }
}

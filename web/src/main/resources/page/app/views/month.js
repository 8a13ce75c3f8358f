// Month: every record of a month appears on its day.
import { capital, dayName, dayTitle, figure, monthTitle, number, plusMonths, sentence } from '../data/format.js';
import { chosen, dailyCounts, describe, loadMonth, monthStrip, monthTables, offenceIn, runningTotals } from '../data/months.js';
import { categoryColours, rimOf } from '../data/palette.js';
import { CATEGORIES } from '../data/state.js';
import { DotLayer } from '../map/dotlayer.js';
import { byId } from '../ui/dom.js';
import { HeatOverlay } from './heat.js';
import { bindMonth, offerMonths, offerOffences } from './monthchoices.js';
import { View } from './view.js';

const DAYS_PER_SECOND = 2;
const REACH = 9;

export class MonthView extends View {
  #prefetch = null;
  #heat = new HeatOverlay(this);

  constructor(page) {
    super(page);
    bindMonth(page.store, (n) => this.turn(n));
  }

  enter() {
    [this.pane] = this.page.stage.panes('');
    this.dots = new DotLayer().addTo(this.pane.map);
    this.pane.point((event) => this.point(event));
    this.recolour();
    return this.load();
  }

  leave() {
    this.#prefetch?.abort();
    this.pane.point(null);
    this.dots.remove();
    this.#heat.drop();
    this.data = null;
    this.page.tip.hide();
  }

  changed(fields) {
    if (fields.has('dataset') || fields.has('month')) return this.load();
    const filtered = fields.has('category') || fields.has('offence');
    if (filtered) this.filter();
    if (fields.has('heat') || (filtered && this.state.heat)) this.showHeat();
    if (fields.has('day')) this.page.player.seek(this.state.day - 1);
    return undefined;
  }

  /** The month before or after, if the data reaches so far. */
  turn(n) {
    const month = plusMonths(this.state.month, n);
    const { first, last } = this.page.datasets.range(this.state.dataset);
    if (month >= first.slice(0, 7) && month <= last.slice(0, 7)) this.page.store.set({ month, day: 1 }, { push: true });
  }

  /** The next month follows. */
  ended() {
    const month = plusMonths(this.state.month, 1);
    if (month > this.page.datasets.range(this.state.dataset).last.slice(0, 7)) return false;
    this.page.store.set({ month, day: 1 });
    return true;
  }

  async load() {
    const { player, datasets, store, hud } = this.page;
    const { state } = this;
    const resume = player.playing || this.page.wantsToPlay();
    if (!state.month) store.set({ month: datasets.lastWholeMonth(state.dataset) }, { quiet: true });
    const { dataset, month } = state;
    offerMonths(state, datasets.range(dataset));
    this.clear('…', dataset);
    player.pause();
    const data = await this.request(`${dataset} of ${monthTitle(month)}`, (signal, progress) => loadMonth([dataset, month], { signal, progress }));
    if (data === undefined) return;
    if (!data) {
      this.clear('–', 'nothing loaded');
      return;
    }
    this.data = data;
    this.page.tell();
    offerOffences(data, state.offence);
    this.count();
    this.dots.setData(data);
    player.load({ length: data.days, rate: DAYS_PER_SECOND, position: Math.min(state.day, data.days) - 1 });
    if (state.heat) this.showHeat();
    if (resume) player.play();
    else hud.speak(this.sentence());
  }

  /** Shows no record at all: what was there is not of the month that the address names now. */
  clear(total, unit) {
    const { hud } = this.page;
    this.data = null;
    this.day = null;
    this.dots.setData(null);
    this.#heat.drop();
    hud.categories(null, this.shown);
    hud.note('');
    hud.show(monthTitle(this.state.month), total, unit);
    this.drawTimeline();
  }

  /** Loads the month after while this one plays; a failure says nothing, the reader did not ask. */
  async prefetch() {
    const { dataset, month } = this.state;
    const next = plusMonths(month, 1);
    if (this.#prefetch || loadMonth.has([dataset, next]) || next > this.page.datasets.range(dataset).last.slice(0, 7)) return;
    this.#prefetch = new AbortController();
    await loadMonth([dataset, next], this.#prefetch).catch(() => undefined);
    this.#prefetch = null;
  }

  get shown() {
    return CATEGORIES.map((c) => this.state.category.includes(c));
  }

  get offenceIndex() {
    return offenceIn(this.data, this.state.offence);
  }

  filter() {
    if (!this.data) return;
    this.count();
    this.frame(this.page.player.position);
  }

  /** Running totals, dots and bars for the categories and the offence that are chosen. */
  count() {
    const { data } = this;
    byId('c-offence').value = this.state.offence;
    this.daily = dailyCounts(data, this.offenceIndex);
    this.running = runningTotals(this.daily);
    this.dots.setFilter(this.shown, this.offenceIndex);
    this.drawTimeline();
  }

  /** The records whose categories and offence are shown. */
  records() {
    return chosen(this.data, this.shown, this.offenceIndex);
  }

  /** What the signs on the map mean, and the scale of the heat where there is one. */
  legend(...heat) {
    const { hud } = this.page;
    const { dataset } = this.state;
    hud.legend([{ title: `Each dot is one ${dataset.slice(0, -1)}, shown on its day.`, signs: [['dot', 'that day'], ['faded', 'days before'], ['ring', 'many at one place']] }, ...heat]);
  }

  /** The strip of the month's days; without bars while nothing is loaded. */
  drawTimeline() {
    this.page.timeline.load(monthStrip(this.state.month, this.data, this.daily, this.shown, this.colours));
  }

  /** Draws one moment; the texts change only with the day. */
  frame(position) {
    const { data } = this;
    if (!data) return;
    const { hud, timeline, player } = this.page;
    this.dots.setPosition(position);
    this.day = Math.min(Math.floor(position), data.days - 1) + 1;
    const totals = CATEGORIES.map((_, c) => this.running[this.day * 4 + c]);
    this.total = totals.reduce((sum, n, c) => sum + (this.shown[c] ? n : 0), 0);
    hud.show(dayTitle(this.date), this.total, `${data.dataset} so far in ${monthTitle(data.period)}`);
    hud.categories(totals, this.shown);
    hud.note(this.remark());
    timeline.show(this.day, dayTitle(this.date), this.day);
    hud.speak(this.sentence(), { now: !player.playing });
    if (player.playing && position > data.days / 3) this.prefetch();
  }

  get date() {
    return `${this.data.period}-${String(this.day).padStart(2, '0')}`;
  }

  remark() {
    const { data } = this;
    const { offence } = this.state;
    const parts = [];
    if (offence) parts.push(`Only: ${sentence(offence)}.`);
    if (data.days < data.span) parts.push(`Not published yet after ${dayName(data.publishedThrough)}.`);
    if (this.day === data.days && data.unplaced) {
      parts.push(`${number(data.unplaced)} of ${number(data.rows)} ${data.unplaced === 1 ? 'has' : 'have'} no usable place and cannot be drawn.`);
    }
    return parts.join(' ');
  }

  sentence() {
    return this.data ? `${dayTitle(this.date)}: ${number(this.total)} ${this.data.dataset} so far.` : '';
  }

  moment() {
    return this.day ? { day: this.day } : {};
  }

  showHeat() {
    byId('c-heat').checked = this.state.heat;
    this.ink();
    return this.#heat.show();
  }

  /** Over heat the day's dots have a rim, or they could not be told from steps of like lightness. */
  ink() {
    this.dots.setColours(this.colours, this.state.heat ? rimOf(this.state) : 0);
  }

  recolour() {
    this.colours = categoryColours(this.state);
    this.ink();
    this.page.hud.setColours(this.colours);
    if (this.data) this.drawTimeline();
    this.#heat.draw();
  }

  /** What happened near the pointer: counts by offence, and the precinct. */
  point(event) {
    const { data } = this;
    const records = event && data ? this.dots.pick(event.containerPoint, REACH) : null;
    if (!records?.length) return this.page.tip.hide();
    const metres = figure(REACH * this.page.stage.metresPerPixel, 2);
    const { lines, foot } = describe(data, records);
    return this.page.tip.show(this.pane.node, event.containerPoint, `${number(records.length)} ${data.dataset} within ${metres} m so far`, lines, foot);
  }

  tables() {
    return this.data ? monthTables(this.data, this.shown, this.offenceIndex) : [];
  }

  title() {
    return `${capital(this.state.dataset)}, ${monthTitle(this.state.month)}`;
  }

  name() {
    return `${this.state.dataset}-${this.state.month}`;
  }

  stats() {
    const heat = this.#heat.shown;
    return {
      ...super.stats(),
      ...this.dots.counts,
      total: this.total ?? 0,
      placed: this.data?.placed ?? 0,
      stacks: this.data?.stacks.length ?? 0,
      heat,
      heatAnchor: heat ? this.#heat.perKm2 : null,
    };
  }
}

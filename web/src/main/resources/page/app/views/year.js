// Year: twelve grids that flow into each other; two years side by side.
import { capital, lastDay, monthName, monthShort, monthTitle, number, toDay } from '../data/format.js';
import { filmOf, loadYear, toDate } from '../data/grids.js';
import { Morph } from '../data/morph.js';
import { FINE, colours, heatTable, legendOf } from '../data/palette.js';
import { CATEGORIES } from '../data/state.js';
import { GridImage } from '../map/gridlayer.js';
import { byId, on, option, themed } from '../ui/dom.js';
import { View } from './view.js';

const MONTHS_PER_SECOND = 0.7;
/** Blended frames between two months in the service's film, where nothing else is asked for. */
const BETWEEN = 8;

export class YearView extends View {
  constructor(page) {
    super(page);
    const { store } = page;
    on('c-year', 'change', ({ value }) => store.set({ year: value, at: 1 }, { push: true }));
    on('c-vs', 'change', ({ value }) => store.set({ vs: value }, { push: true }));
    on('c-category', 'change', ({ value }) => store.set({ category: value ? value.split(',') : CATEGORIES }));
    on('c-year-prev', 'click', () => this.turn(-1));
    on('c-year-next', 'click', () => this.turn(1));
  }

  leave() {
    this.drop();
    const { stage, tip } = this.page;
    stage.first.point(null);
    stage.panes('');
    tip.hide();
  }

  drop() {
    this.data?.forEach((film) => film.image.remove());
    this.data = null;
  }

  changed(fields) {
    // another year begins where the address says, not where this one was paused
    if (fields.has('year')) this.at = null;
    if (['dataset', 'year', 'vs', 'category'].some((f) => fields.has(f))) this.load();
    else if (fields.has('at')) this.page.player.seek(this.state.at - 1);
  }

  turn(n) {
    const { first, last } = this.page.datasets.range(this.state.dataset);
    const year = String(+this.state.year + n);
    if (year >= first.slice(0, 4) && year <= last.slice(0, 4)) this.page.store.set({ year, at: 1 }, { push: true });
  }

  async load() {
    const { player, datasets, store, stage, hud } = this.page;
    const { state } = this;
    const resume = player.playing || this.page.wantsToPlay();
    player.pause();
    if (!state.year) store.set({ year: datasets.lastWholeYear(state.dataset) }, { quiet: true });
    this.fillControls();
    const { dataset, year, vs } = state;
    const years = vs && vs !== year ? [year, vs] : [year];
    hud.show(year, '…', dataset);
    const loaded = await this.request(`${dataset} of ${years.join(' and ')}`, (signal, progress) =>
      Promise.all(years.map(async (y) => filmOf(await loadYear([dataset, y], { signal, progress }), state.category))),
    );
    if (loaded === undefined) return;
    this.drop();
    if (!loaded) {
      hud.show(year, '–', 'nothing loaded');
      return;
    }
    const panes = stage.panes(...(years.length > 1 ? years : ['']));
    this.data = loaded.map((film, i) => ({
      ...film,
      publishedThrough: film.publishedThrough ?? datasets.range(dataset).published,
      morph: new Morph(film.values, film.scale),
      image: new GridImage(panes[i].map, { ...film.heat, label: `Density of ${dataset} in ${film.year}, month by month` }),
    }));
    panes.forEach((pane, i) => pane.point((event) => this.point(event, pane, i)));
    this.colours = colours(heatTable(state));
    const length = this.end;
    player.load({ length: Math.max(length, 1), rate: MONTHS_PER_SECOND, position: Math.min(state.at - 1, length) });
    this.recolour();
    this.page.tell();
    if (resume) player.play();
    else hud.speak(this.sentence());
  }

  /** Tells the density under the pointer. */
  point(event, pane, i) {
    const film = this.data?.[i];
    const near = Math.round(this.page.player.position);
    return this.density(event, pane, film?.heat, film?.values[near], film && monthTitle(this.monthOf(i, near)));
  }

  get told() {
    return this.data?.find((film) => film.stale) ?? this.data?.[0] ?? {};
  }

  /** The last month that is published of any of the years, from 0. */
  get end() {
    return Math.max(...this.data.map(({ months }) => months.length - 1));
  }

  fillControls() {
    const { dataset, year, vs } = this.state;
    const { first, last } = this.page.datasets.range(dataset);
    const years = () => Array.from({ length: last.slice(0, 4) - first.slice(0, 4) + 1 }, (_, i) => option(last.slice(0, 4) - i));
    byId('c-year').replaceChildren(...years());
    byId('c-vs').replaceChildren(option('', 'No other year'), ...years());
    byId('c-year').value = year;
    byId('c-vs').value = vs;
    byId('c-year-prev').disabled = year <= first.slice(0, 4);
    byId('c-year-next').disabled = year >= last.slice(0, 4);
    // several of the four are chosen in the Month view, or by the keys 1 to 4
    const chosen = this.categories;
    const entries = CATEGORIES.map((c) => option(c, capital(c)));
    if (chosen.length > 1) entries.push(option(String(chosen), capital(chosen.join(', '))));
    byId('c-category').replaceChildren(option('', 'All'), ...entries);
    byId('c-category').value = String(chosen);
  }

  frame(position) {
    if (!this.data) return;
    const { hud, timeline, player, stage } = this.page;
    const near = Math.round(position);
    this.data.forEach((film, i) => {
      const known = film.months[near];
      const month = Math.floor(position + 1e-9);
      if (known) film.image.draw(film.morph.blend(month, Math.max(0, position - month)), this.colours, { unit: FINE / this.data[0].scale });
      else film.image.hatch();
      if (this.data.length > 1) stage.list[i].titled(known ? film.year : `${film.year}: not published yet`);
    });
    this.at = position + 1;
    const months = this.data.map((film) => film.months[near]);
    const title = monthTitle(this.monthOf(0, near));
    hud.show(title, months[0]?.records ?? '–', [this.unit(0, near), ...this.comparison(near)].join('\n'));
    hud.note(months.length > 1 ? `Both years on the scale of ${this.data[0].year}.` : 'One scale for the whole year; between two months the map is a blend of both.');
    timeline.show(position + 1, title, near + 1);
    hud.speak(this.sentence(), { now: !player.playing });
  }

  /** The month with a number from 0, 'YYYY-MM', in one of the years. */
  monthOf(i, number) {
    return `${this.data[i].year}-${String(number + 1).padStart(2, '0')}`;
  }

  /** What the number of a month is of: all of it, its published days, or nothing yet. */
  unit(i, near) {
    const { months, publishedThrough } = this.data[i];
    if (!months[near]) return `not published yet: data ${toDay(publishedThrough)}`;
    return `${this.subject} ${lastDay(this.monthOf(i, near)) <= publishedThrough ? 'in the month' : toDay(publishedThrough)}`;
  }

  /** The other year beside this one: its month, and both up to here, like for like. */
  comparison(near) {
    if (this.data.length < 2) return [];
    const beside = this.data[1].months[near];
    const { months, sums } = toDate(this.data, near);
    const ends = [...new Set([months[0], months.at(-1)])].map((m) => monthName(m + 1)).join(' to ');
    const change = sums[1] ? ` (${sums[0] < sums[1] ? '−' : '+'}${Math.abs((sums[0] / sums[1] - 1) * 100).toFixed(1)} %)` : '';
    return [
      `${monthTitle(this.monthOf(1, near))}: ${beside ? number(beside.records) : this.unit(1, near)}`,
      ...(months.length ? [`${ends}: ${number(sums[0])} against ${number(sums[1])}${change}`] : []),
    ];
  }

  sentence() {
    if (!this.data) return '';
    const near = Math.round(this.page.player.position);
    const here = this.data[0].months[near];
    return [`${monthTitle(this.monthOf(0, near))}: ${here ? `${number(here.records)} ` : ''}${this.unit(0, near)}`, ...this.comparison(near)].join('. ') + '.';
  }

  moment() {
    return this.at ? { at: +this.at.toFixed(2) } : {};
  }

  recolour() {
    const table = heatTable(this.state);
    this.colours = colours(table);
    if (!this.data) return;
    const { hud, timeline, player } = this.page;
    const [{ anchor, months }] = this.data;
    hud.legend([legendOf('Records per km² and month', table, anchor)]);
    timeline.load({
      max: Math.max(1, this.end) + 1,
      step: 0.01,
      bars: Array.from(months, (month) => (month ? [month.records] : [])),
      texts: Array.from(months, (month) => (month ? `${monthTitle(month.month)}: ${number(month.records)}` : 'no data')),
      span: 12,
      colours: [themed('--bar')],
      ticks: Array.from({ length: 12 }, (_, m) => ({ at: (m + 0.5) / 12, text: monthShort(m + 1) })),
      label: 'Month of the year',
    });
    this.frame(player.position);
  }

  /** The bytes of the service's frame with that number. */
  frameValues(index) {
    return this.data[0].morph.frame(index, BETWEEN);
  }

  tables() {
    if (!this.data) return [];
    const start = Math.min(...this.data.map(({ months }) => months.findIndex(Boolean)));
    const rows = Array.from({ length: this.end + 1 - start }, (_, i) => [
      this.data.length > 1 ? monthName(start + i + 1) : this.monthOf(0, start + i),
      ...this.data.map(({ months }) => months[start + i]?.records ?? null),
    ]);
    return [{ title: `${this.subject} a month`, columns: ['month', ...this.data.map((film) => film.year)], rows }];
  }

  title() {
    const { year, vs } = this.state;
    return `${capital(this.subject)}, ${vs ? `${year} and ${vs}` : year}`;
  }

  name() {
    const { dataset, year, vs } = this.state;
    return [dataset, year, vs].filter(Boolean).join('-');
  }

  stats() {
    return { ...super.stats(), at: this.at, years: this.data?.map((film) => film.year) ?? [], months: this.data?.[0].months.filter(Boolean).length ?? 0 };
  }
}

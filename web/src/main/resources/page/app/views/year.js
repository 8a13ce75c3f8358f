// Year: twelve grids that flow into each other; two years side by side.
import { capital, monthShort, monthTitle, number } from '../data/format.js';
import { filterQuery, loadYear } from '../data/grids.js';
import { Morph } from '../data/morph.js';
import { heatTable } from '../data/palette.js';
import { CATEGORIES } from '../data/state.js';
import { GridImage } from '../map/gridlayer.js';
import { byId, on, option, themed } from '../ui/dom.js';
import { densityTicks } from '../ui/hud.js';
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
    this.page.stage.panes('');
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

  /** The categories that are told apart from the rest; none where all are shown. */
  get categories() {
    const { category } = this.state;
    return category.length < CATEGORIES.length ? category : [];
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
    const filter = filterQuery(state.category);
    hud.show(year, '…', dataset);
    const loaded = await this.request(`${dataset} of ${years.join(' and ')}`, (signal, progress) =>
      Promise.all(years.map((y) => loadYear([dataset, y, filter], { signal, progress }))),
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
      morph: new Morph(film.values, loaded[0].scale),
      image: new GridImage(panes[i].map, { ...film.heat, label: `Density of ${dataset} in ${film.year}, month by month` }),
    }));
    hud.badges(loaded.find((film) => film.stale) ?? loaded[0]);
    this.recolour();
    const length = Math.max(...loaded.map((film) => film.values.length)) - 1;
    player.load({ length: Math.max(length, 1), rate: MONTHS_PER_SECOND, position: Math.min(state.at - 1, length) });
    if (resume) player.play();
    else hud.speak(this.sentence());
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

  /** What the numbers are of, such as 'felony arrests'. */
  get subject() {
    return [this.categories.join(', '), this.state.dataset].filter(Boolean).join(' ');
  }

  frame(position) {
    if (!this.data) return;
    const { hud, timeline, player } = this.page;
    const month = Math.floor(position + 1e-9);
    for (const film of this.data) film.image.draw(film.morph.at(month, Math.max(0, position - month)), this.table);
    this.at = position + 1;
    const near = this.near(position);
    const [here, beside] = this.data.map((film) => film.months[near]);
    if (!here) return;
    const unit = `${this.subject} in the month`;
    hud.show(monthTitle(here.month), here.records, beside ? `${unit}\n${number(beside.records)} in ${monthTitle(beside.month)}` : unit);
    hud.note(beside ? `Both years on the scale of ${this.data[0].year}.` : 'One scale for the whole year; between two months the map is a blend of both.');
    timeline.show(position + 1, monthTitle(here.month), near + 1);
    hud.speak(this.sentence(), { now: !player.playing });
  }

  /** The month next to a position, as an index. */
  near(position) {
    return Math.min(Math.round(position), this.data[0].months.length - 1);
  }

  sentence() {
    const here = this.data?.[0].months[this.near(this.page.player.position)];
    return here ? `${monthTitle(here.month)}: ${number(here.records)} ${this.subject}.` : '';
  }

  moment() {
    return this.at ? { at: +this.at.toFixed(2) } : {};
  }

  recolour() {
    this.table = heatTable(this.state);
    if (!this.data) return;
    const { hud, timeline, player } = this.page;
    const [{ top, months }] = this.data;
    hud.legend([{ title: 'Records per km² and month', table: this.table, ticks: densityTicks(top) }]);
    timeline.load({
      min: 1,
      max: Math.max(2, months.length),
      step: 0.01,
      bars: months.map(({ records }) => [records]),
      colours: [themed('--bar')],
      ticks: months.map(({ month }, i) => ({ at: (i + 0.5) / months.length, text: monthShort(+month.slice(5)) })),
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
    const [first, ...others] = this.data;
    const rows = first.months.map(({ month, records }, i) => [month, records, ...others.map((film) => film.months[i]?.records ?? '–')]);
    return [{ title: `${this.subject} a month`, columns: ['month', ...this.data.map((film) => film.year)], rows }];
  }

  name() {
    const { dataset, year, vs } = this.state;
    return [dataset, year, vs].filter(Boolean).join('-');
  }

  stats() {
    return { ...super.stats(), at: this.at, years: this.data?.map((film) => film.year) ?? [], months: this.data?.[0].months.length ?? 0 };
  }
}

// Any two periods side by side, and the places as they changed from one to the other; what may be chance is grey.
import { placeName } from '../data/areas.js';
import { wordsOf } from '../data/city.js';
import { STEPS, changeAt, loadComparison, monthsOfPeriod, periodName, ranked, stepOf, usualPeriods } from '../data/comparison.js';
import { capital, monthTitle, number, toDay } from '../data/format.js';
import { marksOf } from '../data/history.js';
import { FINE, colours, css, errorTable, heatTable, legendOf } from '../data/palette.js';
import { GridImage } from '../map/gridlayer.js';
import { fillAreas, outlineArea } from '../map/outlines.js';
import { byId, on, setting, themed } from '../ui/dom.js';
import { renderTables } from '../ui/tables.js';
import { View } from './view.js';

const LISTED = 15;
const CHANCE = '#80808040';

const percent = ({ percentage }) => (percentage === null ? null : +percentage.toFixed(1));
const signed = (change) => (change.percentage === null ? 'none before' : `${change.percentage > 0 ? '+' : ''}${percent(change)} %`.replace('-', '−'));
const words = ({ moreThanChance }) => (moreThanChance ? 'more than chance' : 'may be chance');

export class CompareView extends View {
  #layers = [];
  #marked = null;
  #mark = null;

  constructor(page) {
    super(page);
    on('c-kind', 'change', ({ value }) => page.store.set({ kind: value }));
    for (const name of ['a', 'b']) for (const end of ['from', 'to']) on(`c-${name}-${end}`, 'change', () => this.choose(name));
  }

  /** The periods {a, b} that are shown. */
  get periods() {
    const { a, b } = this.state;
    const usual = usualPeriods(this.page.datasets.lastWholeMonth(this.dataset));
    return { a: a || usual.a, b: b || usual.b };
  }

  get names() {
    const { a, b } = this.periods;
    return [periodName(a), periodName(b)];
  }

  choose(name) {
    const [from, to] = ['from', 'to'].map((end) => byId(`c-${name}-${end}`).value);
    if (!from || !to) return;
    if (from > to) this.page.loader.remark('A period ends after it begins.');
    else this.page.store.set({ ...this.periods, [name]: `${from}..${to}` }, { push: true });
  }

  changed(fields) {
    if (['dataset', 'a', 'b', 'kind'].some((f) => fields.has(f))) this.load();
  }

  leave() {
    const { areas, stage, tip } = this.page;
    this.drop();
    this.data = null;
    areas.choose('');
    stage.first.point(null);
    stage.panes('');
    tip.hide();
  }

  drop() {
    this.#layers.forEach((layer) => layer.remove());
    this.#layers = [];
    this.#mark?.remove();
  }

  async load() {
    const { hud } = this.page;
    const { dataset, kind } = this.state;
    const { a, b } = this.periods;
    byId('c-kind').value = kind;
    for (const [name, period] of Object.entries({ a, b })) for (const [end, month] of Object.entries(monthsOfPeriod(period))) byId(`c-${name}-${end}`).value = month;
    hud.show(this.names.join(' and '), '…', dataset);
    // at once, so that nothing moves when the answer comes
    this.page.stage.panes(...this.names, 'Change');
    const data = await this.request(`${dataset} of two periods`, (signal, progress) => loadComparison([dataset, kind, a, b], { signal, progress }));
    if (data === undefined) return;
    this.drop();
    this.data = data;
    this.#marked = null;
    if (data) this.draw();
    else {
      byId('places').replaceChildren();
      hud.show(this.names.join(' and '), '–', 'nothing loaded');
    }
    this.page.tell();
  }

  draw() {
    const { data, state, page } = this;
    const table = heatTable(state);
    const both = errorTable(state);
    const steps = STEPS.map(([, at]) => both[Math.round(127.5 + 127.5 * at)]);
    this.drop();
    page.areas.choose(state.kind);
    const panes = page.stage.panes(...this.names, 'Change');
    this.#layers = data.values.map((values, i) => {
      const image = new GridImage(panes[i].map, { ...data.heat, label: `Density of ${this.dataset}, ${this.names[i]}` });
      if (values) image.draw(values, colours(table), { unit: FINE / data.scale });
      else image.hatch();
      return image;
    });
    const colourOf = (i) => {
      const step = stepOf(data.changes[i]);
      return step < 0 ? CHANCE : css(steps[step]);
    };
    this.#layers.push(fillAreas(panes[2], data.outlines, colourOf, themed('--line')));
    panes.forEach((pane) => pane.point((event) => this.point(event, pane)));
    page.hud.legend([
      { title: 'Change of a place, in percent', table: Uint32Array.from(steps), ticks: STEPS.map(([least]) => (Number.isFinite(least) ? String(least).replace('-', '−') : '')) },
      { title: '', key: [['may be chance', CHANCE]] },
      legendOf('Records per km² and month', table, data.anchor),
    ]);
    this.tell();
    this.list = ranked(data.areas).slice(0, LISTED);
    byId('places').replaceChildren(...renderTables([this.table(this.list)], { pick: (row) => this.mark(this.list[row].id) }));
    if (this.#marked) this.mark(this.#marked);
  }

  /** Says what has changed, and what else has to be known. */
  tell() {
    const { data, page, names } = this;
    const { hud } = page;
    const sure = data.areas.filter((change) => change.moreThanChance);
    const more = sure.filter(({ difference }) => difference > 0).length;
    const [a, b] = ['a', 'b'].map((side) => data.areas.reduce((sum, change) => sum + change[side], data[`elsewhere${side.toUpperCase()}`]));
    const late = data.b.to > page.datasets.range(this.dataset).complete || data.a.to > page.datasets.range(this.dataset).complete;
    hud.show(
      `${names[1]} against ${names[0]}`,
      sure.length,
      `of ${data.areas.length} ${wordsOf(this.state.kind.slice(0, -1))} changed by more than chance: ${more} up, ${sure.length - more} down\nThe city: ${number(a)}, then ${number(b)} ${this.dataset} with a place\nData ${toDay(data.publishedThrough)}${late ? ': late reports will come' : ''}`,
    );
    const between = marksOf(setting('marks')).filter(({ month }) => month >= data.a.from.slice(0, 7) && month <= data.b.to.slice(0, 7));
    hud.note(
      [
        `More than chance: q ≤ ${data.alpha}, two-sample Poisson test, Benjamini-Hochberg.`,
        data.values.includes(null) ? 'A month cannot be had now: where one is missing there is no map of density.' : '',
        ...between.map(({ month, text, source }) => `Meanwhile, ${monthTitle(month)}: ${text} (${source}).`),
      ].join(' '),
    );
    hud.speak(this.sentence());
  }

  sentence() {
    if (!this.data) return '';
    const [top] = ranked(this.data.areas);
    return `${this.names[1]} against ${this.names[0]}: ${byId('hud-number').textContent} ${byId('hud-unit').textContent.split('\n')[0]}.${top?.moreThanChance ? ` Most: ${placeName(top.id)}, ${signed(top)}.` : ''}`;
  }

  /** Marks a place on every map, and says its change. */
  mark(place) {
    this.#marked = place;
    this.#mark?.remove();
    const { data, page } = this;
    const i = data.list.findIndex((area) => area.place === place);
    this.#mark = outlineArea(page.stage.list, data.outlines.features[i], themed('--text'));
    page.hud.speak(`${placeName(place)}: ${this.figures(data.changes[i]).join(', ')}. Marked on the map.`);
  }

  figures(change) {
    return [`${number(change.a)} in ${this.names[0]}`, `${number(change.b)} in ${this.names[1]}`, `${signed(change)}: ${words(change)}`];
  }

  point(event, pane) {
    const change = event && this.data && changeAt(this.data, event.latlng);
    if (!change) return this.page.tip.hide();
    return this.page.tip.show(pane.node, event.containerPoint, placeName(change.id), this.figures(change));
  }

  recolour() {
    if (this.data) this.draw();
  }

  table(changes) {
    return {
      title: `${capital(this.dataset)}: ${this.names[1]} against ${this.names[0]}`,
      columns: ['place', this.names[0], this.names[1], 'change, %', 'chance'],
      rows: changes.map((change) => [placeName(change.id), change.a, change.b, percent(change), words(change)]),
    };
  }

  tables() {
    if (!this.data) return [];
    const { title, columns, rows } = this.table(ranked(this.data.areas));
    const rest = ranked(this.data.areas).map(({ expected, difference, p, q }) => [expected, difference, p, q].map((n) => +n.toPrecision(4)));
    return [{ title, columns: [...columns, 'expected', 'difference', 'p', 'q'], rows: rows.map((row, i) => [...row, ...rest[i]]) }];
  }

  about() {
    return [...(this.data ? [`Test: ${this.data.method}`, `Expected: the first count at the second period's length`] : []), ...super.about()];
  }

  title() {
    return `${capital(this.dataset)}, ${this.names.join(' and ')}`;
  }

  get told() {
    return this.data?.told ?? {};
  }

  name() {
    return `${this.dataset}-changes-by-${this.state.kind}`;
  }

  stats() {
    return { ...super.stats(), maps: this.#layers.length, sure: this.data?.areas.filter((change) => change.moreThanChance).length, marked: this.#marked };
  }
}

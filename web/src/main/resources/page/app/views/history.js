// History: all published months as one film, over the line of their counts.
import { capital, lastDay, monthTitle, number, toDay } from '../data/format.js';
import { WINDOWS, historyOf, laterHistories, loadHistory, marksOf } from '../data/history.js';
import { Morph } from '../data/morph.js';
import { FINE, categoryColours, colours, heatTable, legendOf } from '../data/palette.js';
import { CATEGORIES } from '../data/state.js';
import { GridImage } from '../map/gridlayer.js';
import { byId, element, on, setting } from '../ui/dom.js';
import { View } from './view.js';

const MONTHS_PER_SECOND = 4;
/** Years that fit under the line. */
const TICKS = 8;

export class HistoryView extends View {
  #morph = null;

  constructor(page) {
    super(page);
    on('c-window', 'change', ({ value }) => page.store.set({ window: value }));
    on('c-compare', 'click', () => page.store.set({ view: 'compare' }, { push: true }));
    on('c-marks', 'change', ({ checked }) => page.store.set({ marks: checked }));
    this.known = marksOf(setting('marks'));
  }

  leave() {
    this.drop();
    this.page.stage.first.point(null);
    this.page.tip.hide();
  }

  drop() {
    this.data?.image.remove();
    this.data = null;
    this.#morph = null;
  }

  changed(fields) {
    if (['dataset', 'category', 'window'].some((f) => fields.has(f))) this.load();
    else if (fields.has('marks')) this.recolour();
    else if (fields.has('month') && this.data) this.page.player.seek(this.place);
  }

  turn(n) {
    this.page.step(12 * n);
  }

  get shown() {
    return CATEGORIES.map((c) => this.state.category.includes(c));
  }

  /** Those of a list by category that are shown. */
  chosen(list) {
    return list.filter((_, c) => this.shown[c]);
  }

  /** Whether all records are counted, those that no map can show too. */
  get all() {
    return !this.shown.includes(false);
  }

  /** The number of the window that the state's month ends. */
  get place() {
    const { windows } = this.data;
    const at = windows.findIndex(({ month }) => month >= this.state.month);
    return at < 0 ? windows.length - 1 : at;
  }

  /** What happened in the months of the film, where the reader wants to know, each with its place on the line. */
  get marks() {
    const { windows } = this.data;
    const at = (month) => windows.findIndex((w) => w.month === month);
    return this.state.marks ? this.known.map((mark) => ({ ...mark, at: at(mark.month) })).filter((mark) => mark.at >= 0) : [];
  }

  async load() {
    const { player, stage, hud } = this.page;
    const { dataset, category, window: length } = this.state;
    const resume = player.playing || this.page.wantsToPlay();
    player.pause();
    byId('c-window').value = length;
    hud.categories(null, this.shown);
    hud.show('All months', '…', dataset);
    const key = [dataset, '', ''];
    const filmOf = (answer) => historyOf(answer, WINDOWS[length], category);
    let answer;
    const film = await this.request(`all months of ${dataset}`, async (signal, progress) => {
      answer = await loadHistory(key, { signal, progress });
      return filmOf(answer);
    });
    if (film === undefined) return;
    this.drop();
    if (!film?.windows.length) {
      hud.show('All months', '–', 'nothing loaded');
      return;
    }
    const [pane] = stage.panes('');
    pane.point((event) => this.density(event, pane, film.heat, film.smooth(this.near), this.when(this.span)));
    this.data = { ...film, image: new GridImage(pane.map, { ...film.heat, label: `Density of ${dataset}, month by month` }) };
    this.colours = colours(heatTable(this.state));
    player.load({ length: film.windows.length - 1, rate: MONTHS_PER_SECOND, position: this.place });
    this.recolour();
    this.page.tell();
    if (resume) player.play();
    else hud.speak(this.sentence());
    await this.grow(laterHistories(answer, key, {}), filmOf);
  }

  /** Takes in the months that come meanwhile; the film goes on where it is. */
  async grow(answers, filmOf) {
    const { data } = this;
    for await (const answer of answers) {
      const film = await filmOf(answer);
      if (this.data !== data) return;
      Object.assign(data, film);
      this.#morph = null;
      this.recolour();
    }
  }

  /** The window that is nearest to the play head. */
  get near() {
    return Math.round(this.page.player.position);
  }

  get span() {
    return this.data.windows[this.near];
  }

  /** The months of a window in words. */
  when = ({ from, month }) => [...new Set([from, month])].map(monthTitle).join(' to ');

  /** How many records of the categories shown a window has; null: that is not known. */
  count({ parts, records }) {
    return parts ? (this.all ? records : this.chosen(parts).reduce((a, b) => a + b, 0)) : null;
  }

  unit({ month, parts }) {
    if (!parts) return 'on its way, or cannot be had now: that is not 0';
    const { complete } = this.page.datasets.range(this.dataset);
    return `${this.subject} in the ${this.state.window}${lastDay(month) > complete ? ' so far: late reports will come' : ''}`;
  }

  /** A window and its count in words. */
  said(w) {
    return `${this.when(w)}: ${w.parts ? `${number(this.count(w))} ` : ''}${this.unit(w)}`;
  }

  frame(position) {
    if (!this.data) return;
    const { hud, timeline, player } = this.page;
    const { image, smooth, scale, publishedThrough } = this.data;
    const { near, span: shown } = this;
    const i = Math.floor(position + 1e-9);
    if (shown.parts) {
      if (this.#morph?.of !== i) this.#morph = Object.assign(new Morph([smooth(i), smooth(i + 1)], scale), { of: i });
      image.draw(this.#morph.blend(0, Math.max(0, position - i)), this.colours, { unit: FINE / scale });
    } else {
      image.hatch();
    }
    const when = this.when(shown);
    hud.show(when, this.count(shown) ?? '–', `${this.unit(shown)}\nData ${toDay(publishedThrough)}`);
    hud.categories(shown.parts, this.shown);
    timeline.show(position + 1, when, near + 1);
    hud.speak(this.sentence(), { now: !player.playing });
  }

  sentence() {
    return this.data ? `${this.said(this.span)}.` : '';
  }

  moment() {
    return this.data ? { month: this.span.month } : {};
  }

  recolour() {
    const { hud, timeline, player } = this.page;
    const table = heatTable(this.state);
    const lines = categoryColours(this.state);
    this.colours = colours(table);
    hud.setColours(lines);
    if (!this.data) return;
    const { windows, anchor } = this.data;
    const every = Math.ceil(windows.length / 12 / TICKS);
    const { marks } = this;
    byId('c-marks').checked = this.state.marks;
    byId('marks').replaceChildren(...marks.map(({ month, text, source }) => element('li', { textContent: `${monthTitle(month)}: ${text} (${source})` })));
    byId('marks').hidden = !marks.length;
    hud.legend([legendOf(`Records per km² and ${this.state.window}`, table, anchor)]);
    const here = windows.filter(({ parts }) => parts).length;
    const rest = this.data.partial ? ` ${here} of ${windows.length} are here so far: the others are on their way, or cannot be had now.` : '';
    hud.note(`One scale for all months, with blends between them.${rest}`);
    timeline.load({
      max: windows.length,
      step: 0.01,
      lines: true,
      bars: windows.map(({ parts }) => (parts ? this.chosen(parts) : [])),
      texts: windows.map((w) => [this.said(w), ...marks.filter(({ month }) => month === w.month).map(({ text }) => text)].join(' · ')),
      marks: marks.map((mark) => mark.at),
      span: windows.length,
      colours: this.chosen(lines),
      ticks: windows.flatMap(({ month }, i) => (i > windows.length / 40 && month.endsWith('-01') && month.slice(0, 4) % every === 0 ? [{ at: (i + 0.5) / windows.length, text: month.slice(0, 4) }] : [])),
      label: 'Month',
    });
    this.frame(player.position);
  }

  tables() {
    if (!this.data) return [];
    const title = `${capital(this.subject)} by ${this.state.window}`;
    const columns = [this.state.window === 'month' ? 'month' : 'ends with', ...this.chosen(CATEGORIES), this.all ? 'all' : 'together'];
    return [{ title, columns, rows: this.data.windows.map((w) => [w.month, ...this.chosen(w.parts ?? CATEGORIES.map(() => null)), this.count(w)]) }];
  }

  about() {
    return ['By category: records that lie on the map', ...super.about()];
  }

  title() {
    return `${capital(this.subject)}, month by month`;
  }

  name() {
    return `${this.state.dataset}-by-${this.state.window}`;
  }

  stats() {
    const windows = this.data?.windows ?? [];
    return { ...super.stats(), months: windows.length, unknown: windows.filter(({ parts }) => !parts).length };
  }
}

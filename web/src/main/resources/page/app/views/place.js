// Place: one precinct or neighbourhood through the years, and among its kind.
import { placeName } from '../data/areas.js';
import { wordsOf } from '../data/city.js';
import { loadForecastOf } from '../data/forecasts.js';
import { capital, dayName, figure, monthTitle, number, sentence } from '../data/format.js';
import { categoryColours } from '../data/palette.js';
import { loadPlace, loadPlaces, quantile, rangeWords, rankOf } from '../data/places.js';
import { CATEGORIES } from '../data/state.js';
import { byId, element, on, option, themed } from '../ui/dom.js';
import { badgesOf } from '../ui/hud.js';
import { lines, rowPlot } from '../ui/plots.js';
import { renderTables } from '../ui/tables.js';
import { outlookPlot, outlookTable, outlookWords } from './outlook.js';
import { View } from './view.js';

/** Offences in the table of the page; the CSV has all. */
const LISTED = 12;
const NOT_A_VERDICT =
  'Counts say where records were made and published, not who lives here and not how safe anybody is: they follow where police patrol, who reports, and how many people pass by in a day. Where a change may be chance, it says so.';

const percent = ({ percentage }) => (percentage === null ? null : Math.round(percentage));
const signed = (n) => (n === null ? 'none before' : `${n > 0 ? '+' : n < 0 ? '−' : '±'}${Math.abs(n)} %`);
const words = (moreThanChance) => (moreThanChance ? 'more than chance' : 'may be chance');
const span = ({ from, to }) => `${dayName(from)} to ${dayName(to)}`;
const hourName = ({ period }) => `${period}:00`;
const weekdayName = ({ period }) => capital(period);

export class PlaceView extends View {
  #plots = [];
  #places = [];
  #outlook = null;

  constructor(page) {
    super(page);
    on('c-place', 'change', (field) => {
      const wanted = field.value.trim().toLowerCase();
      const found = this.#places.find(({ name }) => name.toLowerCase() === wanted) ?? this.#places.find(({ place }) => place === `precinct:${wanted}`);
      if (found) page.store.set({ place: found.place }, { push: true });
      else page.loader.remark(`There is no place “${field.value}”: choose one of the list.`);
    });
  }

  leave() {
    this.drop();
    byId('board').replaceChildren();
    this.data = null;
  }

  drop() {
    this.#plots.forEach((plot) => plot.destroy());
    this.#plots = [];
  }

  changed(fields) {
    if (fields.has('place') || fields.has('dataset')) this.load();
  }

  async load() {
    const { state, page } = this;
    const { place, dataset } = state;
    this.drop();
    this.data = null;
    this.#outlook = null;
    const places = await this.request('names of places', (signal) => loadPlaces([], { signal }));
    if (places === undefined) return;
    this.#places = places;
    byId('c-places').replaceChildren(...places.map(({ name }) => option(name)));
    byId('c-place').value = place && placeName(place);
    if (!place) {
      byId('board').replaceChildren(element('h2', { textContent: 'Which place?' }), element('p', { className: 'lead', textContent: `Type a place into the field above: ${byId('c-place').placeholder.toLowerCase()}.` }));
      return;
    }
    const data = await this.request(`records of ${placeName(place)}`, (signal) => loadPlace([dataset, place, page.datasets.lastWholeMonth(dataset), page.datasets.firstWholeMonth(dataset)], { signal, hours: page.datasets.hasHours(dataset) }));
    if (data === undefined) return;
    this.data = data;
    page.tell();
    await Promise.all([this.render(), this.look()]);
  }

  /** Loads the place's forecast; the rest of the page does not wait for it. */
  async look() {
    const { data } = this;
    let outlook;
    try {
      outlook = await loadForecastOf([data.place], {});
    } catch (error) {
      outlook = { trouble: `Not known now: ${error.message}` };
    }
    if (this.data !== data) return;
    this.#outlook = outlook;
    this.showOutlook();
  }

  showOutlook() {
    const outlook = this.#outlook;
    const box = byId('outlook');
    if (!outlook || !box) return;
    box.querySelector('p').textContent = outlook.trouble ?? outlookWords(outlook);
    if (outlook.days?.length) this.#plots.push(outlookPlot(box, outlook));
  }

  get told() {
    return this.data?.told ?? {};
  }

  recolour() {
    if (this.data) this.render();
  }

  async render() {
    const { data, dataset, page } = this;
    const board = byId('board');
    this.drop();
    const charts = element('div', { className: 'charts' });
    const chart = (title, explanation) => {
      const box = element('section', { className: 'chart' }, element('h3', { textContent: title }), element('p', { textContent: explanation }));
      charts.append(box);
      return box;
    };
    const line = chart('Month by month', `All ${dataset} that are published, by category.`);
    line.classList.add('lined');
    const spread = chart('Among its kind', `${capital(this.rankWords())}. Box: the middle half of all; whiskers: 5 to 95 %; stroke: median; dot: this place.`);
    const week = chart('By weekday', `${span(data.now)}. The day that the record has, which may be the day of the report.`);
    const guessed = data.hours?.filter((point) => point.defaults) ?? [];
    const day = chart('By hour', data.hours ? `${span(data.now)}.${guessed.length ? ` ${guessed.map(hourName).join(' and ')} also stand for hours that are not known.` : ''}` : `Not known: ${data.withoutHours}.`);
    const coming = chart('The coming days', 'Loading the forecast …');
    coming.id = 'outlook';
    coming.classList.add('tall');
    board.replaceChildren(this.headSection(), charts);
    const counts = data.areas.map(({ b }) => b);
    const bars = (host, label, points, nameOf) => {
      const values = points.map(({ count }) => count);
      const mean = values.reduce((a, b) => a + b, 0) / values.length;
      return rowPlot(host, { label, low: 0, high: Math.max(1, ...values) * 1.02, mark: { value: mean, text: `average ${figure(mean, 3)}` }, rows: points.map((point) => ({ label: nameOf(point), colour: themed('--accent'), value: point.count, text: number(point.count) })) });
    };
    this.#plots = [
      rowPlot(spread, {
        label: 'Among its kind',
        low: 0,
        high: Math.max(1, ...counts),
        rows: [{ label: 'all', colour: themed('--accent'), box: { p05: quantile(counts, 0.05), p25: quantile(counts, 0.25), p50: quantile(counts, 0.5), p75: quantile(counts, 0.75), p95: quantile(counts, 0.95) }, mean: data.change?.b ?? 0 }],
      }),
      bars(week, 'By weekday', data.weekdays, weekdayName),
      ...(data.hours ? [bars(day, 'By hour', data.hours, hourName)] : []),
    ];
    this.showOutlook();
    try {
      const shades = categoryColours(this.state);
      const plot = await lines(line, {
        x: data.months.map(({ month }) => Date.parse(`${month}-01T00:00:00Z`) / 1000),
        label: 'Month by month',
        lines: CATEGORIES.map((label, c) => ({ label, colour: shades[c], values: data.months.map(({ counts: of }) => of[c]) })),
      });
      // the reader may have gone on while the library was loading
      if (this.data === data && charts.isConnected) this.#plots.push(plot);
      else plot.destroy();
    } catch (error) {
      page.loader.remark(error.message);
    }
  }

  headSection() {
    const { data, dataset } = this;
    const name = placeName(data.place);
    const open = data.months.filter(({ complete }) => !complete).map(({ month }) => monthTitle(month));
    return element(
      'section',
      {},
      element('p', { className: 'badges' }, ...badgesOf(this.told)),
      element('h2', { textContent: `${name}: ${dataset}` }),
      element('p', { className: 'lead note', id: 'no-verdict', textContent: NOT_A_VERDICT }),
      element('p', { className: 'verdict', textContent: this.sentence() }),
      element('p', { className: 'lead', textContent: open.length ? `Records that the city places here. Late reports will still come for ${open.join(' and ')}.` : 'Records that the city places here.' }),
      ...(data.change?.residents ? [element('p', { className: 'lead', id: 'rate', textContent: this.rateWords() })] : []),
      ...renderTables([this.offenceTable(LISTED)]),
    );
  }

  /** This year to date against last year's same months. */
  sentence() {
    const { data, dataset } = this;
    if (!data?.change) return '';
    const { a, b, moreThanChance } = data.change;
    return `${number(b)} ${dataset} from ${span(data.now)}, ${number(a)} in ${rangeWords(data).before}: ${signed(percent(data.change))}, which ${moreThanChance ? 'is more than chance' : 'may be chance'}.`;
  }

  /** Records by residents, where the service knows how many there are. */
  rateWords() {
    const { change, caveat } = this.data;
    return `By the ${number(change.residents)} people who live here: ${figure(change.rateB)} per 1,000 residents, ${figure(change.rateA)} in the year before. But ${caveat}.`;
  }

  rankWords() {
    const { areas, change, place } = this.data;
    if (!change) return 'not among the places that are compared';
    const { rank, same } = rankOf(change.b, areas.map(({ b }) => b));
    const [kind] = place.split(':');
    return `${same > 1 ? 'together with others ' : ''}number ${rank} of ${areas.length} ${wordsOf(kind)} by ${this.dataset} ${rangeWords(this.data).now}, not by people: large and busy ones have more`;
  }

  offenceTable(most = Infinity) {
    const { offences, before, now } = this.data;
    return {
      file: 'offences',
      title: `Offences, ${span(now)}, against ${rangeWords(this.data).before}`,
      columns: ['offence', ...rangeWords(this.data).columns, 'change, %', 'chance'],
      rows: offences.slice(0, most).map((change) => [sentence(change.name), change.b, change.a, percent(change), words(change.moreThanChance)]),
    };
  }

  tables() {
    const { data } = this;
    if (!data) return [];
    const { months, weekdays, hours, areas, now, before } = data;
    return [
      { file: 'months', title: 'Month by month', columns: ['month', ...CATEGORIES, 'all'], rows: months.map(({ month, counts }) => [month, ...counts, counts.reduce((a, b) => a + b, 0)]) },
      this.offenceTable(),
      { file: 'weekdays', title: `By weekday, ${span(now)}`, columns: ['weekday', 'records'], rows: weekdays.map((point) => [weekdayName(point), point.count]) },
      ...(hours ? [{ file: 'hours', title: `By hour, ${span(now)}`, columns: ['hour', 'records'], rows: hours.map((point) => [hourName(point), point.count]) }] : []),
      ...(this.#outlook?.days?.length ? [outlookTable(this.#outlook)] : []),
      {
        file: 'areas',
        title: `All of its kind, ${span(now)}`,
        columns: ['place', ...rangeWords(this.data).columns, 'change, %', 'chance', ...(this.data.caveat ? ['per 1,000 residents'] : [])],
        rows: [...areas].sort((x, y) => y.b - x.b).map((change) => [placeName(change.id), change.b, change.a, percent(change), words(change.moreThanChance), ...(this.data.caveat ? [change.residents ? +figure(change.rateB) : null] : [])]),
      },
    ];
  }

  about() {
    return [NOT_A_VERDICT, ...(this.data ? [`Test: ${this.data.method}`] : []), ...(this.data?.caveat ? [capital(this.data.caveat)] : []), ...super.about()];
  }

  title() {
    return this.data ? `${placeName(this.data.place)}, ${this.dataset}` : 'A place';
  }

  name() {
    return `${this.state.place.toLowerCase().replace(/[^a-z0-9]+/g, '-')}-${this.dataset}`;
  }

  stats() {
    const { data } = this;
    return { loaded: data !== null || !this.state.place, place: data?.place, months: data?.months.length ?? 0, plots: this.#plots.length, outlook: this.#outlook !== null, change: data?.change };
  }
}

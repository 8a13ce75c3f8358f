// Scoreboard: every model on the same cells and days, the noise floor, the plots people expect, the model card.
import { CITY } from '../data/city.js';
import { AVERAGE, loadScores } from '../data/forecasts.js';
import { dayName, figure, number, plusDays, withDates } from '../data/format.js';
import { byId, element, on, setDate } from '../ui/dom.js';
import { badgesOf } from '../ui/hud.js';
import { renderTables } from '../ui/tables.js';
import { charts } from './charts.js';
import { View } from './view.js';

const WINDOW_DAYS = 92;

const percent = (share) => `${((share ?? NaN) * 100).toFixed(1)} %`;

export class ScoreboardView extends View {
  #plots = [];

  constructor(page) {
    super(page);
    on('c-score-from', 'change', ({ value }) => value && page.store.set({ from: value }, { push: true }));
    on('c-score-to', 'change', ({ value }) => value && page.store.set({ to: value }, { push: true }));
  }

  get dataset() {
    return CITY.forecast;
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
    if (fields.has('from') || fields.has('to')) this.load();
  }

  async load() {
    const { store, datasets } = this.page;
    const { state } = this;
    if (!state.to) store.set({ to: datasets.range(CITY.forecast).complete }, { quiet: true });
    if (!state.from) store.set({ from: plusDays(state.to, 1 - WINDOW_DAYS) }, { quiet: true });
    const { from, to } = state;
    setDate('c-score-from', from);
    setDate('c-score-to', to);
    this.data = null;
    const data = await this.request(`scores of ${from} to ${to}`, (signal) => loadScores(from, to, signal));
    if (data === undefined) return;
    this.data = data;
    this.page.tell();
    await this.render();
  }

  recolour() {
    if (this.data) this.render();
  }

  async render() {
    const board = byId('board');
    this.drop();
    if (!this.data) {
      board.replaceChildren(element('p', { className: 'lead', textContent: 'No scores are loaded.' }));
      return;
    }
    const { data, state, page } = this;
    const { models } = data.scores;
    // a model that has seen the days of the window beforehand is not judged by them
    const best = models.filter((m) => !m.inSample).reduce((a, b) => (b.mse < a.mse ? b : a));
    const { node, drawRows, drawLines } = charts(data, best, page.stage.boroughs, state);
    board.replaceChildren(this.headSection(best, models.find((m) => m.model === AVERAGE)), node, this.cardSection(data.card));
    this.#plots = drawRows();
    try {
      const drawn = await drawLines();
      // the reader may have gone on while the library was loading
      if (this.data === data && node.isConnected) this.#plots.push(...drawn);
      else drawn.forEach((plot) => plot.destroy());
    } catch (error) {
      page.loader.remark(error.message);
    }
  }

  /** What a newcomer needs to know, and the table of all models. */
  headSection(best, average) {
    const { scores } = this.data;
    return element(
      'section',
      {},
      element('p', { className: 'badges' }, ...badgesOf(this.data)),
      element('h2', { textContent: 'How good are the forecasts?' }),
      element('p', { className: 'verdict', textContent: scores.verdict ?? verdictOf(scores.models, best, average) }),
      element('p', {
        className: 'lead',
        textContent: `${number(scores.records)} reports in ${number(scores.days)} days and ${number(scores.cells)} cells of the city; each day was forecast from all days before it, for every model from the same data.`,
      }),
      // models that are missing, gaps in the data
      ...(scores.notes ?? []).map((note) => element('p', { className: 'lead note', textContent: withDates(note) })),
      ...renderTables([this.scoreTable()]),
      element('p', { className: 'lead', textContent: 'Do not use these forecasts to decide where to send police, whom to stop, or what a neighbourhood is worth. Limits and responsible use are at the end of this page.' }),
    );
  }

  scoreTable() {
    const { scores } = this.data;
    const fixed = (value, digits) => (Number.isFinite(value) ? value.toFixed(digits) : null);
    const share = (part) => fixed(part * 100, 1);
    const rows = scores.models.map((m) => [
      m.inSample ? `${m.model} (in sample)` : m.model, fixed(m.mse, 5), fixed(m.rmse, 4), fixed(m.mae, 4), fixed(m.poissonDeviance, 4), fixed(m.crps, 4), share(m.coverage?.city?.p90), share(m.hitRate?.['5']), fixed(m.pai?.['5'], 2),
    ]);
    rows.push(['noise floor', fixed(scores.noiseFloor, 5), fixed(Math.sqrt(scores.noiseFloor), 4), null, fixed(scores.noiseFloorDeviance, 4), null, null, null, null]);
    return {
      file: 'scores',
      title: `All models, ${dayName(scores.from)} to ${dayName(scores.to)}, one day ahead`,
      columns: ['model', 'MSE', 'RMSE', 'MAE', 'Poisson deviance', 'CRPS', '% of days in 90 % interval', 'hit rate 5 %, %', 'PAI 5 %'],
      rows,
    };
  }

  totalsTable() {
    const { totals } = this.data;
    return {
      file: 'totals',
      title: `Reports in the window: ${number(totals.actual)}`,
      columns: ['model', 'expected', 'expected ÷ actual'],
      rows: totals.models.map((m) => [m.model, Math.round(m.expected), figure(m.ratio ?? m.expected / totals.actual, 4)]),
    };
  }

  cardSection(card) {
    const list = (items) => element('ul', {}, ...(items ?? []).map((textContent) => element('li', { textContent })));
    const trained = card.network?.training;
    const facts = [
      `Default model: ${card.default}. Models: ${(card.models ?? []).join(', ')}.`,
      ...(trained ? [`Network: preset ${card.network.preset}, ${number(trained.parameters)} parameters, trained from ${dayName(trained.from)}, checked on ${dayName(trained.validationFrom)} to ${dayName(trained.validationTo)}.`] : []),
      ...(card.problem ? [card.problem] : []),
      ...(card.intervals ? [`Intervals: ${card.intervals}.`] : []),
    ];
    return element(
      'section',
      { id: 'card' },
      element('h2', { textContent: 'Model card' }),
      list(facts),
      element('h3', { textContent: 'Limits' }),
      list(card.limits),
      element('h3', { textContent: 'Responsible use' }),
      list(card.responsibleUse),
    );
  }

  tables() {
    if (!this.data) return [];
    const { series, distribution } = this.data;
    return [
      this.scoreTable(),
      this.totalsTable(),
      {
        file: 'days',
        title: 'Day by day: actual and expected in the city, root mean squared error',
        columns: ['day', 'actual', ...series.models.flatMap((m) => [`${m.model} expected`, `${m.model} RMSE`])],
        rows: series.days.map((d, i) => [d, series.actual[i], ...series.models.flatMap((m) => [figure(m.expected[i], 4), figure(m.rmse[i], 4)])]),
      },
      {
        file: 'quantiles',
        title: 'Error distribution: quantiles of expected − actual',
        columns: ['model', 'mean', '5 %', '25 %', 'median', '75 %', '95 %', 'least', 'most'],
        rows: distribution.models.map(({ model, mean, quartiles: q, least, most }) => [model, ...[mean, q.p05, q.p25, q.p50, q.p75, q.p95, least, most].map((v) => figure(v, 3))]),
      },
      {
        file: 'distribution',
        title: 'Error distribution: cells and days by expected − actual',
        columns: ['from', 'to', ...distribution.models.map((m) => m.model)],
        rows: distribution.edges.slice(1).map((e, i) => [figure(distribution.edges[i]), figure(e), ...distribution.models.map((m) => m.counts[i])]),
      },
    ];
  }

  title() {
    return `Scoreboard, ${dayName(this.state.from)} to ${dayName(this.state.to)}`;
  }

  name() {
    const { from, to } = this.state;
    return `scoreboard-${from}-${to}`;
  }

  stats() {
    return { ...super.stats(), plots: this.#plots.length, models: this.data?.scores.models.length ?? 0 };
  }
}

/** What the scores say, in words, where the service does not say it: the error, the intervals, and who has seen the days before. */
function verdictOf(models, best, average) {
  const gain = average ? (1 - best.mse / average.mse) * 100 : 0;
  const { cell, city } = best.coverage ?? {};
  const seen = models.filter((m) => m.inSample).map((m) => m.model);
  return [
    best.model === AVERAGE
      ? 'Here nothing beats the plain average.'
      : `The best model, ${best.model}, has a squared error ${gain.toFixed(1)} % below the plain average. That is little, and most of what is left is chance.`,
    ...(cell && city ? [`Its 90 % intervals cover ${percent(cell.p90)} of the cells’ days and ${percent(city.p90)} of the city’s.`] : []),
    ...(seen.length ? [`Not judged here, because it learnt from days of this window: ${seen.join(', ')}.`] : []),
  ].join(' ');
}

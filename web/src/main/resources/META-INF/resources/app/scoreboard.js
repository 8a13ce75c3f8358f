// Scoreboard: every model on the same cells and days, the noise floor, the plots people expect, the model card.
import * as api from './api.js';
import { byId, element, figure, number, plusDays } from './format.js';
import { errorTable, heatTable } from './palette.js';
import { lines } from './plots.js';
import { renderTables } from './sheet.js';

const DATASET = 'complaints';
const WINDOW_DAYS = 92;
const SCORES = ['', '/series', '/cells', '/distribution', '/totals'];

export class ScoreboardView {
  constructor(app) {
    this.app = app;
    this.data = null;
    this.plots = [];
    const { store } = app;
    byId('c-score-from').addEventListener('change', (e) => e.target.value && store.set({ since: e.target.value }, { push: true }));
    byId('c-score-to').addEventListener('change', (e) => e.target.value && store.set({ until: e.target.value }, { push: true }));
  }

  enter() {
    return this.load();
  }

  leave() {
    this.drop();
    byId('board').replaceChildren();
    this.data = null;
  }

  drop() {
    this.plots.forEach((plot) => plot.destroy());
    this.plots = [];
  }

  changed(fields) {
    if (fields.has('since') || fields.has('until')) this.load();
  }

  async load() {
    const { app } = this;
    const { state } = app.store;
    const { last } = app.range(DATASET);
    if (!state.until) app.store.set({ until: last }, { quiet: true });
    if (!state.since) app.store.set({ since: plusDays(state.until, 1 - WINDOW_DAYS) }, { quiet: true });
    const { since, until } = state;
    byId('c-score-from').value = since;
    byId('c-score-to').value = until;
    this.data = null;
    const data = await app.loader.run(
      `scores of ${since} to ${until}`,
      async (signal) => {
        const query = `?from=${since}&to=${until}`;
        const [scores, series, cells, distribution, totals] = await Promise.all(
          SCORES.map((part) => api.get('predict', `/v1/scoreboard${part}${query}`, { signal }).then((a) => a.body)),
        );
        const [card, georef] = await Promise.all([api.get('predict', '/v1/model', { signal }), api.get('grid', '/v1/georef', { signal })]);
        return { scores, series, cells, distribution, totals, card: card.body, grid: georef.body.forecast };
      },
      () => this.load(),
    );
    if (app.view !== this || state.since !== since || state.until !== until) return;
    this.data = data ?? null;
    await this.render();
  }

  recolour() {
    this.render();
  }

  async render() {
    const board = byId('board');
    this.drop();
    if (!this.data) {
      board.replaceChildren(element('p', { className: 'lead', textContent: 'No scores are loaded.' }));
      return;
    }
    const { scores, series, cells, distribution, totals, card } = this.data;
    const best = scores.models.reduce((a, b) => (b.mse < a.mse ? b : a));
    const average = scores.models.find((m) => m.model === 'ha-global');
    const gain = average ? (1 - best.mse / average.mse) * 100 : 0;
    const head = element(
      'section',
      {},
      element('h2', { textContent: 'How good are the forecasts?' }),
      element('p', {
        className: 'lead',
        textContent:
          `${number(scores.records)} reports in ${number(scores.days)} days and ${number(scores.cells)} cells, each day forecast from all days before it. ` +
          `The best, ${best.model}, has a squared error ${figure(gain, 2)} % below the plain average. No forecast, however good, could fall under the noise floor: chance alone makes that error.`,
      }),
      ...renderTables([this.scoreTable()]),
    );
    const charts = element('div', { className: 'charts' });
    const chart = (title, text) => {
      const box = element('section', { className: 'chart' }, element('h3', { textContent: title }), element('p', { textContent: text }));
      charts.append(box);
      return box;
    };
    const boxes = [
      chart('Prediction against actual', 'Reports in the whole city, day by day.'),
      chart('Error over time', 'Root mean squared error over all cells, day by day: the ups and downs are those of the city, and nearly the same for every model.'),
      chart('Totals', 'All reports of the window: forecast and actual.'),
      chart('Error distribution', 'How often each error (expected − actual, cell and day) occurred; cells without a report are most.'),
      chart(`Spatial error of ${best.model}`, 'Mean absolute error of each cell.'),
      chart(`Too high, too low: ${best.model}`, 'Mean error of each cell: blue where the forecast was too high, orange where too low.'),
    ];
    boxes[2].append(...renderTables([this.totalsTable()]));
    board.replaceChildren(head, charts, this.cardSection(card));
    const ofBest = cells.models.find((m) => m.model === best.model);
    this.cellMap(boxes[4], ofBest.mae, false);
    this.cellMap(boxes[5], ofBest.error.map((e) => -e), true);
    const { theme } = this.app.store.state;
    const x = series.days.map((d) => Date.parse(`${d}T00:00:00Z`) / 1000);
    const middles = distribution.edges.slice(1).map((e, i) => (e + distribution.edges[i]) / 2);
    try {
      this.plots = await Promise.all([
        lines(boxes[0], { x, theme, colour: 0, label: 'Prediction against actual', lines: [{ label: 'actual', values: series.actual }, ...series.models.map((m) => ({ label: m.model, values: m.expected }))] }),
        lines(boxes[1], { x, theme, label: 'Error over time', lines: series.models.map((m) => ({ label: m.model, values: m.rmse })) }),
        lines(boxes[3], { x: middles, theme, time: false, label: 'Error distribution', lines: distribution.models.map((m) => ({ label: m.model, values: m.counts })) }),
      ]);
    } catch (error) {
      this.app.loader.remark(error.message);
    }
  }

  scoreTable() {
    const { scores } = this.data;
    const percent = (share) => `${Math.round((share ?? NaN) * 1000) / 10} %`;
    const rows = scores.models.map((m) => [
      m.model, figure(m.mse, 5), figure(m.rmse, 4), figure(m.mae, 4), figure(m.poissonDeviance, 4), figure(m.crps, 4), percent(m.coverage?.city?.p90), percent(m.hitRate?.['5']), figure(m.pai?.['5'], 3),
    ]);
    rows.push(['noise floor', figure(scores.noiseFloor, 5), figure(Math.sqrt(scores.noiseFloor), 4), '–', figure(scores.noiseFloorDeviance, 4), '–', '–', '–', '–']);
    return {
      title: `All models, ${scores.from} to ${scores.to}, one day ahead`,
      columns: ['model', 'MSE', 'RMSE', 'MAE', 'Poisson deviance', 'CRPS', 'city in 90 % interval', 'hit rate 5 %', 'PAI 5 %'],
      rows,
    };
  }

  totalsTable() {
    const { totals } = this.data;
    return {
      title: `Reports in the window: ${number(totals.actual)}`,
      columns: ['model', 'expected', 'expected ÷ actual'],
      rows: totals.models.map((m) => [m.model, Math.round(m.expected), figure(m.ratio ?? m.expected / totals.actual, 4)]),
    };
  }

  /** A small map of the forecast grid, one pixel a cell. */
  cellMap(box, values, twoSided) {
    const { grid, cells } = this.data;
    const canvas = element('canvas', { className: 'cells', width: grid.cols, height: grid.rows });
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', box.querySelector('h3').textContent);
    const { lat, lon } = grid.cellDegrees;
    canvas.style.aspectRatio = String((grid.cols * lon * Math.cos((40.7 * Math.PI) / 180)) / (grid.rows * lat));
    const context = canvas.getContext('2d');
    const image = new ImageData(grid.cols, grid.rows);
    const pixels = new Uint32Array(image.data.buffer);
    const top = values.map(Math.abs).sort((a, b) => a - b)[Math.floor(values.length * 0.98)] || 1;
    const table = twoSided ? errorTable(this.app.store.state) : heatTable(this.app.store.state);
    cells.cells.forEach((c, i) => {
      const share = Math.max(-1, Math.min(1, values[i] / top));
      pixels[c] = table[Math.round(twoSided ? 127.5 + 127.5 * share : 255 * Math.max(0.02, share))];
    });
    context.putImageData(image, 0, 0);
    box.append(canvas);
  }

  cardSection(card) {
    const list = (items) => element('ul', {}, ...(items ?? []).map((textContent) => element('li', { textContent })));
    const trained = card.network?.training;
    const facts = [
      `Default model: ${card.default}. Models: ${(card.models ?? []).join(', ')}.`,
      ...(trained ? [`Network: preset ${card.network.preset}, ${number(trained.parameters)} parameters, trained from ${trained.from}, checked on ${trained.validationFrom} to ${trained.validationTo}.`] : []),
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
        title: 'Day by day: actual and expected in the city, root mean squared error',
        columns: ['day', 'actual', ...series.models.flatMap((m) => [`${m.model} expected`, `${m.model} RMSE`])],
        rows: series.days.map((d, i) => [d, series.actual[i], ...series.models.flatMap((m) => [figure(m.expected[i], 4), figure(m.rmse[i], 4)])]),
      },
      {
        title: 'Error distribution: cells and days by expected − actual',
        columns: ['from', 'to', ...distribution.models.map((m) => m.model)],
        rows: distribution.edges.slice(1).map((e, i) => [figure(distribution.edges[i]), figure(e), ...distribution.models.map((m) => m.counts[i])]),
      },
    ];
  }

  name() {
    const { state } = this.app.store;
    return `scoreboard-${state.since}-${state.until}`;
  }

  stats() {
    return { loaded: this.data !== null, plots: this.plots.length, models: this.data?.scores.models.length ?? 0 };
  }
}

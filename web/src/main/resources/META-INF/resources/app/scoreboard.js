// Scoreboard: every model on the same cells and days, the noise floor, the plots people expect, the model card.
import * as api from './api.js';
import { byId, element, figure, number, plusDays } from './format.js';
import { badgesOf, ramp } from './hud.js';
import { errorTable, heatTable, modelColours } from './palette.js';
import { lines } from './plots.js';
import { rowPlot } from './rowplot.js';
import { renderTables } from './sheet.js';

const DATASET = 'complaints';
const WINDOW_DAYS = 92;
const SMOOTH_DAYS = 7;
/** Pixels of a cell in the error maps, so that outlines drawn over them are fine. */
const CELL = 10;
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
          SCORES.map((part) => api.get('predict', `/v1/scoreboard${part}${query}`, { signal })),
        );
        const [card, georef] = await Promise.all([api.get('predict', '/v1/model', { signal }), api.get('grid', '/v1/georef', { signal })]);
        const { source, stale, age } = scores;
        return { scores: scores.body, series: series.body, cells: cells.body, distribution: distribution.body, totals: totals.body, card: card.body, grid: georef.body.forecast, source, stale, age };
      },
      () => this.load(),
    );
    if (data === undefined || app.view !== this) return;
    this.data = data;
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
    const { data } = this;
    const { scores, series, cells, distribution, totals, card } = data;
    const best = scores.models.reduce((a, b) => (b.mse < a.mse ? b : a));
    const average = scores.models.find((m) => m.model === 'ha-global');
    const colours = modelColours(this.app.store.state);
    const colourOf = (model) => colours[scores.models.findIndex((m) => m.model === model) % colours.length];
    const text = getComputedStyle(document.documentElement).getPropertyValue('--text').trim();

    const charts = element('div', { className: 'charts' });
    const chart = (title, explanation) => {
      const box = element('section', { className: 'chart' }, element('h3', { textContent: title }), element('p', { textContent: explanation }));
      charts.append(box);
      return box;
    };
    const boxes = {
      scores: chart('All models against chance', 'Mean squared error; shorter is better. The line is the noise floor: what chance alone makes, which no forecast can fall under.'),
      quantiles: chart('Error distribution: box plot', 'Expected − actual, per cell and day. Box: the middle half; whiskers: 5 to 95 %; stroke: median; dot: mean.'),
      totals: chart('Totals', 'All reports of the window, as expected by each model and as a share of those reported, which are the line.'),
      series: chart('Prediction against actual', 'Reports in the whole city, day by day.'),
      time: chart('Error over time', 'Root mean squared error over all cells, day by day: the ups and downs are the city’s own and nearly the same for every model.'),
      gain: chart('Better or worse than the average', `Mean squared error ÷ that of ha-global, over ${SMOOTH_DAYS} days: below 1 is better than the plain average.`),
      histogram: chart('Error distribution: how often', 'Cells and days by expected − actual, on a logarithmic axis: most cells have no report on most days.'),
      spatial: chart(`Spatial error of ${best.model}`, 'Mean absolute error of each cell, in reports a day.'),
      bias: chart(`Too high, too low: ${best.model}`, 'Mean of actual − expected of each cell: blue where the forecast was too high, orange where too low.'),
    };
    board.replaceChildren(this.headSection(best, average), charts, this.cardSection(card));
    const ofBest = cells.models.find((m) => m.model === best.model);
    this.cellMap(boxes.spatial, ofBest.mae, false);
    this.cellMap(boxes.bias, ofBest.error.map((e) => -e), true);

    const row = ({ model }, rest) => ({ label: model, colour: colourOf(model), ...rest });
    this.plots = [
      rowPlot(boxes.scores, {
        label: 'Mean squared error of all models', low: 0, high: Math.max(...scores.models.map((m) => m.mse)) * 1.02, mark: { value: scores.noiseFloor, text: `noise floor ${scores.noiseFloor.toFixed(4)}` },
        rows: scores.models.map((m) => row(m, { value: m.mse, text: m.mse.toFixed(4) })),
      }),
      rowPlot(boxes.totals, {
        label: 'Totals', low: 0, high: Math.max(totals.actual, ...totals.models.map((m) => m.expected)) * 1.02, mark: { value: totals.actual, text: `actual ${number(totals.actual)}` },
        rows: totals.models.map((m) => row(m, { value: m.expected, text: `${number(Math.round(m.expected))} · ${figure((100 * m.expected) / totals.actual, 3)} %` })),
      }),
      rowPlot(boxes.quantiles, {
        label: 'Error distribution: box plot', low: -1.25, high: 1.25,
        rows: distribution.models.map((m) => row(m, { box: m.quartiles, mean: m.mean })),
      }),
    ];
    const x = series.days.map((d) => Date.parse(`${d}T00:00:00Z`) / 1000);
    const middles = distribution.edges.slice(1).map((e, i) => (e + distribution.edges[i]) / 2);
    const ofModels = (models, values) => models.map((m) => ({ label: m.model, colour: colourOf(m.model), values: values(m) }));
    const level = movingMean(series.models.find((m) => m.model === 'ha-global').mse, SMOOTH_DAYS);
    try {
      const drawn = await Promise.all([
        lines(boxes.series, { x, label: 'Prediction against actual', lines: [{ label: 'actual', colour: text, width: 2, values: series.actual }, ...ofModels(series.models, (m) => m.expected)] }),
        lines(boxes.time, { x, label: 'Error over time', lines: ofModels(series.models, (m) => m.rmse) }),
        lines(boxes.gain, { x, label: 'Better or worse than the average', lines: ofModels(series.models, (m) => movingMean(m.mse, SMOOTH_DAYS).map((v, i) => v / level[i])) }),
        lines(boxes.histogram, { x: middles, time: false, log: true, label: 'Error distribution: how often', lines: ofModels(distribution.models, (m) => m.counts) }),
      ]);
      // the reader may have gone on while the library was loading
      if (this.data === data && boxes.series.isConnected) this.plots.push(...drawn);
      else drawn.forEach((plot) => plot.destroy());
    } catch (error) {
      this.app.loader.remark(error.message);
    }
  }

  /** What a newcomer needs to know, and the table of all models. */
  headSection(best, average) {
    const { scores } = this.data;
    const gain = average ? (1 - best.mse / average.mse) * 100 : 0;
    const verdict =
      best.model === 'ha-global'
        ? 'Here nothing beats the plain average.'
        : `The best model, ${best.model}, has a squared error ${gain.toFixed(1)} % below the plain average. That is little, and most of what is left is chance.`;
    return element(
      'section',
      {},
      element('p', { className: 'badges' }, ...badgesOf(this.data)),
      element('h2', { textContent: 'How good are the forecasts?' }),
      element('p', { className: 'verdict', textContent: verdict }),
      element('p', {
        className: 'lead',
        textContent: `${number(scores.records)} reports in ${number(scores.days)} days and ${number(scores.cells)} cells of the city; each day was forecast from all days before it, for every model from the same data.`,
      }),
      // models that are missing, gaps in the data
      ...(scores.notes ?? []).map((textContent) => element('p', { className: 'lead note', textContent })),
      ...renderTables([this.scoreTable()]),
      element('p', { className: 'lead', textContent: 'Do not use these forecasts to decide where to send police, whom to stop, or what a neighbourhood is worth. Limits and responsible use are at the end of this page.' }),
    );
  }

  scoreTable() {
    const { scores } = this.data;
    const percent = (share) => `${((share ?? NaN) * 100).toFixed(1)} %`;
    const fixed = (value, digits) => (Number.isFinite(value) ? value.toFixed(digits) : '–');
    const rows = scores.models.map((m) => [
      m.model, fixed(m.mse, 5), fixed(m.rmse, 4), fixed(m.mae, 4), fixed(m.poissonDeviance, 4), fixed(m.crps, 4), percent(m.coverage?.city?.p90), percent(m.hitRate?.['5']), fixed(m.pai?.['5'], 2),
    ]);
    rows.push(['noise floor', fixed(scores.noiseFloor, 5), fixed(Math.sqrt(scores.noiseFloor), 4), '–', fixed(scores.noiseFloorDeviance, 4), '–', '–', '–', '–']);
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

  /** A small map of the forecast grid with the boroughs' outlines and its scale. */
  cellMap(box, values, twoSided) {
    const { grid, cells } = this.data;
    const { state } = this.app.store;
    const { rows, cols, bounds } = grid;
    const top = values.map(Math.abs).sort((a, b) => a - b)[Math.floor(values.length * 0.98)] || 1;
    const table = twoSided ? errorTable(state) : heatTable(state);
    const small = element('canvas', { width: cols, height: rows });
    const image = new ImageData(cols, rows);
    const pixels = new Uint32Array(image.data.buffer);
    cells.cells.forEach((c, i) => {
      const share = Math.max(-1, Math.min(1, values[i] / top));
      pixels[c] = table[Math.round(twoSided ? 127.5 + 127.5 * share : 255 * Math.max(0.02, share))];
    });
    small.getContext('2d').putImageData(image, 0, 0);

    const { lat, lon } = grid.cellDegrees;
    const width = cols * CELL;
    const height = Math.round((width * rows * lat) / (cols * lon * Math.cos((40.7 * Math.PI) / 180)));
    const title = box.querySelector('h3').textContent;
    const canvas = element('canvas', { className: 'cells', width, height, role: 'img', ariaLabel: title });
    const context = canvas.getContext('2d');
    context.imageSmoothingEnabled = false;
    context.drawImage(small, 0, 0, width, height);
    context.strokeStyle = getComputedStyle(document.documentElement).getPropertyValue('--soft').trim();
    context.lineWidth = 0.7;
    context.beginPath();
    for (const { geometry } of this.app.stage.boroughs?.features ?? []) {
      for (const ring of (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates).flat()) {
        ring.forEach(([east, north], i) => {
          const at = [((east - bounds.west) / (bounds.east - bounds.west)) * width, ((bounds.north - north) / (bounds.north - bounds.south)) * height];
          if (i) context.lineTo(...at);
          else context.moveTo(...at);
        });
      }
    }
    context.stroke();
    const end = figure(top, 2);
    box.append(canvas, ...ramp(table, title, twoSided ? [`≤ −${end}`, '0', `≥ ${end}`] : ['0', figure(top / 2, 2), `≥ ${end}`]));
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
        title: 'Error distribution: quantiles of expected − actual',
        columns: ['model', 'mean', '5 %', '25 %', 'median', '75 %', '95 %', 'least', 'most'],
        rows: distribution.models.map(({ model, mean, quartiles: q, least, most }) => [model, ...[mean, q.p05, q.p25, q.p50, q.p75, q.p95, least, most].map((v) => figure(v, 3))]),
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

/** The mean of the last so many values, of fewer at the beginning. */
function movingMean(values, days) {
  let sum = 0;
  return values.map((v, i) => {
    sum += v - (i >= days ? values[i - days] : 0);
    return sum / Math.min(i + 1, days);
  });
}

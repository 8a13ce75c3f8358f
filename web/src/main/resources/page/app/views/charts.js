// The plots of the scoreboard.
import { AVERAGE, movingMean } from '../data/forecasts.js';
import { figure, number } from '../data/format.js';
import { modelColours } from '../data/palette.js';
import { element, themed } from '../ui/dom.js';
import { cellMap, lines, rowPlot } from '../ui/plots.js';

const SMOOTH_DAYS = 7;

/** The boxes of all plots as `node`, with the maps of the `best` model in them; the others are drawn once it is in the page. */
export function charts({ scores, series, cells, distribution, totals, grid }, best, boroughs, colours) {
  const node = element('div', { className: 'charts' });
  const chart = (title, explanation) => {
    const box = element('section', { className: 'chart' }, element('h3', { textContent: title }), element('p', { textContent: explanation }));
    node.append(box);
    return box;
  };
  const boxes = {
    scores: chart('All models against chance', 'Mean squared error; shorter is better. The line is the noise floor: what chance alone makes, which no forecast can fall under.'),
    quantiles: chart('Error distribution: box plot', 'Expected − actual, per cell and day. Box: the middle half; whiskers: 5 to 95 %; stroke: median; dot: mean.'),
    totals: chart('Totals', 'All reports of the window, as expected by each model and as a share of those reported, which are the line.'),
    series: chart('Prediction against actual', 'Reports in the whole city, day by day.'),
    time: chart('Error over time', 'Root mean squared error over all cells, day by day: the ups and downs are the city’s own and nearly the same for every model.'),
    gain: chart('Better or worse than the average', `Mean squared error ÷ that of ${AVERAGE}, over ${SMOOTH_DAYS} days: below 1 is better than the plain average.`),
    histogram: chart('Error distribution: how often', 'Cells and days by expected − actual, on a logarithmic axis: most cells have no report on most days.'),
  };
  // room for plots that wait for their library
  for (const name of ['series', 'time', 'gain', 'histogram']) boxes[name].classList.add('lined');
  const mapOf = (title, explanation, values, twoSided) =>
    chart(title, explanation).append(...cellMap({ title, grid, cells: cells.cells, values, boroughs, twoSided, colours }));
  const ofBest = cells.models.find((m) => m.model === best.model);
  mapOf(`Spatial error of ${best.model}`, 'Mean absolute error of each cell, in reports a day.', ofBest.mae, false);
  mapOf(`Too high, too low: ${best.model}`, 'Mean of actual − expected of each cell: blue where the forecast was too high, orange where too low.', ofBest.error.map((e) => -e), true);

  const palette = modelColours(colours);
  const colourOf = (model) => palette[scores.models.findIndex((m) => m.model === model) % palette.length];
  const row = ({ model }, rest) => ({ label: model, colour: colourOf(model), ...rest });
  const drawRows = () => [
    rowPlot(boxes.scores, {
      label: 'Mean squared error of all models',
      low: 0,
      high: Math.max(...scores.models.map((m) => m.mse)) * 1.02,
      mark: { value: scores.noiseFloor, text: `noise floor ${scores.noiseFloor.toFixed(4)}` },
      rows: scores.models.map((m) => row(m, { value: m.mse, text: m.mse.toFixed(4) })),
    }),
    rowPlot(boxes.totals, {
      label: 'Totals',
      low: 0,
      high: Math.max(totals.actual, ...totals.models.map((m) => m.expected)) * 1.02,
      mark: { value: totals.actual, text: `actual ${number(totals.actual)}` },
      rows: totals.models.map((m) => row(m, { value: m.expected, text: `${number(Math.round(m.expected))} · ${figure((100 * m.expected) / totals.actual, 3)} %` })),
    }),
    rowPlot(boxes.quantiles, { label: 'Error distribution: box plot', low: -1.25, high: 1.25, rows: distribution.models.map((m) => row(m, { box: m.quartiles, mean: m.mean })) }),
  ];

  const x = series.days.map((d) => Date.parse(`${d}T00:00:00Z`) / 1000);
  const middles = distribution.edges.slice(1).map((e, i) => (e + distribution.edges[i]) / 2);
  const level = movingMean(series.models.find((m) => m.model === AVERAGE).mse, SMOOTH_DAYS);
  const ofModels = (models, values) => models.map((m) => ({ label: m.model, colour: colourOf(m.model), values: values(m) }));
  const ratio = (m) => movingMean(m.mse, SMOOTH_DAYS).map((v, i) => v / level[i]);
  const drawLines = () =>
    Promise.all([
      lines(boxes.series, {
        x,
        label: 'Prediction against actual',
        lines: [{ label: 'actual', colour: themed('--text'), width: 2, values: series.actual }, ...ofModels(series.models, (m) => m.expected)],
      }),
      lines(boxes.time, { x, label: 'Error over time', lines: ofModels(series.models, (m) => m.rmse) }),
      lines(boxes.gain, { x, label: 'Better or worse than the average', lines: ofModels(series.models, ratio) }),
      lines(boxes.histogram, { x: middles, time: false, log: true, label: 'Error distribution: how often', lines: ofModels(distribution.models, (m) => m.counts) }),
    ]);

  return { node, drawRows, drawLines };
}

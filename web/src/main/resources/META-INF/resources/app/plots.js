// Line plots through uPlot, which is loaded when a plot is first wanted.
import { element } from './format.js';

const COLOURS = {
  dark: ['#eef2f8', '#ffc53d', '#4c9dff', '#ff6ab5', '#7bd88f'],
  light: ['#141a24', '#8a5a00', '#1462c8', '#c0136b', '#1b7a3a'],
};
let library = null;

/** Loads uPlot once. */
export function loadPlots() {
  library ??= new Promise((resolve, reject) => {
    document.head.append(element('link', { rel: 'stylesheet', href: '/webjars/uplot/dist/uPlot.min.css' }));
    const script = element('script', { src: '/webjars/uplot/dist/uPlot.iife.min.js' });
    script.addEventListener('load', () => resolve(window.uPlot));
    script.addEventListener('error', () => reject(new Error('The plot library could not be loaded.')));
    document.head.append(script);
  });
  return library;
}

/**
 * Draws lines over time or over numbers.
 *
 * @param options.x values of the horizontal axis (seconds since 1970 when `time`)
 * @param options.lines [{label, values}]
 * @param options.colour the first line's colour: 0 is the text's, models begin at 1, so that a model looks the same in every plot
 * @returns {destroy}
 */
export async function lines(host, { x, lines: series, time = true, colour = 1, theme, label }) {
  const Plot = await loadPlots();
  const css = getComputedStyle(document.documentElement);
  const soft = css.getPropertyValue('--soft').trim();
  const grid = { stroke: css.getPropertyValue('--line').trim(), width: 1 };
  const axis = { stroke: soft, grid, ticks: grid };
  const options = {
    width: Math.max(240, host.clientWidth),
    height: 240,
    scales: { x: { time } },
    tzDate: (seconds) => Plot.tzDate(new Date(seconds * 1000), 'UTC'),
    axes: [axis, { ...axis, size: 56 }],
    series: [{}, ...series.map((line, i) => ({ label: line.label, stroke: COLOURS[theme][(i + colour) % 5], width: 1.5, points: { show: false } }))],
  };
  const plot = new Plot(options, [x, ...series.map((line) => line.values)], host);
  plot.root.querySelectorAll('canvas').forEach((canvas) => {
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', label);
  });
  const watcher = new ResizeObserver(() => plot.setSize({ width: Math.max(240, host.clientWidth), height: 240 }));
  watcher.observe(host);
  return {
    destroy() {
      watcher.disconnect();
      plot.destroy();
    },
  };
}

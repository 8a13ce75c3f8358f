// Line plots through uPlot, which is loaded when a plot is first wanted.
import { dayName, figure, monthShort } from '../data/format.js';
import { element, themed } from './dom.js';

const TICKS = new Intl.NumberFormat('en-US', { notation: 'compact', maximumSignificantDigits: 3 });
const isoOf = (seconds) => new Date(seconds * 1000).toISOString().slice(0, 10);
const dayOf = (seconds) => `${+isoOf(seconds).slice(8)} ${monthShort(+isoOf(seconds).slice(5, 7))}`;
let library = null;

/** Loads uPlot once; after a failure the next plot tries again. */
function loadPlots() {
  library ??= new Promise((resolve, reject) => {
    document.head.append(element('link', { rel: 'stylesheet', href: '/webjars/uplot/dist/uPlot.min.css' }));
    const script = element('script', { src: '/webjars/uplot/dist/uPlot.iife.min.js' });
    script.addEventListener('load', () => resolve(window.uPlot));
    script.addEventListener('error', () => {
      library = null;
      reject(new Error('The plot library could not be loaded.'));
    });
    document.head.append(script);
  });
  return library;
}

/**
 * Draws lines [{label, values, colour}] over x: seconds since 1970 when `time`, else numbers. 0 is a gap on a `log` axis.
 *
 * @returns {destroy}
 */
export async function lines(host, { x, lines: series, time = true, log = false, label }) {
  const Plot = await loadPlots();
  const css = getComputedStyle(document.documentElement);
  const rem = parseFloat(css.fontSize);
  const grid = { stroke: themed('--line'), width: 1 };
  const axis = { stroke: themed('--soft'), grid, ticks: grid, font: `${0.72 * rem}px ${css.fontFamily}` };
  const size = () => {
    const { paddingLeft, paddingRight } = getComputedStyle(host);
    return { width: Math.max(200, host.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight)), height: 15 * rem };
  };
  const options = {
    ...size(),
    scales: { x: { time }, y: log ? { distr: 3 } : {} },
    tzDate: (seconds) => Plot.tzDate(new Date(seconds * 1000), 'UTC'),
    axes: [{ ...axis, size: 2.6 * rem, ...(time ? { values: (_, ticks) => ticks.map(dayOf) } : {}) }, { ...axis, size: 3.2 * rem, values: (_, ticks) => ticks.map((v) => (v === null ? '' : TICKS.format(v))) }],
    series: [
      { label: time ? 'day' : 'error', value: (_, v) => (v === null || !time ? v : dayName(isoOf(v))) },
      ...series.map((line) => ({ label: line.label, stroke: line.colour, width: line.width ?? 1.5, points: { show: false }, value: (_, v) => (v === null ? '–' : figure(v, 4)) })),
    ],
  };
  const plot = new Plot(options, [x, ...series.map((line) => (log ? line.values.map((v) => v || null) : line.values))], host);
  plot.root.querySelectorAll('canvas').forEach((canvas) => {
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', label);
  });
  const watcher = new ResizeObserver(() => plot.setSize(size()));
  watcher.observe(host);
  return {
    destroy() {
      watcher.disconnect();
      plot.destroy();
    },
  };
}

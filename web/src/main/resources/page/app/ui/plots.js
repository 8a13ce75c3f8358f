// Plots: lines through uPlot, which is loaded when one is first wanted; rows, a bar or a box each; small maps.
import { dayName, figure, monthShort } from '../data/format.js';
import { high as highOf } from '../data/forecasts.js';
import { errorTable, heatTable } from '../data/palette.js';
import { element, pixelRatio, themed } from './dom.js';
import { ramp } from './hud.js';

/** The height of a row and of the axis under them, in pixels; steps of an axis. */
const ROW = 34;
const FOOT = 26;
const STEPS = [1, 2, 2.5, 5, 10];
/** Pixels of a cell, so that outlines drawn over them are fine. */
const CELL = 10;
/** From how many seconds on an axis of time has years. */
const LONG = 500 * 86_400;
const COMPACT = new Intl.NumberFormat('en-US', { notation: 'compact', maximumSignificantDigits: 3 });
const isoOf = (seconds) => new Date(seconds * 1000).toISOString().slice(0, 10);
const dayOf = (seconds) => `${+isoOf(seconds).slice(8)} ${monthShort(+isoOf(seconds).slice(5, 7))}`;
const monthOf = (seconds) => `${monthShort(+isoOf(seconds).slice(5, 7))} ${isoOf(seconds).slice(0, 4)}`;

/**
 * Draws lines [{label, values, colour}] over x: seconds since 1970 when `time`, else numbers. 0 is a gap on a `log` axis.
 *
 * @returns {destroy}
 */
export async function lines(host, { x, lines: series, time = true, log = false, label }) {
  const { default: Plot } = await import('uplot');
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
    // room for half of the last label of the axis
    padding: [null, 1.8 * rem, null, null],
    scales: { x: { time }, y: log ? { distr: 3 } : {} },
    tzDate: (seconds) => Plot.tzDate(new Date(seconds * 1000), 'UTC'),
    axes: [{ ...axis, size: 2.6 * rem, space: 4.8 * rem, ...(time ? { values: (_, ticks) => ticks.map(x.at(-1) - x[0] > LONG ? monthOf : dayOf) } : {}) }, { ...axis, size: 3.2 * rem, values: (_, ticks) => ticks.map((v) => (v === null ? '' : COMPACT.format(v))) }],
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

/** Round values at even distances between two numbers, about so many. */
function ticks(low, high, about) {
  const rough = (high - low) / about;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * STEPS.find((s) => s * power >= rough);
  const list = [];
  for (let i = Math.ceil(low / step - 1e-9) + 0; i * step <= high + step * 1e-9; i++) list.push(i * step);
  return list;
}

/**
 * Draws rows [{label, colour, value, text} or {label, colour, box: {p05, p25, p50, p75, p95}, mean}] between `low` and
 * `high`, and again when the box changes its width. `mark` {value, text} is a line through all rows; bars need it.
 *
 * @returns {destroy}
 */
export function rowPlot(host, { rows, low, high, mark, label }) {
  const canvas = element('canvas', { className: 'rows', role: 'img', ariaLabel: label });
  host.append(canvas);

  const draw = () => {
    const em = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
    const ratio = pixelRatio();
    const width = canvas.clientWidth / em;
    if (!width) return;
    const height = rows.length * ROW + FOOT + (mark ? 18 : 0);
    canvas.style.height = `${height * em}px`;
    canvas.width = Math.round(width * em * ratio);
    canvas.height = Math.round(height * em * ratio);
    const context = canvas.getContext('2d');
    context.scale(ratio * em, ratio * em);
    context.font = `12px ${getComputedStyle(host).fontFamily}`;
    context.textBaseline = 'middle';
    const left = Math.max(...rows.map((row) => context.measureText(row.label).width)) + 12;
    const right = width - 14;
    const x = (value) => left + ((Math.min(high, Math.max(low, value)) - low) / (high - low)) * (right - left);
    const top = mark ? 18 : 0;
    const bottom = top + rows.length * ROW;

    context.textAlign = 'center';
    for (const tick of ticks(low, high, Math.max(2, (right - left) / 90))) {
      context.fillStyle = themed('--line');
      context.fillRect(x(tick), top, 1, bottom - top);
      context.fillStyle = themed('--soft');
      context.fillText(COMPACT.format(tick), x(tick), bottom + 14);
    }
    rows.forEach((row, i) => {
      const middle = top + i * ROW + ROW / 2;
      context.textAlign = 'left';
      context.fillStyle = themed('--text');
      context.fillText(row.label, 0, middle);
      context.fillStyle = row.colour;
      context.strokeStyle = row.colour;
      context.lineWidth = 1.5;
      if (row.box) drawBox(context, row, x, middle, themed('--text'));
      else {
        context.fillRect(left, middle - 9, Math.max(1, x(row.value) - left), 18);
        context.textAlign = 'right';
        context.fillStyle = themed('--sea');
        context.fillText(row.text, x(Math.min(row.value, mark.value)) - 7, middle);
      }
    });
    if (mark) {
      context.fillStyle = themed('--text');
      context.fillRect(x(mark.value) - 1, top, 2, bottom - top);
      const half = context.measureText(mark.text).width / 2;
      context.textAlign = 'center';
      context.fillText(mark.text, Math.min(width - half, Math.max(half, x(mark.value))), 8);
    }
  };

  const watcher = new ResizeObserver(draw);
  watcher.observe(host);
  draw();
  return {
    destroy() {
      watcher.disconnect();
      canvas.remove();
    },
  };
}

function drawBox(context, { box, mean }, x, middle, text) {
  context.beginPath();
  context.moveTo(x(box.p05), middle);
  context.lineTo(x(box.p95), middle);
  for (const end of [box.p05, box.p95]) {
    context.moveTo(x(end), middle - 6);
    context.lineTo(x(end), middle + 6);
  }
  context.stroke();
  context.fillRect(x(box.p25), middle - 9, Math.max(2, x(box.p75) - x(box.p25)), 18);
  context.fillStyle = text;
  context.fillRect(x(box.p50) - 1, middle - 9, 2, 18);
  context.beginPath();
  context.arc(x(mean), middle, 2.5, 0, 2 * Math.PI);
  context.fill();
}

/** The map, its scale and its ticks as nodes; `values` are of the cells with the indices `cells`, two-sided around 0 or from 0. */
export function cellMap({ title, grid, cells, values, boroughs, twoSided, colours }) {
  const { rows, cols, bounds } = grid;
  const top = highOf(values.map(Math.abs));
  const table = twoSided ? errorTable(colours) : heatTable(colours);
  const small = element('canvas', { width: cols, height: rows });
  const image = new ImageData(cols, rows);
  const pixels = new Uint32Array(image.data.buffer);
  cells.forEach((c, i) => {
    const share = Math.max(-1, Math.min(1, values[i] / top));
    pixels[c] = table[Math.round(twoSided ? 127.5 + 127.5 * share : 255 * Math.max(0.02, share))];
  });
  small.getContext('2d').putImageData(image, 0, 0);

  const { lat, lon } = grid.cellDegrees;
  const width = cols * CELL;
  const height = Math.round((width * rows * lat) / (cols * lon * Math.cos((((grid.bounds.south + grid.bounds.north) / 2) * Math.PI) / 180)));
  const canvas = element('canvas', { className: 'cells', width, height, role: 'img', ariaLabel: title });
  const context = canvas.getContext('2d');
  context.imageSmoothingEnabled = false;
  context.drawImage(small, 0, 0, width, height);
  context.strokeStyle = themed('--soft');
  context.lineWidth = 0.7;
  context.beginPath();
  for (const { geometry } of boroughs?.features ?? []) {
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
  return [canvas, ...ramp(table, title, twoSided ? [`≤ −${end}`, '0', `≥ ${end}`] : ['0', figure(top / 2, 2), `≥ ${end}`])];
}

// Horizontal plots with a row for each model, on one canvas: bars (one value) and box plots (five quantiles).
import { element, pixelRatio, themed } from './dom.js';

const ROW = 34;
const FOOT = 26;
const TICKS = new Intl.NumberFormat('en-US', { notation: 'compact' });
const STEPS = [1, 2, 2.5, 5, 10];

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
      context.fillText(TICKS.format(tick), x(tick), bottom + 14);
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

// A small map of the forecast grid with the boroughs' outlines and its scale.
import { figure } from '../data/format.js';
import { high } from '../data/forecasts.js';
import { errorTable, heatTable } from '../data/palette.js';
import { element, themed } from './dom.js';
import { ramp } from './hud.js';

/** Pixels of a cell, so that outlines drawn over them are fine. */
const CELL = 10;

/** The map, its scale and its ticks as nodes; `values` are of the cells with the indices `cells`, two-sided around 0 or from 0. */
export function cellMap({ title, grid, cells, values, boroughs, twoSided, colours }) {
  const { rows, cols, bounds } = grid;
  const top = high(values.map(Math.abs));
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
  const height = Math.round((width * rows * lat) / (cols * lon * Math.cos((40.7 * Math.PI) / 180)));
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

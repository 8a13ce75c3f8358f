// Lines over the grids: the edges of some cells, and areas by class.
import { css } from '../data/palette.js';
import * as L from './leaflet.js';

const renderer = (pane) => L.canvas({ pane, padding: 0.4 });

/** Draws on every map the edges between the cells (indices) that are `inside` and the others. Returns {remove}. */
export function outlineCells(panes, { rows, cols, bounds }, inside, color) {
  const lat = (bounds.north - bounds.south) / rows;
  const lon = (bounds.east - bounds.west) / cols;
  const at = (row, col) => row >= 0 && row < rows && col >= 0 && col < cols && inside(row * cols + col);
  const edges = [];
  for (let row = 0; row < rows; row++) {
    for (let col = 0; col < cols; col++) {
      if (!at(row, col)) continue;
      const [north, west] = [bounds.north - row * lat, bounds.west + col * lon];
      const [south, east] = [north - lat, west + lon];
      if (!at(row - 1, col)) edges.push([[north, west], [north, east]]);
      if (!at(row + 1, col)) edges.push([[south, west], [south, east]]);
      if (!at(row, col - 1)) edges.push([[north, west], [south, west]]);
      if (!at(row, col + 1)) edges.push([[north, east], [south, east]]);
    }
  }
  const style = { color, weight: 2, fill: false, interactive: false, pane: 'names' };
  const layers = panes.map(({ map }) => L.polyline(edges, { ...style, renderer: renderer('names') }).addTo(map));
  return { remove: () => layers.forEach((layer) => layer.remove()) };
}

/** Outlines the features of a GeoJSON whose `properties.class` has a colour. Returns {remove}. */
export function outlineAreas({ map }, features, colours) {
  const style = ({ properties }) => ({ color: colours[properties.class], weight: 1.5, fillOpacity: 0.15 });
  return L.geoJSON(features, { style, interactive: false, pane: 'dots', renderer: renderer('dots') }).addTo(map);
}

/** The areas of a GeoJSON in colours on the map: what GridImage is for cells, with a value a feature. */
export class AreaImage {
  #layers = [];

  /** @param label what it shows, for screen readers */
  constructor(map, outlines, label) {
    const style = { stroke: false, fillOpacity: 1 };
    this.layer = L.geoJSON(outlines, { style, interactive: false, pane: 'grid', renderer: renderer('grid'), onEachFeature: (feature, layer) => this.#layers.push([outlines.features.indexOf(feature), layer]) }).addTo(map);
    const canvas = this.#layers[0]?.[1].options.renderer.getPane().querySelector('canvas');
    if (canvas) Object.assign(canvas, { role: 'img', ariaLabel: label });
  }

  /** As GridImage does it. */
  draw(values, colours, { unit = 1, mask } = {}) {
    const last = colours.length - 1;
    this.#layers.forEach(([i, layer]) => layer.setStyle({ fillColor: mask && !mask[i] ? 'transparent' : css(colours[Math.min(last, (values[i] * unit) | 0)]) }));
  }

  clear() {
    this.layer.setStyle({ fillColor: 'transparent' });
  }

  remove() {
    this.layer.remove();
  }
}

/** Fills the features of a GeoJSON, each in the colour of its number. Returns {remove}. */
export function fillAreas({ map }, outlines, colourOf, edge) {
  const numbers = new Map(outlines.features.map((feature, i) => [feature.id, i]));
  const style = ({ id }) => ({ fillColor: colourOf(numbers.get(id)), fillOpacity: 1, color: edge, weight: 1 });
  return L.geoJSON(outlines, { style, interactive: false, pane: 'grid', renderer: renderer('grid') }).addTo(map);
}

/** Outlines a feature on every map. Returns {remove}. */
export function outlineArea(panes, feature, color) {
  const style = { color, weight: 3, fill: false };
  const layers = panes.map(({ map }) => L.geoJSON(feature, { style, interactive: false, pane: 'names', renderer: renderer('names') }).addTo(map));
  return { remove: () => layers.forEach((layer) => layer.remove()) };
}

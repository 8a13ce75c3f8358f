// Names and borders of areas over every map, by zoom. They are drawn when a movement ends: while a film plays beneath, nothing of them is.
import { loadAreas } from '../data/areas.js';
import { CITY } from '../data/city.js';
import { broken, placed } from '../data/labels.js';
import * as L from './leaflet.js';

/** From which zoom on a kind is shown beside the boroughs, which every map has; the first are named first. */
const LEVELS = [['neighbourhoods', 11.5], ['precincts', 13.25], ['parks', 13.25]];
/** Outlines are asked for with the details of a few zooms only, so that they are kept. */
const DETAILS = [12, 14, 16];
const LETTERS = 18;
const LINE = 1.15;

const INKS = {
  dark: { halo: '#0a0d14', neighbourhoods: ['#eef2f8', '#7f8ea8'], precincts: ['#bcd0ff', '#6f8fd6'], parks: ['#a9e0b4', '#5c9a69'] },
  light: { halo: '#ffffff', neighbourhoods: ['#141a24', '#6b7a93'], precincts: ['#123f96', '#3f67b4'], parks: ['#10521f', '#4b8a58'] },
};

const remOf = () => parseFloat(getComputedStyle(document.documentElement).fontSize);

export class AreaNames {
  #layers = new Set();
  #shown;
  #chosen = '';

  constructor(theme, shown) {
    this.theme = theme;
    this.#shown = shown;
  }

  /** Puts them over another map. */
  over(pane) {
    const layer = new AreaLayer(this, pane);
    this.#layers.add(layer);
    layer.on('remove', () => this.#layers.delete(layer)).addTo(pane.map);
  }

  /** Shows them, or does not. */
  show(shown) {
    this.#shown = shown;
    this.draw();
  }

  /** A kind that is shown at every zoom, instead of neighbourhoods and precincts; '' for none. */
  choose(kind) {
    if (kind === this.#chosen) return;
    this.#chosen = kind;
    this.draw();
  }

  draw(theme = this.theme) {
    this.theme = theme;
    this.#layers.forEach((layer) => layer.update());
  }

  /** The kinds that are shown at a zoom. */
  kindsAt(zoom) {
    if (!this.#shown) return [];
    const kinds = LEVELS.filter(([kind, from]) => zoom >= from && CITY.areas[kind]).map(([kind]) => kind);
    return this.#chosen ? [this.#chosen, ...kinds.filter((kind) => kind === 'parks')] : kinds;
  }

  get shown() {
    return this.#shown;
  }

  /** What is written on all maps: [{kind, name, x, y, width, height}]. */
  get written() {
    return [...this.#layers].flatMap(({ written }) => written);
  }
}

const AreaLayer = L.Layer.extend({
  initialize(names, pane) {
    this.names = names;
    this.pane = pane;
    this.lines = new Map();
    this.written = [];
  },

  onAdd(map) {
    this.canvas = L.DomUtil.create('canvas', 'area-names leaflet-zoom-animated', map.getPane('names'));
    this.canvas.ariaHidden = 'true';
    this.update();
  },

  onRemove() {
    this.lines.forEach((lines) => lines.remove());
    this.lines.clear();
    this.canvas.remove();
    this.canvas = null;
  },

  getEvents() {
    return { moveend: this.update, resize: this.update, zoomanim: this.animateZoom };
  },

  /** Shows what belongs to the map's place and zoom. What cannot be had now is asked for again after the next movement. */
  async update() {
    const { _map: map, names, pane: { node } } = this;
    if (!this.canvas || !map._loaded) return;
    const zoom = map.getZoom();
    const kinds = names.kindsAt(zoom);
    node.classList.toggle('named', names.shown && !kinds.length);
    const detail = String(DETAILS.find((z) => z >= zoom) ?? DETAILS.at(-1));
    const asked = (this.asked = Symbol());
    const areas = await Promise.all(kinds.map((kind) => loadAreas([kind, detail], {}).catch(() => ({ outlines: null, list: [] }))));
    if (!this.canvas || this.asked !== asked) return;
    this.zoom = zoom;
    this.outline(kinds, detail, areas);
    // what has no outline is written nowhere
    this.write(kinds, areas.map(({ list }) => ({ list: list.filter(({ label }) => label) })));
  },

  outline(kinds, detail, areas) {
    const { names: { theme }, pane } = this;
    // one canvas with the boroughs' lines: each more costs a film frames where no graphics card composes them
    this.renderer ??= pane.lines?.options.renderer ?? L.canvas({ pane: 'lines', padding: 0.4 });
    const wanted = kinds.map((kind) => `${kind}/${detail}/${theme}`);
    this.lines.forEach((lines, key) => {
      if (wanted.includes(key)) return;
      lines.remove();
      this.lines.delete(key);
    });
    wanted.forEach((key, i) => {
      if (this.lines.has(key) || !areas[i].outlines) return;
      const style = { color: INKS[theme][kinds[i]][1], weight: this.zoom < 12 ? 0.6 : 1, fill: false };
      this.lines.set(key, L.geoJSON(areas[i].outlines, { style, interactive: false, renderer: this.renderer }).addTo(this._map));
    });
  },

  /** Writes the names that have room. */
  write(kinds, areas) {
    const { canvas, _map: map, names } = this;
    const { x: width, y: height } = map.getSize();
    const ratio = Math.min(devicePixelRatio || 1, 2);
    const rem = remOf();
    // nothing is composed over the map where nothing is written
    Object.assign(canvas, kinds.length ? { width: Math.round(width * ratio), height: Math.round(height * ratio) } : { width: 0, height: 0 });
    Object.assign(canvas.style, { width: `${width}px`, height: `${height}px` });
    L.DomUtil.setTransform(canvas, map.containerPointToLayerPoint([0, 0]), 1);
    this.northWest = map.containerPointToLatLng([0, 0]);
    this.written = [];
    if (!kinds.length) return;
    const context = canvas.getContext('2d');
    context.scale(ratio, ratio);
    Object.assign(context, { textAlign: 'center', textBaseline: 'middle', lineJoin: 'round', lineWidth: 0.22 * rem });
    const inks = INKS[names.theme];
    this.written = placed(this.labels(context, kinds, areas), { width, height });
    for (const { kind, lines, x, y } of this.written) {
      context.font = this.fontOf(kind);
      context.strokeStyle = inks.halo;
      [context.fillStyle] = inks[kind];
      lines.forEach((line, i) => {
        const at = y + (i - (lines.length - 1) / 2) * LINE * 0.74 * rem;
        context.strokeText(line, x, at);
        context.fillText(line, x, at);
      });
    }
  },

  fontOf(kind) {
    return `${kind === 'neighbourhoods' ? 600 : 'italic 500'} ${(kind === 'parks' ? 0.66 : 0.74) * remOf()}px ${getComputedStyle(this.pane.node).fontFamily}`;
  },

  /** The names of the areas whose middle is seen, kind by kind, the larger areas first; those that are much larger than their area would be read as another's. */
  labels(context, kinds, areas) {
    const { _map: map } = this;
    const { x: width, y: height } = map.getSize();
    const letter = 0.74 * remOf();
    const widthOf = (lines) => Math.max(...lines.map((line) => context.measureText(line).width));
    return kinds.flatMap((kind, k) => {
      context.font = this.fontOf(kind);
      const seen = [];
      for (const { name, short, label, box } of areas[k].list) {
        const { x, y } = map.latLngToContainerPoint(label);
        if (x < 0 || y < 0 || x > width || y > height) continue;
        const size = map.latLngToContainerPoint([box.south, box.east]).subtract(map.latLngToContainerPoint([box.north, box.west]));
        const lines = [broken(name, LETTERS), [short]].find((list) => widthOf(list) <= 1.25 * size.x && list.length * LINE * letter <= 1.25 * size.y);
        if (lines) seen.push({ kind, name, lines, x, y, width: widthOf(lines) + letter, height: (lines.length * LINE + 0.3) * letter, room: size.x * size.y });
      }
      return seen.sort((a, b) => b.room - a.room);
    });
  },

  animateZoom({ zoom, center }) {
    const { canvas, northWest, _map: map } = this;
    if (!canvas || !northWest) return;
    const half = map.getSize().divideBy(2);
    const corner = map.project(northWest, zoom).subtract(map.project(center, zoom)).add(half);
    L.DomUtil.setTransform(canvas, map.containerPointToLayerPoint(corner), map.getZoomScale(zoom, this.zoom));
  },
});

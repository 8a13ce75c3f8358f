// The stage: one to three linked maps.
import { CITY } from '../data/city.js';
import * as L from './leaflet.js';
import { Pane } from './pane.js';

/** How near a small area is shown. */
const CLOSEST = 14;
/** Up to which zoom the whole city's outlines will do. */
const NEAR = 11;

export class Stage {
  #boroughs = null;
  #marked = null;
  #linking = false;
  #fitting = false;
  #fitted = true;

  /**
   * @param options.moved called with 'zoom/lat/lon' when the reader has moved the map
   * @param options.scale where the bar of kilometres goes
   * @param options.made called with each new map
   * @param options.near called when a part of the city is shown that is so small that it wants outlines with more details
   */
  constructor(host, { theme, tiles, moved, scale, made, near }) {
    this.host = host;
    this.theme = theme;
    this.tiles = tiles;
    this.moved = moved;
    this.made = made;
    this.list = [];
    this.panes('');
    scale.append(L.control.scale({ imperial: false, maxWidth: 90 }).addTo(this.first.map).getContainer());
    this.first.map.on('zoomend', () => this.first.map.getZoom() > NEAR && near());
    new ResizeObserver(() => this.resized()).observe(host);
  }

  /** Makes the stage hold a map for each title, all at the same place, and returns them. */
  panes(...titles) {
    const count = titles.length;
    while (this.list.length > count) this.list.pop().destroy();
    while (this.list.length < count) {
      const pane = new Pane(this.host, this.theme, this.tiles);
      this.list.push(pane);
      pane.map.setView(this.first.map.getCenter(), this.first.map.getZoom(), { animate: false });
      if (this.#boroughs) pane.setBoroughs(this.#boroughs);
      pane.mark(this.#marked);
      this.made(pane);
      pane.map.on('move', () => this.#link(pane));
      pane.map.on('moveend', () => this.#report(pane));
    }
    this.list.forEach((pane, i) => pane.titled(titles[i]));
    this.host.parentElement.dataset.panes = String(count);
    this.resized();
    return this.list;
  }

  get first() {
    return this.list[0];
  }

  /** The outlines as GeoJSON; null until they are loaded. */
  get boroughs() {
    return this.#boroughs;
  }

  setBoroughs(geojson) {
    this.#boroughs = geojson;
    this.list.forEach((pane) => pane.setBoroughs(geojson));
  }

  /** Outlines an area on every map, those to come too; null: none. */
  mark(area) {
    this.#marked = area;
    this.list.forEach((pane) => pane.mark(area));
  }

  setTheme(theme) {
    this.theme = theme;
    this.list.forEach((pane) => pane.setTheme(theme));
  }

  resized() {
    this.#fitting = true;
    this.list.forEach((pane) => pane.map.invalidateSize({ animate: false, pan: !this.#fitted }));
    this.#fitting = false;
    if (this.#fitted) this.fit();
  }

  /** Shows the whole city, clear of the panels that lie over the map. */
  fit() {
    this.#frame(L.latLngBounds(CITY.bounds), Infinity);
    this.#fitted = true;
  }

  /** Shows a box {south, west, north, east}, clear of the panels, as if the reader had moved there. */
  see({ south, west, north, east }) {
    this.#frame(L.latLngBounds([south, west], [north, east]), CLOSEST);
    this.#fitted = false;
    this.#report(this.first);
  }

  #frame(bounds, closest) {
    this.#fitting = true;
    const css = getComputedStyle(this.host);
    const space = (side) => {
      const length = css.getPropertyValue(`--clear-${side}`);
      return (parseFloat(length) || 0) * (length.includes('rem') ? parseFloat(getComputedStyle(document.documentElement).fontSize) : 1);
    };
    const many = this.list.length > 1;
    const start = L.point(many ? [6, 26] : [space('left'), space('top')]);
    const end = L.point(many ? [6, 6] : [space('right'), space('bottom')]);
    // linked maps of different shapes still show it at one size
    const zoom = Math.min(closest, ...this.list.map(({ map }) => map.getBoundsZoom(bounds, false, start.add(end))));
    for (const { map } of this.list) {
      const middle = map.project(bounds.getCenter(), zoom).add(end.subtract(start).divideBy(2));
      map.setView(map.unproject(middle, zoom), zoom, { animate: false });
    }
    this.#fitting = false;
  }

  /** Shows the place that an address names ('zoom/lat/lon'), or the whole city for ''. */
  go(place) {
    if (!place) return this.fit();
    const [zoom, lat, lon] = place.split('/').map(Number);
    this.#fitted = false;
    this.#fitting = true;
    this.list.forEach((pane) => pane.map.setView([lat, lon], zoom, { animate: false }));
    this.#fitting = false;
  }

  /** How much ground a pixel shows, at the latitude of the middle. */
  get metresPerPixel() {
    const { map } = this.first;
    return (40_075_017 * Math.cos((map.getCenter().lat * Math.PI) / 180)) / (256 * 2 ** map.getZoom());
  }

  /** At once: the end of a movement would undo what is asked for meanwhile. */
  zoom(steps) {
    this.first.map.setZoom(this.first.map.getZoom() + steps, { animate: false });
  }

  pan(x, y) {
    this.first.map.panBy([x, y], { animate: false });
  }

  #link(from) {
    if (this.#linking || this.#fitting) return;
    this.#linking = true;
    for (const pane of this.list) {
      if (pane !== from) pane.map.setView(from.map.getCenter(), from.map.getZoom(), { animate: false });
    }
    this.#linking = false;
  }

  #report(pane) {
    if (this.#fitting || this.#linking) return;
    this.#fitted = false;
    const { lat, lng } = pane.map.getCenter();
    this.moved(`${+pane.map.getZoom().toFixed(2)}/${lat.toFixed(4)}/${lng.toFixed(4)}`);
  }
}

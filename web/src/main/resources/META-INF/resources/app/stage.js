// The stage: one to three linked maps. Borough outlines are the base map; tiles lie under them only where they load.
/* global L */
import { element } from './format.js';

const CITY = [[40.496, -74.256], [40.916, -73.7]];
const LINES = {
  dark: { land: '#161c28', edge: '#3a465c' },
  light: { land: '#ffffff', edge: '#9aa7ba' },
};
const NAMES = [['Manhattan', 40.776, -74.0], ['Bronx', 40.872, -73.858], ['Brooklyn', 40.645, -73.957], ['Queens', 40.713, -73.816], ['Staten Island', 40.58, -74.152]];

const setting = (name) => document.querySelector(`meta[name="nyc:${name}"]`).content;

class Pane {
  constructor(host, theme) {
    this.node = element('div', { className: 'pane' });
    this.title = element('p', { className: 'pane-title', hidden: true });
    const mapNode = element('div', { className: 'map' });
    this.node.append(mapNode, this.title);
    host.append(this.node);
    this.map = L.map(mapNode, {
      zoomControl: false,
      attributionControl: false,
      keyboard: false,
      zoomSnap: 0.25,
      zoomDelta: 0.5,
      wheelPxPerZoomLevel: 120,
      minZoom: 7,
      maxZoom: 17,
      maxBounds: [[39.9, -75.4], [41.5, -72.6]],
      maxBoundsViscosity: 0.7,
    });
    // from below: tiles 200, land, grid, lines, dots 400, names
    for (const [name, z] of [['land', 210], ['grid', 300], ['lines', 350], ['dots', 400], ['names', 450]]) {
      this.map.createPane(name).style.zIndex = z;
      this.map.getPane(name).style.pointerEvents = 'none';
    }
    this.map.setView([40.71, -73.97], 10, { animate: false });
    this.theme = theme;
    this.addTiles();
    this.addNames();
  }

  addTiles() {
    if (!setting('tiles')) return;
    const tiles = L.tileLayer(setting('tiles'), { maxZoom: 17, crossOrigin: 'anonymous', attribution: setting('tile-attribution') });
    let failures = 0;
    tiles.on('tileerror', () => ++failures === 6 && tiles.remove());
    tiles.on('load', () => this.node.classList.toggle('with-tiles', this.map.hasLayer(tiles)));
    tiles.addTo(this.map);
  }

  addNames() {
    for (const [name, lat, lon] of NAMES) {
      L.marker([lat, lon], {
        pane: 'names',
        interactive: false,
        keyboard: false,
        icon: L.divIcon({ className: 'borough-name', html: name, iconSize: [120, 16] }),
      }).addTo(this.map);
    }
  }

  setBoroughs(geojson) {
    this.land?.remove();
    this.lines?.remove();
    const { land, edge } = LINES[this.theme];
    const padding = 0.4;
    this.land = L.geoJSON(geojson, {
      interactive: false,
      renderer: L.canvas({ pane: 'land', padding }),
      pane: 'land',
      style: { stroke: false, fillColor: land, fillOpacity: setting('tiles') ? 0.55 : 1 },
    }).addTo(this.map);
    this.lines = L.geoJSON(geojson, {
      interactive: false,
      renderer: L.canvas({ pane: 'lines', padding }),
      pane: 'lines',
      style: { color: edge, weight: 1, fill: false },
    }).addTo(this.map);
  }

  setTheme(theme) {
    this.theme = theme;
    const { land, edge } = LINES[theme];
    this.land?.setStyle({ fillColor: land });
    this.lines?.setStyle({ color: edge });
  }

  destroy() {
    this.map.remove();
    this.node.remove();
  }
}

export class Stage {
  #boroughs = null;
  #linking = false;
  #fitting = false;
  #fitted = true;

  /**
   * @param host the element that holds the maps
   * @param options.theme 'dark' or 'light'
   * @param options.moved called with 'zoom/lat/lon' when the reader has moved the map, '' when the whole city is shown
   */
  constructor(host, { theme, moved }) {
    this.host = host;
    this.theme = theme;
    this.moved = moved;
    this.list = [];
    this.panes(1);
    new ResizeObserver(() => this.resized()).observe(host);
  }

  /** Makes the stage hold so many maps, all at the same place, and returns them. */
  panes(count) {
    while (this.list.length > count) this.list.pop().destroy();
    while (this.list.length < count) {
      const pane = new Pane(this.host, this.theme);
      this.list.push(pane);
      if (this.#boroughs) pane.setBoroughs(this.#boroughs);
      pane.map.on('move', () => this.#link(pane));
      pane.map.on('moveend', () => this.#report(pane));
    }
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

  setTheme(theme) {
    this.theme = theme;
    this.list.forEach((pane) => pane.setTheme(theme));
  }

  resized() {
    this.#fitting = true;
    this.list.forEach((pane) => pane.map.invalidateSize({ animate: false, pan: false }));
    this.#fitting = false;
    if (this.#fitted) this.fit();
  }

  /** Shows the whole city, clear of the panels that lie over the map. */
  fit() {
    this.#fitting = true;
    const css = getComputedStyle(this.host);
    const space = (side) => {
      const length = css.getPropertyValue(`--clear-${side}`);
      return (parseFloat(length) || 0) * (length.includes('rem') ? parseFloat(getComputedStyle(document.documentElement).fontSize) : 1);
    };
    const many = this.list.length > 1;
    const start = L.point(many ? [6, 26] : [space('left'), space('top')]);
    const end = L.point(many ? [6, 6] : [space('right'), space('bottom')]);
    const city = L.latLngBounds(CITY);
    // linked maps of different shapes still show the city at one size
    const zoom = Math.min(...this.list.map(({ map }) => map.getBoundsZoom(city, false, start.add(end))));
    for (const { map } of this.list) {
      const middle = map.project(city.getCenter(), zoom).add(end.subtract(start).divideBy(2));
      map.setView(map.unproject(middle, zoom), zoom, { animate: false });
    }
    this.#fitted = true;
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

  zoom(steps) {
    this.first.map.setZoom(this.first.map.getZoom() + steps);
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

// One map: the city's outlines are its base; tiles lie under them only where they load.
import { CITY } from '../data/city.js';
import * as L from './leaflet.js';

const LINES = {
  dark: { land: '#161c28', edge: '#3a465c', mark: '#5ce1ff' },
  light: { land: '#ffffff', edge: '#9aa7ba', mark: '#0057b8' },
};
const PADDING = 0.4;

export class Pane {
  #pointed = null;
  #gone = null;

  /** @param tiles {url, attribution} of tiles to lie under the outlines; no url: none */
  constructor(host, theme, tiles) {
    this.node = L.DomUtil.create('div', 'pane', host);
    const mapNode = L.DomUtil.create('div', 'map', this.node);
    this.title = L.DomUtil.create('p', 'pane-title', this.node);
    this.titled('');
    this.map = L.map(mapNode, {
      zoomControl: false,
      attributionControl: false,
      keyboard: false,
      zoomSnap: 0.25,
      zoomDelta: 0.5,
      wheelPxPerZoomLevel: 120,
      minZoom: 7,
      maxZoom: 17,
      maxBounds: L.latLngBounds(CITY.bounds).pad(2),
      maxBoundsViscosity: 0.7,
    });
    // from below: tiles 200, land, grid, lines, dots 400, names
    for (const [name, z] of [['land', 210], ['grid', 300], ['lines', 350], ['dots', 400], ['names', 450]]) {
      this.map.createPane(name).style.zIndex = z;
      this.map.getPane(name).style.pointerEvents = 'none';
    }
    this.map.setView(L.latLngBounds(CITY.bounds).getCenter(), 10, { animate: false });
    this.theme = theme;
    this.landOpacity = tiles.url ? 0.55 : 1;
    if (tiles.url) this.addTiles(tiles);
    this.addNames();
  }

  /** Names the map above it; '' for none. */
  titled(text) {
    this.title.hidden = !text;
    this.title.textContent = text;
  }

  /** Calls `listener` with where the pointer is ({latlng, containerPoint}), and with null when it has gone; null: no more. */
  point(listener) {
    const { map } = this;
    if (this.#pointed) map.off('mousemove click', this.#pointed).off('mouseout movestart zoomstart', this.#gone);
    this.#pointed = listener;
    this.#gone = () => listener(null);
    if (listener) map.on('mousemove click', listener).on('mouseout movestart zoomstart', this.#gone);
  }

  addTiles({ url, attribution }) {
    const tiles = L.tileLayer(url, { maxZoom: 17, crossOrigin: 'anonymous', attribution });
    let failures = 0;
    tiles.on('tileerror', () => ++failures === 6 && tiles.remove());
    tiles.on('load', () => this.node.classList.toggle('with-tiles', this.map.hasLayer(tiles)));
    tiles.addTo(this.map);
  }

  addNames() {
    for (const [name, lat, lon] of CITY.labels) {
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
    this.renderers ??= { land: L.canvas({ pane: 'land', padding: PADDING }), lines: L.canvas({ pane: 'lines', padding: PADDING }) };
    const layer = (pane, style) => L.geoJSON(geojson, { pane, style, interactive: false, renderer: this.renderers[pane] }).addTo(this.map);
    this.land = layer('land', { stroke: false, fillColor: land, fillOpacity: this.landOpacity });
    this.lines = layer('lines', { color: edge, weight: 1, fill: false });
  }

  /** Outlines an area, a GeoJSON; null: none. */
  mark(area) {
    this.marked?.remove();
    const style = { color: LINES[this.theme].mark, weight: 3, fill: false };
    this.marked = area && L.geoJSON(area, { style, pane: 'names', interactive: false, renderer: L.canvas({ pane: 'names', padding: PADDING }) }).addTo(this.map);
  }

  setTheme(theme) {
    this.theme = theme;
    const { land, edge, mark } = LINES[theme];
    this.marked?.setStyle({ color: mark });
    this.land?.setStyle({ fillColor: land });
    this.lines?.setStyle({ color: edge });
  }

  destroy() {
    this.map.remove();
    this.node.remove();
  }
}

// Heat of a whole month under its dots: of just the records that are switched on.
import { anchorOf, cellArea, countCells, spread } from '../data/density.js';
import { monthTitle } from '../data/format.js';
import { loadGeoref } from '../data/grids.js';
import { FINE, colours, heatTable, legendOf } from '../data/palette.js';
import { GridImage } from '../map/gridlayer.js';

export class HeatOverlay {
  #image = null;

  constructor(view) {
    this.view = view;
  }

  get shown() {
    return this.#image !== null;
  }

  /** Draws what the state wants, or nothing. */
  async show() {
    const { view } = this;
    if (!view.data || !view.state.heat) return this.drop();
    const georef = await view.request('heat overlay', (signal) => loadGeoref([], { signal }), () => this.show());
    if (!georef || !view.data || !view.state.heat) return undefined;
    this.drop();
    const { heat } = georef;
    const { dataset, period } = view.data;
    this.values = spread(countCells(view.data, view.records(), heat), heat);
    this.anchor = anchorOf([this.values]);
    /** The anchor in records per km². */
    this.perKm2 = this.anchor / cellArea(heat);
    if (!this.anchor) return undefined;
    this.#image = new GridImage(view.pane.map, { ...heat, label: `Density of ${dataset} in ${monthTitle(period)}` });
    return this.draw();
  }

  draw() {
    if (!this.#image) return;
    const table = heatTable(this.view.state);
    this.#image.draw(this.values, colours(table), { unit: FINE / this.anchor });
    this.view.legend(legendOf('Records per km² in the month', table, this.perKm2));
  }

  drop() {
    this.#image?.remove();
    this.#image = null;
    this.view.legend();
  }
}

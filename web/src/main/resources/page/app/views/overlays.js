// What the reader may lay over a forecast: the classes of hot spots, and shade where no model beats the plain average.
import { SHADE_DAYS, loadHopeless, loadHotSpots } from '../data/forecasts.js';
import { hotColours, shadeTable } from '../data/palette.js';
import { GridImage } from '../map/gridlayer.js';
import { outlineAreas } from '../map/outlines.js';

export class ForecastOverlays {
  #layers = [];

  constructor(view) {
    this.view = view;
    this.drop();
  }

  drop() {
    this.#layers.forEach((layer) => layer.remove());
    this.#layers = [];
    /** How many hot spots each class has; null while they are not shown. */
    this.hot = null;
    /** The share of the city's cells that is shaded; null while they are not shown. */
    this.shaded = null;
  }

  /** Loads and draws those that are switched on. */
  show() {
    const { data } = this.view;
    return Promise.all([
      this.#lay('hot', 'Hot spots', () => loadHotSpots(data), (spots) => this.#drawHot(spots)),
      this.#lay('shade', 'The shading', () => loadHopeless(data), (cells) => this.#shade(cells)),
    ]);
  }

  /** The map of the forecast. */
  get #pane() {
    const { state, page } = this.view;
    return page.stage.list[state.side ? 1 : 0];
  }

  async #lay(field, name, load, draw) {
    const { view } = this;
    const { data } = view;
    const layers = this.#layers;
    if (!view.state[field]) return;
    try {
      const answer = await load();
      // the reader may have gone on, or another layout begun, which lays its own
      if (data !== view.data || layers !== this.#layers) return;
      layers.push(draw(answer));
      view.legend();
      view.remark();
    } catch (error) {
      view.page.loader.remark(`${name} could not be loaded. ${error.message}`);
    }
  }

  #drawHot({ features, month }) {
    const { state } = this.view;
    const colours = hotColours(state);
    const spots = features.filter(({ properties }) => properties.kind === 'hot' && colours[properties.class] !== undefined);
    this.hot = {};
    this.hotMonth = month;
    for (const { properties } of spots) this.hot[properties.class] = (this.hot[properties.class] ?? 0) + 1;
    return outlineAreas(this.#pane, spots, colours);
  }

  #shade({ values, share }) {
    const { data, state } = this.view;
    this.shaded = share;
    const image = new GridImage(this.#pane.map, { ...data.grid, pixelated: true, label: 'Cells where no model beats the average' });
    image.draw(values, shadeTable(state));
    return image;
  }

  /** What the shade says; '' where there is none. */
  remark() {
    return this.shaded === null ? '' : `Shaded: in ${Math.round(this.shaded * 100)} % of the cells no model beat the average over the ${SHADE_DAYS} days before.`;
  }
}

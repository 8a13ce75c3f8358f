// Heat of a whole month under its dots: of just the records that are switched on.
import { filterQuery, loadMonthGrid } from '../data/grids.js';
import { monthTitle } from '../data/format.js';
import { BLANK } from '../data/months.js';
import { heatTable } from '../data/palette.js';
import { GridImage } from '../map/gridlayer.js';
import { densityTicks } from '../ui/hud.js';

export class HeatOverlay {
  #image = null;
  #grid = null;

  constructor(view) {
    this.view = view;
  }

  get shown() {
    return this.#image !== null;
  }

  /** Records per km² of the brightest colour. */
  get top() {
    return this.#grid.top;
  }

  /** What the state wants to see the heat of; null for none. */
  get #wanted() {
    const { data, state } = this.view;
    const { category, offence, heat } = state;
    // grid-service tells no records without an offence apart
    return heat && data && category.length && offence !== BLANK ? filterQuery(category, offence) : null;
  }

  /** Loads and draws what the state wants, or nothing. */
  async show() {
    const { view } = this;
    const { dataset, month } = view.state;
    const filter = this.#wanted;
    if (filter === null) return this.drop();
    const grid = await view.request('heat overlay', (signal) => loadMonthGrid(dataset, month, filter, { signal }), () => this.show());
    if (!grid || filter !== this.#wanted) return undefined;
    this.drop();
    this.#grid = grid;
    this.#image = new GridImage(view.pane.map, { ...grid.heat, label: `Density of ${dataset} in ${monthTitle(month)}` });
    return this.draw();
  }

  draw() {
    if (!this.#image) return;
    const table = heatTable(this.view.state);
    this.#image.draw(this.#grid.values, table);
    this.view.page.hud.legend([{ title: 'Records per km² in the month', table, ticks: densityTicks(this.top) }]);
  }

  drop() {
    this.#image?.remove();
    this.#image = null;
    this.view.page.hud.legend([]);
  }
}

// What a view is to the page: the page calls these methods and nothing else. A view leaves out what it has nothing to do for.

import { CITY } from '../data/city.js';
import { SMOOTHING, cellArea } from '../data/density.js';
import { figure, toDay } from '../data/format.js';
import { cellAt } from '../data/grids.js';
import { CATEGORIES } from '../data/state.js';

export class View {
  /** Whether the reader sees this view; the page keeps it. */
  active = false;

  /** What is shown, or null while nothing is loaded. */
  data = null;

  /** @param page what a view uses of the page: {store, stage, player, hud, timeline, loader, tip, datasets, wantsToPlay, tell} */
  constructor(page) {
    this.page = page;
  }

  get state() {
    return this.page.store.state;
  }

  /** The dataset that is shown. */
  get dataset() {
    return this.state.dataset;
  }

  /** The categories that are told apart from the rest; none where all are shown. */
  get categories() {
    const { category } = this.state;
    return category.length < CATEGORIES.length ? category : [];
  }

  /** What the numbers are of, such as 'felony arrests'. */
  get subject() {
    return [this.categories.join(', '), this.dataset].filter(Boolean).join(' ');
  }

  /** What the services say of the data shown, see data/api.js. */
  get told() {
    return this.data ?? {};
  }

  /** Where the data shown are from, and to what day. */
  credit() {
    const { published, source } = this.page.datasets.range(this.dataset);
    const { told } = this;
    const owner = (told.source ?? source) === 'sample' ? 'synthetic sample city, not real records' : CITY.owner;
    return `Data: ${owner}, ${this.dataset} ${toDay(told.publishedThrough ?? published)}`;
  }

  /** What is shown, in a few words: the document's title. */
  title() {
    return '';
  }

  /** Shows the view as the state wants it. */
  enter() {
    return this.load();
  }

  /** Takes everything of it from the stage. */
  leave() {}

  /** Loads what the state names, and shows it. */
  load() {}

  /** The state's fields of these names (a Set) have changed. */
  changed() {}

  /** Draws the player's position, a number from 0. */
  frame() {}

  /** Tells the density under the pointer: `values` a cell of the `heat` grid, if they are known. */
  density(event, pane, heat, values, when) {
    const { tip } = this.page;
    const cell = event && values ? cellAt(heat, event.latlng) : -1;
    if (cell < 0) return tip.hide();
    return tip.show(pane.node, event.containerPoint, `${figure(values[cell] / cellArea(heat), 2)} records per km²`, [when], `smoothed over about ${SMOOTHING} m`);
  }

  /** One step of the view's time on (1) or back (−1). */
  step(n) {
    this.page.player.step(n);
  }

  /** The next (1) or last (−1) month, year or origin. */
  turn() {}

  /** The film has reached its end while playing: answers whether it goes on with another. */
  ended() {
    return false;
  }

  /** Theme or palette have changed. */
  recolour() {}

  /** The moment shown, as fields of the state. */
  moment() {
    return {};
  }

  /** The moment shown, in words; '' for none. */
  sentence() {
    return '';
  }

  /** What a table's reader has to know beside its title, in lines of text. */
  about() {
    const { fetchedAt } = this.told;
    return fetchedAt ? [`Fetched: ${fetchedAt}`] : [];
  }

  /** What is shown as tables: [{title, columns, rows}], each with the name of its `file` where there are several. */
  tables() {
    return [];
  }

  /** The name of files that hold what is shown. */
  name() {
    return this.state.view;
  }

  /** Figures for tests and benchmarks. */
  stats() {
    return { loaded: this.data !== null, painted: this.data !== null };
  }

  /** Loads through the page's loader, see there; undefined too where the reader has left the view meanwhile. */
  async request(what, task, again = () => this.load()) {
    const result = await this.page.loader.run(what, task, again);
    return this.active ? result : undefined;
  }
}

// Puts the page together: state, views, transport, tools.
import { breathe, connect } from './data/api.js';
import { loadOutline } from './data/areas.js';
import { CITY, become } from './data/city.js';
import { Datasets } from './data/datasets.js';
import { loadBoroughs } from './data/grids.js';
import { smoothBy } from './data/smoother.js';
import { CATEGORIES, SPEEDS } from './data/state.js';
import { AreaNames } from './map/areas.js';
import { Stage } from './map/stage.js';
import { bindControls, bindKeys, bindPrint, showPlaying, showState, showView } from './ui/controls.js';
import { byId, setting } from './ui/dom.js';
import { Finder } from './ui/finder.js';
import { Hud, Tip } from './ui/hud.js';
import { Loader } from './ui/loader.js';
import { Player } from './ui/player.js';
import { Store, addressOf } from './ui/store.js';
import { Timeline } from './ui/timeline.js';
import { CompareView } from './views/compare.js';
import { ForecastView } from './views/forecast.js';
import { HistoryView } from './views/history.js';
import { MonthView } from './views/month.js';
import { PlaceView } from './views/place.js';
import { ScoreboardView } from './views/scoreboard.js';
import { View } from './views/view.js';
import { YearView } from './views/year.js';

const VIEWS = { month: MonthView, year: YearView, history: HistoryView, compare: CompareView, forecast: ForecastView, scoreboard: ScoreboardView, place: PlaceView };
/** The views that show a map, and the places that have a view of their own. */
const MAPS = ['month', 'year', 'history', 'compare', 'forecast'];
/** How near an address is shown. */
const STREETS = 16;
const LIVES = /^(precinct|neighbourhood):/;
const RETRY = 5000;
const FOLLOW = 500;
/** The zooms whose details the boroughs' outlines have: for the whole city, which a visitor waits for, and for a part of it. */
const DETAILS = { far: 10, near: 16 };

class Page {
  #views = {};
  #autoplay;
  #followed = 0;
  #detail = 0;

  constructor() {
    this.store = new Store();
    const { state } = this.store;
    // the plain address introduces itself by playing; a link shows what it says
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.#autoplay = (state.play || location.search === '') && state.day === 1 && state.at === 1 && !still;
    this.datasets = new Datasets();
    this.loader = new Loader();
    this.tip = new Tip();
    this.areas = new AreaNames(state.theme, state.names);
    this.stage = new Stage(byId('stage'), {
      made: (pane) => this.areas.over(pane),
      scale: byId('zoom'),
      theme: state.theme,
      tiles: { url: setting('tiles'), attribution: setting('tile-attribution') },
      moved: (map) => this.store.set({ map }, { quiet: true }),
      near: () => this.#drawOutlines(DETAILS.near),
    });
    if (state.map) this.stage.go(state.map);
    this.player = new Player((position) => this.#frame(position), (playing) => this.#playing(playing), () => this.view.ended());
    this.player.speed = state.speed;
    this.player.loop = state.loop;
    this.hud = new Hud((i) => this.toggleCategory(i));
    this.timeline = new Timeline((value) => {
      this.player.pause();
      this.player.seek(value - 1);
      this.#keepMoment();
    }, this.tip);
    this.finder = new Finder((found) => this.#found(found), (area) => this.#moreOf(area));
    this.view = new View(this);
    this.store.listen((fields) => this.#changed(fields));
    bindControls(this);
    bindKeys(this);
    bindPrint({ store: this.store, recolour: (theme) => this.#recolour(theme) });
  }

  async start() {
    this.#drawOutlines(DETAILS.far);
    this.#mark();
    await this.#know();
    await this.#show(this.store.state.view);
    const { rejected } = this.store;
    if (rejected.length) this.loader.remark(`The address holds values that make no sense and were left out: ${rejected.join(', ')}.`);
  }

  /** Asks which days there are, again until that is known; meanwhile the view's own load says what is wrong. */
  async #know() {
    try {
      await this.datasets.load();
      if (this.view.active) this.tell();
    } catch {
      setTimeout(() => this.#know(), RETRY);
    }
  }

  /** Draws the city's outlines with the details of a zoom, unless better ones are there or on their way. */
  async #drawOutlines(detail) {
    if (detail <= this.#detail) return;
    this.#detail = detail;
    try {
      const outlines = await loadBoroughs(detail);
      if (detail === this.#detail) this.stage.setBoroughs(outlines);
    } catch {
      if (detail === this.#detail) this.#detail = 0;
      setTimeout(() => this.#drawOutlines(detail), RETRY);
    }
  }

  async #show(name) {
    this.player.pause();
    showView(name);
    const previous = this.view;
    previous.active = false;
    previous.leave();
    this.hud.clear();
    this.#views[name] ??= new VIEWS[name](this);
    this.view = this.#views[name];
    this.view.active = true;
    this.stage.resized();
    const entered = this.view.enter();
    this.tell();
    document.body.classList.add('ready');
    await entered;
  }

  #changed(fields) {
    const { state } = this.store;
    showState(state);
    this.player.speed = state.speed;
    this.player.loop = state.loop;
    if (fields.has('theme') || fields.has('palette')) this.#recolour(state.theme);
    if (fields.has('names')) this.areas.show(state.names);
    if (fields.has('map')) this.stage.go(state.map);
    if (fields.has('area')) this.#mark();
    if (fields.has('view')) this.#show(state.view);
    else this.view.changed(fields);
  }

  /** Goes to an address, or to an area that the reader has searched for, and marks it; from a view without a map, to what is known of it. */
  #found({ place, name, box, at }) {
    const { store, stage, hud } = this;
    const { view } = store.state;
    if (at) {
      store.set({ view: MAPS.includes(view) ? view : 'month', area: '', map: `${STREETS}/${at.lat.toFixed(4)}/${at.lng.toFixed(4)}` }, { push: true });
      return hud.speak(`${name} is in the middle of the map.`);
    }
    if (!MAPS.includes(view)) return store.set(LIVES.test(place) ? { view: 'place', place } : { view: 'month', area: place }, { push: true });
    store.set({ area: place }, { push: true });
    stage.see(box);
    return hud.speak(`${name} is marked on the map.`);
  }

  /** The address of an area's own view, where it has one. */
  #moreOf({ place }) {
    return LIVES.test(place) ? addressOf({ ...this.store.state, view: 'place', place, map: '' }) : null;
  }

  /** Outlines the area that the address names; what cannot be had is not outlined. */
  async #mark() {
    const { area } = this.store.state;
    const outline = area && (await loadOutline(area, {}).catch(() => null));
    if (area === this.store.state.area) this.stage.mark(outline || null);
  }

  #recolour(theme) {
    const { state } = this.store;
    state.theme = theme;
    showState(state);
    this.stage.setTheme(theme);
    this.areas.draw(theme);
    this.view.recolour();
  }

  /** Draws a moment; while it plays the address follows, as often as browsers like it. */
  #frame(position) {
    this.view.frame(position);
    if (!this.player.playing || performance.now() - this.#followed < FOLLOW) return;
    this.#followed = performance.now();
    this.#keepMoment();
  }

  #playing(playing) {
    showPlaying(playing);
    if (playing) return;
    this.#keepMoment();
    this.hud.speak(this.view.sentence());
  }

  /** Writes the moment into the address. */
  #keepMoment() {
    this.store.set(this.view.moment(), { quiet: true });
  }

  /** Says of what a view has loaded where it is from, to what day, and how old it is. */
  tell() {
    this.hud.badges(this.view.told);
    byId('credit').textContent = this.view.credit();
    document.title = [this.view.active && this.view.title(), CITY.page].filter(Boolean).join(' · ');
  }

  /** Whether to play at once: only the first load, only from the start, never with reduced motion. */
  wantsToPlay() {
    const wants = this.#autoplay;
    this.#autoplay = false;
    return wants;
  }

  toggleCategory(i) {
    const name = CATEGORIES[i];
    const { category } = this.store.state;
    this.store.set({ category: CATEGORIES.filter((c) => category.includes(c) !== (c === name)) });
  }

  wholeCity() {
    this.stage.fit();
    this.store.set({ map: '' }, { quiet: true });
    this.store.set({ area: '' });
  }

  step(n) {
    this.view.step(n);
    this.#keepMoment();
  }

  faster(n) {
    const speed = SPEEDS[SPEEDS.indexOf(this.store.state.speed) + n];
    if (speed) this.store.set({ speed });
  }
}

become(JSON.parse(setting('city')));
connect({ ingest: setting('ingest'), grid: setting('grid'), predict: setting('predict'), geocoder: `${setting('geocoder')}?${setting('geocoder-query')}` });
smoothBy(setting('smoothing'));
await breathe();
const page = new Page();
await breathe();
page.start();

/** What the page really holds and draws, for tests and benchmarks. */
window.crimeMap = {
  stats: () => ({ view: page.store.state.view, playing: page.player.playing, position: page.player.position, loading: page.loader.busy, ...page.view.stats() }),
  record: (on) => page.player.record(on),
  frameTimes: () => page.player.times ?? [],
  names: () => page.areas.written,
  yearFrame: (index) => Array.from(page.view.frameValues(index)),
};

// Puts the page together: state, views, transport, tools.
import * as api from './api.js';
import { csv, png, save } from './download.js';
import { byId, element } from './format.js';
import { Hud } from './hud.js';
import { bindKeys } from './keys.js';
import { Loader } from './loader.js';
import { MonthView } from './month.js';
import { Player } from './player.js';
import { renderTables } from './sheet.js';
import { Stage } from './stage.js';
import { CATEGORIES, SPEEDS, Store, write } from './state.js';
import { Timeline } from './timeline.js';

const VIEWS = {
  month: async () => MonthView,
  year: async () => (await import('./year.js')).YearView,
  forecast: async () => (await import('./forecast.js')).ForecastView,
  scoreboard: async () => (await import('./scoreboard.js')).ScoreboardView,
};
const OUTLINE_RETRY = 5000;
const REDUCED = matchMedia('(prefers-reduced-motion: reduce)');

class App {
  #views = {};
  #autoplay;

  constructor() {
    this.store = new Store();
    const { state } = this.store;
    this.view = null;
    // the plain address introduces itself by playing; a link shows what it says
    this.#autoplay = (state.play || location.search === '') && state.day === 1 && state.at === 1 && !REDUCED.matches;
    this.theme();
    this.loader = new Loader();
    this.stage = new Stage(byId('stage'), { theme: state.theme, moved: (map) => this.store.set({ map }, { quiet: true }) });
    if (state.map) this.stage.go(state.map);
    this.player = new Player((position) => this.view?.frame?.(position), (playing) => this.playing(playing));
    this.player.speed = state.speed;
    this.player.loop = state.loop;
    this.hud = new Hud((i) => this.toggleCategory(i));
    this.timeline = new Timeline((value) => {
      this.player.pause();
      this.player.seek(this.view.positionOf?.(value) ?? value - 1);
      this.keepPosition();
    });
    this.datasets = [];
    this.store.listen((fields) => this.changed(fields));
    this.bindControls();
    bindKeys(this);
  }

  async start() {
    this.drawOutlines();
    try {
      this.datasets = (await api.get('ingest', '/v1/datasets')).body.datasets;
    } catch {
      // the view's own load says what is wrong; until then any month since 2006 may be asked for
    }
    await this.show(this.store.state.view);
    if (this.store.rejected.length) {
      this.loader.remark(`The address holds values that make no sense and were left out: ${this.store.rejected.join(', ')}.`);
    }
  }

  async drawOutlines() {
    try {
      this.stage.setBoroughs((await api.get('grid', '/v1/georef/boroughs')).body);
    } catch {
      setTimeout(() => this.drawOutlines(), OUTLINE_RETRY);
    }
  }

  async show(name) {
    const previous = this.view;
    this.player.pause();
    document.body.dataset.view = name;
    document.querySelectorAll('nav a').forEach((link) => {
      if (link.dataset.view === name) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    });
    document.querySelectorAll('[data-views]').forEach((node) => (node.hidden = !node.dataset.views.split(' ').includes(name)));
    byId('panel').classList.remove('open');
    byId('panel-toggle').setAttribute('aria-expanded', 'false');
    this.view = null;
    previous?.leave();
    this.hud.legend([]);
    this.hud.badges({});
    this.hud.note('');
    this.hud.categories(null);
    const View = await VIEWS[name]();
    if (this.store.state.view !== name) return;
    this.#views[name] ??= new View(this);
    this.view = this.#views[name];
    this.stage.resized();
    await this.view.enter();
  }

  changed(fields) {
    const { state } = this.store;
    if (fields.has('theme') || fields.has('palette')) this.theme();
    if (fields.has('speed')) this.player.speed = state.speed;
    if (fields.has('loop')) this.player.loop = state.loop;
    if (fields.has('map')) this.stage.go(state.map);
    this.showControls();
    if (fields.has('view')) this.show(state.view);
    else if (this.view) this.view.changed(fields);
  }

  /** First and last date of a dataset, as the records service knows them. */
  range(dataset) {
    const known = this.datasets.find((d) => d.id === dataset);
    const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
    return { first: known?.firstDate ?? '2006-01-01', last: known?.lastDate ?? yesterday };
  }

  lastWholeMonth(dataset) {
    const { last } = this.range(dataset);
    const end = new Date(Date.UTC(+last.slice(0, 4), +last.slice(5, 7), 0)).getUTCDate();
    if (+last.slice(8) === end) return last.slice(0, 7);
    return new Date(Date.UTC(+last.slice(0, 4), +last.slice(5, 7) - 2, 1)).toISOString().slice(0, 7);
  }

  /** Whether to play at once: only the first load, only from the start, never with reduced motion. */
  wantsToPlay() {
    const wants = this.#autoplay;
    this.#autoplay = false;
    return wants;
  }

  toggleCategory(i) {
    const { cat } = this.store.state;
    const name = CATEGORIES[i];
    this.store.set({ cat: cat.includes(name) ? cat.filter((c) => c !== name) : CATEGORIES.filter((c) => c === name || cat.includes(c)) });
  }

  playing(playing) {
    const button = byId('t-play');
    button.textContent = playing ? '❚❚' : '▶';
    button.setAttribute('aria-label', playing ? 'Pause' : 'Play');
    document.body.classList.toggle('playing', playing);
    if (!playing) {
      this.keepPosition();
      this.view?.speak?.();
    }
  }

  /** Writes the moment into the address. */
  keepPosition() {
    const { view } = this.store.state;
    if (view === 'month' && this.view?.day) this.store.set({ day: this.view.day }, { quiet: true });
    if (view === 'year' && this.view?.at) this.store.set({ at: +this.view.at.toFixed(2) }, { quiet: true });
  }

  step(n) {
    if (this.view?.step) return this.view.step(n);
    this.player.step(n);
    return this.keepPosition();
  }

  faster(n) {
    const i = SPEEDS.indexOf(this.store.state.speed) + n;
    if (SPEEDS[i]) this.store.set({ speed: SPEEDS[i] });
  }

  theme() {
    const { theme, palette } = this.store.state;
    document.documentElement.dataset.theme = theme;
    document.documentElement.dataset.palette = palette;
    this.stage?.setTheme(theme);
    this.view?.recolour();
  }

  showControls() {
    const { state } = this.store;
    byId('t-speed').value = String(state.speed);
    byId('t-loop').setAttribute('aria-pressed', String(state.loop));
    byId('do-theme').setAttribute('aria-pressed', String(state.theme === 'light'));
    byId('do-palette').setAttribute('aria-pressed', String(state.palette === 'safe'));
    byId('c-dataset').value = state.dataset;
    document.querySelectorAll('nav a').forEach((link) => (link.href = write({ ...state, view: link.dataset.view, map: '' })));
  }

  bindControls() {
    const on = (id, event, action) => byId(id).addEventListener(event, action);
    const { store } = this;
    document.querySelectorAll('nav a').forEach((link) =>
      link.addEventListener('click', (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        store.set({ view: link.dataset.view }, { push: true });
      }),
    );
    on('t-play', 'click', () => this.player.toggle());
    on('t-back', 'click', () => this.step(-1));
    on('t-forward', 'click', () => this.step(1));
    on('t-loop', 'click', () => store.set({ loop: !store.state.loop }));
    on('t-speed', 'change', (e) => store.set({ speed: Number(e.target.value) }));
    on('c-dataset', 'change', (e) => store.set({ dataset: e.target.value, month: '', year: '', vs: '', offence: '', day: 1 }, { push: true }));
    on('do-theme', 'click', () => store.set({ theme: store.state.theme === 'dark' ? 'light' : 'dark' }));
    on('do-palette', 'click', () => store.set({ palette: store.state.palette === 'safe' ? 'original' : 'safe' }));
    on('do-help', 'click', () => byId('help').showModal());
    on('do-about', 'click', () => byId('about').showModal());
    on('do-about-2', 'click', () => byId('about').showModal());
    on('do-table', 'click', () => this.showTable());
    on('do-csv', 'click', () => this.view && save(`${this.view.name()}.csv`, csv(this.view.tables())));
    on('do-png', 'click', async () => this.view && save(`${this.view.name()}.png`, await png()));
    // A sheet opened by a key has no button to give the focus back to: the next Tab goes on from the map.
    document.querySelectorAll('dialog').forEach((dialog) =>
      dialog.addEventListener('close', () => {
        const { activeElement } = document;
        if (activeElement === document.body || dialog.contains(activeElement)) byId('main').focus();
      }),
    );
    on('panel-toggle', 'click', () => {
      const open = byId('panel').classList.toggle('open');
      byId('panel-toggle').setAttribute('aria-expanded', String(open));
    });
    on('do-more', 'click', () => {
      const open = byId('tools').classList.toggle('open');
      byId('do-more').setAttribute('aria-expanded', String(open));
    });
    this.showControls();
  }

  showTable() {
    if (!this.view) return;
    byId('sheet-body').replaceChildren(...renderTables(this.view.tables()));
    byId('sheet').showModal();
  }

  /** A small note beside the pointer; null hides it. */
  tip(point, title, lines = [], foot = '') {
    const tip = byId('tip');
    tip.hidden = point === null;
    if (!point) return;
    tip.replaceChildren(element('strong', { textContent: title }), ...lines.map((textContent) => element('span', { textContent })));
    if (foot) tip.append(element('small', { textContent: foot }));
    const room = byId('main').getBoundingClientRect();
    const host = (this.tipHost ?? byId('stage')).getBoundingClientRect();
    const x = point.x + host.left - room.left;
    const y = point.y + host.top - room.top;
    tip.style.left = `${Math.max(4, Math.min(x + 14, room.width - tip.offsetWidth - 4))}px`;
    tip.style.top = `${Math.max(4, y + 18 + tip.offsetHeight > room.height ? y - tip.offsetHeight - 12 : y + 18)}px`;
  }
}

const app = new App();
app.start();

/** What the page really holds and draws, for tests and benchmarks. */
window.crimeMap = {
  stats: () => ({ view: app.store.state.view, playing: app.player.playing, position: app.player.position, loading: app.loader.busy, ...app.view?.stats() }),
  record: (on) => app.player.record(on),
  frameTimes: () => app.player.times ?? [],
  yearFrame: (index) => Array.from(app.view.frameValues(index)),
};

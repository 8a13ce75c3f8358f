// The controls that all views share: head, tools, transport, sheets, keys.
import { byId, on } from './dom.js';
import { csv, png, save } from './download.js';
import { film, filmKinds } from './film.js';
import { addressOf } from './store.js';
import { renderTables } from './tables.js';

const VIEWS = { m: 'month', y: 'year', a: 'history', c: 'compare', f: 'forecast', s: 'scoreboard' };
const PAN = { ArrowLeft: [-80, 0], ArrowRight: [80, 0], ArrowUp: [0, -80], ArrowDown: [0, 80] };

/** What a sheet of A4 on its side holds within its margins, in pixels. */
const SHEET = { width: 1060, height: 730 };

const links = () => document.querySelectorAll('nav a');

/** Binds them to the page, see main.js. */
export function bindControls(page) {
  const { store, player } = page;
  const { state } = store;
  links().forEach((link) =>
    link.addEventListener('click', (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      store.set({ view: link.dataset.view }, { push: true });
    }),
  );
  on('t-play', 'click', () => player.toggle());
  on('t-back', 'click', () => page.step(-1));
  on('t-forward', 'click', () => page.step(1));
  on('t-loop', 'click', () => store.set({ loop: !state.loop }));
  on('t-speed', 'change', ({ value }) => store.set({ speed: Number(value) }));
  on('c-dataset', 'change', ({ value }) => store.set({ dataset: value, month: '', year: '', vs: '', a: '', b: '', offence: '', day: 1 }, { push: true }));
  on('c-names', 'change', ({ checked }) => store.set({ names: checked }));
  on('do-theme', 'click', () => store.set({ theme: state.theme === 'dark' ? 'light' : 'dark' }));
  on('do-palette', 'click', () => store.set({ palette: state.palette === 'safe' ? 'original' : 'safe' }));
  on('do-help', 'click', () => byId('help').showModal());
  on('do-about', 'click', () => byId('about').showModal());
  on('do-about-2', 'click', () => byId('about').showModal());
  on('do-find', 'click', () => page.finder.open());
  on('do-table', 'click', () => showTables(page.view));
  on('do-csv', 'click', () => saveTables(page.view));
  on('do-link', 'click', () => copyLink(page));
  on('do-png', 'click', async () => save(`${page.view.name()}.png`, await png()));
  const [kind, other] = filmKinds();
  on('do-film', 'click', () => saveFilm(page, kind));
  if (!kind) byId('do-film').remove();
  on('do-mp4', 'click', () => saveFilm(page, other));
  if (!other) byId('do-mp4').remove();
  on('zoom-in', 'click', () => page.stage.zoom(0.5));
  on('zoom-out', 'click', () => page.stage.zoom(-0.5));
  on('zoom-city', 'click', () => page.wholeCity());
  opens('panel-toggle', 'panel');
  opens('do-more', 'tools');
  // A sheet opened by a key has no button to give the focus back to: the next Tab goes on from the map.
  document.querySelectorAll('dialog').forEach((dialog) =>
    dialog.addEventListener('close', () => {
      const { activeElement } = document;
      if (activeElement === document.body || dialog.contains(activeElement)) byId('main').focus();
    }),
  );
  showState(state);
}

/** Binds the keyboard. Keys belong to a control that uses them itself while it has the focus. */
export function bindKeys(page) {
  const press = {
    ' ': () => page.player.toggle(),
    ArrowLeft: () => page.step(-1),
    ArrowRight: () => page.step(1),
    '[': () => page.view.turn(-1),
    ']': () => page.view.turn(1),
    ',': () => page.faster(-1),
    '.': () => page.faster(1),
    h: () => page.store.set({ heat: !page.store.state.heat }),
    n: () => page.store.set({ names: !page.store.state.names }),
    l: () => page.store.set({ loop: !page.store.state.loop }),
    t: () => showTables(page.view),
    0: () => page.wholeCity(),
    '+': () => page.stage.zoom(0.5),
    '=': () => page.stage.zoom(0.5),
    '-': () => page.stage.zoom(-0.5),
    '?': () => byId('help').showModal(),
    '/': () => page.finder.open(),
  };

  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
    const { target, key } = event;
    const typing = target.matches('select, input:not([type=range]):not([type=checkbox]), textarea');
    if (typing) return;
    if (key === ' ' && target.matches('button, a, summary, input[type=checkbox]')) return;
    if (key.startsWith('Arrow') && target.matches('input[type=range]:not(#t-scrub)')) return;
    if (key === ' ' && byId('dock').hidden) return;

    let action = press[key];
    if (event.shiftKey && PAN[key]) action = () => page.stage.pan(...PAN[key]);
    else if (VIEWS[key]) action = () => page.store.set({ view: VIEWS[key] }, { push: true });
    else if (/^[1-4]$/.test(key)) action = () => page.toggleCategory(Number(key) - 1);
    if (!action) return;
    event.preventDefault();
    action();
  });
}

/** Fits the view to a sheet of paper, light, while it is printed. */
export function bindPrint({ store, recolour }) {
  const { style } = document.documentElement;
  let theme = null;
  addEventListener('beforeprint', () => {
    theme = store.state.theme;
    style.setProperty('--sheet-width', `${innerWidth}px`);
    style.setProperty('--sheet-height', `${innerHeight}px`);
    style.setProperty('--sheet-zoom', String(Math.min(SHEET.width / innerWidth, SHEET.height / innerHeight)));
    byId('foot').dataset.address = location.href;
    recolour('light');
  });
  addEventListener('afterprint', () => recolour(theme));
}

function opens(button, box) {
  on(button, 'click', (node) => node.setAttribute('aria-expanded', String(byId(box).classList.toggle('open'))));
}

/** Shows the tables behind a view, each to be saved. */
export function showTables(view) {
  byId('sheet-body').replaceChildren(...renderTables(view.tables(), { save: (table) => saveTable(view, table) }));
  byId('sheet').showModal();
}

const saveTable = (view, table) => save(`${[view.name(), table.file].filter(Boolean).join('-')}.csv`, csv(table, view.about()));

/** Saves the table behind a view; where there are several the reader chooses. */
function saveTables(view) {
  const tables = view.tables();
  if (tables.length === 1) saveTable(view, tables[0]);
  else showTables(view);
}

async function saveFilm(page, kind) {
  const { loader, player, view } = page;
  const told = (share) => `${Math.round(share * 100)} %`;
  const record = (signal, progress) => film(player, kind, signal, progress);
  const blob = await loader.run('the film', record, () => saveFilm(page, kind), { doing: 'Recording', told });
  if (blob) save(`${view.name()}.${kind}`, blob);
}

async function copyLink({ loader }) {
  try {
    await navigator.clipboard.writeText(location.href);
    loader.remark('The link to this view is copied.');
  } catch {
    loader.remark(`Copy the link: ${location.href}`);
  }
}

/** Shows what the state says, where no view does. */
export function showState(state) {
  document.body.classList.toggle('embed', state.embed);
  const { dataset: root } = document.documentElement;
  Object.assign(root, { theme: state.theme, palette: state.palette });
  byId('t-speed').value = String(state.speed);
  byId('t-loop').setAttribute('aria-pressed', String(state.loop));
  byId('do-theme').setAttribute('aria-pressed', String(state.theme === 'light'));
  byId('do-palette').setAttribute('aria-pressed', String(state.palette === 'safe'));
  byId('c-dataset').value = state.dataset;
  byId('c-names').checked = state.names;
  links().forEach((link) => (link.href = addressOf({ ...state, view: link.dataset.view, map: '' })));
}

/** Shows that it plays, or does not. */
export function showPlaying(playing) {
  byId('t-play').textContent = playing ? '❚❚' : '▶';
  byId('t-play').setAttribute('aria-label', playing ? 'Pause' : 'Play');
  document.body.classList.toggle('playing', playing);
}

/** Shows the controls of a view, closed where they can be. */
export function showView(name) {
  document.body.dataset.view = name;
  byId('skip').href = `#${{ compare: 'places', forecast: 'places', scoreboard: 'board', place: 'board' }[name] ?? 'dock'}`;
  links().forEach((link) => {
    if (link.dataset.view === (name === 'compare' ? 'history' : name)) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  });
  document.querySelectorAll('[data-views]').forEach((node) => (node.hidden = !node.dataset.views.split(' ').includes(name)));
  document.body.classList.toggle('reading', !byId('board').hidden);
  byId('panel').classList.remove('open');
  byId('panel-toggle').setAttribute('aria-expanded', 'false');
}

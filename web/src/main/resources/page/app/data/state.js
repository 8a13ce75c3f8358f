// The state of the page as an address has it: a link reproduces the view. Values that make no sense are left out, and named.
import { CITY } from './city.js';

/** The names of the city's categories, by number. */
export const CATEGORIES = CITY.categories;
export const SPEEDS = [0.25, 0.5, 1, 2, 4, 8];

const oneOf = (...values) => (text) => (values.includes(text) ? text : undefined);
const matching = (pattern) => (text) => (pattern.test(text) ? text : undefined);
const flag = (text) => (text === '1' ? true : text === '0' ? false : undefined);
const between = (low, high, whole) => (text) => {
  const n = Number(text);
  return text !== '' && n >= low && n <= high && (!whole || Number.isInteger(n)) ? n : undefined;
};
const day = (text) => {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(text) ? text : undefined;
};
const MONTH = '(?:19|20)\\d\\d-(?:0[1-9]|1[0-2])';
const months = (text) => {
  const range = new RegExp(`^(${MONTH})\\.\\.(${MONTH})$`).exec(text);
  return range && range[1] <= range[2] ? text : undefined;
};
const categories = (text) => {
  const names = text.split(',').filter(Boolean);
  return names.every((n) => CATEGORIES.includes(n)) ? CATEGORIES.filter((c) => names.includes(c)) : undefined;
};
const position = (text) => {
  const m = /^(\d{1,2}(?:\.\d+)?)\/(-?\d{1,2}\.\d+)\/(-?\d{1,3}\.\d+)$/.exec(text);
  return m && +m[1] >= 7 && +m[1] <= 18 && Math.abs(+m[2]) <= 90 && Math.abs(+m[3]) <= 180 ? text : undefined;
};

const PLACES = ['precinct', 'neighbourhood', 'borough'];

/** Each field: its default, or what tells it, and how its text is read (undefined = no sense). */
const FIELDS = {
  view: ['month', oneOf('month', 'year', 'history', 'compare', 'forecast', 'scoreboard', 'place')],
  dataset: [() => CITY.datasets[0], (text) => (CITY.datasets.includes(text) ? text : undefined)],
  month: ['', matching(new RegExp(`^${MONTH}$`))],
  day: [1, between(1, 31, true)],
  category: [() => CATEGORIES, categories],
  offence: ['', matching(/^[^<>]{1,100}$/)],
  heat: [false, flag],
  year: ['', matching(/^(19|20)\d\d$/)],
  vs: ['', matching(/^(19|20)\d\d$/)],
  at: [1, between(1, 12)],
  window: ['month', oneOf('month', 'quarter', 'year')],
  marks: [false, flag],
  a: ['', months],
  b: ['', months],
  kind: ['precincts', oneOf('precincts', 'neighbourhoods')],
  origin: ['', day],
  start: ['', oneOf('data')],
  lead: [1, between(1, 14, true)],
  by: ['cell', (text) => (text === 'cell' || (PLACES.includes(text) && CITY.areas[`${text}s`]) ? text : undefined)],
  model: ['', matching(/^[a-z0-9-]{1,40}$/)],
  side: [false, flag],
  hot: [false, flag],
  shade: [false, flag],
  from: ['', day],
  to: ['', day],
  area: ['', matching(/^(borough|neighbourhood|precinct|park):[^<>]{1,100}$/)],
  place: ['', matching(/^(precinct|neighbourhood):[^<>]{1,100}$/)],
  speed: [1, (text) => (SPEEDS.includes(Number(text)) ? Number(text) : undefined)],
  loop: [false, flag],
  play: [false, flag],
  palette: ['original', oneOf('original', 'safe')],
  theme: ['dark', oneOf('dark', 'light')],
  map: ['', position],
  names: [true, flag],
  embed: [false, flag],
};

const defaultOf = (initial) => (typeof initial === 'function' ? initial() : initial);

const PLAYED = ['dataset', 'category', 'speed', 'loop', 'play'];
/** The fields that say what a view shows; the others say how all views look. */
const OF_VIEW = {
  month: [...PLAYED, 'area', 'month', 'day', 'offence', 'heat'],
  year: [...PLAYED, 'area', 'year', 'vs', 'at'],
  history: [...PLAYED, 'area', 'month', 'window', 'marks'],
  compare: ['dataset', 'area', 'a', 'b', 'kind'],
  forecast: ['area', 'origin', 'start', 'lead', 'by', 'model', 'side', 'hot', 'shade'],
  scoreboard: ['from', 'to'],
  place: ['dataset', 'place'],
};
const OTHERS = Object.values(OF_VIEW).flat();

/** Whether a field says something of what a view shows, or of how all look. */
export const concerns = (view, name) => OF_VIEW[view].includes(name) || !OTHERS.includes(name);

/** What links of before called some fields. */
const FORMER = { cat: 'category', only: 'category', since: 'from', until: 'to' };
const FORMER_OF_FORECAST = { ...FORMER, from: 'origin' };

/** Reads an address's query. Returns the state and the names of the fields that made no sense. */
export function read(search) {
  const query = new URLSearchParams(search);
  const former = query.get('view') === 'forecast' && !query.has('to') ? FORMER_OF_FORECAST : FORMER;
  for (const [old, name] of Object.entries(former)) {
    if (query.has(old) && !query.has(name)) query.set(name, query.get(old));
    query.delete(old);
  }
  // a place alone says which view
  if (query.has('place') && !query.has('view')) query.set('view', 'place');
  const state = {};
  const rejected = [];
  for (const [name, [initial, parse]] of Object.entries(FIELDS)) {
    const fallback = defaultOf(initial);
    const value = query.has(name) ? parse(query.get(name)) : fallback;
    if (value === undefined) rejected.push(name);
    state[name] = value === undefined ? fallback : value;
  }
  return { state, rejected };
}

/** The query that reproduces a state, with its question mark: only of its own view, and only what differs from the defaults. */
export function write(state) {
  const query = new URLSearchParams();
  for (const [name, [initial]] of Object.entries(FIELDS)) {
    const fallback = defaultOf(initial);
    const value = state[name];
    if (!concerns(state.view, name) || String(value) === String(fallback)) continue;
    query.set(name, typeof value === 'boolean' ? (value ? '1' : '0') : String(value));
  }
  const text = query.toString().replaceAll('%2C', ',').replaceAll('%2F', '/').replaceAll('%3A', ':');
  return text && `?${text}`;
}

/** The fields of `a` that `b` has otherwise. */
export const differences = (a, b) => Object.keys(a).filter((name) => String(a[name]) !== String(b[name]));

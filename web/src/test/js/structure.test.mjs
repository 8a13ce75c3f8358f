// How the scripts hang together, drawn from their imports: arrows point one way, and there is no cycle.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { posix } from 'node:path';
import test from 'node:test';

const PAGE = new URL('../../main/resources/page/', import.meta.url);
const MAY_IMPORT = { data: ['data'], map: ['map', 'data'], ui: ['ui', 'data'], views: ['views', 'map', 'ui', 'data'], app: ['app', 'views', 'map', 'ui', 'data'], smoothing: ['data'] };
const USE_LIBRARIES = ['app/index.js', 'app/map/leaflet.js', 'app/ui/plots.js'];

const code = (text) => text.replace(/\/\*.*?\*\//gs, '').replace(/^\s*\/\/.*$/gm, '');
const sources = new Map(
  readdirSync(PAGE, { recursive: true })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.js'))
    .map((name) => [name, code(readFileSync(new URL(name, PAGE), 'utf8'))]),
);
const named = (text) => [...text.matchAll(/(?:from |import |import\()'([^']+)'/g)].map(([, path]) => path);
const imports = new Map(
  [...sources].map(([name, text]) => [name, named(text).filter((path) => /^\..*js$/.test(path)).map((path) => posix.join(posix.dirname(name), path))]),
);
const folder = (name) => posix.basename(posix.dirname(name));

test('every import is a file that is there', () => {
  assert.ok(imports.size > 25);
  for (const [name, list] of imports) for (const path of list) assert.ok(imports.has(path), `${name} imports ${path}`);
});

test('arrows point one way: views use map, ui and data; map and ui use data; data uses nothing else', () => {
  for (const [name, list] of imports) for (const path of list) assert.ok(MAY_IMPORT[folder(name)].includes(folder(path)), `${name} imports ${path}`);
});

test('no module imports itself by way of others', () => {
  const done = new Set();
  const visit = (name, way) => {
    assert.ok(!way.includes(name), [...way, name].join(' → '));
    if (done.has(name)) return;
    imports.get(name).forEach((path) => visit(path, [...way, name]));
    done.add(name);
  };
  for (const name of imports.keys()) visit(name, []);
});

test('data knows no page: neither elements nor the address', () => {
  for (const [name, text] of sources) {
    if (folder(name) === 'data') assert.doesNotMatch(text, /(?<!\/)\b(document|window|location|history|matchMedia)\b[.([]/, name);
  }
});

test('modules meet by imports: libraries are each known to one module, and the one global is what tests look at', () => {
  const users = [...sources].filter(([, text]) => named(text).some((path) => !path.startsWith('.'))).map(([name]) => name);
  assert.deepEqual(users.sort(), USE_LIBRARIES);
  const globals = [...sources].filter(([, text]) => /\bwindow\.|\bglobalThis\b/.test(text)).map(([name]) => name);
  assert.deepEqual(globals, ['app/main.js']);
});

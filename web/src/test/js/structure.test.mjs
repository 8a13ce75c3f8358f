// How the scripts hang together, drawn from their imports: arrows point one way, and there is no cycle.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { posix } from 'node:path';
import test from 'node:test';
import { gzipSync } from 'node:zlib';

const APP = new URL('../../main/resources/page/app/', import.meta.url);
const MAY_IMPORT = { data: ['data'], map: ['map', 'data'], ui: ['ui', 'data'], views: ['views', 'map', 'ui', 'data'], '.': ['views', 'map', 'ui', 'data'] };

const code = (text) => text.replace(/\/\*.*?\*\//gs, '').replace(/^\s*\/\/.*$/gm, '');
const sources = new Map(
  readdirSync(APP, { recursive: true })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.js'))
    .map((name) => [name, code(readFileSync(new URL(name, APP), 'utf8'))]),
);
const imports = new Map(
  [...sources].map(([name, text]) => [name, [...text.matchAll(/(?:from |import\()'([^']+)'/g)].map(([, path]) => posix.join(posix.dirname(name), path))]),
);
const folder = (name) => posix.dirname(name);

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
    if (folder(name) === 'data') assert.doesNotMatch(text, /\b(document|window|location|history|matchMedia)\b[.([]/, name);
  }
});

test('modules meet by imports: globals are the libraries’, each known to one module, and what tests look at', () => {
  const known = [...sources].filter(([, text]) => /\bwindow\.|\bglobalThis\b/.test(text)).map(([name]) => name);
  assert.deepEqual(known.sort(), ['main.js', 'map/leaflet.js', 'ui/plots.js']);
});

test('the page asks at once for every module that it begins with, not for one after the other', () => {
  const page = readFileSync(new URL('../templates/page.html', new URL('../', APP)), 'utf8');
  const asked = [...page.matchAll(/rel="modulepreload" href="\/app\/([^"]+)"/g)].map(([, name]) => name);
  const wanted = new Set();
  const visit = (name) => {
    const eager = [...sources.get(name).matchAll(/from '([^']+)'/g)].map(([, path]) => posix.join(posix.dirname(name), path));
    eager.filter((path) => !wanted.has(path)).forEach((path) => {
      wanted.add(path);
      visit(path);
    });
  };
  visit('main.js');
  assert.deepEqual(asked, [...wanted].sort());
});

test('the page stays small: its own scripts and styles, gzipped', () => {
  const names = readdirSync(APP, { recursive: true }).filter((name) => /\.(js|css)$/.test(name));
  const size = names.reduce((sum, name) => sum + gzipSync(readFileSync(new URL(name.replaceAll('\\', '/'), APP))).length, 0);
  assert.ok(size <= 75 * 1024, `${(size / 1024).toFixed(1)} KB`);
});

// Areas: which of them a point is in, and where names are written.
import assert from 'node:assert/strict';
import test from 'node:test';
import { connect } from '../../main/resources/page/app/data/api.js';
import { areaAt, loadAreas, matching, placeName } from '../../main/resources/page/app/data/areas.js';
import { broken, placed } from '../../main/resources/page/app/data/labels.js';

const square = (west, south, size) => [[west, south], [west + size, south], [west + size, south + size], [west, south + size], [west, south]];
const feature = (name, type, coordinates) => ({ properties: { name, label: [1, 2] }, geometry: { type, coordinates } });

async function areas() {
  connect({ grid: 'http://grid.test' });
  globalThis.fetch = async () => Response.json({ features: [feature('Ring', 'Polygon', [square(0, 0, 10), square(4, 4, 2)]), feature('Two', 'MultiPolygon', [[square(4.5, 4.5, 1)], [square(20, 0, 5)]])] });
  return (await loadAreas(['neighbourhoods', '12'], {})).list;
}

test('a point is in the area that goes around it, not in its holes', async () => {
  const list = await areas();
  const at = (lng, lat) => areaAt(list, { lat, lng });
  assert.deepEqual([at(1, 1), at(5, 5), at(4.2, 4.2), at(22, 3), at(15, 3), at(1, 11)], [0, 1, -1, 1, -1, -1]);
});

test('areas have their place in addresses, their name and where it is written', async () => {
  const [{ place, name, label, box }] = await areas();
  assert.deepEqual([place, name, label, box], ['neighbourhood:Ring', 'Ring', { lat: 2, lng: 1 }, { south: 0, west: 0, north: 10, east: 10 }]);
});

test('places are called as people call them', () => {
  assert.equal(placeName('precinct:75'), 'Precinct 75');
  assert.equal(placeName('neighbourhood:Co-op City'), 'Co-op City');
});

test('long names are broken at blanks and after hyphens, words are whole', () => {
  assert.deepEqual(broken('Midtown South-Flatiron-Union Square', 14), ['Midtown South-', 'Flatiron-Union', 'Square']);
  assert.deepEqual(broken('Throggs', 3), ['Throggs']);
});

test('no name lies over another or outside; the more important one is written', () => {
  const label = (id, x, y) => ({ id, x, y, width: 20, height: 10 });
  const labels = [label('a', 50, 50), label('b', 65, 55), label('c', 70, 50), label('d', 50, 60), label('e', 5, 20), label('f', 50, 97)];
  assert.deepEqual(placed(labels, { width: 100, height: 100 }).map(({ id }) => id), ['a', 'c', 'd']);
});

test('a place is found as one types: by its beginning, a word, its number, without its accents and hyphens', () => {
  const list = ['Precinct 75', 'Precinct 7', 'Precinct 17', 'Co-op City', 'Central Park', 'Park Slope', 'Prospect Park', 'Café Square'].map((name) => ({ name, short: name.replace('Precinct ', '') }));
  const names = (text, limit = 9) => matching(list, text, limit).map(({ name }) => name);
  assert.deepEqual(names('7'), ['Precinct 7', 'Precinct 75', 'Precinct 17']);
  assert.deepEqual(names('precinct 75'), ['Precinct 75']);
  assert.deepEqual(names('Co op'), ['Co-op City']);
  assert.deepEqual(names('PARK', 2), ['Park Slope', 'Central Park']);
  assert.deepEqual(names('cafe'), ['Café Square']);
  assert.deepEqual([names(' '), names('nowhere')], [[], []]);
});

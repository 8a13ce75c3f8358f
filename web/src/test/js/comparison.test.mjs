// Two periods: what they are called, how their changes are coloured and ranked.
import assert from 'node:assert/strict';
import test from 'node:test';
import { changeAt, periodName, ranked, stepOf, usualPeriods } from '../../main/resources/page/app/data/comparison.js';

test('periods are called as people call them', () => {
  assert.deepEqual(['2024-01..2024-12', '2024-03..2024-03', '2024-01..2024-03', '2023-11..2024-02'].map(periodName), ['2024', 'March 2024', 'January to March 2024', 'November 2023 to February 2024']);
});

test('without a choice the same months of two years are compared', () => {
  assert.deepEqual(usualPeriods('2015-08'), { a: '2014-01..2014-08', b: '2015-01..2015-08' });
});

test('what may be chance has no step; the others have one by their percentage', () => {
  const step = (percentage, moreThanChance = true) => stepOf({ percentage, moreThanChance });
  assert.deepEqual([step(-60), step(-25), step(-24.9), step(-3), step(3), step(10), step(99)], [0, 1, 1, 2, 3, 4, 5]);
  assert.deepEqual([step(400, false), step(null), step(null, false)], [-1, 5, -1]);
});

test('what is more than chance comes first, the largest difference before the others', () => {
  const change = (id, difference, moreThanChance) => ({ id, difference, moreThanChance });
  assert.deepEqual(ranked([change('a', 90, false), change('b', 5, true), change('c', -20, true)]).map(({ id }) => id), ['c', 'b', 'a']);
});

test('a point of the map has the change of its place', () => {
  const square = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]];
  const data = { list: [{ box: { south: 0, west: 0, north: 1, east: 1 }, polygons: [[square]] }], changes: ['its change'] };
  assert.equal(changeAt(data, { lat: 0.5, lng: 0.5 }), 'its change');
  assert.equal(changeAt(data, { lat: 2, lng: 0.5 }), undefined);
});

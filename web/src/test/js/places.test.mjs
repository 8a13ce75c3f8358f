// What is computed of a place: ranges, ranks.
import assert from 'node:assert/strict';
import test from 'node:test';
import { quantile, rankOf, yearsToDate } from '../../main/resources/page/app/data/places.js';

test('this year to date is compared with the same months of the year before', () => {
  assert.deepEqual(yearsToDate('2024-02'), { before: { from: '2023-01-01', to: '2023-02-28' }, now: { from: '2024-01-01', to: '2024-02-29' } });
});

test('ranks and quantiles', () => {
  assert.deepEqual(rankOf(5, [9, 5, 5, 1]), { rank: 2, same: 2 });
  assert.equal(quantile([4, 1, 3, 2], 0.5), 2);
  assert.equal(quantile([4, 1, 3, 2], 0.05), 1);
});

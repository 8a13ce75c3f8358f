// Years beside each other.
import assert from 'node:assert/strict';
import test from 'node:test';
import { toDate } from '../../main/resources/page/app/data/grids.js';

const film = (year, from, to, publishedThrough) => ({
  publishedThrough,
  months: Array.from({ length: to }, (_, m) => (m + 1 < from ? undefined : { month: `${year}-${String(m + 1).padStart(2, '0')}`, records: year * 100 + m + 1 })),
});

test('years are compared over the months that both have whole', () => {
  const films = [film(2015, 1, 9, '2015-09-12'), film(2014, 1, 12, '2015-09-12')];
  assert.deepEqual(toDate(films, 1), { months: [0, 1], sums: [201501 + 201502, 201401 + 201402] });
  assert.deepEqual(toDate(films, 11).months, [0, 1, 2, 3, 4, 5, 6, 7], 'neither the month under way nor those after it');
});

test('a year that began later is compared from where it began', () => {
  assert.deepEqual(toDate([film(2015, 1, 12, '2016-01-31'), film(2014, 11, 12, '2016-01-31')], 11).months, [10, 11]);
});

test('where nobody knows to what day a year is published, nothing of it is compared', () => {
  assert.deepEqual(toDate([film(2015, 1, 9, undefined), film(2014, 1, 12, '2014-12-31')], 5), { months: [], sums: [0, 0] });
});

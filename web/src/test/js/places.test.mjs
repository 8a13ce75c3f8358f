// What is computed of a place: ranges, chance, ranks.
import assert from 'node:assert/strict';
import test from 'node:test';
import { chance, discoveries } from '../../main/resources/page/app/data/chance.js';
import { changesOf, placeName, quantile, rangeWords, rankOf, yearsToDate } from '../../main/resources/page/app/data/places.js';

const close = (actual, expected) => assert.ok(Math.abs(actual - expected) < 1e-9, `${actual} is not ${expected}`);

test('chance is the exact conditional test, worked by hand', () => {
  // 2 and 8 in periods of one length: 2 × (1 + 10 + 45) / 1024
  close(chance(2, 30, 8, 30), (2 * 56) / 1024);
  close(chance(8, 30, 2, 30), (2 * 56) / 1024);
  // 0 and 3 where the second period is a third of the time: 2 × (1/3)³
  close(chance(0, 20, 3, 10), 2 / 27);
  assert.equal(chance(5, 30, 5, 30), 1);
  assert.equal(chance(0, 30, 0, 30), 1);
});

test('chance holds for counts of whole years too', () => {
  assert.ok(chance(40_000, 365, 40_100, 365) > 0.5);
  assert.ok(chance(40_000, 365, 44_000, 365) < 1e-20);
});

test('of many changes those are more than chance that Benjamini and Hochberg let pass', () => {
  assert.deepEqual(discoveries([0.9, 0.01, 0.02, 0.04]), [false, true, true, false]);
  assert.deepEqual(discoveries([0.06]), [false]);
  assert.deepEqual(discoveries([]), []);
});

test('this year to date is compared with the same months of the year before', () => {
  assert.deepEqual(yearsToDate('2024-02'), { before: { from: '2023-01-01', to: '2023-02-28' }, now: { from: '2024-01-01', to: '2024-02-29' } });
});

test('offences are counted in both ranges, months between them in neither', () => {
  const { before, now } = yearsToDate('2024-02');
  const points = [
    { period: '2023-02', counts: { ROBBERY: 10, ARSON: 0 } },
    { period: '2023-07', counts: { ROBBERY: 500, ARSON: 3 } },
    { period: '2024-01', counts: { ROBBERY: 20, ARSON: 0 } },
    { period: '2024-02', counts: { ROBBERY: 30, ARSON: 0 } },
  ];
  const [robbery, ...others] = changesOf(points, before, now);
  assert.deepEqual([robbery.offence, robbery.a, robbery.b, robbery.moreThanChance], ['ROBBERY', 10, 50, true]);
  close(robbery.expected, (10 * 60) / 59);
  assert.deepEqual(others, []);
});

test('ranks and quantiles', () => {
  assert.deepEqual(rankOf(5, [9, 5, 5, 1]), { rank: 2, same: 2 });
  assert.equal(quantile([4, 1, 3, 2], 0.5), 2);
  assert.equal(quantile([4, 1, 3, 2], 0.05), 1);
});

test('places are called as people call them', () => {
  assert.equal(placeName('precinct:75'), 'Precinct 75');
  assert.equal(placeName('neighbourhood:Co-op City'), 'Co-op City');
});

test('where the year before is not published, the later half of what is there is compared with the earlier', () => {
  const half = yearsToDate('2018-07', '2018-01');
  assert.deepEqual(half, { before: { from: '2018-02-01', to: '2018-04-30' }, now: { from: '2018-05-01', to: '2018-07-31' } });
  assert.deepEqual(rangeWords(half), { now: '2018-05 to 2018-07', before: '2018-02 to 2018-04', columns: ['2018-05 to 2018-07', '2018-02 to 2018-04'] });
  assert.deepEqual(yearsToDate('2018-07', '2017-01'), yearsToDate('2018-07'));
  assert.deepEqual(rangeWords(yearsToDate('2024-02')), { now: 'this year to date', before: 'the same months of 2023', columns: ['2024', '2023'] });
});

// What is computed of a place: ranges, ranks.
import assert from 'node:assert/strict';
import test from 'node:test';
import { connect } from '../../main/resources/page/app/data/api.js';
import { CITY } from '../../main/resources/page/app/data/city.js';
import { loadPlaces, quantile, rangeWords, rankOf, yearsToDate } from '../../main/resources/page/app/data/places.js';

test('this year to date is compared with the same months of the year before', () => {
  assert.deepEqual(yearsToDate('2024-02'), { before: { from: '2023-01-01', to: '2023-02-28' }, now: { from: '2024-01-01', to: '2024-02-29' } });
});

test('ranks and quantiles', () => {
  assert.deepEqual(rankOf(5, [9, 5, 5, 1]), { rank: 2, same: 2 });
  assert.equal(quantile([4, 1, 3, 2], 0.5), 2);
  assert.equal(quantile([4, 1, 3, 2], 0.05), 1);
});

test('where the year before is not published, the later half of what is there is compared with the earlier', () => {
  const half = yearsToDate('2018-07', '2018-01');
  assert.deepEqual(half, { before: { from: '2018-02-01', to: '2018-04-30' }, now: { from: '2018-05-01', to: '2018-07-31' } });
  assert.deepEqual(rangeWords(half), { now: '2018-05 to 2018-07', before: '2018-02 to 2018-04', columns: ['2018-05 to 2018-07', '2018-02 to 2018-04'] });
  assert.deepEqual(yearsToDate('2018-07', '2017-01'), yearsToDate('2018-07'));
  assert.deepEqual(rangeWords(yearsToDate('2024-02')), { now: 'this year to date', before: 'the same months of 2023', columns: ['2024', '2023'] });
});

test('places are of the kinds that the city has, and no others are asked for', async () => {
  const { areas } = CITY;
  const asked = [];
  connect({ grid: 'http://grid.test/' });
  globalThis.fetch = async (url) => {
    asked.push(url);
    return new Response('{"features":[{"properties":{"name":"31"},"geometry":null},{"properties":{"name":"4"},"geometry":null}]}');
  };
  CITY.areas = { precincts: { word: 'district', words: 'districts' } };
  try {
    assert.deepEqual(await loadPlaces([], {}), [{ place: 'precinct:4', name: 'District 4' }, { place: 'precinct:31', name: 'District 31' }]);
    assert.deepEqual(asked, ['http://grid.test/v1/areas/precincts?zoom=0']);
  } finally {
    CITY.areas = areas;
  }
});

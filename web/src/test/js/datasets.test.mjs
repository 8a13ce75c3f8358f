// Which days the datasets have.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Datasets } from '../../main/resources/page/app/data/datasets.js';

async function until(completeThrough, firstDate = '2006-01-01', publishedThrough = completeThrough) {
  globalThis.fetch = async () => Response.json({ datasets: [{ id: 'arrests', firstDate, publishedThrough, completeThrough, source: 'live' }] });
  const datasets = new Datasets();
  await datasets.load();
  return datasets;
}

test('the range is as the service says', async () => {
  assert.deepEqual((await until('2024-09-02', '2006-01-01', '2024-09-30')).range('arrests'), { first: '2006-01-01', last: '2024-09-30', complete: '2024-09-02', published: '2024-09-30', source: 'live' });
});

test('until it is known any day from 2006 to yesterday may be asked for, and none is said to be published', () => {
  const { first, last, published } = new Datasets().range('arrests');
  assert.deepEqual([first, published], ['2006-01-01', undefined]);
  assert.ok(Math.abs(Date.now() - Date.parse(last)) < 3 * 86_400_000);
});

for (const [last, month, year] of [
  ['2024-09-30', '2024-09', '2023'],
  ['2024-02-28', '2024-01', '2023'],
  ['2024-02-29', '2024-02', '2023'],
  ['2024-12-31', '2024-12', '2024'],
  ['2025-01-15', '2024-12', '2024'],
]) {
  test(`up to ${last} the last whole month is ${month} and the last whole year ${year}`, async () => {
    const datasets = await until(last);
    assert.deepEqual([datasets.lastWholeMonth('arrests'), datasets.lastWholeYear('arrests')], [month, year]);
  });
}

test('a month that late reports still change is not whole', async () => assert.equal((await until('2024-09-02', '2006-01-01', '2024-09-30')).lastWholeMonth('arrests'), '2024-08'));

test('a dataset without a whole month has its first one', async () => assert.equal((await until('2024-09-20', '2024-09-03')).lastWholeMonth('arrests'), '2024-09'));

test('a dataset without a whole year has its first one', async () => assert.equal((await until('2024-09-30', '2024-01-01')).lastWholeYear('arrests'), '2024'));

test('records have hours if the service says so, and may have until it is known', async () => {
  globalThis.fetch = async () => Response.json({ datasets: [{ id: 'arrests', columns: ['offence'] }, { id: 'complaints', columns: ['offence', 'hour'] }] });
  const datasets = new Datasets();
  assert.equal(datasets.hasHours('arrests'), true);
  await datasets.load();
  assert.equal(datasets.hasHours('arrests'), false);
  assert.equal(datasets.hasHours('complaints'), true);
});

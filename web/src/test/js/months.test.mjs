// A month of records: places, days, offences.
import assert from 'node:assert/strict';
import test from 'node:test';
import { dailyCounts, describe, monthData, monthStrip, monthTables, offenceIn, runningTotals, tally } from '../../main/resources/page/app/data/months.js';

/** Two days: 15 robberies at a station and one beside it; then a burglary and a record without an offence. */
function answer() {
  const stack = new Array(15).fill(3000);
  return {
    dataset: 'arrests',
    period: '2024-03',
    rows: 20,
    placed: 18,
    unplaced: 2,
    base: { lat: 40.4, lon: -74.3 },
    scale: 10000,
    days: 2,
    dayStart: [0, 16, 18],
    lat: [...stack, 3050, 0, 5000],
    lon: [...stack, 3000, 0, 6000],
    category: [...new Array(15).fill(0), 1, 0, 3],
    offences: ['ROBBERY', 'BURGLARY', ''],
    offence: [...new Array(16).fill(0), 1, 2],
    precinct: [...new Array(17).fill(75), 0],
  };
}

test('records lie where they are on the Mercator square', () => {
  const { worldX, worldY, box } = monthData(answer());
  assert.ok(Math.abs(worldX[16] - (180 - 74.3) / 360) < 1e-12);
  const north = Math.log(Math.tan(Math.PI / 4 + (40.4 * Math.PI) / 360));
  assert.ok(Math.abs(worldY[16] - (0.5 - north / (2 * Math.PI))) < 1e-12);
  assert.ok(worldX[17] > worldX[16] && worldY[17] < worldY[16], 'east is right, north is up');
  assert.deepEqual([box.minX, box.maxX, box.minY, box.maxY], [worldX[16], worldX[17], worldY[17], worldY[16]]);
});

test('many records on one coordinate are a place of its own, fewer are none', () => {
  const { stacks, stackOf, stackRecords } = monthData(answer());
  assert.deepEqual(stacks.map(({ total }) => total), [15]);
  assert.deepEqual(Array.from(stackOf), [...new Array(15).fill(0), -1, -1, -1]);
  assert.equal(stackRecords.length, 15);
  const fewer = answer();
  fewer.lat[0] = 2999;
  assert.deepEqual(monthData(fewer).stacks, []);
});

test('a day counts its own records by category, of all offences or one', () => {
  const data = monthData(answer());
  assert.deepEqual(Array.from(dailyCounts(data, -1)), [15, 1, 0, 0, 1, 0, 0, 1]);
  assert.deepEqual(Array.from(dailyCounts(data, 1)), [0, 0, 0, 0, 1, 0, 0, 0]);
  assert.deepEqual(Array.from(dailyCounts(data, 3)), new Array(8).fill(0));
});

test('totals run on from day to day', () => {
  assert.deepEqual(Array.from(runningTotals(dailyCounts(monthData(answer()), -1))), [0, 0, 0, 0, 15, 1, 0, 0, 16, 1, 0, 1]);
});

test('an offence has its index, that which is not stated too, and one that the month has not none of these', () => {
  assert.deepEqual(['', 'BURGLARY', '(blank)', 'ARSON'].map((offence) => offenceIn(answer(), offence)), [-1, 1, 2, 3]);
});

test('a tally has the most first', () => {
  const data = monthData(answer());
  assert.deepEqual(tally(data, 'offence'), [[0, 16], [1, 1], [2, 1]]);
  assert.deepEqual(tally(data, 'precinct', [16, 17]), [[0, 1], [75, 1]]);
});

test('records are told in words', () => {
  const data = monthData(answer());
  const station = describe(data, [0, 1]);
  assert.deepEqual(station.lines, ['2 × Robbery']);
  assert.equal(station.foot, 'precinct 75. 15 this month share one coordinate: a station house, or the point that stands for a block.');
  assert.deepEqual(describe(data, [17]), { lines: ['1 × Not stated'], foot: 'precinct not stated' });
});

const ALL = [true, true, true, true];

test('the tables hold every record', () => {
  const [days, offences, precincts] = monthTables(monthData(answer()), ALL, -1);
  assert.equal(days.title, 'March 2024: arrests a day');
  assert.deepEqual(days.columns, ['day', 'felony', 'misdemeanor', 'violation', 'other', 'all']);
  assert.deepEqual(days.rows, [['2024-03-01', 15, 1, 0, 0, 16], ['2024-03-02', 1, 0, 0, 1, 2]]);
  assert.deepEqual(offences.rows, [['Robbery', 16], ['Burglary', 1], ['Not stated', 1]]);
  assert.deepEqual(precincts.rows, [[75, 17], ['not stated', 1]]);
});

test('the records themselves are a table too', () => {
  const records = monthTables(monthData(answer()), [false, true, false, true], -1).at(-1);
  assert.ok(records.long);
  assert.deepEqual(records.rows, [['2024-03-01', 'misdemeanor', 'ROBBERY', 75, 40.705, -74], ['2024-03-02', 'other', '', null, 40.9, -73.7]]);
});

test('the tables are of just the records that are switched on, and say so', () => {
  const [days, offences, precincts] = monthTables(monthData(answer()), [true, false, false, true], -1);
  assert.equal(days.title, 'March 2024: arrests a day (only felony, other)');
  assert.deepEqual([days.columns, ...days.rows], [['day', 'felony', 'other', 'together'], ['2024-03-01', 15, 0, 15], ['2024-03-02', 1, 1, 2]]);
  assert.deepEqual(offences.rows, [['Robbery', 15], ['Burglary', 1], ['Not stated', 1]]);
  assert.deepEqual(precincts.rows, [[75, 16], ['not stated', 1]]);
  const [, only] = monthTables(monthData(answer()), ALL, 1);
  assert.deepEqual([only.title, only.rows], ['By offence (only Burglary)', [['Burglary', 1]]]);
});

test('days that are not published are none of the month’s', () => {
  const data = monthData({ ...answer(), days: 31, dayStart: [0, 16, ...new Array(30).fill(18)], publishedThrough: '2024-03-02' });
  assert.deepEqual([data.days, data.span], [2, 31]);
  assert.equal(monthTables(data, ALL, -1)[0].rows.length, 2);
  assert.equal(monthData({ ...answer(), publishedThrough: '2024-05-31' }).days, 2);
});

test('the strip has bars of what is shown, for the days that are published, and room for all', () => {
  const data = monthData({ ...answer(), days: 31, dayStart: [0, 16, ...new Array(30).fill(18)], publishedThrough: '2024-03-02' });
  const { max, span, bars, texts, ticks } = monthStrip('2024-03', data, dailyCounts(data, -1), [true, true, false, false], []);
  assert.deepEqual([max, span, bars, texts], [2, 31, [[15, 1, 0, 0], [1, 0, 0, 0]], ['1 March 2024: 16', '2 March 2024: 1']]);
  assert.deepEqual(ticks.map(({ text }) => text), ['1', '8', '15', '22', '31']);
  assert.deepEqual([monthStrip('2024-02', null, null, ALL, []).max, monthStrip('2024-02', null, null, ALL, []).texts], [29, []]);
});

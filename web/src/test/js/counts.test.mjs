// Counts as grid-service packs them, and what is made of them.
import assert from 'node:assert/strict';
import test from 'node:test';
import { monthsOf, readCounts } from '../../main/resources/page/app/data/counts.js';
import { anchorOf, countCells, spread } from '../../main/resources/page/app/data/density.js';
import { colours, keyOfCounts, legendOf } from '../../main/resources/page/app/data/palette.js';

const HEAD = { rows: 2, cols: 200, categories: ['felony', 'other'], months: [{ month: '2024-01' }, { month: '2024-02' }] };

function packed() {
  const head = new TextEncoder().encode(JSON.stringify(HEAD));
  // cells 3 and 303; felony: 1, 300 and 0, 0; other: 0, 0 and 0, 7
  return Uint8Array.of(78, 89, 67, 71, 1, (head.length & 127) | 128, head.length >> 7, ...head, 2, 3, 0xab, 2, 1, 0xac, 2, 0, 4, 7);
}

test('counts are read by category, cell and month', () => {
  const answer = readCounts(packed());
  assert.deepEqual(Array.from(answer.cells), [3, 303]);
  assert.deepEqual(Array.from(answer.counts), [1, 300, 0, 0, 0, 0, 0, 7]);
  const february = monthsOf(answer, [1], ['felony', 'other']);
  assert.deepEqual([february.length, february[3], february[303], february.reduce((a, b) => a + b)], [400, 300, 7, 307]);
  assert.equal(monthsOf(answer, [1], ['other'])[3], 0);
});

test('what is something else is not read', () => assert.throws(() => readCounts(Uint8Array.of(78, 89, 67, 71, 2, 0)), /version 1/));

const GRID = { rows: 40, cols: 40, bounds: { south: 40, north: 40.4, west: -74, east: -73.6 }, cellMetres: { northSouth: 150, eastWest: 150 } };

test('spreading keeps the number of records, at the edge too', () => {
  const counts = new Float32Array(1600);
  counts[0] = 5;
  counts[820] = 2;
  const density = spread(counts, GRID);
  assert.ok(Math.abs(density.reduce((a, b) => a + b) - 7) < 1e-4);
  assert.ok(density[820] > density[821] && density[821] > density[823] && density[830] === 0, 'four deviations far');
});

test('records are counted into the cell that holds them; the far edges belong to the last cells', () => {
  const records = { base: { lat: 40, lon: -74 }, scale: 10_000, lat: [0, 99, 100, 4000, 4001], lon: [0, 99, 100, 4000, 0] };
  const counts = countCells(records, [0, 1, 2, 3, 4], GRID);
  assert.deepEqual([counts[39 * 40], counts[38 * 40 + 1], counts[39], counts.reduce((a, b) => a + b)], [2, 1, 1, 4]);
});

test('the anchor is the 95th percentile of what is not 0', () => {
  assert.equal(anchorOf([Float32Array.from({ length: 150 }, (_, i) => Math.max(0, i - 49))]), 95);
  assert.equal(anchorOf([[0]]), 0);
});

test('a scale has eight steps that double, and a colour for each', () => {
  const table = Uint32Array.from({ length: 256 }, (_, i) => i + 1);
  const scale = colours(table);
  assert.equal(new Set(scale).size, 9, 'eight, and nothing');
  assert.deepEqual([scale[0], scale[1] === scale[15], scale[16] > scale[15], scale[255] === scale[256], scale[2047] === scale[1024]], [0, true, true, false, true]);
  assert.deepEqual(legendOf('', table, 32).ticks, ['0', '2', '4', '8', '16', '32', '64', '130']);
});

test('whole counts have a key of their own', () => {
  const table = Uint32Array.from({ length: 256 }, (_, i) => i);
  assert.deepEqual(keyOfCounts(table, 0.82).map(([text]) => text), ['1', '2 to 3', '4 and more']);
});

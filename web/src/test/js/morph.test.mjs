// The year as a film: bytes as grid-service draws them, see YearIT for the whole of it.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Morph } from '../../main/resources/page/app/data/morph.js';

const months = (...values) => values.map((v) => Float32Array.from(v));
const drawn = (frame) => Array.from(frame);

test('a month is drawn on the scale, and never above it', () => {
  const morph = new Morph(months([0, 1, 2, 4, 9]), 4);
  assert.deepEqual(drawn(morph.at(0, 0)), [0, 64, 128, 255, 255]);
});

test('half way between two months is their mean', () => {
  const morph = new Morph(months([0, 100], [100, 0]), 100);
  assert.deepEqual(drawn(morph.at(0, 0.5)), [128, 128]);
});

test('it begins and ends slowly', () => {
  const morph = new Morph(months([0], [100]), 100);
  const at = (fraction) => morph.at(0, fraction)[0] / 255;
  assert.ok(at(0.1) < 0.03 && at(0.9) > 0.97);
  assert.ok(at(0.5) - at(0.4) > 0.14);
});

test('the frames of the film are the months with blends between them, and the last month holds', () => {
  const morph = new Morph(months([0], [50], [100]), 100);
  assert.deepEqual([0, 9, 18].map((k) => morph.frame(k, 8)[0]), [0, 128, 255]);
  assert.equal(morph.frame(22, 8)[0], 255);
  const film = Array.from({ length: 19 }, (_, k) => morph.frame(k, 8)[0]);
  assert.deepEqual(film, film.toSorted((a, b) => a - b));
});

test('a scale of nothing draws', () => assert.deepEqual(drawn(new Morph(months([0, 0]), 0).at(0, 0)), [0, 0]));

test('from a month to one that is missing nothing changes', () => {
  const gap = [...months([10])];
  gap[2] = Float32Array.of(30);
  assert.deepEqual([0.5, 0].map((t, i) => new Morph(gap, 255).blend(i ? 2 : 0, t)[0]), [10, 30]);
});

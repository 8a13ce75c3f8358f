// The year as a film: bytes as grid-service draws them, see YearIT for the whole of it.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Morph, readNpy } from '../../main/resources/page/app/data/morph.js';

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

function npy(type, shape, values, version = 1) {
  const text = `{'descr': '${type}', 'fortran_order': False, 'shape': (${shape}), }`;
  const start = version > 1 ? 12 : 10;
  const header = text.padEnd(Math.ceil((start + text.length + 1) / 64) * 64 - start - 1) + '\n';
  const head = new Uint8Array(start);
  head.set([0x93, ...'NUMPY'].map((c) => (typeof c === 'string' ? c.charCodeAt(0) : c)));
  head[6] = version;
  const view = new DataView(head.buffer);
  if (version > 1) view.setUint32(8, header.length, true);
  else view.setUint16(8, header.length, true);
  return new Uint8Array([...head, ...new TextEncoder().encode(header), ...new Uint8Array(values.buffer)]);
}

for (const [type, array] of [['<f4', Float32Array], ['<i4', Int32Array]]) {
  for (const version of [1, 2]) {
    test(`a NumPy file of ${type} is read, version ${version}`, () => {
      const { shape, values } = readNpy(npy(type, '2, 1, 3', array.from([1, -2, 3, 4, 5, 70000]), version));
      assert.deepEqual(shape, [2, 1, 3]);
      assert.deepEqual(values, Float32Array.from([1, -2, 3, 4, 5, 70000]));
    });
  }
}

test('a NumPy file is read from the middle of a buffer too', () => {
  const file = npy('<f4', '2,', Float32Array.from([1.5, 2.5]));
  const larger = new Uint8Array(file.length + 3);
  larger.set(file, 3);
  assert.deepEqual(readNpy(larger.subarray(3)).values, Float32Array.from([1.5, 2.5]));
});

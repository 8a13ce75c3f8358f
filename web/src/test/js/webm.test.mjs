// Films as files: the times of their frames.
import assert from 'node:assert/strict';
import test from 'node:test';
import { evenly } from '../../main/resources/page/app/ui/webm.js';

const UNKNOWN = [0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
const cluster = (time, ...blocks) => [0x1f, 0x43, 0xb6, 0x75, ...UNKNOWN, 0xe7, 0x82, time >> 8, time & 255, ...blocks.flat()];
const simple = (time) => [0xa3, 0x85, 0x81, time >> 8, time & 255, 0x80, 0x2a];
const group = (time) => [0xa0, 0x87, 0xa1, 0x85, 0x81, time >> 8, time & 255, 0, 0x2a];

test('frames of a film are shown evenly, whenever the recorder got them, and nothing else is changed', () => {
  const film = (one, two, three, four) => Uint8Array.from([0x18, 0x53, 0x80, 0x67, ...UNKNOWN, ...cluster(one, simple(0), simple(two)), ...cluster(three, group(0), group(four))]);
  const bytes = film(0, 71, 150, 49);
  assert.equal(evenly(bytes, 40), 4);
  assert.deepEqual([...bytes], [...film(0, 40, 80, 40)]);
});

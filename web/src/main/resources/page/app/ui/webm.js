// The times in a WebM file. A recorder writes when it got each frame, which is late where drawing took long; a film shows them evenly.

/** Elements of the format that hold others: Segment, Cluster, BlockGroup. */
const HOLDERS = [0x18538067, 0x1f43b675, 0xa0];
const TIME = 0xe7;
const BLOCKS = [0xa3, 0xa1];
const FARTHEST = 0x7fff;

/** Gives the frames of a WebM file (Uint8Array) equal durations, in milliseconds, where they stand. Returns how many there are. */
export function evenly(bytes, duration) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const number = (at, length) => bytes.subarray(at, at + length).reduce((value, byte) => value * 256 + byte, 0);
  const lengthAt = (at) => Math.clz32(bytes[at]) - 23;
  let frames = 0;
  let start = 0;
  for (let at = 0; at < bytes.length; ) {
    const id = number(at, lengthAt(at));
    at += lengthAt(at);
    const length = lengthAt(at);
    const size = number(at, length) - 2 ** (7 * length);
    at += length;
    if (HOLDERS.includes(id)) continue;
    if (id === TIME) {
      // never later than the recorder had it, so that its bytes are enough
      start = Math.min(frames * duration, 256 ** size - 1);
      for (let i = 0; i < size; i++) bytes[at + i] = Math.floor(start / 256 ** (size - 1 - i)) % 256;
    } else if (BLOCKS.includes(id)) {
      // after the number of the track, which is a small one
      view.setInt16(at + 1, Math.min(frames++ * duration - start, FARTHEST));
    }
    at += size;
  }
  return frames;
}

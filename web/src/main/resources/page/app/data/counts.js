// Whole counts of many months by category, as grid-service packs them: application/vnd.nyc-grids, version 1.

export const COMPACT = 'application/vnd.nyc-grids';

/**
 * Reads such an answer.
 *
 * @returns {head, cells, counts}: what the service says, with `categories` and `months`; the numbers of the cells that hold
 *   anything; and the counts by category, cell and month
 */
export function readCounts(bytes) {
  if (new TextDecoder('latin1').decode(bytes.subarray(0, 5)) !== 'NYCG\x01') throw new Error('These are no counts of version 1.');
  let at = 5;
  const varint = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  const length = varint();
  const head = JSON.parse(new TextDecoder().decode(bytes.subarray(at, at + length)));
  at += length;
  const cells = new Int32Array(varint());
  for (let i = 0, cell = -1; i < cells.length; i++) cells[i] = cell += varint() + 1;
  const counts = new Int32Array(head.categories.length * cells.length * head.months.length);
  for (let i = 0; at < bytes.length; ) {
    const count = varint();
    if (count) counts[i++] = count;
    else i += varint() + 1;
  }
  return { head, cells, counts };
}

/** The grid of some months (their places among the head's): counts of some categories together, one number a cell of the grid. */
export function monthsOf({ head, cells, counts }, months, categories) {
  const grid = new Float32Array(head.rows * head.cols);
  head.categories.forEach((category, k) => {
    if (!categories.includes(category)) return;
    for (let i = 0; i < cells.length; i++) {
      const start = (k * cells.length + i) * head.months.length;
      for (const month of months) grid[cells[i]] += counts[start + month];
    }
  });
  return grid;
}

// A month of records as typed arrays: what the service sends as columns, plus where each record lies on the Mercator square.

/** So many records on one coordinate (about 11 m) in a month are a place of its own, such as a station house. */
const STACK = 15;

/**
 * Turns the records service's answer into arrays. `worldX` and `worldY` run from 0 to 1 over the whole Mercator map;
 * `stackOf` is the index in `stacks` of the place a record shares with many others, or −1.
 */
export function monthData(answer) {
  const { placed, days, origin, scale } = answer;
  const worldX = new Float64Array(placed);
  const worldY = new Float64Array(placed);
  const at = new Map();
  const spot = new Int32Array(placed);
  const counts = [];
  const box = { minX: 1, minY: 1, maxX: 0, maxY: 0 };
  for (let i = 0; i < placed; i++) {
    const key = answer.lat[i] * 1_000_003 + answer.lon[i];
    let s = at.get(key);
    if (s === undefined) {
      s = counts.length;
      at.set(key, s);
      counts.push(0);
    }
    counts[s]++;
    spot[i] = s;
    worldX[i] = (origin.lon + answer.lon[i] / scale) / 360 + 0.5;
    const sine = Math.sin(((origin.lat + answer.lat[i] / scale) * Math.PI) / 180);
    worldY[i] = 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
    box.minX = Math.min(box.minX, worldX[i]);
    box.maxX = Math.max(box.maxX, worldX[i]);
    box.minY = Math.min(box.minY, worldY[i]);
    box.maxY = Math.max(box.maxY, worldY[i]);
  }

  const stacks = [];
  const stackOfSpot = new Int32Array(counts.length).fill(-1);
  const stackOf = new Int32Array(placed);
  const stackRecords = [];
  for (let i = 0; i < placed; i++) {
    const s = spot[i];
    if (counts[s] >= STACK && stackOfSpot[s] < 0) {
      stackOfSpot[s] = stacks.length;
      stacks.push({ worldX: worldX[i], worldY: worldY[i], total: counts[s] });
    }
    stackOf[i] = stackOfSpot[s];
    if (stackOf[i] >= 0) stackRecords.push(i);
  }

  return {
    dataset: answer.dataset,
    month: answer.month,
    source: answer.source,
    stale: answer.stale,
    fetchedAt: answer.fetchedAt,
    rows: answer.rows,
    placed,
    unplaced: answer.unplaced,
    days,
    dayStart: Int32Array.from(answer.dayStart),
    category: Uint8Array.from(answer.category),
    offence: Uint16Array.from(answer.offence ?? new Array(placed).fill(0)),
    offences: answer.offences ?? [''],
    precinct: Uint16Array.from(answer.precinct ?? new Array(placed).fill(0)),
    worldX,
    worldY,
    box,
    stacks,
    stackOf,
    stackRecords: Int32Array.from(stackRecords),
  };
}

/** Records a day and category, as days × 4, of one offence (or all for −1). */
export function dailyCounts(data, offence) {
  const counts = new Int32Array(data.days * 4);
  for (let day = 0; day < data.days; day++) {
    for (let i = data.dayStart[day]; i < data.dayStart[day + 1]; i++) {
      if (offence < 0 || data.offence[i] === offence) counts[day * 4 + data.category[i]]++;
    }
  }
  return counts;
}

/** How many of the given records (or of all) have each value of a column, most first: [[value, count], …]. */
export function tally(data, column, records) {
  const counts = new Map();
  const values = data[column];
  const add = (i) => counts.set(values[i], (counts.get(values[i]) ?? 0) + 1);
  if (records) records.forEach(add);
  else for (let i = 0; i < data.placed; i++) add(i);
  return [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
}

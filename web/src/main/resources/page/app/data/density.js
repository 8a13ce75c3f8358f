// Density of records as grid-service makes it, number for number: single precision, in the same order.

const f = Math.fround;

/** Standard deviation of the kernel in metres, on every map of density. */
export const SMOOTHING = 300;

/** Some records of a month (see data/months.js) counted into the cells of a grid, as whole numbers. */
export function countCells({ lat, lon, base, scale }, records, { rows, cols, bounds }) {
  const units = (degrees) => Math.round(degrees * scale);
  const height = units(bounds.north - bounds.south);
  const width = units(bounds.east - bounds.west);
  const up = units(base.lat - bounds.south);
  const right = units(base.lon - bounds.west);
  const counts = new Float32Array(rows * cols);
  for (const i of records) {
    const y = lat[i] + up;
    const x = lon[i] + right;
    // the northern and the eastern edge belong to the last row and column
    if (y < 0 || x < 0 || y > height || x > width) continue;
    counts[(rows - 1 - Math.min(rows - 1, Math.floor((y * rows) / height))) * cols + Math.min(cols - 1, Math.floor((x * cols) / width))]++;
  }
  return counts;
}

/** Weights by distance in cells: [0] is the middle. They add up to 1 over both sides. */
function weights(sigma, cells) {
  const exact = Array.from({ length: Math.min(cells, Math.ceil(4 * sigma) + 1) }, (_, k) => Math.exp(-0.5 * (k / sigma) * (k / sigma)));
  const sum = exact.reduce((s, w, k) => s + (k ? 2 * w : w), 0);
  return Float32Array.from(exact, (w) => w / sum);
}

/** Which part of the weights stays inside, by position. */
const inside = (w, cells) =>
  Float64Array.from({ length: cells }, (_, i) => {
    let part = w[0];
    for (let k = 1; k < w.length; k++) part += (i >= k ? w[k] : 0) + (i + k < cells ? w[k] : 0);
    return part;
  });

/** Counts spread by a Gaussian kernel, in records per cell; the sum over the grid stays what it was. */
export function spread(counts, { rows, cols, cellMetres }) {
  const down = weights(SMOOTHING / cellMetres.northSouth, rows);
  const across = weights(SMOOTHING / cellMetres.eastWest, cols);
  const insideRows = inside(down, rows);
  const insideCols = inside(across, cols);
  const lines = new Float32Array(counts.length);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < cols; c++) {
      if (!counts[r * cols + c]) continue;
      const value = f(counts[r * cols + c] / (insideRows[r] * insideCols[c]));
      const last = Math.min(cols - 1, c + across.length - 1);
      for (let to = Math.max(0, c - across.length + 1); to <= last; to++) lines[r * cols + to] += f(value * across[Math.abs(to - c)]);
    }
  }
  const out = new Float32Array(counts.length);
  const add = (from, weight, to) => {
    for (let c = 0; c < cols; c++) out[to * cols + c] += f(weight * lines[from * cols + c]);
  };
  for (let r = 0; r < rows; r++) {
    add(r, down[0], r);
    for (let k = 1; k < down.length; k++) {
      if (r >= k) add(r - k, down[k], r);
      if (r + k < rows) add(r + k, down[k], r);
    }
  }
  return out;
}

/** The 95th percentile (nearest rank) of all values above 0; 0 where there are none. */
export function anchorOf(grids) {
  const values = Float32Array.from(grids.flatMap((grid) => Array.from(grid).filter((v) => v > 0))).sort();
  return values.length ? values[Math.ceil((values.length * 95) / 100) - 1] : 0;
}

/** The area of a cell in km². */
export const cellArea = ({ cellMetres: { northSouth, eastWest } }) => (northSouth * eastWest) / 1e6;

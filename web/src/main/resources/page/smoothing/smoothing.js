// The worker of data/smoother.js: a script of its own.
import { anchorOf, spread } from '../app/data/density.js';

addEventListener('message', ({ data: { id, grids, heat } }) => {
  const values = grids.map((grid) => spread(grid, heat));
  postMessage({ id, values, scale: anchorOf(values) }, values.map(({ buffer }) => buffer));
});

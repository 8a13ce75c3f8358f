// The worker of smoother.js.
import { anchorOf, spread } from './density.js';

addEventListener('message', ({ data: { id, grids, heat } }) => {
  const values = grids.map((grid) => spread(grid, heat));
  postMessage({ id, values, scale: anchorOf(values) }, values.map(({ buffer }) => buffer));
});

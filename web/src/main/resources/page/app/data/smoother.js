// Smooths grids away from the page's own thread.

let script = null;
let worker = null;
let last = 0;
const waiting = new Map();

/** Tells where the worker's script is. */
export function smoothBy(address) {
  script = address;
}

function started() {
  const begun = new Worker(script, { type: 'module' });
  begun.addEventListener('message', ({ data: { id, ...result } }) => {
    waiting.get(id).resolve(result);
    waiting.delete(id);
  });
  begun.addEventListener('error', () => {
    waiting.forEach(({ reject }) => reject(new Error('The maps could not be computed.')));
    waiting.clear();
    worker = null;
  });
  return begun;
}

/** Densities of grids of counts, and their anchor: {values: [Float32Array, …], scale}. The counts are gone afterwards. */
export function smoothed(grids, heat) {
  worker ??= started();
  return new Promise((resolve, reject) => {
    waiting.set(++last, { resolve, reject });
    worker.postMessage({ id: last, grids, heat }, grids.map(({ buffer }) => buffer));
  });
}

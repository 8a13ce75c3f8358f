// The year as a film, with the arithmetic of grid-service (single precision, in the same order), so that a frame here
// equals the service's frame byte by byte.

const f = Math.fround;

/** CSS's ease-in-out, cubic-bezier(0.42, 0, 0.58, 1), by bisection as the service does it. */
function easeInOut(x) {
  if (x <= 0 || x >= 1) return Math.max(0, Math.min(1, x));
  let low = 0;
  let high = 1;
  for (let i = 0; i < 52; i++) {
    const middle = (low + high) / 2;
    if (bezier(middle, 0.42, 0.58) < x) low = middle;
    else high = middle;
  }
  return bezier(high, 0, 1);
}

function bezier(s, p1, p2) {
  const r = 1 - s;
  return 3 * r * r * s * p1 + 3 * r * s * s * p2 + s * s * s;
}

export class Morph {
  /**
   * @param months by its number each month's exact values (Float32Array of rows × cols); there may be gaps
   * @param scale the value that is drawn as 255
   */
  constructor(months, scale) {
    this.months = months;
    this.scale = f(scale > 0 ? scale : 1);
    // most cells are water, or quiet all year: only the others are computed for each frame
    const live = new Uint8Array(months.find(Boolean).length);
    for (const month of months.filter(Boolean)) for (let i = 0; i < live.length; i++) if (month[i]) live[i] = 1;
    this.live = Int32Array.from(live.keys()).filter((i) => live[i]);
    this.values = new Float32Array(live.length);
  }

  /** What lies between month `month` (from 0) and the next, `fraction` of the way, as exact values; the array is used again. */
  blend(month, fraction) {
    const last = this.months.length - 1;
    const from = this.months[Math.min(month, last)] ?? this.months[month + 1];
    const to = this.months[Math.min(month + 1, last)] ?? from;
    const t = f(month >= last ? 0 : easeInOut(fraction));
    const { live, values } = this;
    for (let k = 0; k < live.length; k++) {
      const i = live[k];
      values[i] = from[i] + f(f(to[i] - from[i]) * t);
    }
    return values;
  }

  /** The same as bytes, where 255 is the scale and all above it. */
  at(month, fraction) {
    const { scale } = this;
    return Uint8Array.from(this.blend(month, fraction), (v) => (v === 0 ? 0 : Math.min(255, f(f(f(255 * v) / scale) + 0.5))));
  }

  /** Frame `number` of the service's film with so many blended frames between two months. */
  frame(number, between) {
    const last = this.months.length - 1;
    const month = Math.min(last, Math.floor(number / (between + 1)));
    return this.at(month, month === last ? 0 : (number % (between + 1)) / (between + 1));
  }
}

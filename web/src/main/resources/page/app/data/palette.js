// Colours: categories, heat ramps, the two-sided ramp for errors. Two palettes, two themes. One scale for every map of counts.
import { figure } from './format.js';

const CATEGORY_COLOURS = {
  original: { dark: ['#ffc53d', '#4c9dff', '#ff6ab5', '#9aa3b2'], light: ['#a86e00', '#1462c8', '#c0136b', '#616a78'] },
  // Okabe and Ito's set, darkened for the light theme
  safe: { dark: ['#e69f00', '#56b4e9', '#cc79a7', '#b4b4b4'], light: ['#9a6a00', '#0072b2', '#9b3b78', '#5c5c5c'] },
};

// denser than dots of days before and than the edges of dots, not than dots of the day: see map/dotlayer.js
const RIMS = { dark: pack(10, 13, 20, 0.95), light: pack(255, 255, 255, 0.95) };

// Stops of red, green, blue, alpha at equal distances from 0 to 1; the first is what an empty cell fades into.
const RAMPS = {
  original: {
    dark: [[40, 12, 90, 0], [74, 18, 124, 0.62], [154, 32, 116, 0.78], [226, 74, 60, 0.88], [250, 156, 36, 0.94], [255, 246, 180, 1]],
    light: [[255, 226, 170, 0], [254, 198, 124, 0.62], [246, 124, 74, 0.78], [206, 48, 92, 0.88], [118, 18, 110, 0.94], [46, 4, 78, 1]],
  },
  safe: {
    dark: [[0, 34, 78, 0], [18, 60, 112, 0.66], [87, 93, 109, 0.8], [138, 134, 120, 0.88], [196, 180, 92, 0.94], [255, 234, 70, 1]],
    light: [[255, 240, 150, 0], [224, 206, 96, 0.66], [164, 156, 112, 0.8], [104, 108, 116, 0.88], [42, 70, 112, 0.94], [0, 26, 66, 1]],
  },
};

const TWO_SIDED = {
  dark: [[86, 180, 233, 0.95], [64, 110, 150, 0.7], [60, 66, 78, 0.35], [150, 104, 44, 0.7], [255, 176, 46, 0.95]],
  light: [[0, 98, 168, 0.95], [108, 162, 206, 0.7], [214, 216, 220, 0.35], [222, 160, 88, 0.7], [176, 84, 0, 0.95]],
};

const MODEL_COLOURS = {
  original: { dark: ['#ffc53d', '#4c9dff', '#ff6ab5', '#7bd88f'], light: ['#8a5a00', '#1462c8', '#c0136b', '#1b7a3a'] },
  safe: { dark: ['#e69f00', '#56b4e9', '#cc79a7', '#f0e442'], light: ['#9a6a00', '#0072b2', '#9b3b78', '#00735a'] },
};

// far from every colour of the heat that they are drawn over
const HOT_CLASSES = ['new', 'consecutive', 'intensifying', 'persistent', 'diminishing', 'sporadic'];
const HOT_COLOURS = {
  original: { dark: ['#33ff33', '#39ac60', '#ff33dd', '#00bfe6', '#667fff', '#b6fff2'], light: ['#00c000', '#006622', '#ff0000', '#0000ff', '#00aaff', '#8a8f00'] },
  safe: { dark: ['#ff33ff', '#ff99cc', '#e60000', '#33ffdd', '#3377ff', '#33ff33'], light: ['#ff00aa', '#660011', '#ff0000', '#0000ff', '#00c000', '#006600'] },
};

/** The colours of the models, the same in every plot. */
export const modelColours = ({ palette, theme }) => MODEL_COLOURS[palette][theme];

/** The outline colours of the classes of hot spots. */
export const hotColours = ({ palette, theme }) => Object.fromEntries(HOT_CLASSES.map((name, i) => [name, HOT_COLOURS[palette][theme][i]]));

/** The four colours of the categories, as #rrggbb. */
export const categoryColours = ({ palette, theme }) => CATEGORY_COLOURS[palette][theme];

/** What lies around the day's dots over heat, as a pixel: each of their colours tells from it, whatever the heat beneath. */
export const rimOf = ({ theme }) => RIMS[theme];

/** A lookup table of 256 pixels for ImageData seen as Uint32 (little-endian: A B G R). */
export const heatTable = ({ palette, theme }) => table(RAMPS[palette][theme]);

/** The same for −1 (index 0) … 0 (128) … +1 (255). Blue and orange: safe in both palettes. */
export const errorTable = ({ theme }) => table(TWO_SIDED[theme]);

/** A table that shades what is 255 and leaves the rest clear. */
export function shadeTable({ theme }) {
  const pixels = new Uint32Array(256);
  pixels[255] = theme === 'dark' ? pack(8, 10, 16, 0.72) : pack(250, 250, 252, 0.78);
  return pixels;
}

function table(stops) {
  const pixels = new Uint32Array(256);
  for (let i = 0; i < 256; i++) {
    const at = (i / 255) * (stops.length - 1);
    const low = Math.min(Math.floor(at), stops.length - 2);
    const mix = stops[low].map((v, k) => v + (stops[low + 1][k] - v) * (at - low));
    pixels[i] = pack(mix[0], mix[1], mix[2], mix[3]);
  }
  return pixels;
}

/** One pixel for a Uint32 view of ImageData; alpha is 0..1. */
export function pack(red, green, blue, alpha) {
  return ((Math.round(alpha * 255) << 24) | (Math.round(blue) << 16) | (Math.round(green) << 8) | Math.round(red)) >>> 0;
}

/** A pixel as CSS writes it. */
export const css = (p) => `rgb(${p & 255} ${(p >>> 8) & 255} ${(p >>> 16) & 255} / ${(p >>> 24) / 255})`;

/** #rrggbb to [r, g, b]. */
export const rgb = (hex) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));

/** The least value of each step of the scale, in anchors: steps that double, so that it still tells above its anchor, the 95th percentile. */
const STEPS = [0, 1 / 16, 1 / 8, 1 / 4, 1 / 2, 1, 2, 4];

/** How finely a value is looked up, in parts of an anchor; and where the scale ends. */
export const FINE = 256;
const END = 8 * FINE;

/** The colours of the steps out of a table of 256. */
const stepColours = (table) => STEPS.map((_, i) => table[Math.round(((i + 0.5) / STEPS.length) * 255)]);

/** Colours by value × {@link FINE} ÷ anchor; what is above the last one has the last one's. */
export function colours(table) {
  const steps = stepColours(table);
  return Uint32Array.from({ length: END }, (_, k) => (k ? steps[STEPS.findLastIndex((low) => k >= low * FINE)] : 0));
}

/** The scale as a legend's entry: {title, table, ticks}, where `anchor` is in the unit of the title. */
export const legendOf = (title, table, anchor) => ({ title, table: stepColours(table), ticks: STEPS.map((low) => figure(+(low * anchor).toFixed(2), 2)) });

/** Whole counts from 1 as a key, [[text, pixel], …], those of one step together. */
export function keyOfCounts(table, anchor) {
  const key = [];
  for (let step = 1; step < STEPS.length; step++) {
    const low = Math.max(1, Math.ceil(STEPS[step] * anchor));
    const high = step + 1 < STEPS.length ? Math.ceil(STEPS[step + 1] * anchor) - 1 : Infinity;
    if (high >= low) key.push([high === Infinity ? `${low} and more` : high > low ? `${low} to ${high}` : `${low}`, stepColours(table)[step]]);
  }
  return key;
}

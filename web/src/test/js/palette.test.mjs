// Colours that can be told apart: measured as distances in CIELAB, where 2 is just seen.
import assert from 'node:assert/strict';
import test from 'node:test';
import { heatTable, hotColours, rgb } from '../../main/resources/page/app/data/palette.js';

const LAND = { dark: [22, 28, 40], light: [255, 255, 255] };

function lab(colour) {
  const [r, g, b] = colour.map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
  const f = (t) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);
  const [x, y, z] = [(0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047, 0.2126 * r + 0.7152 * g + 0.0722 * b, (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883].map(f);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const distance = (a, b) => Math.hypot(...lab(a).map((v, i) => v - lab(b)[i]));

/** The colours of a table as they are seen on land. */
const seen = (table, theme) =>
  [...table].map((p) => [p & 255, (p >>> 8) & 255, (p >>> 16) & 255].map((v, i) => v * ((p >>> 24) / 255) + LAND[theme][i] * (1 - (p >>> 24) / 255)));

for (const palette of ['original', 'safe']) {
  for (const theme of ['dark', 'light']) {
    test(`classes of hot spots have colours of their own, which heat has not: ${palette}, ${theme}`, () => {
      const heat = seen(heatTable({ palette, theme }), theme);
      const classes = Object.entries(hotColours({ palette, theme })).map(([name, hex]) => [name, rgb(hex)]);
      assert.equal(classes.length, 6);
      classes.forEach(([name, colour], i) => {
        assert.ok(Math.min(...heat.map((h) => distance(h, colour))) > 30, `${name} against heat`);
        classes.slice(i + 1).forEach(([other, o]) => assert.ok(distance(colour, o) > 30, `${name} against ${other}`));
      });
    });
  }
}

// Colours that can be told apart: measured as distances in CIELAB, where 2 is just seen.
import assert from 'node:assert/strict';
import test from 'node:test';
import { FINE, categoryColours, colours, heatTable, hotColours, legendOf, rgb, rimOf } from '../../main/resources/page/app/data/palette.js';

const LAND = { dark: [22, 28, 40], light: [255, 255, 255] };

const linear = (colour) => colour.map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));

function lab(colour) {
  const [r, g, b] = linear(colour);
  const f = (t) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);
  const [x, y, z] = [(0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047, 0.2126 * r + 0.7152 * g + 0.0722 * b, (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883].map(f);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const distance = (a, b) => Math.hypot(...lab(a).map((v, i) => v - lab(b)[i]));

/** A pixel as it is seen over a colour. */
const over = (p, ground) => [p & 255, (p >>> 8) & 255, (p >>> 16) & 255].map((v, i) => v * ((p >>> 24) / 255) + ground[i] * (1 - (p >>> 24) / 255));

/** The colours of a table as they are seen on land. */
const seen = (table, theme) => [...table].map((p) => over(p, LAND[theme]));

/** How two colours contrast, as WCAG 2 has it. */
function contrast(...pair) {
  const [low, high] = pair.map(linear).map(([r, g, b]) => 0.2126 * r + 0.7152 * g + 0.0722 * b).sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

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

    test(`each step of the scale tells from the next, above the 95th percentile too: ${palette}, ${theme}`, () => {
      const table = heatTable({ palette, theme });
      const steps = seen(legendOf('', table, 1).table, theme);
      steps.slice(1).forEach((step, i) => assert.ok(distance(step, steps[i]) > 8, `step ${i + 1} against ${i}`));
      const scale = colours(table);
      const of = (anchors) => scale[Math.min(scale.length - 1, anchors * FINE)];
      assert.equal(new Set([0.9, 1, 3, 5].map(of)).size, 4, 'less than the percentile, it, three and five times it');
    });

    test(`the day's dots are readable on heat: their rim tells from them on each step, ${palette}, ${theme}`, () => {
      const rims = seen(legendOf('', heatTable({ palette, theme }), 1).table, theme).map((step) => over(rimOf({ theme }), step));
      for (const colour of categoryColours({ palette, theme })) rims.forEach((rim, i) => assert.ok(contrast(rgb(colour), rim) >= 3, `${colour} on step ${i}`));
    });
  }
}

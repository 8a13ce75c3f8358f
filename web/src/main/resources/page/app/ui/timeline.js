// The strip of bars that doubles as the scrubber: a native range input over a canvas.
import { byId, element, on, pixelRatio, themed } from './dom.js';

export class Timeline {
  /**
   * @param seek called with the value when the reader moves the scrubber
   * @param tip where the pointer's bar is told
   */
  constructor(seek, tip) {
    this.canvas = byId('t-bars');
    this.input = byId('t-scrub');
    this.ticks = byId('t-ticks');
    on('t-scrub', 'input', (input) => seek(Number(input.value)));
    const host = this.canvas.parentElement;
    host.addEventListener('pointermove', ({ clientX, clientY }) => {
      const { left, top, width } = host.getBoundingClientRect();
      const text = this.texts[Math.floor(((clientX - left) / width) * this.span)] ?? 'not published yet';
      tip.show(host, { x: clientX - left, y: clientY - top }, text);
    });
    host.addEventListener('pointerleave', () => tip.hide());
    new ResizeObserver(() => this.draw()).observe(this.canvas);
    this.bars = [];
    this.texts = [];
    this.reached = 0;
  }

  /**
   * Shows bars (for each the heights of its stacked parts, one colour a part; in `texts` what it is) with `ticks` {at: 0..1,
   * text} under them; or `lines`, one a part. There is room for `span` bars; where one is missing, or has no parts, nothing is
   * known, which is hatched. `marks` are numbers of bars with a line through them. The scrubber goes from 1 to `max`.
   */
  load({ max, step, bars, texts, span, colours, ticks, label, lines = false, marks = [] }) {
    Object.assign(this.input, { max, step });
    this.input.setAttribute('aria-label', label);
    this.ticks.replaceChildren(
      ...ticks.map(({ at, text }) => {
        const tick = element('span', { textContent: text });
        tick.style.left = `${at * 100}%`;
        return tick;
      }),
    );
    // a thumb as wide as a bar lies exactly over the bar of its value
    this.input.style.setProperty('--thumb', `${100 / max}%`);
    this.input.style.width = `${(100 * max) / span}%`;
    this.bars = bars;
    this.texts = texts;
    this.span = span;
    this.lines = lines;
    this.marks = marks;
    this.colours = colours;
    this.draw();
  }

  /** Moves the thumb; `reached` bars are drawn full, the rest faint. */
  show(value, text, reached) {
    this.input.value = value;
    this.input.setAttribute('aria-valuetext', text);
    if (reached !== this.reached) {
      this.reached = reached;
      this.draw();
    }
  }

  draw() {
    const { canvas, bars, span, lines } = this;
    const ratio = pixelRatio();
    const width = Math.round(canvas.clientWidth * ratio);
    const height = Math.round(canvas.clientHeight * ratio);
    if (!width || !bars.length) return;
    canvas.width = width;
    canvas.height = height;
    const context = canvas.getContext('2d');
    const most = Math.max(1, ...(lines ? bars.flat() : bars.map((parts) => parts.reduce((a, b) => a + b, 0))));
    const pitch = width / span;
    const gap = Math.min(2 * ratio, pitch * 0.25);
    const tall = (part) => (part / most) * (height - 2 * ratio);
    context.lineWidth = ratio * 1.5;
    if (lines) {
      this.colours.forEach((colour, c) => {
        context.strokeStyle = colour;
        for (const [alpha, end] of [[0.32, span], [1, this.reached]]) {
          context.globalAlpha = alpha;
          context.beginPath();
          bars.slice(0, end).forEach((parts, i) => parts.length && context[bars[i - 1]?.length ? 'lineTo' : 'moveTo']((i + 0.5) * pitch, height - tall(parts[c])));
          context.stroke();
        }
      });
    }
    (lines ? [] : bars).forEach((parts, i) => {
      context.globalAlpha = i < this.reached ? 1 : 0.32;
      let y = height;
      parts.forEach((part, c) => {
        const h = tall(part);
        context.fillStyle = this.colours[c];
        context.fillRect(i * pitch + gap / 2, y - h, pitch - gap, h);
        y -= h;
      });
    });
    context.globalAlpha = 1;
    context.strokeStyle = themed('--line');
    context.lineWidth = ratio;
    context.save();
    context.beginPath();
    for (let i = 0; i < span; i++) if (!bars[i]?.length) context.rect(i * pitch, 0, pitch, height);
    context.clip();
    context.beginPath();
    for (let x = -height; x < width; x += 6 * ratio) {
      context.moveTo(x, height);
      context.lineTo(x + height, 0);
    }
    context.stroke();
    context.restore();
    context.strokeStyle = themed('--text');
    context.setLineDash([2 * ratio, 2 * ratio]);
    context.beginPath();
    for (const mark of this.marks) {
      context.moveTo((mark + 0.5) * pitch, 0);
      context.lineTo((mark + 0.5) * pitch, height);
    }
    context.stroke();
  }
}

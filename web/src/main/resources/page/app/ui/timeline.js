// The strip of bars that doubles as the scrubber: a native range input over a canvas.
import { byId, element, on, pixelRatio } from './dom.js';

export class Timeline {
  /** @param seek called with the value when the reader moves the scrubber */
  constructor(seek) {
    this.canvas = byId('t-bars');
    this.input = byId('t-scrub');
    this.ticks = byId('t-ticks');
    on('t-scrub', 'input', (input) => seek(Number(input.value)));
    new ResizeObserver(() => this.draw()).observe(this.canvas);
    this.bars = [];
    this.reached = 0;
  }

  /** Shows bars (for each the heights of its stacked parts, one colour a part) with texts {at: 0..1, text} under them. */
  load({ min, max, step, bars, colours, ticks, label }) {
    Object.assign(this.input, { min, max, step });
    this.input.setAttribute('aria-label', label);
    this.ticks.replaceChildren(
      ...ticks.map(({ at, text }) => {
        const tick = element('span', { textContent: text });
        tick.style.left = `${at * 100}%`;
        return tick;
      }),
    );
    // a thumb as wide as a bar lies exactly over the bar of its value
    this.input.style.setProperty('--thumb', `${100 / bars.length}%`);
    this.bars = bars;
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
    const { canvas, bars } = this;
    const ratio = pixelRatio();
    const width = Math.round(canvas.clientWidth * ratio);
    const height = Math.round(canvas.clientHeight * ratio);
    if (!width || !bars.length) return;
    canvas.width = width;
    canvas.height = height;
    const context = canvas.getContext('2d');
    const most = Math.max(1, ...bars.map((parts) => parts.reduce((a, b) => a + b, 0)));
    const pitch = width / bars.length;
    const gap = Math.min(2 * ratio, pitch * 0.25);
    bars.forEach((parts, i) => {
      context.globalAlpha = i < this.reached ? 1 : 0.32;
      let y = height;
      parts.forEach((part, c) => {
        const h = (part / most) * (height - 2 * ratio);
        context.fillStyle = this.colours[c];
        context.fillRect(i * pitch + gap / 2, y - h, pitch - gap, h);
        y -= h;
      });
    });
  }
}

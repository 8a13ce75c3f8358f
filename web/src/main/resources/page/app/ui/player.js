// Play, pause, step, speed, loop over a position from 0 to `length`. With reduced motion it moves in whole steps.

const REDUCED = matchMedia('(prefers-reduced-motion: reduce)');

export class Player {
  #last = 0;
  #request = 0;
  #owed = 0;

  /**
   * `frame` is called with the position on every change, `change` when playing starts or ends, `ended` at the end of a piece: it
   * answers whether another one follows.
   */
  constructor(frame, change, ended) {
    this.frame = frame;
    this.change = change;
    this.ended = ended;
    this.position = 0;
    this.length = 1;
    this.rate = 1;
    this.stride = 1;
    this.speed = 1;
    this.loop = false;
    this.times = null;
  }

  get playing() {
    return this.#request !== 0;
  }

  /** A new piece to play: its length, positions a second at 1×, and how far one step goes. */
  load({ length, rate, stride = 1, position = 0 }) {
    this.length = length;
    this.rate = rate;
    this.stride = stride;
    this.seek(position);
  }

  play() {
    if (this.playing) return;
    if (this.position >= this.length) this.seek(0);
    this.#last = 0;
    this.#owed = 0;
    this.#request = requestAnimationFrame((now) => this.#tick(now));
    this.change(true);
  }

  pause() {
    if (!this.playing) return;
    cancelAnimationFrame(this.#request);
    this.#request = 0;
    this.change(false);
  }

  toggle() {
    return this.playing ? this.pause() : this.play();
  }

  step(n) {
    this.pause();
    const steps = Math.floor(this.position / this.stride + 1e-9) + n;
    this.seek(steps * this.stride);
  }

  seek(position) {
    this.position = Math.min(Math.max(position, 0), this.length);
    this.frame(this.position);
  }

  /** Keeps the time of each frame (for the benchmark), or stops keeping them. */
  record(on) {
    this.times = on ? [] : null;
  }

  #tick(now) {
    this.#request = requestAnimationFrame((next) => this.#tick(next));
    const passed = this.#last ? Math.min(now - this.#last, 250) / 1000 : 0;
    if (this.#last) this.times?.push(now - this.#last);
    this.#last = now;
    let move = passed * this.rate * this.speed;
    if (REDUCED.matches) {
      this.#owed += move;
      if (this.#owed < this.stride) return;
      move = this.stride;
      this.#owed = 0;
    }
    const next = this.position + move;
    if (next < this.length) return this.seek(next);
    if (this.loop) return this.seek(0);
    this.seek(this.length);
    if (!this.ended()) this.pause();
  }
}

// The head-up display: date, running total, totals by category (which are switches too), badges, legend, and what it says aloud.
import { capital, dayName, number } from '../data/format.js';
import { CATEGORIES } from '../data/state.js';
import { byId, element } from './dom.js';

const SPEAK_EVERY = 4000;

export class Hud {
  #spoken = 0;

  /** @param toggled called with a category's index when the reader presses its chip */
  constructor(toggled) {
    this.chips = CATEGORIES.map((name, i) => {
      const count = element('b', { textContent: '–' });
      const chip = element('button', { type: 'button', className: 'chip' }, element('i', {}), `${capital(name)} `, count);
      chip.dataset.category = name;
      chip.addEventListener('click', () => toggled(i));
      return { chip, count };
    });
    byId('chips').append(...this.chips.map(({ chip }) => chip));
  }

  setColours(colours) {
    this.chips.forEach(({ chip }, i) => chip.style.setProperty('--c', colours[i]));
  }

  /** Forgets what the last view said. */
  clear() {
    this.legend([]);
    this.badges({});
    this.note('');
    this.categories(null);
  }

  /** Date line, big number, and the words after it. */
  show(date, total, unit) {
    byId('hud-date').textContent = date;
    byId('hud-number').textContent = typeof total === 'number' ? number(total) : total;
    byId('hud-unit').textContent = unit;
  }

  /** Totals by category (null: not known yet) and which are switched on. */
  categories(totals, on) {
    this.chips.forEach(({ chip, count }, i) => {
      count.textContent = totals ? number(totals[i]) : '–';
      if (on) chip.setAttribute('aria-pressed', String(on[i]));
    });
  }

  note(text) {
    byId('hud-note').textContent = text;
  }

  /** Marks data that is a synthetic sample, or older than it should be. */
  badges(answer) {
    const list = badgesOf(answer);
    byId('badges').replaceChildren(...list);
    byId('badges').hidden = !list.length;
  }

  /**
   * Colour scales {title, table, ticks} (pixels; a tick for each, under its beginning, or a few for all), keys {title, key:
   * [[text, colour], …]} and signs {title, signs: [[name, text], …]}; an empty list hides them.
   */
  legend(list) {
    byId('legend').hidden = !list.length;
    byId('legend').replaceChildren(...list.map((entry) => element('div', { className: entry.signs ? 'signs' : '' }, element('p', { textContent: entry.title }), ...nodesOf(entry))));
  }

  /** Says a line to screen readers, at most every few seconds while playing. */
  speak(text, { now = true } = {}) {
    if (!text || (!now && performance.now() - this.#spoken < SPEAK_EVERY)) return;
    this.#spoken = performance.now();
    byId('live').textContent = text;
  }
}

/** Badges for an answer that is a synthetic sample, or older than it should be. */
export function badgesOf({ source, stale, age, fetchedAt }) {
  const list = [];
  if (source === 'sample') list.push(['sample', 'Synthetic sample city: not real records']);
  if (stale) list.push(['stale', `Kept copy${fetchedAt ? ` of ${dayName(fetchedAt.slice(0, 10))}` : age ? `, ${number(Math.round(age / 60))} minutes old` : ''}: the source does not answer`]);
  return list.map(([className, textContent]) => element('span', { className, textContent }));
}

function nodesOf({ title, table, ticks, key, signs }) {
  if (signs) return signs.map(([name, text]) => element('span', { className: 'swatch' }, element('i', { className: name }), text));
  if (!key) return ramp(table, title, ticks);
  return key.map(([text, colour]) => {
    const swatch = element('i', {});
    swatch.style.setProperty('--c', colour);
    return element('span', { className: 'swatch' }, swatch, text);
  });
}

/** A colour scale as a picture with its ticks. */
export function ramp(table, title, ticks) {
  const canvas = element('canvas', { className: 'ramp pixelated', width: table.length, height: 1, role: 'img', ariaLabel: `${title}: ${ticks.join(', ')}` });
  const image = new ImageData(table.length, 1);
  new Uint32Array(image.data.buffer).set(table);
  canvas.getContext('2d').putImageData(image, 0, 0);
  const className = ticks.length === table.length ? 'ticks steps' : 'ticks';
  return [canvas, element('p', { className }, ...ticks.map((textContent) => element('span', { textContent })))];
}

/** A small note beside the pointer. */
export class Tip {
  #node = byId('tip');

  hide() {
    this.#node.hidden = true;
  }

  /** Shows a note at a point of `host`, inside the page's main part. */
  show(host, point, title, lines = [], foot = '') {
    const tip = this.#node;
    tip.hidden = false;
    tip.replaceChildren(element('strong', { textContent: title }), ...lines.map((textContent) => element('span', { textContent })));
    if (foot) tip.append(element('small', { textContent: foot }));
    const room = byId('main').getBoundingClientRect();
    const box = host.getBoundingClientRect();
    const x = point.x + box.left - room.left;
    const y = point.y + box.top - room.top;
    tip.style.left = `${Math.max(4, Math.min(x + 14, room.width - tip.offsetWidth - 4))}px`;
    tip.style.top = `${Math.max(4, y + 18 + tip.offsetHeight > room.height ? y - tip.offsetHeight - 12 : y + 18)}px`;
  }
}

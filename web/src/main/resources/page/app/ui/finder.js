// The search for a place by its name, as one types.
import { loadEveryArea, matching } from '../data/areas.js';
import { CITY, wordOf } from '../data/city.js';
import { byId, element, on } from './dom.js';

const LISTED = 12;

export class Finder {
  #areas = [];
  #list = [];

  /**
   * @param chosen called with the area that the reader has chosen, see data/areas.js
   * @param more the address of more about an area, or null
   */
  constructor(chosen, more) {
    this.chosen = chosen;
    this.more = more;
    byId('find-text').placeholder = Object.keys(CITY.areas).map((kind) => CITY.areas[kind].word).sort().join(', ');
    on('find-text', 'input', () => this.#show());
    byId('find-text').addEventListener('keydown', (event) => {
      if (event.key !== 'Enter') return;
      event.preventDefault();
      if (this.#list.length) this.#choose(this.#list[0]);
    });
  }

  /** Opens the search; the names are loaded when it is opened first, and then kept. */
  async open() {
    byId('find').showModal();
    byId('find-text').select();
    this.#show();
    if (this.#areas.length) return;
    byId('find-told').textContent = 'Loading the names …';
    try {
      this.#areas = await loadEveryArea({});
      this.#show();
    } catch ({ message }) {
      byId('find-told').textContent = `The names could not be loaded. ${message}`;
    }
  }

  #show() {
    const text = byId('find-text').value;
    this.#list = matching(this.#areas, text, LISTED);
    byId('find-told').textContent = text.trim() && this.#areas.length && !this.#list.length ? `There is no place “${text.trim()}”.` : '';
    byId('find-list').replaceChildren(...this.#list.map((area) => this.#line(area)));
  }

  #line(area) {
    const [kind] = area.place.split(':');
    const button = element('button', { type: 'button', className: 'link' }, area.name);
    button.addEventListener('click', () => this.#choose(area));
    const href = this.more(area);
    return element('li', {}, button, area.name.toLowerCase().startsWith(wordOf(kind)) ? '' : ` ${wordOf(kind)}`, ...(href ? [' · ', element('a', { href, textContent: 'through the years', ariaLabel: `${area.name} through the years` })] : []));
  }

  #choose(area) {
    byId('find').close();
    this.chosen(area);
  }
}

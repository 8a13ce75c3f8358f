// The search for a place by its name, as one types, and, where a geocoder is configured, for an address.
import { findAddresses } from '../data/addresses.js';
import { loadEveryArea, matching } from '../data/areas.js';
import { CITY, wordOf } from '../data/city.js';
import { byId, element, on, setting } from './dom.js';

const LISTED = 12;

export class Finder {
  #areas = [];
  #list = [];

  /**
   * @param chosen called with the area or the address that the reader has chosen, see data/areas.js and data/addresses.js
   * @param more the address of more about an area, or null
   */
  constructor(chosen, more) {
    this.chosen = chosen;
    this.more = more;
    byId('find-text').placeholder = [...Object.values(CITY.areas).map(({ word }) => word).sort(), ...(setting('geocoder') && ['address'])].join(', ');
    on('find-text', 'input', () => this.#show());
    byId('find-text').addEventListener('keydown', (event) => {
      if (event.key !== 'Enter') return;
      event.preventDefault();
      if (this.#list.length) this.#choose(this.#list[0]);
      else if (setting('geocoder') && this.#text) this.#ask(this.#text);
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

  get #text() {
    return byId('find-text').value.trim();
  }

  #show() {
    const text = this.#text;
    const list = matching(this.#areas, text, LISTED);
    const none = `There is no place “${text}”.${setting('geocoder') && ' Press Enter to look for an address.'}`;
    this.#offer(list, text && this.#areas.length && !list.length ? none : '');
  }

  /** Asks the geocoder, by Enter only: what somebody types is told to nobody else before. */
  async #ask(text) {
    this.#offer([], 'Looking for the address …');
    const { list, told } = await findAddresses(text, {}).then(
      ({ list, credit }) => ({ list, told: list.length ? credit : `There is no address “${text}”.` }),
      ({ message }) => ({ list: [], told: message }),
    );
    if (this.#text === text) this.#offer(list, told);
  }

  #offer(list, told) {
    this.#list = list;
    byId('find-told').textContent = told;
    byId('find-list').replaceChildren(...list.map((found) => this.#line(found)));
  }

  #line(found) {
    const button = element('button', { type: 'button', className: 'link' }, found.name);
    button.addEventListener('click', () => this.#choose(found));
    return element('li', {}, button, ...(found.place ? this.#words(found) : []));
  }

  #words(area) {
    const [kind] = area.place.split(':');
    const href = this.more(area);
    return [area.name.toLowerCase().startsWith(wordOf(kind)) ? '' : ` ${wordOf(kind)}`, ...(href ? [' · ', element('a', { href, textContent: 'through the years', ariaLabel: `${area.name} through the years` })] : [])];
  }

  #choose(found) {
    byId('find').close();
    this.chosen(found);
  }
}

// Small pieces of HTML, and what the style sheet says.
import { dayName } from '../data/format.js';

export const byId = (id) => document.getElementById(id);

/** Calls `action` with the element that sent an event. */
export const on = (id, event, action) => byId(id).addEventListener(event, () => action(byId(id)));

/** An element with properties and children; text children are text, never HTML. */
export function element(name, properties = {}, ...children) {
  const node = Object.assign(document.createElement(name), properties);
  node.append(...children);
  return node;
}

export const option = (value, textContent = value) => element('option', { value, textContent });

/** Puts a date into its field, and says it as the page says dates. */
export function setDate(id, date) {
  byId(id).value = date;
  byId(id).parentElement.dataset.text = dayName(date);
}

/** A colour of the theme, such as '--text'. */
export const themed = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** How many pixels of the screen a canvas has for one of the page. */
export const pixelRatio = () => Math.min(devicePixelRatio || 1, 2);

/** What the server wrote into the page, such as a service's address. */
export const setting = (name) => document.querySelector(`meta[name="nyc:${name}"]`).content;

// What the reader of Month can choose: month, offence, heat.
import { monthName, number, sentence } from '../data/format.js';
import { BLANK, tally } from '../data/months.js';
import { byId, on, option } from '../ui/dom.js';

/** Writes what is chosen into the state; `turn` is called with 1 for the next month and −1 for the one before. */
export function bindMonth(store, turn) {
  const choose = () => store.set({ month: `${byId('c-month-y').value}-${byId('c-month-m').value}`, day: 1 }, { push: true });
  on('c-month-m', 'change', choose);
  on('c-month-y', 'change', choose);
  on('c-month-prev', 'click', () => turn(-1));
  on('c-month-next', 'click', () => turn(1));
  on('c-offence', 'change', ({ value }) => store.set({ offence: value }));
  on('c-heat', 'change', ({ checked }) => store.set({ heat: checked }));
  byId('c-month-m').append(...Array.from({ length: 12 }, (_, m) => option(String(m + 1).padStart(2, '0'), monthName(m + 1))));
}

/** Shows the month of the state among those that there are. */
export function offerMonths({ month, heat }, { first, last }) {
  byId('c-month-y').replaceChildren(...Array.from({ length: last.slice(0, 4) - first.slice(0, 4) + 1 }, (_, i) => option(last.slice(0, 4) - i)));
  byId('c-month-y').value = month.slice(0, 4);
  byId('c-month-m').value = month.slice(5);
  byId('c-month-prev').disabled = month <= first.slice(0, 7);
  byId('c-month-next').disabled = month >= last.slice(0, 7);
  byId('c-heat').checked = heat;
}

/** Offers the offences of a month, the most first. */
export function offerOffences(data, chosen) {
  const entry = (offence, count) => option(offence || BLANK, `${sentence(offence)} · ${number(count)}`);
  const entries = tally(data, 'offence').map(([index, count]) => entry(data.offences[index], count));
  if (chosen && !entries.some(({ value }) => value === chosen)) entries.push(entry(chosen, 0));
  byId('c-offence').replaceChildren(option('', `All offences · ${number(data.placed)}`), ...entries);
}

// What the reader chooses in the Month view: month, offence, day.
import { lastDay, monthTitle, number, sentence } from '../data/format.js';
import { BLANK, tally } from '../data/months.js';
import { CATEGORIES } from '../data/state.js';
import { byId, option } from '../ui/dom.js';

/** Shows the month of the state among those that there are. */
export function fillMonths({ month, heat }, { first, last }) {
  byId('c-month-y').replaceChildren(...Array.from({ length: last.slice(0, 4) - first.slice(0, 4) + 1 }, (_, i) => option(last.slice(0, 4) - i)));
  byId('c-month-y').value = month.slice(0, 4);
  byId('c-month-m').value = month.slice(5);
  byId('c-month-prev').disabled = month <= first.slice(0, 7);
  byId('c-month-next').disabled = month >= last.slice(0, 7);
  byId('c-heat').checked = heat;
}

/** Offers the offences of a month, the most first. */
export function fillOffences(data, chosen) {
  const entry = (offence, count) => option(offence || BLANK, `${sentence(offence)} · ${number(count)}`);
  const entries = tally(data, 'offence').map(([index, count]) => entry(data.offences[index], count));
  if (chosen && !entries.some(({ value }) => value === chosen)) entries.push(entry(chosen, 0));
  byId('c-offence').replaceChildren(option('', `All offences · ${number(data.placed)}`), ...entries);
}

/** The strip of a month's days, as the timeline wants it: of the categories shown, in counts of `daily`; without bars where nothing is loaded. */
export function strip(month, data, daily, shown, colours) {
  const span = +lastDay(month).slice(8);
  const days = data?.days ?? span;
  const bars = Array.from({ length: days }, (_, d) => CATEGORIES.map((_c, c) => (data && shown[c] ? daily[d * 4 + c] : 0)));
  const texts = bars.map((parts, d) => `${d + 1} ${monthTitle(month)}: ${number(parts.reduce((a, b) => a + b, 0))}`);
  const ticks = [1, 8, 15, 22, span].map((d) => ({ at: (d - 0.5) / span, text: String(d) }));
  return { max: days, step: 1, bars, texts: data ? texts : [], span, colours, ticks, label: `Day of ${monthTitle(month)}` };
}

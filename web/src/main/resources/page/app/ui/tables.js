// The text behind a picture: tables as HTML, sorted by the column whose head is pressed.
import { dayName, monthTitle, number } from '../data/format.js';
import { element } from './dom.js';

const DATE = /^\d{4}-\d{2}(-\d{2})?$/;

/** A value as the reader sees it; in rows dates are as services write them. */
function cell(value) {
  if (value === null) return '–';
  if (DATE.test(value)) return value.length > 7 ? dayName(value) : monthTitle(value);
  return Number.isInteger(value) ? number(value) : String(value);
}

/** What a cell sorts by: its first number (so '0.61–6.4' by 0.61), else its text. */
function sortKey(value) {
  if (typeof value === 'number' || DATE.test(value)) return value;
  if (value === null) return -Infinity;
  const leading = /^-?[\d.,]+/.exec(value);
  return leading ? Number(leading[0].replaceAll(',', '')) : value;
}

const compare = (a, b) => (typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b)));

/**
 * Tables {title, columns, rows} as nodes; the first column names its row. Of a `long` one there is just its size.
 *
 * @param options.save where given, each has a button that calls it with the table
 * @param options.pick where given, names are buttons that call it with the row's index in `rows`
 */
export function renderTables(tables, { pick, save } = {}) {
  if (!tables.length) return [element('p', { textContent: 'Nothing is loaded yet.' })];
  return tables.flatMap((table) => {
    const nodes = table.long ? [element('p', { textContent: `${table.title}: ${number(table.rows.length)} rows` })] : [render(table, pick)];
    if (!save) return nodes;
    const button = element('button', { type: 'button', className: 'csv', textContent: 'CSV', ariaLabel: `CSV: ${table.title}` });
    button.addEventListener('click', () => save(table));
    return [...nodes, button];
  });
}

function render({ title, columns, rows }, pick) {
  const body = element('tbody', {}, ...rows.map((row, i) => line(row, pick && (() => pick(i)))));
  const lines = [...body.children];
  const heads = columns.map((text, c) => {
    const button = element('button', { type: 'button', className: 'sort', textContent: text });
    const head = element('th', { scope: 'col' }, button);
    button.addEventListener('click', () => {
      const down = head.getAttribute('aria-sort') !== 'descending';
      heads.forEach((other) => other.removeAttribute('aria-sort'));
      head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      const order = rows.map((row, i) => [sortKey(row[c]), i]).sort((a, b) => (down ? compare(b[0], a[0]) : compare(a[0], b[0])));
      body.replaceChildren(...order.map(([, i]) => lines[i]));
    });
    return head;
  });
  const table = element('table', {}, element('caption', { textContent: title }), element('thead', {}, element('tr', {}, ...heads)), body);
  return element('div', { className: 'table', tabIndex: 0, role: 'region', ariaLabel: title }, table);
}

function line([first, ...rest], picked) {
  const name = element('th', { scope: 'row' });
  if (picked) {
    const button = element('button', { type: 'button', className: 'link', textContent: first, title: 'Show on the map' });
    button.addEventListener('click', picked);
    name.append(button);
  } else {
    name.textContent = cell(first);
  }
  return element('tr', {}, name, ...rest.map((v) => element('td', { textContent: cell(v) })));
}

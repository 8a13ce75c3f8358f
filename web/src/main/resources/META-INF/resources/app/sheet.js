// The text behind a picture: tables as HTML.
import { element, number } from './format.js';

const cell = (value) => (typeof value === 'number' && Number.isInteger(value) ? number(value) : String(value));

/** Tables {title, columns, rows} as nodes; the first column names its row. */
export function renderTables(tables) {
  if (!tables.length) return [element('p', { textContent: 'Nothing is loaded yet.' })];
  return tables.map(({ title, columns, rows }) => {
    const head = element('tr', {}, ...columns.map((c) => element('th', { scope: 'col', textContent: c })));
    const body = rows.map(([first, ...rest]) =>
      element('tr', {}, element('th', { scope: 'row', textContent: String(first) }), ...rest.map((v) => element('td', { textContent: cell(v) }))),
    );
    const table = element('table', {}, element('caption', { textContent: title }), element('thead', {}, head), element('tbody', {}, ...body));
    return element('div', { className: 'table', tabIndex: 0, role: 'region', ariaLabel: title }, table);
  });
}

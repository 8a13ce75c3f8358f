// Numbers, dates and words as the reader sees them.
import assert from 'node:assert/strict';
import test from 'node:test';
import * as format from '../../main/resources/page/app/data/format.js';

const cases = [
  ['number', [21219], '21,219'],
  ['figure', [0.123456], '0.123'],
  ['figure', [1234.5, 2], '1200'],
  ['figure', [NaN], '–'],
  ['monthTitle', ['2024-03'], 'March 2024'],
  ['monthTitle', ['2024-12-31'], 'December 2024'],
  ['monthShort', [9], 'Sep'],
  ['dayTitle', ['2024-03-05'], 'Tuesday, 5 March 2024'],
  ['dayTitle', ['2024-02-29'], 'Thursday, 29 February 2024'],
  ['dayName', ['2024-03-05'], '5 March 2024'],
  ['toDay', ['2024-03-05'], 'to 5 March 2024'],
  ['toDay', [null], 'to a day that is not known'],
  ['lastDay', ['2024-02'], '2024-02-29'],
  ['withDates', ['Days after 2015-09-02 are few.'], 'Days after 2 September 2015 are few.'],
  ['plusDays', ['2024-02-28', 2], '2024-03-01'],
  ['plusDays', ['2023-03-12', 1], '2023-03-13'],
  ['plusDays', ['2024-01-01', -1], '2023-12-31'],
  ['plusMonths', ['2024-12', 1], '2025-01'],
  ['plusMonths', ['2024-01', -1], '2023-12'],
  ['plusMonths', ['2024-03', -27], '2021-12'],
  ['sentence', ['GRAND LARCENY'], 'Grand larceny'],
  ['sentence', [''], 'Not stated'],
  ['capital', ['felony'], 'Felony'],
];
for (const [name, args, text] of cases) {
  test(`${name}(${args.map((a) => JSON.stringify(a)).join(', ')}) is ${text}`, () => assert.equal(format[name](...args), text));
}

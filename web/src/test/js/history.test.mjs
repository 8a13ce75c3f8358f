// All months as a film: sums of months in a window that moves.
import assert from 'node:assert/strict';
import test from 'node:test';
import { monthsOf } from '../../main/resources/page/app/data/counts.js';
import { laterHistories, marksOf, sumsOf, windowsOf } from '../../main/resources/page/app/data/history.js';

const month = (name, records) => ({ month: name, records });
// two cells; felony: 1 2 3 4 and 0 0 5 0, other: 0 1 0 1 and 7 0 0 0
const answer = {
  head: {
    rows: 2,
    cols: 2,
    categories: ['felony', 'other'],
    months: [month('2023-11', 9), month('2023-12', 3), month('2024-01', 8), month('2024-02', 6)],
  },
  cells: Int32Array.of(0, 3),
  counts: Int32Array.of(1, 2, 3, 4, 0, 0, 5, 0, 0, 1, 0, 1, 7, 0, 0, 0),
};
answer.sums = sumsOf(answer);

test('the line is the sum over all cells of each month and category', () => {
  assert.deepEqual(answer.sums, [[1, 0, 0, 7], [2, 0, 0, 1], [8, 0, 0, 0], [4, 0, 0, 1]]);
});

test('a window of a month is the month', () => {
  const windows = windowsOf(answer, 1);
  assert.deepEqual(windows.map((w) => [w.from, w.month, w.records]), answer.head.months.map((m) => [m.month, m.month, m.records]));
  assert.deepEqual(windows[2].parts, [8, 0, 0, 0]);
});

test('a window of a quarter moves on by a month, over the turn of the year', () => {
  const windows = windowsOf(answer, 3);
  assert.deepEqual(windows.map((w) => [w.from, w.month, w.records]), [['2023-11', '2024-01', 20], ['2023-12', '2024-02', 17]]);
  assert.deepEqual(windows[1].parts, [14, 0, 0, 2]);
  assert.deepEqual(Array.from(monthsOf(answer, windows[1].at, ['felony', 'other'])), [11, 0, 0, 5]);
  assert.deepEqual(Array.from(monthsOf(answer, windows[1].at, ['felony'])), [9, 0, 0, 5]);
});

test('a window with a month that cannot be had is unknown, not smaller; the film has a place for it', () => {
  const [, gone, ...rest] = answer.head.months;
  const holed = { head: { ...answer.head, months: [answer.head.months[0], ...rest], missing: [gone.month, '2024-03'] }, sums: answer.sums.filter((_, i) => i !== 1) };
  assert.deepEqual(windowsOf(holed, 1).map((w) => w.records), [9, undefined, 8, 6, undefined]);
  assert.deepEqual(windowsOf(holed, 1)[1], { from: '2023-12', month: '2023-12' });
  assert.deepEqual(windowsOf(holed, 2).map((w) => w.records), [undefined, undefined, 14, undefined]);
});

test('there is no window that is longer than the data', () => assert.deepEqual(windowsOf(answer, 12), []));

test('marks are a month, what happened and who says so; what is not of that form is left out', () => {
  assert.deepEqual(marksOf('2020-03|at home|an order; 2021-03 | legal | an act;2022|no|month;2022-01|nobody'), [
    { month: '2020-03', text: 'at home', source: 'an order' },
    { month: '2021-03', text: 'legal', source: 'an act' },
  ]);
  assert.deepEqual(marksOf(''), []);
});

test('months that come meanwhile are asked for as long as more of them come', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const lacking = (n) => ({ head: { missing: Array.from({ length: n }, (_, i) => `2024-${10 + i}`) } });
  const asked = [];
  globalThis.fetch = async (url) => {
    asked.push(url);
    return new Response('', { status: 503 });
  };
  const seen = [];
  const all = (async () => {
    for await (const answer of laterHistories(lacking(2), ['arrests', '', ''], {})) seen.push(answer);
    return 'over';
  })();
  let over = null;
  all.then((word) => (over = word));
  for (let i = 0; i < 200 && !over; i++) {
    t.mock.timers.tick(3000);
    await new Promise((resolve) => { setImmediate(resolve); });
  }
  assert.equal(over, 'over', 'what is lost is not asked for without end');
  assert.deepEqual(seen, []);
  assert.ok(asked.some((url) => url.includes('/v1/history/arrests')));
  for await (const answer of laterHistories(lacking(0), ['arrests', '', ''], {})) assert.fail(answer);
});

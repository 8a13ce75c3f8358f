// The address: what is read from it, what is written into it, what is refused.
import assert from 'node:assert/strict';
import test from 'node:test';
import { CATEGORIES, differences, read, write } from '../../main/resources/page/app/data/state.js';

const stateOf = (search) => {
  const { state, rejected } = read(search);
  assert.deepEqual(rejected, []);
  return state;
};

test('the plain address is the defaults, and the defaults are the plain address', () => {
  const state = stateOf('');
  assert.equal(state.view, 'month');
  assert.deepEqual(state.category, CATEGORIES);
  assert.equal(write(state), '');
});

for (const search of [
  '?dataset=complaints&month=2015-03&day=9&category=felony,violation&heat=1&speed=4&loop=1&palette=safe&theme=light&map=11.5/40.7500/-73.9500',
  '?view=year&category=felony&year=2024&vs=2025&at=6.5',
  '?view=history&dataset=complaints&month=2012-05&window=quarter&marks=1',
  '?view=compare&dataset=complaints&a=2014-01..2014-08&b=2015-01..2015-08&kind=neighbourhoods',
  '?names=0',
  '?view=forecast&origin=2015-08-31&lead=5&by=precinct&model=climatology&side=1&hot=1&shade=1',
  '?view=scoreboard&from=2015-08-01&to=2015-09-30',
  '?view=place&dataset=complaints&place=precinct:75',
  '?offence=%22%27%26%3B%2B',
]) {
  test(`what is read is written again: ${search}`, () => assert.equal(write(stateOf(search)), search));
}

test('an address holds the state of its own view only', () => {
  const state = { ...stateOf('?month=2024-03&day=9&heat=1&theme=light'), year: '2024', origin: '2015-08-31' };
  assert.equal(write(state), '?month=2024-03&day=9&heat=1&theme=light');
  assert.equal(write({ ...state, view: 'year' }), '?view=year&year=2024&theme=light');
  assert.equal(write({ ...state, view: 'forecast' }), '?view=forecast&origin=2015-08-31&theme=light');
});

test('no category at all is a state of its own', () => {
  const state = stateOf('?category=');
  assert.deepEqual(state.category, []);
  assert.equal(write(state), '?category=');
});

test('categories have one order', () => assert.deepEqual(stateOf('?category=other,felony').category, ['felony', 'other']));

for (const [search, ...names] of [
  ['?day=99&month=2024-13&category=murder&by=%3Cb%3E&lead=0', 'month', 'day', 'category', 'lead', 'by'],
  ['?origin=2015-02-30&from=yesterday', 'origin', 'from'],
  ['?a=2014-08..2014-01&b=2014&kind=parks', 'a', 'b', 'kind'],
  ['?at=13&speed=7&map=99/1/1&theme=pink&loop=yes&day=1.5', 'day', 'at', 'speed', 'loop', 'theme', 'map'],
]) {
  test(`what makes no sense is named and left out: ${search}`, () => {
    const { state, rejected } = read(search);
    assert.deepEqual(rejected, names);
    assert.equal(write(state), '');
  });
}

test('what nobody knows is left out without a word', () => assert.equal(write(stateOf('?utm_source=mail')), ''));

for (const [old, now] of [
  ['?cat=felony,other&month=2024-03', '?month=2024-03&category=felony,other'],
  ['?view=year&only=felony', '?view=year&category=felony'],
  ['?view=forecast&from=2015-08-31&lead=3', '?view=forecast&origin=2015-08-31&lead=3'],
  ['?view=scoreboard&since=2015-07-01&until=2015-09-30', '?view=scoreboard&from=2015-07-01&to=2015-09-30'],
]) {
  test(`a link of before still leads there: ${old}`, () => assert.equal(write(stateOf(old)), now));
}

test('a window of the scoreboard is no origin of a forecast', () => {
  assert.equal(stateOf('?view=forecast&from=2015-08-01&to=2015-09-30').origin, '');
});

test('differences are the fields that have another value', () => {
  const state = stateOf('?day=3');
  assert.deepEqual(differences(state, stateOf('?day=3')), []);
  assert.deepEqual(differences({ day: 4, speed: 1, category: [...CATEGORIES] }, state), ['day']);
});

test('a place alone is the view of it', () => {
  const state = stateOf('?place=neighbourhood:Bedford-Stuyvesant+(West)');
  assert.equal(state.view, 'place');
  assert.equal(state.place, 'neighbourhood:Bedford-Stuyvesant (West)');
  assert.deepEqual(read('?place=park:x').rejected, ['place']);
});

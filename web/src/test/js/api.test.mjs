// The services as the page sees them.
import assert from 'node:assert/strict';
import test from 'node:test';
import { ServiceError, connect, get, kept } from '../../main/resources/page/app/data/api.js';

connect({ grid: 'http://grid.test/' });

/** Lets `fetch` answer once. */
function answering(body, init = {}) {
  globalThis.fetch = async (url) => {
    answering.asked = url;
    return new Response(body, init);
  };
}

test('an answer is read, with its source and age', async () => {
  answering('{"source":"live","stale":false,"publishedThrough":"2024-09-30"}', { headers: { Age: '120' } });
  const { body, told: { source, stale, age, publishedThrough } } = await get('grid', '/v1/georef');
  assert.equal(answering.asked, 'http://grid.test/v1/georef');
  assert.deepEqual([body.source, source, stale, age, publishedThrough], ['live', 'live', false, 120, '2024-09-30']);
});

test('bytes are bytes, and progress is told', async () => {
  answering(new Uint8Array([1, 2, 3]), { headers: { 'X-Data-Source': 'sample' } });
  let seen = 0;
  const { body, told: { source } } = await get('grid', '/', { as: 'bytes', progress: (n) => (seen = n) });
  assert.deepEqual([Array.from(body), source, seen], [[1, 2, 3], 'sample', 3]);
});

test('a problem is told in the words of the service', async () => {
  answering('{"title":"Service unavailable","detail":"Socrata does not answer."}', { status: 503, headers: { 'Retry-After': '10' } });
  await assert.rejects(get('grid', '/'), (error) => error instanceof ServiceError && error.message === 'Socrata does not answer.' && error.retryAfter === '10');
});

test('an error without a problem, half an answer and no answer are told too', async () => {
  answering('<html>', { status: 502 });
  await assert.rejects(get('grid', '/'), { message: 'The grid service answered 502.' });
  answering('{"months":[');
  await assert.rejects(get('grid', '/'), { message: 'The grid service sent an answer that was cut short.' });
  globalThis.fetch = () => Promise.reject(new TypeError('Failed to fetch'));
  await assert.rejects(get('grid', '/'), { message: 'The grid service does not answer.' });
});

test('a load that is aborted is no error of a service', async () => {
  globalThis.fetch = () => Promise.reject(new DOMException('aborted', 'AbortError'));
  await assert.rejects(get('grid', '/'), (error) => error.name === 'AbortError' && !(error instanceof ServiceError));
});

test('the last few answers are kept, the one that was not wanted for longest goes', async () => {
  const loads = [];
  const load = kept(2, async (a, b) => loads.push(a + b));
  for (const key of ['ab', 'cd', 'ab', 'ef', 'ab', 'cd']) await load([...key]);
  assert.equal(loads.length, 4, 'ab, cd and ef, and cd again');
  assert.ok(load.has(['c', 'd']) && !load.has(['e', 'f']));
});

test('what failed is asked for again', async () => {
  let calls = 0;
  const load = kept(2, async () => {
    if (calls++ === 0) throw new Error('no');
    return 'yes';
  });
  await assert.rejects(load(['x']));
  assert.equal(await load(['x']), 'yes');
});

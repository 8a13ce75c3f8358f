// What all views say alike.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Datasets } from '../../main/resources/page/app/data/datasets.js';
import { View } from '../../main/resources/page/app/views/view.js';

/** A view of arrests that holds some data, of services that say so much of their datasets. */
async function view(data, ...datasets) {
  globalThis.fetch = async () => Response.json({ datasets });
  const page = { store: { state: { dataset: 'arrests' } }, datasets: new Datasets() };
  await page.datasets.load();
  return Object.assign(new View(page), { data });
}

const ARRESTS = { id: 'arrests', source: 'live', publishedThrough: '2024-09-30' };

test('the foot says to what day the data shown are; to what day all are where nothing is shown; else that it is not known', async () => {
  const credit = async (...known) => (await view(...known)).credit();
  assert.equal(await credit({ source: 'live', publishedThrough: '2024-06-30' }, ARRESTS), 'Data: City of New York, NYC Open Data, arrests to 30 June 2024');
  assert.equal(await credit(null, ARRESTS), 'Data: City of New York, NYC Open Data, arrests to 30 September 2024');
  assert.equal(await credit({ source: null, publishedThrough: null }, { ...ARRESTS, source: 'sample' }), 'Data: synthetic sample city, not real records, arrests to 30 September 2024');
  assert.equal(await credit({ source: 'live', publishedThrough: null }), 'Data: City of New York, NYC Open Data, arrests to a day that is not known');
});

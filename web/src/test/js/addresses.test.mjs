// Addresses as Nominatim and Pelias tell them.
import assert from 'node:assert/strict';
import test from 'node:test';
import { findAddresses } from '../../main/resources/page/app/data/addresses.js';
import { connect } from '../../main/resources/page/app/data/api.js';

const point = (properties, coordinates) => ({ type: 'Feature', properties, geometry: { type: 'Point', coordinates } });

/** What is found in an answer, and where it was asked for. */
async function found(t, text, answer) {
  const asked = [];
  t.mock.method(globalThis, 'fetch', async (address) => {
    asked.push(address);
    return new Response(JSON.stringify(answer));
  });
  connect({ geocoder: 'https://geocoder.example.org/search?limit=5&q=' });
  return { asked, ...(await findAddresses(text, {})) };
}

test('Nominatim: names, points, whose data they are; what is typed is escaped', async (t) => {
  const { asked, list, credit } = await found(t, '350 5th Ave & W 34', {
    licence: 'Data © OpenStreetMap contributors',
    features: [point({ display_name: '350, 5th Avenue' }, [-73.9857, 40.7484]), { properties: { display_name: 'a street' }, geometry: { type: 'LineString', coordinates: [] } }],
  });
  assert.deepEqual(asked, ['https://geocoder.example.org/search?limit=5&q=350%205th%20Ave%20%26%20W%2034']);
  assert.deepEqual(list, [{ name: '350, 5th Avenue', at: { lat: 40.7484, lng: -73.9857 } }]);
  assert.equal(credit, 'Data © OpenStreetMap contributors');
});

test('Pelias: labels; no more than five, and none where nothing is found', async (t) => {
  const answer = { geocoding: { attribution: 'by the city' }, features: Array.from({ length: 7 }, (_, i) => point({ name: 'Broadway', label: `${i} Broadway` }, [-74, 40.7])) };
  const { list, credit } = await found(t, 'broadway', answer);
  assert.deepEqual(list.map(({ name }) => name), ['0 Broadway', '1 Broadway', '2 Broadway', '3 Broadway', '4 Broadway']);
  assert.equal(credit, 'by the city');
  t.mock.restoreAll();
  assert.deepEqual((await found(t, 'x', { features: [] })).list, []);
});

// Addresses, of a geocoder that answers in GeoJSON, such as Nominatim or Pelias, where one is configured.
import { get } from './api.js';

const MOST = 5;

/** What a text may mean, the likeliest first: {list: [{name, at: {lat, lng}}], credit: whose data these are, where the geocoder says so}. */
export async function findAddresses(text, options) {
  const { body } = await get('geocoder', encodeURIComponent(text), options);
  const { features = [], licence, geocoding } = body;
  const list = features
    .filter(({ geometry }) => geometry?.type === 'Point')
    .slice(0, MOST)
    .map(({ properties, geometry: { coordinates: [lng, lat] } }) => ({ name: properties.label ?? properties.display_name, at: { lat, lng } }));
  return { list, credit: licence ?? geocoding?.attribution ?? '' };
}

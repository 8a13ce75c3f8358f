// Areas of the city: their outlines, where their names are written, and which of them a point is in.
import { get, kept } from './api.js';
import { CITY, wordOf } from './city.js';
import { capital } from './format.js';

/** What one of a kind is called. */
const SINGULAR = { boroughs: 'borough', neighbourhoods: 'neighbourhood', precincts: 'precinct', parks: 'park' };

/** 'precinct:75' → 'Precinct 75', 'neighbourhood:Co-op City' → 'Co-op City' */
export function placeName(place) {
  const name = place.slice(place.indexOf(':') + 1);
  return place.startsWith('precinct:') ? `${capital(wordOf('precinct'))} ${name}` : name;
}

/**
 * The areas of a [kind, zoom of the map that they are for]: their `outlines` as GeoJSON, and a `list` of {place: its id in addresses,
 * name, short: where there is little room, label: {lat, lng} where it is written, polygons: rings of [longitude, latitude], box: {south, west, north, east}}.
 */
export const loadAreas = kept(12, async (kind, zoom, options) => {
  const { body } = await get('grid', `/v1/areas/${kind}?zoom=${zoom}`, options);
  return { outlines: body, list: body.features.map((feature) => areaOf(kind, feature)) };
});

/** An area of which only the name is known has no label, no polygons, and holds no point. */
function areaOf(kind, { properties: { name, label }, geometry }) {
  const { type, coordinates } = geometry ?? { coordinates: [] };
  const place = `${SINGULAR[kind]}:${name}`;
  const polygons = type === 'Polygon' ? [coordinates] : coordinates;
  const box = { south: 90, west: 180, north: -90, east: -180 };
  for (const [ring] of polygons) {
    for (const [lon, lat] of ring) {
      box.south = Math.min(box.south, lat);
      box.north = Math.max(box.north, lat);
      box.west = Math.min(box.west, lon);
      box.east = Math.max(box.east, lon);
    }
  }
  return { place, name: placeName(place), short: name, label: label ? { lat: label[1], lng: label[0] } : null, polygons, box };
}

/** The number of the area of a list that holds a point, or −1. */
export const areaAt = (list, { lat, lng }) =>
  list.findIndex(({ box, polygons }) => lat >= box.south && lat <= box.north && lng >= box.west && lng <= box.east && polygons.some((rings) => rings.filter((ring) => winds(ring, lat, lng)).length % 2 === 1));

/** Whether a ring goes around a point: a ray to the east crosses it an odd number of times. */
function winds(ring, lat, lng) {
  let odd = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [x, y] = ring[i];
    const [before, above] = ring[j];
    if (y > lat !== above > lat && lng < x + ((lat - y) / (above - y)) * (before - x)) odd = !odd;
  }
  return odd;
}

/** The details that areas are searched and outlined with, which maps of the whole city have too. */
const DETAIL = '12';

/** Every area of the city that has an outline, of all kinds: see {@link loadAreas}. */
export async function loadEveryArea(options) {
  const kinds = Object.keys(SINGULAR).filter((kind) => CITY.areas[kind]);
  const areas = await Promise.all(kinds.map((kind) => loadAreas([kind, DETAIL], options)));
  return areas.flatMap(({ list }) => list.filter(({ polygons }) => polygons.length));
}

/** The outline of a place such as 'park:Central Park' as GeoJSON; undefined where there is none. */
export async function loadOutline(place, options) {
  const kind = `${place.split(':')[0]}s`;
  if (!CITY.areas[kind]) return undefined;
  const { outlines, list } = await loadAreas([kind, DETAIL], options);
  return outlines.features[list.findIndex((area) => area.place === place)];
}

/** Letters as one types them: neither case nor accents, and blanks for what parts words. */
const plain = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[\s\-–/.,'’()]+/g, ' ').trim();

/** How well a name answers what is typed, the less the better: itself, its beginning, a word's beginning, anywhere; −1: not at all. */
function distance(names, text) {
  const ranks = names.map((name) => (name === text ? 0 : name.startsWith(text) ? 1 : name.includes(` ${text}`) ? 2 : name.includes(text) ? 3 : -1));
  return Math.min(...ranks.filter((rank) => rank >= 0), Infinity);
}

/** Those of a list of areas whose name, number or kind with its number answers a text, the best first; none for no text. */
export function matching(list, text, limit) {
  const wanted = plain(text);
  if (!wanted) return [];
  return list
    .map((area) => ({ area, rank: distance([plain(area.name), plain(area.short)], wanted) }))
    .filter(({ rank }) => rank < Infinity)
    .sort((a, b) => a.rank - b.rank || a.area.name.length - b.area.name.length)
    .slice(0, limit)
    .map(({ area }) => area);
}

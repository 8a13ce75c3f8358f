// The city of the unit tests, out of its profile: node --import ./newyork.mjs --test
import { readFileSync } from 'node:fs';
import { become } from '../../main/resources/page/app/data/city.js';

const profile = readFileSync(new URL('../../../../deploy/cities/nyc.properties', import.meta.url), 'utf8').replaceAll('\\\n', '');
const value = (key) => profile.match(new RegExp(`^nyc\\.cities\\.nyc\\.${key.replace(/[[\].]/g, '\\$&')}=(.*)$`, 'm'))?.[1];
const area = (kind) => [kind, { word: value(`areas.${kind}.word`), words: value(`areas.${kind}.words`) }];

become({
  page: `${value('title')} Crime in Motion`,
  owner: value('publisher.name'),
  categories: [0, 1, 2, 3].map((i) => value(`categories[${i}].name`)),
  datasets: ['arrests', 'complaints'],
  forecast: value('forecast.dataset'),
  areas: Object.fromEntries(['boroughs', 'precincts', 'neighbourhoods', 'parks'].map(area)),
  outlines: 'boroughs',
});

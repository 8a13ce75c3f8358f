// Which city the page is of: its names, words, datasets and where it lies, as its profile has them (nyc.crime.city.CityProfile).

/** What is known of the city, empty until {@link become}. */
export const CITY = { categories: [], datasets: [], areas: {}, labels: [] };

/** Makes it the city of a profile, as the page's server hands it out. */
export function become({ categories, ...city }) {
  CITY.categories.splice(0, Infinity, ...categories);
  Object.assign(CITY, city);
}

/** What the city calls one or several of a kind of areas, by its singular name in addresses. */
export const wordOf = (kind) => CITY.areas[`${kind}s`]?.word ?? kind;
export const wordsOf = (kind) => CITY.areas[`${kind}s`]?.words ?? `${kind}s`;

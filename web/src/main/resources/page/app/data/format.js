// Numbers, dates and words as the reader sees them.

const NUMBER = new Intl.NumberFormat('en-US');
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

export const number = (n) => NUMBER.format(n);

/** A number with so many significant digits, for scores and rates. */
export const figure = (n, digits = 3) => (Number.isFinite(n) ? String(Number(n.toPrecision(digits))) : '–');

export const monthName = (month) => MONTHS[month - 1];

export const monthShort = (month) => MONTHS[month - 1].slice(0, 3);

/** '2024-03' or '2024-03-05' → 'March 2024' */
export const monthTitle = (month) => `${monthName(+month.slice(5, 7))} ${month.slice(0, 4)}`;

/** '2024-03-05' → '5 March 2024' */
export const dayName = (date) => `${+date.slice(8)} ${monthTitle(date)}`;

/** To what day data are, in words; null where that is not known. */
export const toDay = (date) => (date ? `to ${dayName(date)}` : 'to a day that is not known');

/** A service's words with dates as the page says them. */
export const withDates = (text) => text.replace(/\b\d{4}-\d{2}-\d{2}\b/g, dayName);

/** '2024-03-05' → 'Tuesday, 5 March 2024' */
export const dayTitle = (date) => `${WEEKDAYS[new Date(`${date}T00:00:00Z`).getUTCDay()]}, ${dayName(date)}`;

/** '2024-02' → '2024-02-29' */
export const lastDay = (month) => plusDays(`${plusMonths(month, 1)}-01`, -1);

/** '2024-03-05' and 2 → '2024-03-07' */
export function plusDays(date, days) {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** '2024-12' and 1 → '2025-01' */
export function plusMonths(month, n) {
  const total = +month.slice(0, 4) * 12 + +month.slice(5) - 1 + n;
  return `${Math.floor(total / 12)}-${String((total % 12) + 1).padStart(2, '0')}`;
}

/** 'GRAND LARCENY' → 'Grand larceny'; blank → 'Not stated' */
export const sentence = (text) => (text ? text[0].toUpperCase() + text.slice(1).toLowerCase() : 'Not stated');

export const capital = (text) => text[0].toUpperCase() + text.slice(1);

// Whether two counts differ by more than chance, by the test of grid-service.

/** Rate of false discoveries among the changes that are called more than chance. */
const ALPHA = 0.05;

/**
 * The probability of counts at least as far apart if the rate is the same: given their sum the second is binomial
 * (Przyborowski and Wilenski 1940), exact, two-sided by twice the smaller tail.
 */
export function chance(a, daysOfA, b, daysOfB) {
  const n = a + b;
  const share = daysOfB / (daysOfA + daysOfB);
  let log = n * Math.log1p(-share);
  let atMost = 0;
  let atLeast = 0;
  for (let k = 0; k <= n; k++) {
    const part = Math.exp(log);
    if (k <= b) atMost += part;
    if (k >= b) atLeast += part;
    log += Math.log(((n - k) / (k + 1)) * (share / (1 - share)));
  }
  return Math.min(1, 2 * Math.min(atMost, atLeast));
}

/** Which of many probabilities are more than chance, by Benjamini and Hochberg (1995). */
export function discoveries(probabilities) {
  const sorted = [...probabilities].sort((x, y) => x - y);
  const last = sorted.findLastIndex((p, i) => p <= (ALPHA * (i + 1)) / sorted.length);
  return probabilities.map((p) => p <= (sorted[last] ?? -1));
}

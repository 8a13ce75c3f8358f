// Which days the datasets have, as the records service knows it.
import { get } from './api.js';
import { plusDays, plusMonths } from './format.js';

export class Datasets {
  #known = [];

  async load() {
    this.#known = (await get('ingest', '/v1/datasets')).body.datasets;
  }

  /** First and last date of a dataset; any day since 2006 while that is not known. */
  range(dataset) {
    const known = this.#known.find((d) => d.id === dataset);
    return { first: known?.firstDate ?? '2006-01-01', last: known?.lastDate ?? new Date(Date.now() - 86_400_000).toISOString().slice(0, 10) };
  }

  /** The last month, 'YYYY-MM', whose last day a dataset has. */
  lastWholeMonth(dataset) {
    return plusMonths(plusDays(this.range(dataset).last, 1).slice(0, 7), -1);
  }

  /** The last year, 'YYYY', that a dataset has to its end; its first year where it has none. */
  lastWholeYear(dataset) {
    const { first, last } = this.range(dataset);
    return String(Math.max(+first.slice(0, 4), +plusDays(last, 1).slice(0, 4) - 1));
  }
}

// Which days the datasets have, as the records service knows it.
import { get } from './api.js';
import { plusDays, plusMonths } from './format.js';

export class Datasets {
  #known = [];

  async load() {
    this.#known = (await get('ingest', '/v1/datasets')).body.datasets;
  }

  /**
   * What is known of a dataset's days: the last that is `published`, and their `source`; neither while that is not known. And
   * which days may be asked for: from the `first` to the `last`, of which those to `complete` hardly change by late reports; any
   * since 2006 while that is not known.
   */
  range(dataset) {
    const known = this.#known.find((d) => d.id === dataset) ?? {};
    const published = known.publishedThrough ?? known.lastDate;
    const last = published ?? new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
    return { first: known.firstDate ?? '2006-01-01', last, complete: known.completeThrough ?? last, published, source: known.source };
  }

  /** Whether records have an hour, as far as is known. */
  hasHours(dataset) {
    return this.#known.find((d) => d.id === dataset)?.columns?.includes('hour') ?? true;
  }

  /** The last month, 'YYYY-MM', that is complete to its last day; the first one where none is. */
  lastWholeMonth(dataset) {
    const { first, complete } = this.range(dataset);
    const month = plusMonths(plusDays(complete, 1).slice(0, 7), -1);
    return month < first ? first.slice(0, 7) : month;
  }

  /** The first month, 'YYYY-MM', that is published from its first day. */
  firstWholeMonth(dataset) {
    const { first } = this.range(dataset);
    return plusMonths(plusDays(first, -1).slice(0, 7), 1);
  }

  /** The last year, 'YYYY', that is complete to its end; the first one where none is. */
  lastWholeYear(dataset) {
    const { first, complete } = this.range(dataset);
    return String(Math.max(+first.slice(0, 4), +plusDays(complete, 1).slice(0, 4) - 1));
  }
}

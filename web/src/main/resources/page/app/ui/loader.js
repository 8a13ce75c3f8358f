// One load at a time, with progress and cancel; errors in words, with retry. A new load aborts the old one.
import { ServiceError } from '../data/api.js';
import { capital, number } from '../data/format.js';
import { byId, on } from './dom.js';

const SHOW_AFTER = 250;
const LOADING = { doing: 'Loading', told: (bytes) => `${number(Math.round(bytes / 1024))} KB` };

export class Loader {
  busy = false;
  #latest = null;
  #retry = null;
  #doing = '';

  constructor() {
    on('status-cancel', 'click', () => this.cancel());
    on('status-close', 'click', () => this.hide());
    on('status-retry', 'click', () => this.#retry());
  }

  /**
   * Runs a load.
   *
   * @param what names it for the reader, such as 'arrests of March 2024'
   * @param task called with (signal, progress); its result is the answer
   * @param again called when the reader asks to try again
   * @param words what is done, and what `told` of a progress
   * @returns the task's result; null if it failed or was cancelled; undefined if a newer load overtook it, which then
   *   shows what is to be shown
   */
  async run(what, task, again, { doing, told } = LOADING) {
    this.#latest?.abort();
    const controller = new AbortController();
    const { signal } = controller;
    this.#latest = controller;
    this.#retry = again;
    this.busy = true;
    this.#doing = doing;
    this.hide();
    const text = `${doing} ${what} …`;
    const timer = setTimeout(() => this.#show(text, { busy: true }), SHOW_AFTER);
    const progress = (done) => {
      if (!signal.aborted && !byId('status').hidden) byId('status-text').textContent = `${text} ${told(done)}`;
    };
    const [result, failure] = await task(signal, progress).then((answer) => [answer], (error) => [null, error]);
    clearTimeout(timer);
    if (this.#latest !== controller) return undefined;
    if (signal.aborted) return null;
    this.busy = false;
    this.hide();
    if (!failure) return result;
    const later = failure.retryAfter ? ` The service asks to wait ${failure.retryAfter} s.` : '';
    this.#show(`${capital(what)} could not be loaded. ${failure.message}${later}`, { retry: true });
    if (!(failure instanceof ServiceError)) throw failure;
    return null;
  }

  cancel() {
    this.#latest?.abort();
    this.busy = false;
    this.#show(`${this.#doing} was cancelled.`, { retry: true });
  }

  /** Shows a remark that the reader can close. */
  remark(text) {
    this.#show(text, {});
  }

  hide() {
    byId('status').hidden = true;
  }

  #show(text, { busy = false, retry = false }) {
    byId('status').hidden = false;
    byId('status').classList.toggle('failed', retry);
    byId('status-text').textContent = text;
    byId('status-bar').hidden = !busy;
    byId('status-cancel').hidden = !busy;
    byId('status-retry').hidden = !retry;
    byId('status-close').hidden = busy;
  }
}

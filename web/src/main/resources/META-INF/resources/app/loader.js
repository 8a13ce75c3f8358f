// One load at a time, with progress and cancel; errors in words, with retry. A new load aborts the old one.
import { byId, number } from './format.js';

const SHOW_AFTER = 250;

export class Loader {
  busy = false;
  #latest = null;
  #retry = null;

  constructor() {
    byId('status-cancel').addEventListener('click', () => this.cancel());
    byId('status-close').addEventListener('click', () => this.hide());
    byId('status-retry').addEventListener('click', () => this.#retry?.());
  }

  /**
   * Runs a load.
   *
   * @param what names it for the reader, such as 'arrests of March 2024'
   * @param task called with (signal, progress); its result is the answer
   * @param again called when the reader asks to try again
   * @returns the task's result; null if it failed or was cancelled; undefined if a newer load overtook it, which then
   *   shows what is to be shown
   */
  async run(what, task, again) {
    this.#latest?.abort();
    const controller = new AbortController();
    this.#latest = controller;
    this.#retry = again;
    this.busy = true;
    this.hide();
    const current = () => this.#latest === controller;
    const show = setTimeout(() => this.#show(`Loading ${what} …`), SHOW_AFTER);
    const progress = (bytes) => {
      if (current() && this.busy && !byId('status').hidden) {
        byId('status-text').textContent = `Loading ${what} … ${number(Math.round(bytes / 1024))} KB`;
      }
    };
    let result;
    let failure = null;
    try {
      result = await task(controller.signal, progress);
    } catch (error) {
      failure = error;
    }
    clearTimeout(show);
    if (!current()) return undefined;
    if (controller.signal.aborted) return null;
    this.#done();
    if (!failure) return result;
    this.fail(`${what[0].toUpperCase()}${what.slice(1)} could not be loaded. ${failure.message}${later(failure)}`);
    if (!failure.kind) throw failure;
    return null;
  }

  cancel() {
    this.#latest?.abort();
    this.busy = false;
    this.fail('Loading was cancelled.');
  }

  /** Shows what went wrong, with a button to try again. */
  fail(text) {
    this.#state({ text, busy: false, retry: this.#retry !== null });
  }

  /** Shows a remark that the reader can close. */
  remark(text) {
    this.#state({ text, busy: false, retry: false });
  }

  hide() {
    byId('status').hidden = true;
  }

  #done() {
    this.busy = false;
    this.hide();
  }

  #show(text) {
    this.#state({ text, busy: true, retry: false });
  }

  #state({ text, busy, retry }) {
    byId('status').hidden = false;
    byId('status').classList.toggle('failed', retry);
    byId('status-text').textContent = text;
    byId('status-bar').hidden = !busy;
    byId('status-cancel').hidden = !busy;
    byId('status-retry').hidden = !retry;
    byId('status-close').hidden = busy;
  }
}

const later = (error) => (error.retryAfter ? ` The service asks to wait ${error.retryAfter} s.` : '');

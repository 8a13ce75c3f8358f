// One load at a time, with progress and cancel; errors in words, with retry. A new load aborts the old one.
import { byId, number } from './format.js';

const SHOW_AFTER = 250;

export class Loader {
  #controller = null;
  #retry = null;

  constructor() {
    byId('status-cancel').addEventListener('click', () => this.cancel());
    byId('status-close').addEventListener('click', () => this.hide());
    byId('status-retry').addEventListener('click', () => this.#retry?.());
  }

  get busy() {
    return this.#controller !== null;
  }

  /**
   * Runs a load.
   *
   * @param what names it for the reader, such as 'arrests of March 2024'
   * @param task called with (signal, progress); its result is the answer
   * @param again called when the reader asks to try again
   * @returns the task's result, or undefined if it was cancelled, overtaken, or failed
   */
  async run(what, task, again) {
    this.#controller?.abort();
    const controller = new AbortController();
    this.#controller = controller;
    this.#retry = again;
    this.hide();
    const show = setTimeout(() => this.#show(`Loading ${what} …`), SHOW_AFTER);
    const progress = (bytes) => {
      if (this.#controller === controller && !byId('status').hidden) {
        byId('status-text').textContent = `Loading ${what} … ${number(Math.round(bytes / 1024))} KB`;
      }
    };
    try {
      const result = await task(controller.signal, progress);
      if (this.#controller === controller) this.#done();
      return controller.signal.aborted ? undefined : result;
    } catch (error) {
      if (this.#controller === controller && !controller.signal.aborted) {
        this.#done();
        this.fail(`${what[0].toUpperCase()}${what.slice(1)} could not be loaded. ${error.message}${later(error)}`);
        if (!error.kind) throw error;
      }
      return undefined;
    } finally {
      clearTimeout(show);
    }
  }

  cancel() {
    this.#controller?.abort();
    this.#controller = null;
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
    this.#controller = null;
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

// Holds the state, keeps the address in step with it, and tells listeners which fields changed.
import { concerns, differences, read, write } from '../data/state.js';

/** The address that reproduces a state. */
export const addressOf = (state) => write(state) || location.pathname;

export class Store {
  #listeners = [];

  constructor() {
    const { state, rejected } = read(location.search);
    this.state = state;
    this.rejected = rejected;
    addEventListener('popstate', () => {
      const before = { ...this.state };
      // the same object for good: whoever waits for an answer compares what was asked for with what is wanted by then
      const { state } = read(location.search);
      for (const name of Object.keys(state)) if (concerns(state.view, name)) this.state[name] = state[name];
      this.#tell(differences(before, this.state));
    });
  }

  listen(listener) {
    this.#listeners.push(listener);
  }

  /** Changes fields. `push` makes a step in the browser's history; `quiet` tells no listener. */
  set(patch, { push = false, quiet = false } = {}) {
    const changed = differences(patch, this.state);
    if (!changed.length) return;
    Object.assign(this.state, patch);
    history[push ? 'pushState' : 'replaceState'](null, '', addressOf(this.state));
    if (!quiet) this.#tell(changed);
  }

  #tell(changed) {
    if (changed.length) this.#listeners.forEach((listener) => listener(new Set(changed)));
  }
}

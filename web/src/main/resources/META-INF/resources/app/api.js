// The three services as the page sees them: addresses from the page's meta tags, problems as errors, progress, kept answers.

const address = (name) => document.querySelector(`meta[name="nyc:${name}"]`).content.replace(/\/$/, '');
const BASE = { ingest: address('ingest'), grid: address('grid'), predict: address('predict') };

/** What went wrong, in words for the reader. `kind`: problem (the service says no), unreachable, broken. */
class ApiError extends Error {
  constructor(kind, message, status = 0, retryAfter = null) {
    super(message);
    this.kind = kind;
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

/** The full address of a service's path. */
const url = (service, path) => BASE[service] + path;

/**
 * GETs a path of a service.
 *
 * @param options.as 'json' (default) or 'bytes'
 * @param options.accept the Accept header
 * @param options.signal aborts the load
 * @param options.progress called with the number of bytes so far
 * @returns {body, headers, source, stale, age}
 */
export async function get(service, path, { as = 'json', accept, signal, progress } = {}) {
  let response;
  try {
    response = await fetch(url(service, path), { signal, headers: accept ? { Accept: accept } : {} });
  } catch (cause) {
    if (cause.name === 'AbortError') throw cause;
    throw new ApiError('unreachable', `The ${service} service does not answer.`);
  }
  if (!response.ok) throw await problem(service, response);
  const bytes = await readAll(response, progress);
  let body = bytes;
  if (as === 'json') {
    try {
      body = JSON.parse(new TextDecoder().decode(bytes));
    } catch {
      throw new ApiError('broken', `The ${service} service sent an answer that was cut short.`);
    }
  }
  const { headers } = response;
  return {
    body,
    headers,
    source: body.source ?? headers.get('X-Data-Source'),
    stale: body.stale === true || (headers.get('Warning') ?? '').startsWith('110'),
    age: Number(headers.get('Age') ?? 0),
  };
}

async function problem(service, response) {
  let text = '';
  try {
    const body = await response.json();
    text = body.detail || body.title || '';
  } catch {
    // no problem document: the status has to do
  }
  const retryAfter = response.headers.get('Retry-After');
  return new ApiError(
    'problem',
    text || `The ${service} service answered ${response.status}.`,
    response.status,
    retryAfter,
  );
}

async function readAll(response, progress) {
  if (!progress || !response.body) return new Uint8Array(await response.arrayBuffer());
  const reader = response.body.getReader();
  const chunks = [];
  let length = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    chunks.push(part.value);
    length += part.value.length;
    progress(length);
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

/** Keeps the last few answers, so that going back is instant and memory stays flat. */
export class Kept {
  #entries = new Map();

  constructor(size) {
    this.size = size;
  }

  get(key) {
    const value = this.#entries.get(key);
    if (value !== undefined) {
      this.#entries.delete(key);
      this.#entries.set(key, value);
    }
    return value;
  }

  set(key, value) {
    this.#entries.set(key, value);
    if (this.#entries.size > this.size) this.#entries.delete(this.#entries.keys().next().value);
  }
}

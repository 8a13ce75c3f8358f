// The three services as the page sees them: problems as errors, progress, kept answers.

const addresses = {};

/** Tells where the services are: {ingest, grid, predict}. */
export function connect(services) {
  for (const [name, url] of Object.entries(services)) addresses[name] = url.replace(/\/$/, '');
}

/** What went wrong with a service, in words for the reader; `retryAfter` in seconds where it says so, `status` where it answered. */
export class ServiceError extends Error {
  constructor(message, retryAfter = null, status = 0) {
    super(message);
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

/** Lets the browser draw, and hear the reader, before what takes long. */
export const breathe = () => new Promise((resume) => setTimeout(resume));

/**
 * GETs a path of a service as 'json' or 'bytes'.
 *
 * @param options.progress called with the number of bytes so far
 * @returns {body, headers, told: {source, stale, age, fetchedAt, publishedThrough}}, where `told` is what the service says of its data
 */
export async function get(service, path, { as = 'json', accept, signal, progress } = {}) {
  const response = await fetch(addresses[service] + path, { signal, headers: accept ? { Accept: accept } : {} }).catch((cause) => {
    throw cause.name === 'AbortError' ? cause : new ServiceError(`The ${service} service does not answer.`);
  });
  const { ok, status, headers } = response;
  if (!ok) {
    // without a problem document the status has to do
    const { detail, title } = await response.json().catch(() => ({}));
    throw new ServiceError(detail || title || `The ${service} service answered ${status}.`, headers.get('Retry-After'), status);
  }
  let body = await readAll(response, progress);
  if (as === 'json') {
    await breathe();
    try {
      body = JSON.parse(new TextDecoder().decode(body));
    } catch {
      throw new ServiceError(`The ${service} service sent an answer that was cut short.`);
    }
  }
  return {
    body,
    headers,
    told: {
      source: body.source ?? headers.get('X-Data-Source'),
      stale: body.stale === true || /;\s*ttl=-/.test(headers.get('Cache-Status')),
      age: Number(headers.get('Age') ?? 0),
      fetchedAt: body.fetchedAt,
      publishedThrough: body.publishedThrough ?? headers.get('X-Data-Published-Through'),
    },
  };
}

async function readAll(response, progress) {
  let length = 0;
  const counter = new TransformStream({
    transform(part, out) {
      length += part.length;
      progress?.(length);
      out.enqueue(part);
    },
  });
  return new Uint8Array(await new Response(response.body?.pipeThrough(counter)).arrayBuffer());
}

/**
 * A loader of answers that are named by `key`, an array of texts: the last few are kept, so that going back is instant and
 * memory stays flat. One that is `partial` is not kept.
 *
 * @param load called with the key's parts and the options of {@link get}
 */
export function kept(size, load) {
  const entries = new Map();
  const answer = async (key, options) => {
    const name = key.join('/');
    const value = entries.get(name) ?? (await load(...key, options));
    entries.delete(name);
    if (value.partial) return value;
    entries.set(name, value);
    if (entries.size > size) entries.delete(entries.keys().next().value);
    return value;
  };
  answer.has = (key) => entries.has(key.join('/'));
  return answer;
}

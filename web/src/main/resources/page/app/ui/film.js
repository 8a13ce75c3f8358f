// The film of a view as a file. Each of its frames is drawn, and handed to the browser's recorder when it is whole, so that none is
// left out where drawing takes longer than showing; such a film takes longer to record than to watch. Frames of a WebM file are even.
import { picture } from './download.js';
import { evenly } from './webm.js';

/** Frames a second. */
const RATE = 25;
const BITS = 8_000_000;
const KINDS = { webm: 'video/webm', mp4: 'video/mp4' };

/** What files of films end with that this browser records, the first the one to have if nobody chooses. */
export const filmKinds = () => (typeof MediaRecorder === 'undefined' ? [] : Object.keys(KINDS).filter((kind) => MediaRecorder.isTypeSupported(KINDS[kind])));

/**
 * Records the player's piece from its beginning to its end, at its own speed.
 *
 * @param kind one of {@link filmKinds}
 * @param signal ends it
 * @param progress called with the share that is recorded, 0 to 1
 */
export async function film(player, kind, signal, progress) {
  const { position } = player;
  player.pause();
  const canvas = picture();
  const stream = canvas.captureStream(0);
  const [track] = stream.getVideoTracks();
  const recorder = new MediaRecorder(stream, { mimeType: KINDS[kind], videoBitsPerSecond: BITS });
  const parts = [];
  recorder.addEventListener('dataavailable', ({ data }) => parts.push(data));
  const ended = new Promise((resolve) => recorder.addEventListener('stop', resolve));
  const last = Math.ceil((player.length / player.rate) * RATE);
  recorder.start();
  for (let i = 0; i <= last && !signal.aborted; i++) {
    player.seek((player.length * i) / last);
    picture(canvas);
    track.requestFrame();
    progress(i / last);
    await new Promise((resolve) => setTimeout(resolve, 1000 / RATE));
  }
  recorder.stop();
  await ended;
  if (!signal.aborted) player.seek(position);
  const blob = new Blob(parts, { type: recorder.mimeType });
  if (kind !== 'webm') return blob;
  const bytes = new Uint8Array(await blob.arrayBuffer());
  evenly(bytes, 1000 / RATE);
  return new Blob([bytes], { type: blob.type });
}

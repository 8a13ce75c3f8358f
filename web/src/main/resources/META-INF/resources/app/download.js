// PNG of the view and CSV of its data.
import { byId } from './format.js';

const quote = (value) => (/[",\n]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value));

/** Tables {title, columns, rows} as one CSV text, a blank line between tables; the view's address comes first. */
export function csv(tables) {
  const parts = tables.map(({ title, columns, rows }) =>
    [`# ${title}`, columns.map(quote).join(','), ...rows.map((row) => row.map(quote).join(','))].join('\r\n'),
  );
  return new Blob([`# ${location.href}\r\n${parts.join('\r\n\r\n')}\r\n`], { type: 'text/csv' });
}

/** What is on screen as an image: every visible canvas at its place, and what the display says. */
export async function png() {
  const board = !byId('board').hidden;
  const host = board ? byId('board') : byId('stage');
  const frame = host.getBoundingClientRect();
  const ratio = Math.min(devicePixelRatio || 1, 2);
  const height = board ? host.scrollHeight : frame.height;
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(frame.width * ratio);
  canvas.height = Math.round((height + 34) * ratio);
  const context = canvas.getContext('2d');
  context.scale(ratio, ratio);
  const css = getComputedStyle(document.documentElement);
  const colour = (name) => css.getPropertyValue(name).trim();
  context.fillStyle = colour('--sea');
  context.fillRect(0, 0, frame.width, height + 34);
  for (const source of host.querySelectorAll('canvas')) {
    const box = source.getBoundingClientRect();
    if (!source.width || !box.width || getComputedStyle(source).visibility === 'hidden') continue;
    context.imageSmoothingEnabled = !source.classList.contains('pixelated');
    context.drawImage(source, box.left - frame.left, box.top - frame.top + (board ? host.scrollTop : 0), box.width, box.height);
  }
  context.fillStyle = colour('--text');
  const write = (text, x, y, font) => {
    context.font = `${font} system-ui, sans-serif`;
    context.fillText(text, x, y);
  };
  if (!board) {
    write(byId('hud-date').textContent, 16, 34, '600 22px');
    write(byId('hud-total').textContent.trim(), 16, 60, '16px');
    if (!byId('badges').hidden) write(byId('badges').textContent, 16, 84, '600 14px');
    write(byId('hud-note').textContent, 16, height - 10, '12px');
  } else {
    for (const heading of host.querySelectorAll('h2, h3')) {
      const box = heading.getBoundingClientRect();
      write(heading.textContent, box.left - frame.left, box.bottom - frame.top + host.scrollTop - 6, '600 16px');
    }
  }
  context.fillStyle = colour('--sea');
  context.fillRect(0, height, frame.width, 34);
  context.fillStyle = colour('--text');
  write(`NYC Crime in Motion · data: City of New York, NYC Open Data · ${location.href}`, 16, height + 22, '12px');
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
}

/** Hands a blob to the reader as a file. */
export function save(name, blob) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

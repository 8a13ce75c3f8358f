// PNG of the view and CSV of its data.
import { CITY } from '../data/city.js';
import { byId, element, pixelRatio, themed } from './dom.js';

const quote = (value) => (value === null ? '' : /[",\n]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value));

/**
 * A table {title, columns, rows} as CSV. What it is of, `about` it in lines of text, where the data are from and the view's
 * address come first, as comments.
 */
export function csv({ title, columns, rows }, about) {
  const head = [CITY.page, title, ...about, credit(), location.href].map((line) => `# ${line}`);
  const lines = [...head, ...[columns, ...rows].map((row) => row.map(quote).join(','))];
  // the mark of UTF-8, which spreadsheets want
  return new Blob(['\ufeff', lines.map((line) => `${line}\r\n`).join('')], { type: 'text/csv;charset=utf-8' });
}

/** Where the data shown are from, and to what day: as the foot of the page says it. */
const credit = () => byId('credit').textContent;

const CREDIT = 34;

/** What is on screen as an image file. */
export const png = () => new Promise((resolve) => picture().toBlob(resolve, 'image/png'));

/** What is on screen, on a canvas: maps or plots, what the display and the tables say, and where it comes from. */
export function picture(canvas = element('canvas')) {
  const board = !byId('board').hidden;
  const host = byId(board ? 'board' : 'main');
  const parts = board ? [host] : ['stage', 'hud', 'places', 'timeline'].map(byId).filter((part) => part.checkVisibility());
  const frame = host.getBoundingClientRect();
  const ratio = pixelRatio();
  const height = board ? host.scrollHeight : frame.height;
  // encoders of films want even numbers
  Object.assign(canvas, { width: 2 * Math.round((frame.width * ratio) / 2), height: 2 * Math.round(((height + CREDIT) * ratio) / 2) });
  const context = canvas.getContext('2d');
  context.scale(ratio, ratio);
  context.fillStyle = themed('--sea');
  context.fillRect(0, 0, frame.width, height + CREDIT);
  context.save();
  // from here on in the window's coordinates, as the browser tells them
  context.translate(-frame.left, -frame.top + (board ? host.scrollTop : 0));
  for (const part of parts) {
    context.save();
    const box = part.getBoundingClientRect();
    if (!board) clip(context, box);
    if (part.id !== 'stage') drawCards(context, board ? part.querySelectorAll('.chart, .table') : [part]);
    part.querySelectorAll('canvas').forEach((source) => drawCanvas(context, source));
    part.querySelectorAll('.chip i, .swatch i, .u-marker').forEach((swatch) => drawSwatch(context, swatch));
    drawTexts(context, part);
    context.restore();
  }
  context.restore();
  context.fillStyle = themed('--text');
  context.font = `12px ${getComputedStyle(document.body).fontFamily}`;
  context.fillText(`${CITY.page} · ${credit()} · ${location.href}`, 16, height + 22);
  return canvas;
}

function clip(context, { left, top, width, height }) {
  context.beginPath();
  context.rect(left, top, width, height);
  context.clip();
}

function drawCards(context, cards) {
  for (const card of cards) {
    const { left, top, width, height } = card.getBoundingClientRect();
    context.fillStyle = getComputedStyle(card).backgroundColor;
    context.fillRect(left, top, width, height);
  }
}

function drawCanvas(context, source) {
  const box = source.getBoundingClientRect();
  const { visibility, opacity } = getComputedStyle(source);
  if (!source.width || !box.width || visibility === 'hidden') return;
  const pane = source.closest('.pane');
  context.save();
  if (pane) clip(context, pane.getBoundingClientRect());
  context.globalAlpha = Number(opacity);
  context.imageSmoothingEnabled = !source.classList.contains('pixelated');
  context.drawImage(source, box.left, box.top, box.width, box.height);
  context.restore();
}

function drawSwatch(context, swatch) {
  const { left, top, width, height } = swatch.getBoundingClientRect();
  const css = getComputedStyle(swatch);
  context.fillStyle = context.strokeStyle = css.borderTopColor;
  context.lineWidth = 2;
  // what is switched off is empty
  if (swatch.closest('[aria-pressed="false"]')) context.strokeRect(left + 1, top + 1, width - 2, height - 2);
  else context.fillRect(left, top, width, height);
}

/** Writes every piece of text at its place, line by line as the browser broke it. */
function drawTexts(context, part) {
  const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  context.textBaseline = 'middle';
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!node.data.trim() || !parent.checkVisibility({ visibilityProperty: true }) || parent.closest('option')) continue;
    const css = getComputedStyle(parent);
    context.font = `${css.fontWeight} ${css.fontSize} ${css.fontFamily}`;
    context.letterSpacing = css.letterSpacing === 'normal' ? '0px' : css.letterSpacing;
    context.fillStyle = css.color;
    context.globalAlpha = Number(css.opacity);
    for (const { 0: word, index } of node.data.matchAll(/\S+/g)) {
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      const { left, top, width, height } = range.getBoundingClientRect();
      context.fillText(css.textTransform === 'uppercase' ? word.toUpperCase() : word, left, top + height / 2);
      if (parent.closest('[aria-pressed="false"]')) context.fillRect(left, top + height / 2, width, 1);
    }
  }
  context.globalAlpha = 1;
  context.letterSpacing = '0px';
}

/** Hands a blob to the reader as a file. */
export function save(name, blob) {
  const link = element('a', { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

// A month of records on one canvas. Points are projected once per view change; a frame only writes pixels of typed arrays.
import { pack, rgb } from '../data/palette.js';
import * as L from './leaflet.js';

const FADE_DAYS = 5;
const BRIGHT = 7;
const DIM_ALPHA = 0.5;
const MARGIN = 14;

/** How wide the rim of a day's dot over heat is. */
const RIM = 1.25;

/** Offsets and coverage of the pixels of an anti-aliased disc in a buffer of that width; of a `rim` around it, if any, less than half. */
function disc(radius, width, rim = 0) {
  const reach = Math.ceil(radius + rim);
  const offsets = [];
  const cover = [];
  for (let y = -reach; y <= reach; y++) {
    for (let x = -reach; x <= reach; x++) {
      const c = Math.min(1, radius + 0.5 - Math.hypot(x, y));
      if (c > 0.05 || c + rim > 0.5) {
        offsets.push(y * width + x);
        cover.push(c);
      }
    }
  }
  return { offsets: Int32Array.from(offsets), cover };
}

export const DotLayer = L.Layer.extend({
  initialize() {
    this.data = null;
    this.colours = ['#ffffff', '#ffffff', '#ffffff', '#ffffff'];
    this.categories = [true, true, true, true];
    this.rim = 0;
    this.offence = -1;
    this.position = 0;
    this.counts = { drawn: 0, inRings: 0, offscreen: 0, day: 0 };
  },

  onAdd(map) {
    this.canvas = L.DomUtil.create('canvas', 'dots leaflet-zoom-animated', map.getPane('dots'));
    Object.assign(this.canvas, { role: 'img', ariaLabel: 'Records as dots on the map; the Table button shows them as text' });
    this.context = this.canvas.getContext('2d');
    this.place();
  },

  onRemove() {
    this.canvas.remove();
    this.canvas = null;
  },

  getEvents() {
    return { viewreset: this.place, zoomend: this.place, moveend: this.place, resize: this.place, zoomanim: this.animateZoom };
  },

  /** Shows another month (see data/months.js), or nothing for null. */
  setData(data) {
    this.data = data;
    this.place();
  },

  /** The four category colours, and the pixel of a rim that the day's dots are to have so that they tell from what is beneath; 0: none. */
  setColours(colours, rim) {
    this.colours = colours;
    this.rim = rim;
    this.place();
  },

  /** Which categories are shown (four booleans), and one offence's index or −1 for all. */
  setFilter(categories, offence) {
    this.categories = categories;
    this.offence = offence;
    this.restart();
    this.draw();
  },

  /** Days since the month began: 2.5 is noon of the third day. */
  setPosition(position) {
    this.position = position;
    this.draw();
  },

  /** Fits the canvas to the part of the view that holds data, and projects every record. */
  place() {
    if (!this.canvas || !this.data) return this.clear();
    const { data, _map: map } = this;
    const scale = 256 * 2 ** map.getZoom();
    const corner = map.getPixelBounds().min;
    const size = map.getSize();
    const left = Math.max(0, Math.floor(data.box.minX * scale - corner.x) - MARGIN);
    const top = Math.max(0, Math.floor(data.box.minY * scale - corner.y) - MARGIN);
    const right = Math.min(size.x, Math.ceil(data.box.maxX * scale - corner.x) + MARGIN);
    const bottom = Math.min(size.y, Math.ceil(data.box.maxY * scale - corner.y) + MARGIN);
    if (right <= left || bottom <= top) return this.clear();

    const ratio = Math.min(devicePixelRatio || 1, 2);
    const width = Math.round((right - left) * ratio);
    const height = Math.round((bottom - top) * ratio);
    // the page's text grows with the window; so do dots and rings, or a wall screen would show dust
    this.grown = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
    const dot = Math.min(1.25 + Math.max(0, map.getZoom() - 10) * 0.32, 3.2) * this.grown * ratio;
    const rim = Math.ceil(dot * 1.6 + RIM * ratio) + 1;
    if (this.canvas.width !== width || this.canvas.height !== height || !this.image) {
      this.canvas.width = width;
      this.canvas.height = height;
      this.image = new ImageData(width, height);
      this.pixels = new Uint32Array(this.image.data.buffer);
      this.base = new Uint32Array(this.pixels.length);
    }
    this.canvas.style.width = `${right - left}px`;
    this.canvas.style.height = `${bottom - top}px`;
    L.DomUtil.setTransform(this.canvas, map.containerPointToLayerPoint([left, top]), 1);
    this.northWest = map.containerPointToLatLng([left, top]);
    this.zoom = map.getZoom();
    this.frameOf = { left, top, ratio, scale, corner };

    const { worldX, worldY, placed } = data;
    if (!this.at || this.at.length < placed) this.at = new Int32Array(placed);
    for (let i = 0; i < placed; i++) {
      const x = Math.round((worldX[i] * scale - corner.x - left) * ratio);
      const y = Math.round((worldY[i] * scale - corner.y - top) * ratio);
      this.at[i] = x >= rim && y >= rim && x < width - rim && y < height - rim ? y * width + x : -1;
    }
    this.inks(dot, width, this.rim ? RIM * ratio : 0);
    this.restart();
    this.draw();
  },

  /** The pixels of a dot for each category and brightness, ready to be copied. */
  inks(radius, width, rim) {
    const small = disc(radius, width);
    const large = disc(radius * 1.6, width, rim);
    this.small = small.offsets;
    this.large = large.offsets;
    this.ink = this.colours.map((hex) => {
      const [r, g, b] = rgb(hex);
      return Array.from({ length: BRIGHT + 1 }, (_, level) => {
        const alpha = level === BRIGHT ? 1 : DIM_ALPHA + (1 - DIM_ALPHA) * (level / BRIGHT);
        const { cover } = level === BRIGHT ? large : small;
        return Uint32Array.from(cover, (c) => (rim && level === BRIGHT && c <= 0.5 ? this.rim : pack(r, g, b, alpha * c)));
      });
    });
  },

  /** Forgets what was drawn of past days. */
  restart() {
    this.baseDays = 0;
    this.baseDrawn = 0;
    this.baseOff = 0;
    this.base?.fill(0);
    this.ringDay = -1;
  },

  clear() {
    this.counts = { drawn: 0, inRings: 0, offscreen: 0, day: 0 };
    if (this.canvas) {
      this.context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    }
  },

  draw() {
    const { data, canvas } = this;
    if (!canvas || !data || !this.image) return;
    const today = Math.min(Math.floor(this.position), data.days - 1);
    const settled = Math.max(0, Math.min(today, Math.floor(this.position - FADE_DAYS - 1) + 1));
    if (settled < this.baseDays) this.restart();
    for (; this.baseDays < settled; this.baseDays++) {
      const [drawn, off] = this.stampDay(this.base, this.baseDays, 0);
      this.baseDrawn += drawn;
      this.baseOff += off;
    }
    this.pixels.set(this.base);
    let drawn = this.baseDrawn;
    let offscreen = this.baseOff;
    for (let day = settled; day <= today; day++) {
      const age = this.position - day;
      const level = day === today ? BRIGHT : Math.max(0, Math.round((BRIGHT - 1) * (1 - (age - 1) / FADE_DAYS)));
      const [on, off] = this.stampDay(this.pixels, day, level);
      drawn += on;
      offscreen += off;
    }
    this.context.putImageData(this.image, 0, 0);
    const inRings = this.drawRings(today);
    this.counts = { drawn: drawn + inRings, inRings, offscreen, day: today + 1 };
  },

  stampDay(buffer, day, level) {
    const { dayStart, category, offence, stackOf } = this.data;
    const offsets = level === BRIGHT ? this.large : this.small;
    const taps = offsets.length;
    let drawn = 0;
    let off = 0;
    for (let i = dayStart[day]; i < dayStart[day + 1]; i++) {
      if (stackOf[i] >= 0 || !this.categories[category[i]] || (this.offence >= 0 && offence[i] !== this.offence)) continue;
      const at = this.at[i];
      if (at < 0) {
        off++;
        continue;
      }
      const ink = this.ink[category[i]][level];
      for (let k = 0; k < taps; k++) {
        const j = at + offsets[k];
        if (ink[k] >>> 24 >= buffer[j] >>> 24) buffer[j] = ink[k];
      }
      drawn++;
    }
    return [drawn, off];
  },

  /** Places where many records share one coordinate: a ring whose area is the count so far, in the colour of most of them. */
  drawRings(today) {
    const { stacks } = this.data;
    if (this.ringDay !== today) {
      this.rings = countStacks(this.data, today, this.categories, this.offence);
      this.ringDay = today;
    }
    const { ratio, scale, corner, left, top } = this.frameOf;
    const { context } = this;
    let total = 0;
    for (let pass = 0; pass < 4; pass++) {
      context.beginPath();
      for (let s = 0; s < stacks.length; s++) {
        if (!this.rings.count[s] || this.rings.most[s] !== pass) continue;
        total += this.rings.count[s];
        const x = (stacks[s].worldX * scale - corner.x - left) * ratio;
        const y = (stacks[s].worldY * scale - corner.y - top) * ratio;
        const radius = ringRadius(this.rings.count[s], this.zoom) * this.grown * ratio;
        context.moveTo(x + radius, y);
        context.arc(x, y, radius, 0, 2 * Math.PI);
      }
      context.globalAlpha = 0.14;
      context.fillStyle = this.colours[pass];
      context.fill();
      context.globalAlpha = 0.9;
      context.lineWidth = 1.2 * ratio;
      context.strokeStyle = this.colours[pass];
      context.stroke();
    }
    context.globalAlpha = 1;
    return total;
  },

  /** The records shown within so many pixels of a point of the map's container, nearest ring first. */
  pick(point, reach) {
    if (!this.data || !this.frameOf) return null;
    const { data } = this;
    const { scale, corner } = this.frameOf;
    const today = Math.min(Math.floor(this.position), data.days - 1);
    const x = (point.x + corner.x) / scale;
    const y = (point.y + corner.y) / scale;
    const limit = (reach / scale) ** 2;
    const found = [];
    const end = data.dayStart[today + 1];
    for (let i = 0; i < end; i++) {
      const d = (data.worldX[i] - x) ** 2 + (data.worldY[i] - y) ** 2;
      if (d < limit && this.categories[data.category[i]] && (this.offence < 0 || data.offence[i] === this.offence)) found.push(i);
    }
    return found;
  },

  animateZoom(event) {
    if (!this.canvas || !this.northWest) return;
    const map = this._map;
    const scale = map.getZoomScale(event.zoom, this.zoom);
    const half = map.getSize().divideBy(2);
    const corner = map.project(this.northWest, event.zoom).subtract(map.project(event.center, event.zoom)).add(half);
    L.DomUtil.setTransform(this.canvas, map.containerPointToLayerPoint(corner), scale);
  },
});

const ringRadius = (count, zoom) => (1.6 + Math.sqrt(count) * 0.75) * Math.min(1.8, Math.max(0.7, 1 + (zoom - 10.5) * 0.22));

function countStacks({ stacks, stackRecords, dayStart, category, offence, stackOf }, today, categories, only) {
  const byCategory = new Int32Array(stacks.length * 4);
  const end = dayStart[today + 1];
  for (const i of stackRecords) {
    if (i >= end) break;
    if (categories[category[i]] && (only < 0 || offence[i] === only)) byCategory[stackOf[i] * 4 + category[i]]++;
  }
  const count = new Int32Array(stacks.length);
  const most = new Uint8Array(stacks.length);
  for (let s = 0; s < stacks.length; s++) {
    for (let c = 0; c < 4; c++) {
      const n = byCategory[s * 4 + c];
      count[s] += n;
      if (n > byCategory[s * 4 + most[s]]) most[s] = c;
    }
  }
  return { count, most };
}

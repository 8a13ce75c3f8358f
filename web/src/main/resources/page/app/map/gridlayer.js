// A grid of bytes as an image on the map: a lookup table per byte, one canvas of rows × cols that the compositor scales.
import * as L from './leaflet.js';

/** The colour of hatching, and every how many cells it has a line. */
const HATCHED = 0x60808080;
const HATCH = 10;

export class GridImage {
  /**
   * @param options.rows, options.cols the grid's size, row 0 in the north
   * @param options.bounds in degrees. Rows are equal in latitude, the map is Mercator's: that shifts the middle by 40 m at most.
   * @param options.pixelated whether cells keep their edges
   * @param options.label what it shows, for screen readers
   */
  constructor(map, { rows, cols, bounds, pixelated = false, label }) {
    const className = pixelated ? 'grid pixelated' : 'grid';
    this.canvas = Object.assign(document.createElement('canvas'), { width: cols, height: rows, className, role: 'img', ariaLabel: label });
    this.context = this.canvas.getContext('2d');
    this.image = new ImageData(cols, rows);
    this.pixels = new Uint32Array(this.image.data.buffer);
    const box = [[bounds.south, bounds.west], [bounds.north, bounds.east]];
    // Leaflet's SVG overlay places any element over bounds and keeps it there while zooming.
    this.layer = L.svgOverlay(this.canvas, box, { pane: 'grid', interactive: false }).addTo(map);
  }

  /** Draws a value a cell in the colour with the number value × `unit`, or the last one; cells where `mask` is 0 stay empty. */
  draw(values, colours, { unit = 1, mask } = {}) {
    const { pixels } = this;
    const last = colours.length - 1;
    for (let i = 0; i < pixels.length; i++) pixels[i] = mask && !mask[i] ? 0 : colours[Math.min(last, (values[i] * unit) | 0)];
    this.context.putImageData(this.image, 0, 0);
  }

  /** Hatches all of it: what is not published, or cannot be had, is not 0. */
  hatch() {
    const { width } = this.canvas;
    for (let i = 0; i < this.pixels.length; i++) this.pixels[i] = (Math.floor(i / width) + (i % width)) % HATCH < 2 ? HATCHED : 0;
    this.context.putImageData(this.image, 0, 0);
  }

  /** Draws nothing: what is not known is not 0. */
  clear() {
    this.context.clearRect(0, 0, this.canvas.width, this.canvas.height);
  }

  remove() {
    this.layer.remove();
  }
}

// Forecast: expected counts of the days after an origin, by cell, precinct or borough, beside what really happened.
/* global L */
import * as api from './api.js';
import { byId, dayTitle, element, figure, monthTitle, number, plusDays, sentence } from './format.js';
import { GridImage } from './gridlayer.js';
import { errorTable, heatTable, hotColours, pack } from './palette.js';
import { renderTables } from './sheet.js';

const DATASET = 'complaints';
const MOST_LEAD = 14;
const LISTED = 15;
const SHADE_DAYS = 28;
const PLACE_UNITS = { cell: 'cell', precinct: 'precinct', borough: 'borough' };

export class ForecastView {
  #kept = new api.Kept(4);

  constructor(app) {
    this.app = app;
    this.images = [];
    this.data = null;
    this.today = null;
    this.marked = null;
    this.hotCounts = null;
    this.shaded = null;
    const { store } = app;
    const on = (id, field, read) => byId(id).addEventListener('change', (e) => store.set({ [field]: read(e.target) }));
    byId('c-from').addEventListener('change', (e) => e.target.value && store.set({ from: e.target.value }, { push: true }));
    byId('c-lead').addEventListener('input', (e) => store.set({ lead: Number(e.target.value) }));
    on('c-by', 'by', (t) => t.value);
    on('c-model', 'model', (t) => t.value);
    on('c-side', 'side', (t) => t.checked);
    on('c-hot', 'hot', (t) => t.checked);
    on('c-shade', 'shade', (t) => t.checked);
  }

  enter() {
    return this.load();
  }

  leave() {
    this.drop();
    const [pane] = this.app.stage.panes(1);
    pane.title.hidden = true;
    this.listen(pane, false);
    this.data = null;
    this.app.tip(null);
  }

  changed(fields) {
    if (['from', 'by', 'model'].some((f) => fields.has(f))) return this.load();
    if (fields.has('lead')) return this.show();
    if (fields.has('side') || fields.has('shade') || fields.has('hot')) return this.layout();
    return undefined;
  }

  step(n) {
    const lead = this.app.store.state.lead + n;
    if (lead >= 1 && lead <= MOST_LEAD) this.app.store.set({ lead });
  }

  turn(n) {
    this.app.store.set({ from: plusDays(this.app.store.state.from, n) }, { push: true });
  }

  async load() {
    const { app } = this;
    const { state } = app.store;
    if (!state.from) app.store.set({ from: plusDays(app.range(DATASET).last, -30) }, { quiet: true });
    this.fillControls();
    const { from, by, model } = state;
    app.hud.show(dayTitle(plusDays(from, state.lead)), '…', 'forecast');
    const data = await app.loader.run(
      `forecast from ${from}`,
      (signal, progress) => this.fetch(from, by, model, signal, progress),
      () => this.load(),
    );
    if (data === undefined || app.view !== this) return;
    this.data = data;
    this.marked = null;
    this.drop();
    if (!data) {
      byId('places').replaceChildren();
      app.hud.show(dayTitle(plusDays(from, state.lead)), '–', 'nothing loaded');
      return;
    }
    this.fillModels();
    app.hud.badges(data.answer);
    await this.layout();
  }

  async fetch(from, by, model, signal, progress) {
    const key = `${from}/${by}/${model}`;
    const kept = this.#kept.get(key);
    if (kept) return kept;
    const query = (place) => `/v1/forecasts?from=${from}&days=${MOST_LEAD}&by=${place}${model ? `&model=${model}` : ''}`;
    const [georef, card, places, city] = await Promise.all([
      api.get('grid', '/v1/georef', { signal }),
      api.get('predict', '/v1/model', { signal }),
      api.get('predict', query(by), { signal, progress }),
      api.get('predict', query('city'), { signal }),
    ]);
    const grid = georef.body.forecast;
    const data = {
      grid,
      card: card.body,
      groups: card.body.network?.groups ?? [],
      answer: { ...places.body, stale: places.stale, age: places.age },
      days: places.body.days,
      city: city.body.days.map((day) => day.places[0]),
      placeOf: await this.placeOf(grid, by, from, places.body.days[0].places, signal),
      actual: new Map(),
      top: Math.max(...places.body.days.map((day) => high(day.places.map((p) => p.expected)))),
    };
    this.#kept.set(key, data);
    return data;
  }

  /** For each cell of the grid the index of the place it belongs to, or −1. */
  async placeOf(grid, by, from, places, signal) {
    const of = new Int16Array(grid.rows * grid.cols).fill(-1);
    const index = new Map(places.map((p, i) => [p.id, i]));
    if (by === 'cell') {
      for (let i = 0; i < of.length; i++) of[i] = index.get(`r${Math.floor(i / grid.cols)}c${i % grid.cols}`) ?? -1;
    } else if (by === 'borough') {
      const names = new Map(places.map((p, i) => [p.name, i]));
      for (let i = 0; i < of.length; i++) of[i] = grid.mask[i] ? (names.get(grid.boroughs[grid.borough[i]]) ?? -1) : -1;
    } else {
      const path = `/v1/counts/${DATASET}/precincts?from=${plusDays(from, -364)}&to=${from}`;
      const { precincts, cell, precinct, records } = (await api.get('grid', path, { signal })).body;
      const most = new Int32Array(of.length);
      cell.forEach((c, k) => {
        if (records[k] <= most[c]) return;
        most[c] = records[k];
        of[c] = index.get(String(precincts[precinct[k]])) ?? -1;
      });
    }
    return of;
  }

  /** What really happened on a day, for each place; null where the day is not known yet. */
  async actualOf(date) {
    const { data, app } = this;
    if (data.actual.has(date)) return data.actual.get(date);
    if (date > app.range(DATASET).last) return null;
    const offences = data.groups.map((g) => `&offence=${encodeURIComponent(g)}`).join('');
    const places = data.days[0].places;
    const values = new Float32Array(places.length);
    try {
      if (data.answer.by === 'precinct') {
        const { body } = await api.get('grid', `/v1/counts/${DATASET}/precincts?from=${date}&to=${date}${offences}`);
        const index = new Map(places.map((p, i) => [p.id, i]));
        body.precincts.forEach((p, k) => index.has(String(p)) && (values[index.get(String(p))] = body.daily[0][k]));
      } else {
        const group = offences ? `&group=offence${offences}` : '';
        const { body } = await api.get('grid', `/v1/counts/${DATASET}?from=${date}&to=${date}${group}`, { accept: 'application/json' });
        for (const day of body.days) day.cell.forEach((c, k) => data.placeOf[c] >= 0 && (values[data.placeOf[c]] += day.count[k]));
      }
    } catch (error) {
      app.loader.remark(`What really happened on ${date} could not be loaded. ${error.message}`);
      return null;
    }
    data.actual.set(date, values);
    return values;
  }

  drop() {
    this.images.forEach((image) => image.remove());
    this.images = [];
    for (const extra of ['shadeImage', 'hot', 'mark']) {
      this[extra]?.remove();
      this[extra] = null;
    }
    this.hotCounts = null;
    this.shaded = null;
  }

  /** Tells what lies under the pointer, or stops doing so: the first map outlives this view. */
  listen(pane, on) {
    pane.map.off('mousemove click', pane.hover).off('mouseout', pane.out);
    if (!on) return;
    pane.hover = (e) => this.hover(e, pane);
    pane.out = () => this.app.tip(null);
    pane.map.on('mousemove click', pane.hover).on('mouseout', pane.out);
  }

  /** One map, or actual | forecast | error. */
  async layout() {
    const { app, data } = this;
    if (!data) return;
    this.fillControls();
    this.drop();
    const names = app.store.state.side ? ['Actual', 'Forecast', 'Actual − forecast'] : ['Forecast'];
    const panes = app.stage.panes(names.length);
    this.images = panes.map((pane, i) => {
      pane.title.hidden = panes.length === 1;
      pane.title.textContent = names[i];
      this.listen(pane, true);
      return new GridImage(pane.map, { ...data.grid, pixelated: true, label: names[i] });
    });
    await this.show();
    await Promise.all([this.showHot(), this.showShade()]);
  }

  async show() {
    const { app, data } = this;
    if (!data) return;
    const { state } = app.store;
    byId('c-lead').value = state.lead;
    byId('c-lead-out').textContent = state.lead;
    const { date, places } = data.days[state.lead - 1];
    const actual = await this.actualOf(date);
    if (app.view !== this || data !== this.data || data.days[state.lead - 1].date !== date) return;
    this.today = { date, places, actual };
    this.paint();
    const city = data.city[state.lead - 1];
    const happened = actual ? `Really: ${number(Math.round(actual.reduce((a, b) => a + b, 0)))}` : 'What really happened is not known yet';
    const range = `9 of 10 such days: ${figure(city.p05, 3)} to ${figure(city.p95, 3)}`;
    app.hud.show(dayTitle(date), Math.round(city.expected), `expected in the city\n${range}\n${happened}`);
    this.remark();
    app.hud.speak(`${dayTitle(date)}: ${Math.round(city.expected)} expected. ${range}. ${happened}.`);
    byId('places').replaceChildren(...renderTables([this.brief()], { pick: (row) => this.point(this.order(LISTED)[row]) }));
    if (this.marked !== null) this.point(this.marked);
  }

  /** What the numbers are of, and what the overlays say. */
  remark() {
    const { app, data } = this;
    const { state } = app.store;
    const what = data.groups.length ? data.groups.map((g) => g.toLowerCase()).join(', ') : DATASET;
    const parts = [`${sentence(what)}. Model: ${data.answer.model}.`];
    if (this.shaded !== null) parts.push(`Shaded: in ${Math.round(this.shaded * 100)} % of the cells no model beat the average over the ${SHADE_DAYS} days before.`);
    parts.push(...(data.answer.notes ?? []));
    app.hud.note(parts.join(' '));
  }

  /** Marks a place of the list on every map. */
  point(p) {
    const { app, data } = this;
    this.marked = p;
    this.mark?.remove();
    const { rows, cols, bounds } = data.grid;
    const lat = (bounds.north - bounds.south) / rows;
    const lon = (bounds.east - bounds.west) / cols;
    const style = { color: getComputedStyle(document.documentElement).getPropertyValue('--text').trim(), weight: 2, fill: false, interactive: false, pane: 'names' };
    const layers = app.stage.list.map(({ map }) => {
      const group = L.layerGroup();
      const renderer = L.canvas({ pane: 'names', padding: 0.4 });
      // the edges between the place's cells and those of others
      data.placeOf.forEach((of, i) => {
        if (of !== p) return;
        const row = Math.floor(i / cols);
        const col = i % cols;
        const north = bounds.north - row * lat;
        const west = bounds.west + col * lon;
        const edges = [
          [row > 0 && data.placeOf[i - cols] === p, [[north, west], [north, west + lon]]],
          [row < rows - 1 && data.placeOf[i + cols] === p, [[north - lat, west], [north - lat, west + lon]]],
          [col > 0 && data.placeOf[i - 1] === p, [[north, west], [north - lat, west]]],
          [col < cols - 1 && data.placeOf[i + 1] === p, [[north, west + lon], [north - lat, west + lon]]],
        ];
        for (const [inner, line] of edges) if (!inner) L.polyline(line, { ...style, renderer }).addTo(group);
      });
      return group.addTo(map);
    });
    this.mark = { remove: () => layers.forEach((layer) => layer.remove()) };
    const { name, expected, p05, p95 } = this.today.places[p];
    app.hud.speak(`${name}: ${figure(expected)} expected, 9 of 10 days ${figure(p05, 2)} to ${figure(p95, 2)}. Marked on the map.`);
  }

  paint() {
    const { data, images, app } = this;
    if (!images.length || !this.today) return;
    const { places, actual } = this.today;
    const { theme } = app.store.state;
    const heat = heatTable(app.store.state);
    const spread = (value) => data.placeOf.map((p) => (p < 0 ? -1 : value(p)));
    const drawn = (value) => spread((p) => Math.min(255, Math.max(1, Math.round((255 * value(p)) / data.top))));
    const mask = data.placeOf.map((p) => (p < 0 ? 0 : 1));
    const forecast = drawn((p) => places[p].expected);
    if (images.length === 1) {
      images[0].draw(forecast, heat, mask);
    } else {
      const none = new Uint8Array(mask.length);
      images[1].draw(forecast, heat, mask);
      images[0].draw(actual ? drawn((p) => actual[p]) : none, heat, actual ? mask : none);
      const error = spread((p) => Math.round(127.5 + 127.5 * Math.max(-1, Math.min(1, ((actual?.[p] ?? 0) - places[p].expected) / data.top))));
      images[2].draw(error, errorTable({ theme }), actual ? mask : none);
    }
    this.legend();
  }

  legend() {
    const { app, data, images } = this;
    const { state } = app.store;
    const top = figure(data.top, 2);
    const list = [{ title: `Expected reports a ${PLACE_UNITS[data.answer.by]} and day`, table: heatTable(state), ticks: ['0', figure(data.top / 2, 2), `≥ ${top}`] }];
    if (images.length > 1) list.push({ title: 'Actual − forecast', table: errorTable(state), ticks: [`≤ −${top}: fewer`, '0', `more: ≥ ${top}`] });
    if (this.hotCounts) {
      const colours = hotColours(state);
      const key = Object.keys(colours).filter((name) => this.hotCounts[name]).map((name) => [`${name} ${this.hotCounts[name]}`, colours[name]]);
      list.push({ title: `Hot spots (Gi*) of all complaints, ${monthTitle(state.from)}${key.length ? '' : ': none'}`, key });
    }
    app.hud.legend(list);
  }

  recolour() {
    return this.layout();
  }

  async showHot() {
    const { app, data } = this;
    const { state } = app.store;
    if (!state.hot) return;
    try {
      const { body } = await api.get('grid', `/v1/hotspots/${DATASET}/${state.from.slice(0, 7)}`);
      if (app.view !== this || !state.hot || data !== this.data || this.hot) return;
      const colours = hotColours(state);
      const style = ({ properties }) => ({ color: colours[properties.class], weight: 1.5, fillOpacity: 0.15 });
      const filter = ({ properties }) => properties.kind === 'hot' && colours[properties.class] !== undefined;
      const { map } = app.stage.first;
      this.hot = L.geoJSON(body, { filter, style, interactive: false, pane: 'dots', renderer: L.canvas({ pane: 'dots', padding: 0.4 }) }).addTo(map);
      this.hotCounts = {};
      body.features.filter(filter).forEach(({ properties }) => (this.hotCounts[properties.class] = (this.hotCounts[properties.class] ?? 0) + 1));
      this.legend();
      this.remark();
    } catch (error) {
      app.loader.remark(`Hot spots could not be loaded. ${error.message}`);
    }
  }

  /** Greys the cells where, over the last weeks, no model was nearer to the truth than the plain average. */
  async showShade() {
    const { app, data } = this;
    const { state } = app.store;
    if (!state.shade || !data) return;
    try {
      const query = `from=${plusDays(state.from, 1 - SHADE_DAYS)}&to=${state.from}`;
      const { body } = await api.get('predict', `/v1/scoreboard/cells?${query}`);
      if (app.view !== this || !state.shade || data !== this.data || this.shadeImage) return;
      const average = body.models.find((m) => m.model === 'ha-global').mse;
      const others = body.models.filter((m) => m.model !== 'ha-global');
      const values = new Uint8Array(data.grid.rows * data.grid.cols);
      body.cells.forEach((c, i) => (values[c] = others.some((m) => m.mse[i] < average[i]) ? 0 : 255));
      const table = new Uint32Array(256);
      table[255] = state.theme === 'dark' ? pack(8, 10, 16, 0.72) : pack(250, 250, 252, 0.78);
      this.shadeImage = new GridImage(app.stage.list[state.side ? 1 : 0].map, { ...data.grid, pixelated: true, label: 'Cells where no model beats the average' });
      this.shadeImage.draw(values, table);
      this.shaded = values.reduce((n, v) => n + (v ? 1 : 0), 0) / body.cells.length;
      this.remark();
    } catch (error) {
      app.loader.remark(`The shading could not be loaded. ${error.message}`);
    }
  }

  fillControls() {
    const { state } = this.app.store;
    byId('c-from').value = state.from;
    byId('c-lead').value = state.lead;
    byId('c-by').value = state.by;
    byId('c-side').checked = state.side;
    byId('c-hot').checked = state.hot;
    byId('c-shade').checked = state.shade;
  }

  fillModels() {
    const { card } = this.data;
    const names = card.models ?? [];
    byId('c-model').replaceChildren(
      element('option', { value: '', textContent: `Default (${card.default})` }),
      ...names.map((name) => element('option', { value: name, textContent: name })),
    );
    byId('c-model').value = this.app.store.state.model;
  }

  hover(event, pane) {
    const { data, app } = this;
    if (!data || !this.today) return;
    const { rows, cols, bounds } = data.grid;
    const row = Math.floor(((bounds.north - event.latlng.lat) / (bounds.north - bounds.south)) * rows);
    const col = Math.floor(((event.latlng.lng - bounds.west) / (bounds.east - bounds.west)) * cols);
    const p = row >= 0 && row < rows && col >= 0 && col < cols ? data.placeOf[row * cols + col] : -1;
    if (p < 0) {
      app.tip(null);
      return;
    }
    const { name, expected, p05, p25, p75, p95 } = this.today.places[p];
    app.tipHost = pane.node;
    app.tip(event.containerPoint, name, [
      `expected ${figure(expected)}`,
      `half of such days ${figure(p25, 2)} to ${figure(p75, 2)} (50 %)`,
      `9 of 10 such days ${figure(p05, 2)} to ${figure(p95, 2)} (90 %)`,
      ...(this.today.actual ? [`really ${number(this.today.actual[p])}`] : []),
    ]);
    app.tipHost = null;
  }

  /** The places with the highest expected counts, as indices. */
  order(limit) {
    const { places } = this.today;
    return places.map((_, i) => i).sort((a, b) => places[b].expected - places[a].expected).slice(0, limit);
  }

  table(limit, write = (n) => figure(n, 3)) {
    const { date, places, actual } = this.today;
    return {
      title: limit < places.length ? `Highest of ${number(places.length)}, ${date}` : `Forecast of ${date}`,
      columns: ['place', 'expected', '50 %', '90 %', ...(actual ? ['actual'] : [])],
      rows: this.order(limit).map((i) => {
        const { name, expected, p05, p25, p75, p95 } = places[i];
        return [name, write(expected), `${write(p25)}–${write(p75)}`, `${write(p05)}–${write(p95)}`, ...(actual ? [actual[i]] : [])];
      }),
    };
  }

  /** The top places as they fit beside the map; under three maps there is room for all columns. */
  brief() {
    const { title, columns, rows } = this.table(LISTED, (n) => n.toFixed(n < 10 ? 1 : 0));
    const fits = (row) => row.filter((_, i) => i !== 2 || this.images.length > 1);
    return { title, columns: fits(columns), rows: rows.map(fits) };
  }

  tables() {
    return this.today && this.data ? [this.table(Infinity)] : [];
  }

  name() {
    const { state } = this.app.store;
    return `forecast-${state.from}-${state.lead}-${state.by}`;
  }

  stats() {
    const { data, today } = this;
    return {
      loaded: data !== null && Boolean(today) && this.images.length > 0,
      date: today?.date,
      places: today?.places.length ?? 0,
      expected: today?.places.reduce((sum, p) => sum + p.expected, 0) ?? 0,
      actual: today?.actual ? today.actual.reduce((a, b) => a + b, 0) : null,
      panes: this.images.length,
      hot: this.hotCounts,
      shade: this.shaded,
      marked: this.marked === null ? null : today.places[this.marked].id,
    };
  }
}

/** The 98th percentile: one bright cell does not dim the rest. */
function high(values) {
  const sorted = values.slice().sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) * 0.98)] || 1;
}

// The keyboard. Keys belong to a control that uses them itself while it has the focus.
import { byId } from './format.js';

const VIEWS = { m: 'month', y: 'year', f: 'forecast', s: 'scoreboard' };
const PAN = { ArrowLeft: [-80, 0], ArrowRight: [80, 0], ArrowUp: [0, -80], ArrowDown: [0, 80] };

export function bindKeys(app) {
  const press = {
    ' ': () => app.player.toggle(),
    ArrowLeft: () => app.step(-1),
    ArrowRight: () => app.step(1),
    '[': () => app.view?.turn?.(-1),
    ']': () => app.view?.turn?.(1),
    ',': () => app.faster(-1),
    '.': () => app.faster(1),
    h: () => app.store.set({ heat: !app.store.state.heat }),
    l: () => app.store.set({ loop: !app.store.state.loop }),
    t: () => app.showTable(),
    0: () => {
      app.stage.fit();
      app.store.set({ map: '' }, { quiet: true });
    },
    '+': () => app.stage.zoom(0.5),
    '=': () => app.stage.zoom(0.5),
    '-': () => app.stage.zoom(-0.5),
    '?': () => byId('help').showModal(),
  };

  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
    const { target, key } = event;
    const typing = target.matches('select, input:not([type=range]):not([type=checkbox]), textarea');
    if (typing) return;
    if (key === ' ' && target.matches('button, a, summary, input[type=checkbox]')) return;
    if (key.startsWith('Arrow') && target.matches('input[type=range]:not(#t-scrub)')) return;
    if (key === ' ' && !['month', 'year'].includes(app.store.state.view)) return;

    let action = press[key];
    if (event.shiftKey && PAN[key]) action = () => app.stage.pan(...PAN[key]);
    else if (VIEWS[key]) action = () => app.store.set({ view: VIEWS[key] }, { push: true });
    else if (/^[1-4]$/.test(key)) action = () => app.toggleCategory(Number(key) - 1);
    if (!action) return;
    event.preventDefault();
    action();
  });
}

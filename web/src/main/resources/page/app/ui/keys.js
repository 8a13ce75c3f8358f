// The keyboard. Keys belong to a control that uses them itself while it has the focus.
import { byId } from './dom.js';

const VIEWS = { m: 'month', y: 'year', f: 'forecast', s: 'scoreboard' };
const PAN = { ArrowLeft: [-80, 0], ArrowRight: [80, 0], ArrowUp: [0, -80], ArrowDown: [0, 80] };

export function bindKeys(page) {
  const press = {
    ' ': () => page.player.toggle(),
    ArrowLeft: () => page.step(-1),
    ArrowRight: () => page.step(1),
    '[': () => page.view.turn(-1),
    ']': () => page.view.turn(1),
    ',': () => page.faster(-1),
    '.': () => page.faster(1),
    h: () => page.store.set({ heat: !page.store.state.heat }),
    l: () => page.store.set({ loop: !page.store.state.loop }),
    t: () => page.showTables(),
    0: () => {
      page.stage.fit();
      page.store.set({ map: '' }, { quiet: true });
    },
    '+': () => page.stage.zoom(0.5),
    '=': () => page.stage.zoom(0.5),
    '-': () => page.stage.zoom(-0.5),
    '?': () => byId('help').showModal(),
  };

  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
    const { target, key } = event;
    const typing = target.matches('select, input:not([type=range]):not([type=checkbox]), textarea');
    if (typing) return;
    if (key === ' ' && target.matches('button, a, summary, input[type=checkbox]')) return;
    if (key.startsWith('Arrow') && target.matches('input[type=range]:not(#t-scrub)')) return;
    if (key === ' ' && !['month', 'year'].includes(page.store.state.view)) return;

    let action = press[key];
    if (event.shiftKey && PAN[key]) action = () => page.stage.pan(...PAN[key]);
    else if (VIEWS[key]) action = () => page.store.set({ view: VIEWS[key] }, { push: true });
    else if (/^[1-4]$/.test(key)) action = () => page.toggleCategory(Number(key) - 1);
    if (!action) return;
    event.preventDefault();
    action();
  });
}

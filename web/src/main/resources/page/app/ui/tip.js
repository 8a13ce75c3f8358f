// A small note beside the pointer.
import { byId, element } from './dom.js';

export class Tip {
  #node = byId('tip');

  hide() {
    this.#node.hidden = true;
  }

  /** Shows a note at a point of `host`, inside the page's main part. */
  show(host, point, title, lines = [], foot = '') {
    const tip = this.#node;
    tip.hidden = false;
    tip.replaceChildren(element('strong', { textContent: title }), ...lines.map((textContent) => element('span', { textContent })));
    if (foot) tip.append(element('small', { textContent: foot }));
    const room = byId('main').getBoundingClientRect();
    const box = host.getBoundingClientRect();
    const x = point.x + box.left - room.left;
    const y = point.y + box.top - room.top;
    tip.style.left = `${Math.max(4, Math.min(x + 14, room.width - tip.offsetWidth - 4))}px`;
    tip.style.top = `${Math.max(4, y + 18 + tip.offsetHeight > room.height ? y - tip.offsetHeight - 12 : y + 18)}px`;
  }
}

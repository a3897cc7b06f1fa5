// The customer's cases under way, with what they wait for and until when: one line under the
// heading, and all of them when it is opened.

import type { CaseChanged } from '../wire/frames';
import { el, picture } from './dom';
import type { Words } from './words';

const OVER = new Set(['closed', 'cancelled']);

export class CaseList {
  readonly node = el('details', { class: 'cases', part: 'cases', hidden: true });
  private readonly cases = new Map<string, CaseChanged>(); // by number, newest change last

  constructor(private readonly words: Words) {}

  show(frame: CaseChanged): void {
    this.cases.delete(frame.number);
    if (!OVER.has(frame.state)) this.cases.set(frame.number, frame);
    const all = [...this.cases.values()].reverse();
    this.node.hidden = !all.length;
    this.node.classList.toggle('single', all.length < 2);
    const [first, ...others] = all;
    if (!first) return this.node.replaceChildren();
    this.node.replaceChildren(
      el('summary', {}, picture('parcel'),
        el('span', { class: 'hidden' }, `${this.words.t('myCases')}: `), ...this.line(first), others.length ? el('b', {}, `+${others.length}`) : null),
      el('ul', {}, others.map((one) => el('li', {}, ...this.line(one)))));
  }

  private line({ case_type: type, number, state, due }: CaseChanged): Node[] {
    const by = due ? ` · ${this.words.t('by', { date: this.words.day(due) })}` : '';
    return [
      el('bdi', { class: 'number' }, this.words.caseName(type, number)),
      el('span', { class: `state ${/^[a-z_]+$/.test(state) ? state : ''}` },
        this.words.stateName(state) + by),
    ];
  }
}

// The back office of the demo: what support, warehouse and finance do in a real shop, and a clock
// that can be moved to see deadlines pass. Only the demo offers this without a key.

import {call} from './call.js';
import {newId} from './connection.js';
import {el, picture} from './dom.js';
import {momentName, stateName} from './words.js';

// What can be done to a return in each state. Fields: [name, label, kind, example].
const REASON = ['reason', 'Reason, as the customer reads it', 'text'];
const EVENTS = {
  approve: ['Approve'],
  reject: ['Reject', REASON],
  ask_info: ['Ask the customer', ['question', 'Question', 'text']],
  extend_deadline: ['Give more time', REASON],
  accept_late: ['Accept the late parcel'],
  arrived: ['Parcel arrived'],
  arrived_no_number: ['Arrived without its number'],
  match: ['It is this parcel', ['evidence', 'How you know', 'text']],
  lost: ['Lost', REASON],
  accept: ['Accept'],
  non_returnable: ['Cannot be returned', REASON],
  extend: ['Check longer', REASON, ['until', 'New date', 'date']],
  overrule: ['Approve after all'],
  refund_posted: ['Money sent', ['amount', 'Amount', 'money'], ['method', 'How', 'text', 'card']],
  refund_failed: ['Money came back', REASON],
  disposition: ['Close', REASON],
};
const POSSIBLE = {
  submitted: ['approve', 'reject', 'ask_info'],
  rejected: ['overrule'],
  approved: ['extend_deadline'],
  overdue: ['accept_late'],
  in_transit: ['arrived', 'arrived_no_number', 'lost'],
  held_no_number: ['match'],
  inspecting: ['accept', 'non_returnable', 'extend'],
  extended_check: ['accept', 'non_returnable', 'extend'],
  non_returnable: ['disposition'],
  refund_pending: ['refund_posted', 'refund_failed'],
};
const ADVANCES = [['1 hour', '+1 hour'], ['1 day', '+1 day'], ['3 days', '+3 days'], ['6 days', '+6 days']];

export class Office {
  constructor(node, {shop, onChange, onClock, onClose}) {
    Object.assign(this, {node, onChange, onClock});
    this.clock = el('output', {class: 'clock'}, momentName(shop.now));
    this.list = el('ul', {class: 'office-list'});
    this.problem = el('p', {class: 'failure', role: 'alert', hidden: true});
    node.replaceChildren(
        el('header', {}, el('h2', {}, 'Back office'),
           el('button', {class: 'icon', type: 'button', 'aria-label': 'Close the back office', onclick: onClose},
              picture('close'))),
        el('p', {class: 'quiet-text'}, 'Here you are the shop. Outside the demo this is done by the shop’s own system, or with the command “boomerang case”.'),
        el('section', {class: 'clock-box', 'aria-label': 'Clock of the demo'},
           el('p', {}, picture('clock'), this.clock),
           el('div', {class: 'advance'}, ADVANCES.map(([by, label]) => el(
               'button', {class: 'quiet', type: 'button', onclick: () => this.#advance(by)}, label)))),
        this.problem, this.list);
    node.onkeydown = (event) => {
      if (event.key === 'Escape') onClose();
    };
  }

  show() {
    this.refresh();
    this.node.querySelector('button').focus({preventScroll: true});
  }

  // Called at every change of a case, also while the drawer is closed.
  async refresh() {
    if (this.node.hidden) return;
    try {
      const {cases, now} = await call('GET', '/demo/cases');
      if (now) this.clock.textContent = momentName(now);
      this.#showCases(cases);
    } catch (error) {
      this.#fail(error);
    }
  }

  #showCases(cases) {
    const isWriting = this.list.querySelector('form:focus-within');
    if (isWriting) return;  // do not pull the form away from somebody who fills it in
    this.list.replaceChildren(...cases.map((one) => el('li', {class: 'office-case'},
        el('div', {class: 'return-head'},
           el('h3', {}, el('bdi', {class: 'number'}, one.number)),
           el('span', {class: `state ${/^[a-z_]+$/.test(one.state) ? one.state : ''}`}, stateName(one.state))),
        el('p', {class: 'quiet-text', dir: 'auto'},
           [one.customer, one.summary, one.due ? `due ${momentName(one.due)}` : '']
               .filter(Boolean).join(' · ')),
        el('div', {class: 'office-events'}, (POSSIBLE[one.state] ?? []).map((name) => this.#eventButton(one, name))))));
    if (!cases.length) {
      this.list.append(el('li', {class: 'quiet-text'}, 'No returns yet. Create one in the chat.'));
    }
  }

  #eventButton(one, name) {
    const [label, ...fields] = EVENTS[name];
    return el('button', {class: 'quiet', type: 'button', onclick: (event) => {
      if (fields.length) this.#askFields(event.currentTarget, one, name);
      else this.#send(one, name, {});
    }}, label);
  }

  #askFields(button, one, name) {
    const [label, ...fields] = EVENTS[name];
    const inputs = fields.map(([field, words, kind, example]) => el('input', {
      name: field, required: true, value: example,
      type: kind === 'date' ? 'date' : 'text', inputmode: kind === 'money' ? 'decimal' : undefined,
      'aria-label': words, placeholder: words,
    }));
    const form = el('form', {class: 'office-form', onsubmit: (event) => {
      event.preventDefault();
      form.remove();
      this.#send(one, name, Object.fromEntries(inputs.map((input) => [input.name, input.value])));
    }}, inputs, el('button', {class: 'main', type: 'submit'}, label),
        el('button', {class: 'link', type: 'button', onclick: () => form.remove()}, 'Cancel'));
    const box = button.closest('.office-case');
    box.querySelector('form')?.remove();
    box.append(form);
    inputs[0].focus();
  }

  async #send(one, event, content) {
    this.#fail(null);
    try {
      await call('POST', `/demo/case/${encodeURIComponent(one.number)}/events`, {event, key: newId(), data: content});
      this.onChange();
    } catch (error) {
      this.#fail(error);
    }
  }

  async #advance(by) {
    this.#fail(null);
    try {
      const {now} = await call('POST', '/demo/clock', {advance: by});
      this.clock.textContent = momentName(now);
      this.onClock();
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error) {
    this.problem.hidden = !error;
    this.problem.textContent = error ? error.message : '';
  }
}

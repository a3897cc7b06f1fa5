// The back office of the demo: what support, warehouse and finance do in a real shop, and a clock
// that can be moved to see deadlines pass. Only the demo offers this without a key.

import {call} from './call.js';
import {el, picture} from './dom.js';
import {caseTitle, momentName, stateClass, stateName} from './words.js';

// The server says what can be done to a case now and what each event needs to know. Here stand
// better words, and which fields to ask for: {name, label, kind (text, money, date, or the words to
// choose from), example}; `amount` is money whose currency the case knows. An event without an
// entry is offered as the server describes it.
const REASON = {name: 'reason', label: 'Reason, as the customer reads it'};
const NOTE = {name: 'reason', label: 'Why'};
const UNTIL = {name: 'until', label: 'Last day', kind: 'date'};
const EVENTS = {
  approve: ['Approve'],
  reject: ['Reject', REASON],
  ask_info: ['Ask the customer', {name: 'question', label: 'Question'}],
  overrule: ['Approve after all', NOTE],
  extend_deadline: ['Give more time', UNTIL, REASON],
  accept_late: ['Accept the late parcel', NOTE],
  arrived: ['Parcel arrived'],
  arrived_no_number: ['Arrived without its number'],
  match: ['It is this parcel',
          {name: 'evidence', label: 'Recognised by', kind: ['receipt', 'track', 'photo']}],
  lost: ['Lost', {name: 'decision', label: 'Decision', kind: ['refund', 'close']}, NOTE],
  accept: ['Accept'],
  non_returnable: ['Cannot be returned', REASON],
  extend: ['Check longer', UNTIL, REASON],
  disposition: ['Close', {name: 'decision', label: 'What becomes of the products'}],
  refund_posted: ['Money sent', {name: 'amount', label: 'Amount', kind: 'money'},
                  {name: 'method', label: 'How', example: 'card'}],
  refund_failed: ['Money came back', {name: 'problem', label: 'What went wrong'}],
  reopen: ['Open again', NOTE],
  ask: ['Ask the customer', {name: 'question', label: 'Question'}],
  payout_posted: ['Money sent'],
  payout_failed: ['Money came back', {name: 'problem', label: 'What went wrong'}],
  confirmed: ['Aeroflot Bonus confirms', {name: 'reference', label: 'Reference', example: 'AB-1'}],
  refused: ['Aeroflot Bonus refuses', REASON],
  scans_received: ['Aeroflot Bonus has the scans',
                   {name: 'received_on', label: 'On which day', kind: 'date'}],
  miles_posted: ['Miles are back', {name: 'miles', label: 'Miles', kind: 'number'}],
  // The same word means something else for another type of case.
  'delivery_compensation.approve': ['Pay back', {name: 'amount', label: 'Amount', kind: 'amount'},
                                    {...REASON, isOptional: true}],
};
// No use in a demo; `boomerang case` has them.
const LEFT_OUT = new Set(['handoff', 'accept_partial']);
const ADVANCES = ['1 hour', '1 day', '3 days', '6 days'];

export class Office {
  constructor(node, {shop, onChange, onClock, onClose}) {
    Object.assign(this, {node, onChange, onClock, currency: shop.shop.currency});
    this.clock = el('output', {class: 'clock'}, '…');
    this.list = el('ul', {class: 'office-list'});
    this.cards = new Map();  // by the case's number: what it showed, and its node
    this.problem = el('p', {class: 'failure', role: 'alert', hidden: true});
    node.replaceChildren(
        el('header', {}, el('h2', {}, 'Back office'),
           el('button', {class: 'icon', type: 'button', 'aria-label': 'Close the back office',
                         onclick: onClose}, picture('close'))),
        el('p', {class: 'quiet-text'},
           'Here you are the shop. Outside the demo this is done by the shop’s own system, or with ' +
           'the command “boomerang case”.'),
        el('section', {class: 'clock-box', 'aria-label': 'Clock of the demo'},
           el('p', {}, picture('clock'), this.clock),
           el('div', {class: 'advance'}, ADVANCES.map((by) => el(
               'button', {class: 'quiet', type: 'button', onclick: () => this.#advance(by)},
               `+${by}`)))),
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
    // A card that has nothing new stays the same node: a press that is under way still counts, and a
    // form that is half filled in stays.
    const before = this.cards;
    this.cards = new Map(cases.map((one) => {
      const content = JSON.stringify(one);
      const old = before.get(one.number);
      return [one.number, old?.content === content ? old : {content, node: this.#card(one)}];
    }));
    const nodes = [...this.cards.values()].map(({node}) => node);
    if (!nodes.length) {
      nodes.push(el('li', {class: 'quiet-text'}, 'No returns yet. Create one in the chat.'));
    }
    const isSame = nodes.length === this.list.children.length &&
        nodes.every((node, index) => node === this.list.children[index]);
    if (!isSame) this.list.replaceChildren(...nodes);
  }

  #card(one) {
    return el('li', {class: 'office-case'},
        el('div', {class: 'return-head'},
           el('h3', {}, `${caseTitle(one)} `, el('bdi', {class: 'number'}, one.number)),
           el('span', {class: stateClass(one.state)}, stateName(one.state))),
        el('p', {class: 'quiet-text', dir: 'auto'},
           [one.customer, one.summary, one.due ? `due ${momentName(one.due)}` : '']
               .filter(Boolean).join(' · ')),
        el('div', {class: 'office-events'},
           one.events.filter(({event}) => !LEFT_OUT.has(event))
               .map((event) => this.#eventButton(one, event))));
  }

  #eventButton(one, event) {
    const [label, ...fields] = EVENTS[`${one.type}.${event.event}`] ?? EVENTS[event.event] ??
        [event.meaning, ...event.data.map(fieldOf)];
    return el('button', {class: 'quiet', type: 'button', onclick: (click) => {
      if (fields.length) this.#askFields(click.currentTarget, one, event.event, label, fields);
      else this.#send(one, event.event, {});
    }}, label);
  }

  #askFields(button, one, name, label, fields) {
    const inputs = fields.map(fieldInput);
    const form = el('form', {class: 'office-form', onsubmit: (event) => {
      event.preventDefault();
      form.remove();
      this.#send(one, name, this.#contentOf(fields, inputs));
    }}, inputs, el('button', {class: 'main', type: 'submit'}, label),
        el('button', {class: 'link', type: 'button', onclick: () => form.remove()}, 'Cancel'));
    const box = button.closest('.office-case');
    box.querySelector('form')?.remove();
    box.append(form);
    inputs[0].focus();
  }

  // The event's data: amounts in minor units, with the shop's currency.
  #contentOf(fields, inputs) {
    const content = {};
    fields.forEach(({name, kind}, index) => {
      const value = inputs[index].value.trim();
      if (!value) {
        return;  // left empty: not told
      }
      if (kind === 'number') {
        content[name] = Number(value);
      } else if (kind === 'boolean') {
        content[name] = value === 'yes';
      } else if (isMoney(kind)) {
        content[name] = Math.round(Number(value.replace(',', '.')) * 100);
        if (kind === 'money') content.currency = this.currency;
      } else {
        content[name] = value;
      }
    });
    return content;
  }

  async #send(one, event, content) {
    this.#fail(null);
    try {
      await call('POST', `/demo/case/${encodeURIComponent(one.number)}/events`,
                 {event, key: crypto.randomUUID(), data: content});
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

const isMoney = (kind) => kind === 'money' || kind === 'amount';

// A field as the server describes it.
const fieldOf = ({name, kind, choices}) => ({
  name, label: name.replaceAll('_', ' '), isOptional: true,
  kind: choices.length ? choices : kind === 'boolean' ? ['', 'yes', 'no'] : kind,
});

function fieldInput({name, label, kind, example, isOptional}) {
  const about = {name, required: !isOptional, 'aria-label': label};
  if (Array.isArray(kind)) {
    const option = (word) => el('option', {value: word}, `${label}: ${word}`);
    return el('select', about, kind.map(option));
  }
  return el('input', {...about, placeholder: label, value: example,
                      type: kind === 'date' ? 'date' : 'text',
                      inputmode: isMoney(kind) || kind === 'number' ? 'decimal' : undefined,
                      pattern: isMoney(kind) ? '\\d+([.,]\\d{1,2})?' : undefined});
}

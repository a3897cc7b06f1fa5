// The demo shop's page: who you are, your orders and returns, and the door to the back office. The
// chat is the widget, embedded as in any shop: <boomerang-chat> and its script.

import {call} from './call.js';
import {byId, el, picture} from './dom.js';
import {Office} from './office.js';
import {
  caseTitle, dayName, liveIn, money, STAGES, stageNote, stagesDone, stateClass, stateName,
} from './words.js';

const GUEST = {id: 'guest', name: 'Guest', locale: 'en', orders: [], rewards: []};
const chat = document.createElement('boomerang-chat');

let shop;      // what GET /demo/shop told
let customer;  // whose shop this is now
let office;

async function start() {
  try {
    shop = await call('GET', '/demo/shop');
  } catch {
    byId('hello-text').textContent = 'The shop cannot be reached. It is tried again in a moment.';
    setTimeout(start, 2_000);
    return;
  }
  const wanted = location.hash.slice(1) || localStorage.getItem('demo.person');
  const shown = shop.customers.filter((one) => one.is_shown !== false || one.id === wanted);
  byId('people').append(...[...shown, GUEST].map((person) => el(
      'label', {},
      el('input', {type: 'radio', name: 'person', value: person.id,
                   onchange: () => become(person.id)}),
      el('span', {}, person.name))));
  office = new Office(byId('office'), {
    shop, onChange: showReturns, onClock: refresh, onClose: () => showOffice(false),
  });
  byId('office-open').onclick = () => showOffice(byId('office').hidden);
  chat.addEventListener('boomerang-case', showReturns);
  chat.addEventListener('boomerang-unread', (event) => showUnread(event.detail.count));
  become(personOf(wanted) ? wanted : shop.customers[0]?.id ?? GUEST.id);
}

const personOf = (id) => [...shop.customers, GUEST].find((person) => person.id === id);

// Another person at this browser: other orders, and a conversation of their own.
function become(id) {
  customer = personOf(id);
  localStorage.setItem('demo.person', id);
  history.replaceState(null, '', `#${id}`);
  byId('people').querySelector(`input[value="${CSS.escape(id)}"]`).checked = true;
  liveIn(customer.time_zone);
  chat.getToken = (renew) => tokenOf(id, renew);
  for (const [name, value] of [['customer', id === GUEST.id ? '' : id],
                               ['locale', customer.locale], ['zone', customer.time_zone ?? ''],
                               ['heading', `${shop.shop.name} assistant`]]) {
    chat.setAttribute(name, value);
  }
  if (!chat.isConnected) document.body.append(chat);  // not before it knows who is there
  showUnread(0);
  showShop();
  showReturns();
}

const tokens = new Map();
async function tokenOf(id, renew) {
  if (id === GUEST.id) return null;
  if (renew || !tokens.has(id)) {
    tokens.set(id, (await call('POST', '/demo/token', {customer: id})).token);
  }
  return tokens.get(id);
}

function showOffice(isOpen) {
  byId('office').hidden = !isOpen;
  byId('office-open').setAttribute('aria-expanded', String(isOpen));
  document.body.classList.toggle('office-is-open', isOpen);
  if (isOpen) office.show();
  else byId('office-open').focus({preventScroll: true});
}

function showUnread(count) {
  document.title = `${count ? `(${count}) ` : ''}${shop.shop.name} · demo shop`;
}

// After the clock moved: dates in the shop are told again.
async function refresh() {
  shop = await call('GET', '/demo/shop');
  customer = personOf(customer.id);
  showShop();
  showReturns();
}

function showShop() {
  const isGuest = customer.id === GUEST.id;
  byId('hello-title').textContent = isGuest ? 'Welcome' : `Hello, ${customer.name}`;
  byId('hello-text').textContent = isGuest
      ? 'You are not signed in. The assistant answers anyway; for a return please sign in.'
      : customer.orders.length
          ? 'Something does not fit, or is not what you wanted? Send it back: the assistant walks ' +
            'you through it.'
          : 'You have not ordered anything yet.';
  byId('orders').hidden = !customer.orders.length;
  byId('orders-list').replaceChildren(...customer.orders.map(orderCard));
  byId('rewards').hidden = !customer.rewards?.length;
  byId('rewards-list').replaceChildren(...(customer.rewards ?? []).map(rewardCard));
}

function orderCard(order) {
  const currency = shop.shop.currency;
  const total = order.lines.reduce((sum, line) => sum + line.price.amount * line.quantity, 0);
  return el('article', {class: 'order'},
      el('header', {},
         el('h3', {}, 'Order ', el('bdi', {}, String(order.number))),
         el('span', {class: `state ${order.delivered_on ? 'delivered' : 'moving'}`},
            order.delivered_on ? `Delivered ${dayName(order.delivered_on)}` : 'On its way')),
      el('ul', {class: 'lines'}, order.lines.map((line) => el('li', {},
         el('span', {class: 'shot'}, picture(line.picture)),
         el('span', {class: 'about'}, el('span', {dir: 'auto'}, line.title),
            el('small', {}, (line.quantity > 1 ? `${line.quantity} × ` : '') +
                            money(line.price.amount, currency)))))),
      el('footer', {},
         el('span', {class: 'total'}, money(total, currency)),
         order.delivered_on
             ? el('button', {class: 'main', type: 'button', onclick: startReturn},
                  'Return the products')
             : el('small', {class: 'quiet-text'}, 'It can be returned once it has arrived.')));
}

function rewardCard(reward) {
  return el('article', {class: 'order'},
      el('header', {}, el('h3', {}, 'Reward ', el('bdi', {}, String(reward.number))),
         el('span', {class: 'state delivered'}, `Delivered ${dayName(reward.delivered_on)}`)),
      el('ul', {class: 'lines'}, el('li', {}, el('span', {class: 'shot'}, picture(reward.picture)),
         el('span', {class: 'about'}, el('span', {dir: 'auto'}, reward.title),
            el('small', {}, `${Number(reward.miles).toLocaleString('en-GB')} miles`)))),
      el('footer', {}, el('small', {class: 'quiet-text'},
                          'Bought with miles: other rules than for products.')));
}

// The names of flows' start buttons (config/flows/).
function startReturn() {
  chat.start('start_return', 'Return a product');
}

function sendReturn() {
  chat.start('confirm_shipment', 'I have sent a return');
}

async function showReturns() {
  office?.refresh();
  const of = customer.id;
  const none = {cases: []};
  const answer = of === GUEST.id ? none : await call('GET', '/demo/cases').catch(() => none);
  if (customer.id !== of) return;  // somebody else by now
  const mine = answer.cases.filter((one) => one.customer === of);
  byId('returns').hidden = !mine.length;
  byId('returns-list').replaceChildren(...mine.map((one) => {
    const done = stagesDone(one);
    return el('li', {class: `return ${done < 0 ? 'ended' : ''}`},
        el('div', {class: 'return-head'},
           el('h3', {}, `${caseTitle(one)} `, el('bdi', {class: 'number'}, one.number)),
           el('span', {class: stateClass(one.state)}, stateName(one.state))),
        el('p', {class: 'quiet-text'}, stageNote(one)),
        done < 0 ? null : el('ol', {class: 'stages', 'aria-label': 'Progress'}, STAGES.map(
            (stage, index) => el('li', {class: index < done ? 'done' : '',
                                        'aria-current': index === done - 1 ? 'step' : undefined},
                                 stage))),
        one.state === 'approved' && one.type === 'product_return'
            ? el('button', {class: 'main', type: 'button', onclick: sendReturn}, 'I have sent it')
            : null);
  }));
}

start();

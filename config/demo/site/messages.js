// How one message looks: bubble, attachments, cards, buttons. Pure functions from a frame to nodes.

import {el, picture} from './dom.js';
import {markdown} from './markdown.js';
import {size, timeName} from './words.js';

const NAMES = {bot: 'Assistant', agent: 'Colleague', system: 'Notice', customer: 'You'};

// The node of a message from the server. `shown` is what we showed for it before it was confirmed:
// previews of its own files. open(upload) resolves to a link to a file, or nothing.
export function messageNode(frame, {shown, open} = {}) {
  const from = NAMES[frame.from] ? frame.from : 'system';
  const text = frame.text || shown?.text;
  const body = el('div', {class: 'bubble'},
                  el('span', {class: 'hidden'}, `${NAMES[from]}: `),
                  text ? markdown(text) : null,
                  attachmentsOf(frame.attachments, shown?.files, open));
  const isEmpty = !text && !frame.attachments?.length;
  return el('article', {class: `message ${from}${isEmpty ? ' bare' : ''}`, 'data-seq': frame.seq,
                        'data-step': frame.step},
            isEmpty ? null : body,
            el('p', {class: 'when'}, frame.time ? timeName(frame.time) : '',
               from === 'customer' ? tick('Received') : null));
}

// Our own message while the server has not confirmed it.
export function pendingNode(shown, isOnline) {
  return el('article', {class: `message customer sending${isOnline ? '' : ' offline'}`},
            el('div', {class: 'bubble'}, el('span', {class: 'hidden'}, 'You: '),
               shown.text ? markdown(shown.text) : null, attachmentsOf(shown.files, shown.files)),
            el('p', {class: 'when'}, el('span', {class: 'waits'}, 'Waits for the connection'),
               tick('Not sent yet')));
}

const tick = (meaning) => el('span', {class: 'tick', role: 'img', 'aria-label': meaning});

// Own photos show their preview; others, and after a reload, what `open` brings: a link from the
// server that works for a few minutes.
function attachmentsOf(attachments, local, open) {
  if (!attachments?.length) return null;
  return el('ul', {class: 'attachments'}, attachments.map((file) => {
    const preview = local?.find((one) => one.upload === file.upload)?.preview;
    const name = file.name || 'file';
    if (preview) return el('li', {}, el('img', {src: preview, alt: name}));
    const about = el('span', {class: 'file'}, picture(file.type === 'pdf' ? 'page' : 'photo'),
                     el('span', {}, el('bdi', {}, name), ' ',
                        el('small', {}, size(file.size ?? 0))));
    if (!open) return el('li', {}, about);
    const onclick = (event) => show(file, event.currentTarget, open);
    return el('li', {}, el('button', {class: 'bare-button', type: 'button', onclick,
                                      title: `Open ${name}`}, about));
  }));
}

async function show(file, button, open) {
  const url = await open(file.upload);
  if (!url) return;
  if (file.type === 'pdf') location.assign(url);  // comes as a download; the page stays
  else button.replaceWith(el('img', {src: url, alt: file.name || 'Photo'}));
}

// A card that only tells more about the buttons of its message, row by row, is drawn with them.
function isAboutButtons(card, frame) {
  const tokens = new Set((frame.buttons ?? []).map((button) => button.token));
  return card.rows?.length > 0 && card.rows.every((row) => tokens.has(row.token));
}

// The cards of a message; without `press` they can only be read.
export function cardsOf(frame, press) {
  return (frame.cards ?? []).filter((card) => !isAboutButtons(card, frame)).map((card) => el(
      'section', {class: 'card', 'aria-label': card.title || 'Details'},
      card.title ? el('h3', {dir: 'auto'}, card.title) : null,
      el('dl', {}, (card.rows ?? []).map((row) => el(
          'div', {class: 'row'},
          el('dt', {dir: 'auto'}, row.label),
          el('dd', {}, el('span', {dir: 'auto'}, row.value),
             press && row.token ? changeButton(row, press) : null))))));
}

const changeButton = (row, press) =>
    el('button', {class: 'link', type: 'button', 'aria-label': `Change ${row.label}`,
                  onclick: () => press([row.token], row.label)}, 'Change');

// The answers to choose from: one press each, or several to tick where the question takes several.
export function buttonsOf(frame, press) {
  const buttons = frame.buttons ?? [];
  if (!buttons.length) return [];
  const rows = (frame.cards ?? []).filter((card) => isAboutButtons(card, frame))
                   .flatMap((card) => card.rows);
  const detailOf = (button) => rows.find((row) => row.token === button.token)?.value || button.hint;
  if (frame.expects?.kind !== 'choices') return [pressesOf(frame, buttons, detailOf, press)];
  // The first so many are options to tick; skip, cancel and the like are pressed alone.
  const count = frame.expects.options ?? buttons.length;
  const others = buttons.slice(count);
  return [ticksOf(frame, buttons.slice(0, count), detailOf, press),
          ...(others.length ? [pressesOf(frame, others, detailOf, press)] : [])];
}

function pressesOf(frame, buttons, detailOf, press) {
  const isReview = frame.expects?.kind === 'review';
  return el('div', {class: `buttons${buttons.some(detailOf) ? ' wide' : ''}`, role: 'group',
                    'aria-label': 'Possible answers'},
            buttons.map((button, index) => el(
                'button', {class: isReview && index === 0 ? 'answer main' : 'answer',
                           type: 'button', dir: 'auto',
                           onclick: () => press([button.token], button.label)},
                el('span', {}, button.label),
                detailOf(button) ? el('small', {}, detailOf(button)) : null)));
}

function ticksOf(frame, buttons, detailOf, press) {
  const least = frame.expects.count_min ?? 1;
  const most = frame.expects.count_max ?? buttons.length;
  const boxes = buttons.map((button) => el('input', {type: 'checkbox', value: button.token}));
  const submit = el('button', {class: 'answer main', type: 'submit', disabled: true}, 'Continue');
  const chosen = () => buttons.filter((_, index) => boxes[index].checked);
  const update = () => {
    const count = chosen().length;
    submit.disabled = count < least || count > most;
    submit.textContent = count > most ? `At most ${most}`
        : count > 1 ? `Continue with ${count}` : 'Continue';
  };
  return el('form', {class: 'ticks', onchange: update, onsubmit: (event) => {
    event.preventDefault();
    press(chosen().map((button) => button.token),
          chosen().map((button) => button.label).join(', '));
  }}, el('fieldset', {}, el('legend', {class: 'hidden'}, 'Choose one or several'),
         buttons.map((button, index) => el(
             'label', {dir: 'auto'}, boxes[index],
             el('span', {}, button.label,
                detailOf(button) ? el('small', {}, detailOf(button)) : null)))),
            submit);
}

// How one message looks: bubble, attachments, cards, buttons. Functions from a frame to nodes.

import type { Attachment, Button, Card, CardRow, Message } from '../wire/frames';
import type { Shown, ShownFile } from '../wire/keep';
import { el, picture } from './dom';
import { markdown } from './markdown';
import type { Words } from './words';

export type Press = (tokens: string[], label: string) => void;
// Resolves to a link to a file, or null.
type OpenFile = (upload: string) => Promise<string | null>;

const FROM = ['customer', 'bot', 'agent', 'system'] as const;

// The node of a message from the server. `shown` is what stood for it before it was confirmed:
// previews of its own files.
export function messageNode(
  frame: Message,
  words: Words,
  { shown, open }: { shown?: Shown; open: OpenFile },
): HTMLElement {
  const from = FROM.find((one) => one === frame.from) ?? 'system';
  const text = frame.text || shown?.text;
  const isEmpty = !text && !frame.attachments?.length;
  const body = isEmpty ? null : el('div', { class: 'bubble', part: `bubble ${from}` },
    el('span', { class: 'hidden' }, `${words.t(from)}: `),
    text ? markdown(text, words) : null,
    attachmentsOf(frame.attachments, shown?.files, words, open));
  return el('article', {
    class: `message ${from}${isEmpty ? ' bare' : ''}`, part: 'message',
    'data-seq': frame.seq, 'data-step': frame.step,
  }, body, el('p', { class: 'when' }, words.time(frame.time),
    from === 'customer' ? tick(words.t('received')) : null));
}

// Our own message while the server has not confirmed it.
export function pendingNode(shown: Shown, words: Words, isOnline: boolean): HTMLElement {
  return el('article', { class: `message customer sending${isOnline ? '' : ' offline'}` },
    el('div', { class: 'bubble', part: 'bubble customer' },
      el('span', { class: 'hidden' }, `${words.t('customer')}: `),
      shown.text ? markdown(shown.text, words) : null,
      attachmentsOf(shown.files, shown.files, words)),
    el('p', { class: 'when' }, el('span', { class: 'waits' }, words.t('waits')),
      tick(words.t('notSent'))));
}

const tick = (meaning: string) =>
  el('span', { class: 'tick', role: 'img', 'aria-label': meaning });

// Own photos show their preview; others, and after a reload, what `open` brings.
function attachmentsOf(
  attachments: (Attachment | ShownFile)[] | undefined,
  local: ShownFile[] | undefined,
  words: Words,
  open?: OpenFile,
): Node | null {
  if (!attachments?.length) return null;
  return el('ul', { class: 'attachments' }, attachments.map((file) => {
    const preview = local?.find((one) => one.upload === file.upload)?.preview;
    const name = file.name || words.t('openFile', { name: '' });
    if (preview) return el('li', {}, el('img', { src: preview, alt: name }));
    const about = el('span', { class: 'file' }, picture(file.type === 'pdf' ? 'page' : 'photo'),
      el('span', {}, el('bdi', {}, name),
        file.size ? el('small', {}, ' ', words.size(file.size)) : null));
    if (!open) return el('li', {}, about);
    const onclick = async (event: Event) => {
      const button = event.currentTarget as HTMLElement;
      const url = await open(file.upload);
      if (!url) return;
      if (file.type === 'pdf') location.assign(url); // comes as a download; the page stays
      else button.replaceWith(el('img', { src: url, alt: name }));
    };
    return el('li', {}, el('button', {
      class: 'bare-button', type: 'button', onclick, title: words.t('openFile', { name }),
    }, about));
  }));
}

// A card that only tells more about the buttons of its message, row by row, is drawn with them.
function isAboutButtons(card: Card, frame: Message): boolean {
  const tokens = new Set((frame.buttons ?? []).map((button) => button.token));
  const rows = card.rows ?? [];
  return rows.length > 0 && rows.every((row) => row.token !== undefined && tokens.has(row.token));
}

// The cards of a message; without `press` they can only be read.
export function cardsOf(frame: Message, words: Words, press?: Press): Node[] {
  return (frame.cards ?? []).filter((card) => !isAboutButtons(card, frame)).map((card) =>
    el('section', { class: 'card', part: 'card', 'aria-label': card.title || words.t('details') },
      card.title ? el('h3', { dir: 'auto' }, card.title) : null,
      el('dl', {}, (card.rows ?? []).map((row) => cardRow(row, words, press)))));
}

function cardRow(row: CardRow, words: Words, press?: Press): Node {
  const { token, label } = row;
  return el('div', { class: 'row' },
    el('dt', { dir: 'auto' }, label),
    el('dd', {}, el('span', { dir: 'auto' }, row.value),
      press && token ? el('button', {
        class: 'link', type: 'button', 'aria-label': words.t('changeRow', { name: label }),
        onclick: () => press([token], label),
      }, words.t('change')) : null));
}

// The answers to choose from: one press each, or several to tick where the question takes several.
export function buttonsOf(frame: Message, words: Words, press: Press): Node[] {
  const buttons = frame.buttons ?? [];
  if (!buttons.length) return [];
  const rows = (frame.cards ?? []).filter((card) => isAboutButtons(card, frame))
    .flatMap((card) => card.rows ?? []);
  const detailOf = (button: Button) =>
    rows.find((row) => row.token === button.token)?.value || button.hint;
  if (frame.expects?.kind !== 'choices') return [pressesOf(frame, buttons, detailOf, words, press)];
  // The first so many are options to tick; skip, cancel and the like are pressed alone.
  const count = frame.expects.options ?? buttons.length;
  const others = buttons.slice(count);
  return [
    ticksOf(frame, buttons.slice(0, count), detailOf, words, press),
    ...(others.length ? [pressesOf(frame, others, detailOf, words, press)] : []),
  ];
}

type DetailOf = (button: Button) => string | undefined;

function pressesOf(
  frame: Message, buttons: Button[], detailOf: DetailOf, words: Words, press: Press,
): Node {
  const isReview = frame.expects?.kind === 'review';
  return el('div', {
    class: `buttons${buttons.some(detailOf) ? ' wide' : ''}`, role: 'group',
    'aria-label': words.t('answers'),
  }, buttons.map((button, index) => {
    const detail = detailOf(button);
    return el('button', {
      class: isReview && index === 0 ? 'answer main' : 'answer', part: 'button', type: 'button',
      dir: 'auto', onclick: () => press([button.token], button.label),
    }, el('span', {}, button.label), detail ? el('small', {}, detail) : null);
  }));
}

function ticksOf(
  frame: Message, buttons: Button[], detailOf: DetailOf, words: Words, press: Press,
): Node {
  const least = frame.expects?.count_min ?? 1;
  const most = frame.expects?.count_max ?? buttons.length;
  const boxes = buttons.map((button) => el('input', { type: 'checkbox', value: button.token }));
  const submit = el('button', { class: 'answer main', part: 'button', type: 'submit',
    disabled: true }, words.t('go'));
  const chosen = () => buttons.filter((_, index) => boxes[index]!.checked);
  const update = () => {
    const count = chosen().length;
    submit.disabled = count < least || count > most;
    submit.textContent = count > most ? words.t('atMost', { count: most })
      : count > 1 ? words.t('goWith', { count }) : words.t('go');
  };
  const onsubmit = (event: Event) => {
    event.preventDefault();
    press(chosen().map((button) => button.token),
      chosen().map((button) => button.label).join(', '));
  };
  return el('form', { class: 'ticks', onchange: update, onsubmit },
    el('fieldset', {}, el('legend', { class: 'hidden' }, words.t('severalAnswers')),
      buttons.map((button, index) => {
        const detail = detailOf(button);
        return el('label', { dir: 'auto' }, boxes[index],
          el('span', {}, button.label, detail ? el('small', {}, detail) : null));
      })),
    submit);
}

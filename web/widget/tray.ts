// The controls above the input that fit the pending question: files with previews, a date, a
// number.

import type { Expects } from '../wire/frames';
import { el, picture } from './dom';
import { type DraftFile, type Limits, limitsOf, type Uploads } from './uploads';
import type { Words } from './words';

interface TrayParts {
  expects: Expects | undefined;
  uploads: Uploads;
  words: Words;
  pick(): void; // opens the file dialog
  answer(text: string): void;
  old: Element; // the tray as it stands: controls that a person is using are kept
}

export function tray({ expects, uploads, words, pick, answer, old }: TrayParts): Node[] {
  const parts: Node[] = [];
  const kind = expects?.kind;
  if (expects && (kind === 'date' || kind === 'number')) {
    const key = JSON.stringify(expects);
    const same = [...old.children].find((node) => (node as HTMLElement).dataset.key === key);
    const node = same ?? (kind === 'date' ? datePart : numberPart)(expects, words, answer);
    (node as HTMLElement).dataset.key = key;
    parts.push(node);
  }
  const { files } = uploads;
  if (files.length) {
    parts.push(el('ul', { class: 'files', 'aria-label': words.t('filesOfMessage') },
      files.map((file) => filePart(file, uploads, words))));
  }
  const limits = limitsOf(expects);
  if (kind === 'files' && limits.most > files.length) {
    parts.push(dropZone(limits, files.length, words, pick));
  }
  return parts;
}

function dropZone(limits: Limits, present: number, words: Words, pick: () => void): Node {
  const wish = present ? 'addMore' : limits.types.includes('pdf') ? 'addFiles' : 'addPhotos';
  const rules = words.t('fileRules', {
    types: words.list(limits.types), size: words.size(limits.bytes), count: limits.most - present,
  });
  return el('button', { class: 'drop-zone', type: 'button', onclick: pick }, picture('photo'),
    el('span', {}, words.t(wish)), el('small', {}, rules));
}

function filePart(file: DraftFile, uploads: Uploads, words: Words): Node {
  const { name, state, key } = file;
  const percent = Math.round(file.progress * 100);
  const told = {
    waiting: file.problem || words.t('waiting'),
    sending: `${percent} %`,
    done: words.t('ready', { size: words.size(file.bytes) }),
    failed: file.problem,
  }[state];
  return el('li', { class: state }, thumbnail(file),
    el('span', { class: 'about' }, el('bdi', {}, name), el('small', {}, told),
      state === 'sending' ? el('progress', {
        max: '100', value: percent, 'aria-label': words.t('uploading', { name }),
      }) : null),
    state === 'failed' && file.mayRetry ? el('button', {
      class: 'link', type: 'button', onclick: () => uploads.retry(key),
    }, words.t('tryAgain')) : null,
    el('button', {
      class: 'icon', type: 'button', 'aria-label': words.t('removeFile', { name }),
      onclick: () => uploads.remove(key),
    }, picture('close')));
}

// A picture of the file; a sheet of paper for PDF and for what the browser cannot show.
function thumbnail(file: DraftFile): Node {
  const sheet = () => el('span', { class: 'thumb' }, picture('page'));
  if (!file.preview) return sheet();
  const onerror = (event: Event) => (event.target as Element).replaceWith(sheet());
  return el('img', { src: file.preview, alt: '', onerror });
}

type Part = (expects: Expects, words: Words, answer: (text: string) => void) => HTMLElement;

const datePart: Part = (expects, words, answer) => {
  const input = el('input', {
    type: 'date', required: true, min: expects.min, max: expects.max, 'aria-label': words.t('date'),
  });
  const onsubmit = (event: Event) => {
    event.preventDefault();
    answer(input.value);
  };
  return el('form', { class: 'inline', onsubmit }, input,
    el('button', { class: 'answer main', type: 'submit' }, words.t('sendDate')));
};

const numberPart: Part = (expects, words, answer) => {
  const min = Number(expects.min ?? 0);
  const max = expects.max === undefined ? Infinity : Number(expects.max);
  const input = el('input', {
    type: 'number', inputmode: 'numeric', min, max: Number.isFinite(max) ? max : undefined,
    step: '1', value: Math.max(min, 1), required: true, 'aria-label': words.t('number'),
  });
  const move = (by: number) => {
    input.value = String(Math.min(max, Math.max(min, (Number(input.value) || 0) + by)));
  };
  const step = (meaning: string, sign: string, by: number) => el('button', {
    class: 'icon step', type: 'button', 'aria-label': meaning, onclick: () => move(by),
  }, sign);
  const onsubmit = (event: Event) => {
    event.preventDefault();
    answer(input.value);
  };
  return el('form', { class: 'inline', onsubmit }, step(words.t('less'), '−', -1), input,
    step(words.t('plus'), '+', 1),
    el('button', { class: 'answer main', type: 'submit' }, words.t('send')));
};

// The controls above the input that fit the pending question: files with previews, a date, a
// number.

import {el, picture} from './dom.js';
import {limitsOf, listed} from './uploads.js';
import {plural, size} from './words.js';

// The nodes of the tray. `old` is the tray as it stands: controls that a person is using are kept.
export function tray({expects, uploads, pick, answer, old}) {
  const parts = [];
  const kind = expects?.kind;
  if (kind === 'date' || kind === 'number') {
    const key = JSON.stringify(expects);
    const same = [...old.children].find((node) => node.dataset.key === key);
    const part = kind === 'date' ? datePart : numberPart;
    const node = same ?? part(expects, answer);
    node.dataset.key = key;
    parts.push(node);
  }
  const files = uploads?.files ?? [];
  if (files.length) parts.push(filesPart(files, uploads));
  if (kind === 'files') {
    const limits = limitsOf(expects);
    const room = limits.most - files.length;
    if (room > 0) parts.push(dropZone(limits, room, files.length, pick));
  }
  return parts;
}

function dropZone(limits, room, present, pick) {
  const what = limits.types.includes('pdf') ? 'files' : 'photos';
  const words = present ? `Add more ${what}` : `Add ${what}, or drop them here`;
  const rules = `${listed(limits.types)}, up to ${size(limits.bytes)} each, ` +
                `${plural(room, 'file', 'files')} at most`;
  return el('button', {class: 'drop-zone', type: 'button', onclick: pick}, picture('photo'),
            el('span', {}, words), el('small', {}, rules));
}

function filesPart(files, uploads) {
  return el('ul', {class: 'files', 'aria-label': 'Files of your message'}, files.map((file) => {
    const percent = Math.round(file.progress * 100);
    const state = {
      waiting: file.problem || 'Waiting …',
      sending: `${percent} %`,
      done: `${size(file.bytes)} · ready`,
      failed: file.problem,
    }[file.state];
    return el('li', {class: file.state},
              thumbnail(file),
              el('span', {class: 'about'}, el('bdi', {}, file.name), el('small', {}, state),
                 file.state === 'sending'
                     ? el('progress', {max: '100', value: String(percent),
                                       'aria-label': `Uploading ${file.name}`})
                     : null),
              file.state === 'failed'
                  ? el('button', {class: 'link', type: 'button',
                                  onclick: () => uploads.retry(file.key)}, 'Try again')
                  : null,
              el('button', {class: 'icon', type: 'button', 'aria-label': `Remove ${file.name}`,
                            onclick: () => uploads.remove(file.key)}, picture('close')));
  }));
}

// A picture of the file; a sheet of paper for PDF and for what the browser cannot show.
function thumbnail(file) {
  const sheet = () => el('span', {class: 'thumb'}, picture('page'));
  if (!file.preview) return sheet();
  const onerror = (event) => event.target.replaceWith(sheet());
  return el('img', {src: file.preview, alt: '', onerror});
}

function datePart(expects, answer) {
  const input = el('input', {type: 'date', required: true, min: expects.min, max: expects.max,
                             'aria-label': 'Date'});
  return el('form', {class: 'inline', onsubmit: (event) => {
    event.preventDefault();
    answer(input.value);
  }}, input, el('button', {class: 'answer main', type: 'submit'}, 'Send the date'));
}

function numberPart(expects, answer) {
  const min = Number(expects.min ?? 0);
  const first = Math.max(min, 1);
  const max = expects.max === undefined ? Infinity : Number(expects.max);
  const input = el('input', {type: 'number', inputmode: 'numeric', min: String(min), step: '1',
                             max: Number.isFinite(max) ? String(max) : undefined,
                             value: String(first), required: true,
                             'aria-label': 'Number'});
  const move = (by) => {
    input.value = String(Math.min(max, Math.max(min, (Number(input.value) || 0) + by)));
  };
  return el('form', {class: 'inline', onsubmit: (event) => {
    event.preventDefault();
    answer(input.value);
  }}, stepButton('One less', '−', () => move(-1)), input,
      stepButton('One more', '+', () => move(1)),
      el('button', {class: 'answer main', type: 'submit'}, 'Send'));
}

const stepButton = (meaning, sign, onclick) =>
    el('button', {class: 'icon step', type: 'button', 'aria-label': meaning, onclick}, sign);

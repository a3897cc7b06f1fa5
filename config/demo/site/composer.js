// Where the customer writes: the text, its files, and the controls that fit the pending question.
// Keeps the draft over reloads. Says what was written by onSend({text, files}).

import {el, picture} from './dom.js';
import {tray} from './tray.js';
import {limitsOf, Uploads} from './uploads.js';

const MAX_TEXT = 4096;
const MAX_HEIGHT_PX = 140;
// How the input helps with each kind of question: keyboard, placeholder.
const SHAPES = {
  number: ['numeric', 'Write a number'],
  money: ['decimal', 'Amount'],
  track: ['text', 'The track number'],
  phone: ['tel', 'Your phone number'],
  email: ['email', 'Your e-mail address'],
  files: ['text', 'Add files, or write a message'],
  choice: ['text', 'Choose above, or write'],
  choices: ['text', 'Choose above, or write'],
  yes_no: ['text', 'Choose above, or write'],
  review: ['text', 'Check above, or write'],
};

export class Composer {
  // credential(): resolves to the token for uploads. onNotice(sentence) tells the customer.
  constructor({keep, credential, onSend, onNotice}) {
    Object.assign(this, {keep, onSend, onNotice});
    this.expects = undefined;
    this.#build();
    this.uploads = new Uploads({keep, credential, onChange: () => this.#filesChanged()});
    this.input.value = keep.get('draft') ?? '';
    this.#drafted();
    this.uploads.restore();
  }

  // The pending question's `expects`, or nothing.
  ask(expects) {
    this.expects = expects;
    const [mode, placeholder] = SHAPES[expects?.kind] ?? ['text', 'Write a message'];
    this.input.setAttribute('inputmode', mode);
    this.input.setAttribute(
        'placeholder', expects?.currency ? `${placeholder} in ${expects.currency}` : placeholder);
    this.input.setAttribute(
        'autocapitalize', expects?.kind === 'track' ? 'characters' : 'sentences');
    this.#showTray();
  }

  // Puts text back to be edited.
  putBack(text) {
    this.input.value = [this.input.value, text].filter(Boolean).join('\n');
    this.#drafted();
    this.focus();
  }

  // On a touch screen the keyboard would cover the answers, so it waits until asked for.
  focus() {
    if (!matchMedia('(pointer: coarse)').matches) this.input.focus({preventScroll: true});
  }

  // As high as its text; a hidden input has no height to measure.
  fit() {
    this.input.style.height = 'auto';
    const height = this.input.scrollHeight;
    if (height) this.input.style.height = `${Math.min(MAX_HEIGHT_PX, height + 3)}px`;
  }

  addFiles(list) {
    this.onNotice(this.uploads.add([...list], limitsOf(this.expects)));
    this.focus();
  }

  #build() {
    this.trayBox = el('div', {class: 'tray', hidden: true});
    this.input = el('textarea', {
      rows: '1', name: 'text', 'aria-label': 'Your message', dir: 'auto', autocomplete: 'off',
      placeholder: 'Write a message', maxlength: String(MAX_TEXT),
      oninput: () => this.#drafted(),
      onkeydown: (event) => {
        if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
        event.preventDefault();
        this.#submit();
      },
      onpaste: (event) => {
        if (event.clipboardData?.files.length) this.addFiles(event.clipboardData.files);
      },
    });
    this.picker = el('input', {
      type: 'file', multiple: true, hidden: true, tabindex: '-1', 'aria-hidden': 'true',
      accept: 'image/jpeg,image/png,application/pdf',
      onchange: () => {
        this.addFiles(this.picker.files);
        this.picker.value = '';
      },
    });
    const attach = el('button', {class: 'icon', type: 'button', 'aria-label': 'Add a file',
                                 title: 'Add a file', onclick: () => this.picker.click()},
                      picture('clip'));
    this.sendButton = el('button', {class: 'icon send', type: 'submit', 'aria-label': 'Send',
                                    title: 'Send'}, picture('send'));
    const form = el('form', {class: 'composer', onsubmit: (event) => {
      event.preventDefault();
      this.#submit();
    }}, attach, this.picker, this.input, this.sendButton);
    this.nodes = [this.trayBox, form];
  }

  #submit() {
    const text = this.input.value.trim();
    if (!this.uploads.areReady) {
      const failed = this.uploads.files.some((file) => file.state === 'failed');
      this.sendWhenReady = !failed;
      this.onNotice(failed ? 'A file could not be uploaded. Try it again or remove it.'
                           : 'Your message is sent as soon as the upload is finished.');
      return;
    }
    this.sendWhenReady = false;
    if (!text && !this.uploads.files.length) return;
    const files = this.uploads.take();
    this.input.value = '';
    this.#drafted();
    this.onSend({text, files});
  }

  #drafted() {
    this.keep.set('draft', this.input.value || null);
    this.fit();
    this.sendButton.disabled = !this.input.value.trim() && !this.uploads.files.length;
  }

  #filesChanged() {
    this.#showTray();
    this.#drafted();
    if (this.sendWhenReady && this.uploads.areReady) this.#submit();
  }

  #showTray() {
    const parts = tray({
      expects: this.expects,
      uploads: this.uploads,
      pick: () => this.picker.click(),
      answer: (text) => this.onSend({text, files: []}),
      old: this.trayBox,
    });
    this.trayBox.hidden = !parts.length;
    this.trayBox.replaceChildren(...parts);
  }
}

// Where the customer writes: the text, its files, and the controls that fit the pending question.
// Keeps the draft over reloads.

import type { Expects } from '../wire/frames';
import type { Keep, ShownFile } from '../wire/keep';
import { el, picture } from './dom';
import type { TextKey } from './texts/en';
import { tray } from './tray';
import { limitsOf, Uploads } from './uploads';
import type { Words } from './words';

const MAX_TEXT = 4096;
const MAX_HEIGHT_PX = 140;
const TYPING_EVERY_MS = 3_000;
// How the input helps with each kind of question: keyboard, placeholder.
const SHAPES: Record<string, [string, TextKey]> = {
  number: ['numeric', 'aNumber'],
  money: ['decimal', 'anAmount'],
  track: ['text', 'aTrack'],
  phone: ['tel', 'aPhone'],
  email: ['email', 'anEmail'],
  files: ['text', 'filesOrWrite'],
  choice: ['text', 'chooseOrWrite'],
  choices: ['text', 'chooseOrWrite'],
  yes_no: ['text', 'chooseOrWrite'],
  review: ['text', 'checkOrWrite'],
};

export interface ComposerParts {
  server: string;
  keep: Keep;
  words: Words;
  credential(): Promise<string | null>;
  onSend(message: { text: string; files: ShownFile[] }): void;
  onNotice(sentence: string): void;
  onTyping(): void;
}

export class Composer {
  readonly nodes: HTMLElement[];
  private expects: Expects | undefined;
  private isSendingWhenReady = false;
  private lastTyping = 0;
  private readonly uploads: Uploads;
  private readonly trayBox = el('div', { class: 'tray', part: 'tray', hidden: true });
  private readonly input: HTMLTextAreaElement;
  private readonly picker: HTMLInputElement;
  private readonly sendButton: HTMLButtonElement;

  constructor(private readonly parts: ComposerParts) {
    const { words, keep } = parts;
    this.input = this.makeInput();
    this.picker = this.makePicker();
    const attach = el('button', {
      class: 'icon', type: 'button', 'aria-label': words.t('addFile'), title: words.t('addFile'),
      onclick: () => this.picker.click(),
    }, picture('clip'));
    this.sendButton = el('button', {
      class: 'icon send', type: 'submit', 'aria-label': words.t('send'), title: words.t('send'),
    }, picture('send'));
    const onsubmit = (event: Event) => {
      event.preventDefault();
      this.submit();
    };
    const form = el('form', { class: 'composer', part: 'composer', onsubmit },
      attach, this.picker, this.input, this.sendButton);
    this.nodes = [this.trayBox, form];
    this.uploads = new Uploads({ ...parts, onChange: () => this.filesChanged() });
    this.input.value = keep.text('draft') ?? '';
    this.drafted();
    void this.uploads.restore();
  }

  // The pending question's `expects`, or nothing.
  ask(expects: Expects | undefined): void {
    const { words } = this.parts;
    this.expects = expects;
    const [mode, key] = SHAPES[expects?.kind ?? ''] ?? ['text', 'write' as TextKey];
    this.input.inputMode = mode;
    this.input.placeholder = expects?.currency
      ? words.t('anAmountIn', { currency: expects.currency }) : words.t(key);
    this.input.autocapitalize = expects?.kind === 'track' ? 'characters' : 'sentences';
    this.showTray();
  }

  // Puts text back to be edited.
  putBack(text: string | undefined): void {
    this.input.value = [this.input.value, text].filter(Boolean).join('\n');
    this.drafted();
    this.focus();
  }

  // On a touch screen the keyboard would cover the answers, so it waits until asked for.
  focus(): void {
    if (!matchMedia('(pointer: coarse)').matches) this.input.focus({ preventScroll: true });
  }

  // As high as its text; a hidden input has no height to measure.
  fit(): void {
    this.input.style.height = 'auto';
    const height = this.input.scrollHeight;
    if (height) this.input.style.height = `${Math.min(MAX_HEIGHT_PX, height + 3)}px`;
  }

  async addFiles(list: Iterable<File>): Promise<void> {
    this.parts.onNotice(await this.uploads.add([...list], limitsOf(this.expects)));
  }

  private makeInput(): HTMLTextAreaElement {
    const { words } = this.parts;
    return el('textarea', {
      rows: '1', name: 'text', 'aria-label': words.t('yourMessage'), dir: 'auto',
      autocomplete: 'off', placeholder: words.t('write'), maxlength: MAX_TEXT,
      oninput: () => {
        this.drafted();
        this.tellTyping();
      },
      onkeydown: (event: KeyboardEvent) => {
        if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
        event.preventDefault();
        this.submit();
      },
      onpaste: (event: ClipboardEvent) => {
        if (event.clipboardData?.files.length) void this.addFiles(event.clipboardData.files);
      },
    });
  }

  private makePicker(): HTMLInputElement {
    return el('input', {
      type: 'file', multiple: true, hidden: true, tabindex: '-1', 'aria-hidden': 'true',
      accept: 'image/jpeg,image/png,application/pdf',
      onchange: async () => {
        await this.addFiles(this.picker.files ?? []);
        this.picker.value = '';
      },
    });
  }

  private submit(): void {
    const { words } = this.parts;
    const text = this.input.value.trim();
    if (!this.uploads.areReady) {
      const hasFailed = this.uploads.files.some((file) => file.state === 'failed');
      this.isSendingWhenReady = !hasFailed;
      this.parts.onNotice(words.t(hasFailed ? 'fileFailed' : 'sendsWhenReady'));
      return;
    }
    this.isSendingWhenReady = false;
    if (!text && !this.uploads.files.length) return;
    const files = this.uploads.hand();
    this.input.value = '';
    this.drafted();
    this.parts.onSend({ text, files });
  }

  private drafted(): void {
    this.parts.keep.set('draft', this.input.value || null);
    this.fit();
    this.sendButton.disabled = !this.input.value.trim() && !this.uploads?.files.length;
  }

  private tellTyping(): void {
    if (Date.now() - this.lastTyping < TYPING_EVERY_MS) return;
    this.lastTyping = Date.now();
    this.parts.onTyping();
  }

  private filesChanged(): void {
    this.showTray();
    this.drafted();
    if (this.isSendingWhenReady && this.uploads.areReady) this.submit();
  }

  private showTray(): void {
    const parts = tray({
      expects: this.expects,
      uploads: this.uploads,
      words: this.parts.words,
      pick: () => this.picker.click(),
      answer: (text) => this.parts.onSend({ text, files: [] }),
      old: this.trayBox,
    });
    this.trayBox.hidden = !parts.length;
    this.trayBox.replaceChildren(...parts);
  }
}

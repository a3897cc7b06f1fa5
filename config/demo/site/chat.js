// The chat panel: shows one conversation and takes answers. Frames come and go through
// ChatConnection; how a message looks is messages.js; the controls above the input are tray.js.

import {call} from './call.js';
import {ChatConnection} from './connection.js';
import {el, picture} from './dom.js';
import {buttonsOf, cardsOf, messageNode, pendingNode} from './messages.js';
import {tray} from './tray.js';
import {limitsOf, Uploads} from './uploads.js';
import {errorWords, momentName, stateName, weekdayName} from './words.js';

const MAX_TEXT = 4096;
const TYPING_AFTER_MS = 250;
const SHOW_DATE_AFTER_MS = 3 * 3600_000;

export class ChatPanel {
  // node: the empty panel. onCase(frame), onUnread(count), onClose() tell the page.
  constructor(node, {keep, getToken, locale, title, onCase, onUnread, onClose}) {
    Object.assign(this, {node, keep, onCase, onUnread, onClose});
    this.pending = new Map();  // client id -> {node, entry}
    this.seqOfId = new Map();  // from acks, to recognise our own messages
    this.question = null;      // {frame, controls}: what the bot waits for
    this.waitingFor = new Set();  // client ids without their `turn`
    this.unread = 0;
    this.newestSeq = 0;
    this.#build(title);
    this.connection = new ChatConnection({
      url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/v1/chat`,
      keep, getToken, locale,
      listener: {
        onState: (state, reason) => this.#showState(state, reason),
        onWelcome: (frame) => this.#welcomed(frame),
        onMessage: (frame) => this.#message(frame),
        onAck: (frame) => this.#acked(frame),
        onTurn: (frame) => this.#turn(frame.id),
        onCase: (frame) => this.#case(frame),
        onOwner: (frame) => this.#owner(frame),
        onTyping: () => this.#typing(true, 5_000),
        onError: (frame) => this.#notice(errorWords(frame.code, frame.message)),
        onRefused: (id, frame) => this.#refused(id, frame),
      },
    });
    this.uploads = new Uploads({
      keep,
      credential: () => this.connection.credential(),
      onChange: () => this.#filesChanged(),
    });
    for (const entry of this.connection.queue) this.#showPending(entry);
    this.onVisible = () => this.#markRead();
    document.addEventListener('visibilitychange', this.onVisible);
    this.connection.start();
    this.uploads.restore();
  }

  destroy() {
    this.connection.stop();
    document.removeEventListener('visibilitychange', this.onVisible);
    clearTimeout(this.typingTimer);
    this.resizes.disconnect();
    this.node.replaceChildren();
  }

  open() {
    this.node.hidden = false;
    this.#fitInput();
    this.#scrollDown(true);
    this.#markRead();
    this.#focusInput();
  }

  close() {
    this.node.hidden = true;
    this.onClose();
  }

  // A button of the shop's page that starts a flow ("start_return"), named as in the flow's file.
  press(button, label, values) {
    this.#send({type: 'press', button, ...(values ? {values} : {})}, {text: label});
  }

  #build(title) {
    this.status = el('p', {class: 'chat-status', role: 'status'}, 'Connecting …');
    this.strip = el('div', {class: 'chat-case', hidden: true});
    this.thread = el('div', {class: 'flat'});
    this.unsent = el('div', {class: 'flat'});
    this.dots = el('div', {class: 'dots', hidden: true}, el('span', {class: 'hidden'}, 'The assistant is writing'),
                   el('i'), el('i'), el('i'));
    this.log = el('div', {class: 'chat-log', role: 'log', 'aria-live': 'polite', 'aria-label': 'Conversation',
                          tabindex: '0'}, this.thread, this.unsent, this.dots);
    this.toNewest = el('button', {class: 'to-newest', type: 'button', hidden: true,
                                  onclick: () => {
                                    this.firstNew = null;
                                    this.#scrollDown(true);
                                  }}, 'More ↓');
    this.isFollowing = true;
    this.log.addEventListener('scroll', () => {
      // Only a person scrolls up; that the end moved away is no wish to stay.
      if (this.#isAtEnd()) this.isFollowing = true;
      else if (this.log.scrollTop < this.lastTop) this.isFollowing = false;
      this.lastTop = this.log.scrollTop;
      if (this.#isAtEnd()) this.toNewest.hidden = true;
    });
    // The keyboard or the tray took room away: what was last stays in sight.
    this.resizes = new ResizeObserver(() => this.isFollowing && this.#scrollDown(true));
    this.resizes.observe(this.log);
    this.noticeLine = el('p', {class: 'chat-notice', role: 'alert', hidden: true});
    this.trayBox = el('div', {class: 'tray', hidden: true});
    this.input = el('textarea', {rows: '1', name: 'text', 'aria-label': 'Your message', dir: 'auto',
                                 placeholder: 'Write a message', maxlength: String(MAX_TEXT), autocomplete: 'off'});
    this.attach = el('button', {class: 'icon', type: 'button', 'aria-label': 'Add a file', title: 'Add a file',
                                onclick: () => this.picker.click()}, picture('clip'));
    this.picker = el('input', {type: 'file', multiple: true, hidden: true, tabindex: '-1',
                               'aria-hidden': 'true', onchange: () => {
                                 this.#addFiles(this.picker.files);
                                 this.picker.value = '';
                               }});
    this.sendButton = el('button', {class: 'icon send', type: 'submit', 'aria-label': 'Send', title: 'Send'},
                         picture('send'));
    this.form = el('form', {class: 'composer', onsubmit: (event) => {
      event.preventDefault();
      this.#submit();
    }}, this.attach, this.picker, this.input, this.sendButton);
    this.input.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.#submit();
      }
    });
    this.input.addEventListener('input', () => this.#drafted());
    this.input.addEventListener('paste', (event) => {
      if (event.clipboardData?.files.length) this.#addFiles(event.clipboardData.files);
    });
    const header = el('header', {class: 'chat-head'},
        el('span', {class: 'avatar'}, picture('boomerang')),
        el('div', {}, el('h2', {}, title), this.status),
        el('button', {class: 'icon', type: 'button', 'aria-label': 'Start a new conversation',
                      title: 'Start a new conversation', onclick: () => this.#startAnew()}, picture('anew')),
        el('button', {class: 'icon', type: 'button', 'aria-label': 'Close the chat', title: 'Close',
                      onclick: () => this.close()}, picture('close')));
    this.node.replaceChildren(header, this.strip, el('div', {class: 'chat-middle'}, this.log, this.toNewest),
                              this.noticeLine, this.trayBox, this.form);
    this.#acceptDrops();
    this.node.onkeydown = (event) => {
      if (event.key === 'Escape') this.close();
    };
    this.input.value = this.keep.get('draft') ?? '';
    this.#drafted();
  }

  #acceptDrops() {
    this.node.ondragover = (event) => {
      if (![...event.dataTransfer.types].includes('Files')) return;
      event.preventDefault();
      this.node.classList.add('dropping');
    };
    this.node.ondragleave = (event) => {
      if (!this.node.contains(event.relatedTarget)) this.node.classList.remove('dropping');
    };
    this.node.ondrop = (event) => {
      event.preventDefault();
      this.node.classList.remove('dropping');
      this.#addFiles(event.dataTransfer.files);
    };
  }

  // What the customer does.

  #submit() {
    const text = this.input.value.trim();
    if (!this.uploads.areReady) {
      const failed = this.uploads.files.some((file) => file.state === 'failed');
      this.sendWhenReady = !failed;
      this.#notice(failed ? 'A file could not be uploaded. Try it again or remove it.'
                          : 'Your message is sent as soon as the upload is finished.');
      return;
    }
    this.sendWhenReady = false;
    if (!text && !this.uploads.files.length) return;
    const files = this.uploads.take();
    const frame = {type: 'message', text};
    if (files.length) frame.attachments = files.map((file) => file.upload);
    this.input.value = '';
    this.#drafted();
    this.#send(frame, {text, files});
  }

  #send(frame, shown) {
    this.#notice('');
    this.firstNew = null;
    const entry = this.connection.send(frame, shown);
    this.#showPending(entry);
    this.#holdQuestion();
    this.#scrollDown(true);
    this.#focusInput();
  }

  #showPending(entry) {
    const node = pendingNode(entry.shown ?? {}, this.connection.isOnline);
    this.pending.set(entry.frame.id, {node, entry});
    this.waitingFor.add(entry.frame.id);
    this.unsent.append(node);
    clearTimeout(this.typingTimer);
    this.typingTimer = setTimeout(() => this.#typing(this.connection.isOnline && this.waitingFor.size > 0),
                                  TYPING_AFTER_MS);
  }

  #drafted() {
    this.keep.set('draft', this.input.value || null);
    this.#fitInput();
    this.sendButton.disabled = !this.input.value.trim() && !this.uploads?.files.length;
  }

  // As high as its text; a hidden input has no height to measure.
  #fitInput() {
    this.input.style.height = 'auto';
    if (this.input.scrollHeight) this.input.style.height = `${Math.min(140, this.input.scrollHeight + 3)}px`;
  }

  #addFiles(list) {
    this.#notice(this.uploads.add([...list], limitsOf(this.question?.frame.expects)));
    this.#focusInput();
  }

  #filesChanged() {
    this.#showTray();
    this.#drafted();
    if (this.sendWhenReady && this.uploads.areReady) this.#submit();
  }

  #startAnew() {
    this.keep.set('conversation', 'new');
    this.connection.stop();
    this.connection.lastSeq = 0;
    this.#clear();
    this.connection.start();
  }

  #clear() {
    this.thread.replaceChildren();
    this.question = null;
    this.newestSeq = 0;
    this.lastTime = 0;
    this.keep.set('read', null);
    this.#showTray();
  }

  // What the server says.

  #welcomed(frame) {
    if (this.conversation && this.conversation !== frame.conversation) this.#clear();
    this.conversation = frame.conversation;
    this.seqAtWelcome = frame.seq;
    this.#owner({owner: frame.owner});
    for (const {node} of this.pending.values()) node.classList.remove('offline');
    this.#typing(this.waitingFor.size > 0);
  }

  #acked(frame) {
    this.seqOfId.set(frame.id, frame.seq);
    const waiting = this.pending.get(frame.id);
    if (!waiting) return;
    waiting.node.classList.replace('sending', 'sent');
    waiting.node.querySelector('.tick')?.setAttribute('aria-label', 'Received');
    this.thread.append(waiting.node);
  }

  #message(frame) {
    const isOwn = frame.from === 'customer';
    const ownId = isOwn ? this.#clientIdOf(frame) : null;
    const node = messageNode(frame, {
      shown: this.pending.get(ownId)?.entry.shown,
      open: (upload) => this.#linkTo(upload),
    });
    this.newestSeq = frame.seq;
    if (isOwn) this.#retireQuestion();
    else if (frame.expects || frame.buttons?.length) this.#ask(frame, node);
    else node.append(...cardsOf(frame, null));
    const before = ownId ? this.pending.get(ownId)?.node : null;
    const wasAtEnd = this.#isAtEnd();
    this.#showDate(frame.time);
    if (before) {
      before.replaceWith(node);
      this.pending.delete(ownId);
    } else {
      this.thread.append(node);
    }
    if (!isOwn) this.#typing(this.waitingFor.size > 0);
    this.#countUnread(frame);
    if (isOwn || frame.seq <= this.seqAtWelcome) this.firstNew = null;
    else if (wasAtEnd || !this.firstNew) this.firstNew = node;
    this.#scrollDown(isOwn);
  }

  async #linkTo(upload) {
    try {
      const token = await this.connection.credential();
      return (await call('POST', `/v1/files/${encodeURIComponent(upload)}/link`, undefined, token)).url;
    } catch {
      this.#notice('This file cannot be opened at the moment.');
      return null;
    }
  }

  #clientIdOf(frame) {
    for (const id of [frame.id, frame.reply_to]) if (this.pending.has(id)) return id;
    for (const [id, seq] of this.seqOfId) if (seq === frame.seq && this.pending.has(id)) return id;
    return null;
  }

  #turn(id) {
    this.waitingFor.delete(id);
    this.seqOfId.delete(id);
    if (this.waitingFor.size) return;
    this.#typing(false);
    this.question?.controls.removeAttribute('inert');
  }

  #refused(id, frame) {
    this.waitingFor.delete(id);
    const waiting = this.pending.get(id);
    this.pending.delete(id);
    this.#typing(this.waitingFor.size > 0);
    this.question?.controls.removeAttribute('inert');
    if (!waiting) return;
    waiting.node.classList.replace('sending', 'failed');
    const words = errorWords(frame.code, frame.message);
    const {frame: body, shown} = waiting.entry;
    const actions = el('p', {class: 'failure', role: 'alert'}, words, ' ');
    if (body.type === 'message') {
      actions.append(el('button', {type: 'button', class: 'link', onclick: () => {
        this.input.value = [this.input.value, shown?.text].filter(Boolean).join('\n');
        waiting.node.remove();
        this.#drafted();
        this.#focusInput();
      }}, 'Edit'));
    }
    actions.append(el('button', {type: 'button', class: 'link', onclick: () => waiting.node.remove()}, 'Remove'));
    waiting.node.append(actions);
    this.#scrollDown(true);
  }

  #case(frame) {
    this.showCase(frame);
    this.onCase(frame);
  }

  // The line under the title: a return that is under way.
  showCase(frame) {
    const due = frame.due ? ` · by ${weekdayName(frame.due)}` : '';
    this.strip.hidden = false;
    this.strip.replaceChildren(el('span', {}, 'Return ', el('bdi', {class: 'number'}, frame.number)),
                               el('span', {class: `state ${/^[a-z_]+$/.test(frame.state) ? frame.state : ''}`},
                                  stateName(frame.state) + due));
  }

  #owner(frame) {
    const owners = {
      queue: frame.position ? `You are number ${frame.position} in the queue for a colleague`
                            : 'A colleague will answer here',
      agent: 'A colleague is here for you',
    };
    this.ownerWords = owners[frame.owner] ?? 'Online';
    this.#showState('online');
  }

  // The pending question and its controls.

  #ask(frame, node) {
    this.#retireQuestion();
    const press = (tokens, label) => {
      const one = tokens.length === 1;
      this.#send({type: 'press', ...(one ? {button: tokens[0]} : {buttons: tokens})}, {text: label});
    };
    const controls = el('div', {class: 'controls'}, cardsOf(frame, press), buttonsOf(frame, press));
    node.append(controls);
    this.question = {frame, controls};
    this.#showTray();
    this.#shapeInput(frame.expects);
  }

  #holdQuestion() { this.question?.controls.setAttribute('inert', ''); }

  // Answered or overtaken: its buttons go, its cards stay readable.
  #retireQuestion() {
    if (!this.question) return;
    this.question.controls.replaceChildren(...cardsOf(this.question.frame, null));
    this.question.controls.removeAttribute('inert');
    this.question = null;
    this.#showTray();
    this.#shapeInput();
  }

  #showTray() {
    const parts = tray({
      expects: this.question?.frame.expects,
      uploads: this.uploads,
      pick: () => this.picker.click(),
      answer: (text) => this.#send({type: 'message', text}, {text}),
      old: this.trayBox,
    });
    this.trayBox.hidden = !parts.length;
    this.trayBox.replaceChildren(...parts);
  }

  #shapeInput(expects) {
    const shapes = {
      number: ['numeric', 'Write a number'],
      money: ['decimal', expects?.currency ? `Amount in ${expects.currency}` : 'Amount'],
      track: ['text', 'The track number'],
      phone: ['tel', 'Your phone number'],
      email: ['email', 'Your e-mail address'],
      files: ['text', 'Add files, or write a message'],
      choice: ['text', 'Choose above, or write'],
      choices: ['text', 'Choose above, or write'],
      yes_no: ['text', 'Choose above, or write'],
      review: ['text', 'Check above, or write'],
    };
    const [mode, placeholder] = shapes[expects?.kind] ?? ['text', 'Write a message'];
    this.input.setAttribute('inputmode', mode);
    this.input.setAttribute('placeholder', placeholder);
    this.input.setAttribute('autocapitalize', expects?.kind === 'track' ? 'characters' : 'sentences');
    this.picker.setAttribute('accept', 'image/jpeg,image/png,application/pdf');
  }

  // Small things.

  #showState(state, reason) {
    const words = {
      connecting: 'Connecting …',
      waiting: navigator.onLine === false ? 'You are offline. Messages wait here.' : 'Connection lost. Trying again …',
      online: this.ownerWords ?? 'Online',
      refused: `The assistant cannot be reached. ${reason ?? ''}`,
    };
    this.status.textContent = words[state] ?? '';
    this.node.dataset.state = state;
    if (state === 'online') return;
    this.#typing(false);
    if (state === 'waiting') for (const {node} of this.pending.values()) node.classList.add('offline');
  }

  #notice(words) {
    clearTimeout(this.noticeTimer);
    this.noticeLine.hidden = !words;
    this.noticeLine.textContent = words;
    if (words) this.noticeTimer = setTimeout(() => this.#notice(''), 12_000);
  }

  #typing(isTyping, forMs) {
    clearTimeout(this.typingEnd);
    this.dots.hidden = !isTyping;
    if (isTyping) this.#scrollDown(false);
    if (isTyping && forMs) this.typingEnd = setTimeout(() => this.#typing(this.waitingFor.size > 0), forMs);
  }

  #showDate(time) {
    const at = new Date(time ?? Date.now()).getTime();
    if (Number.isNaN(at)) return;
    if (at - (this.lastTime ?? 0) > SHOW_DATE_AFTER_MS) {
      this.thread.append(el('p', {class: 'date'}, momentName(at)));
    }
    this.lastTime = at;
  }

  #isSeen() { return !this.node.hidden && document.visibilityState === 'visible'; }

  #countUnread(frame) {
    if (frame.from === 'customer') return;
    if (this.#isSeen()) {
      this.#markRead();
    } else if (frame.seq > (this.keep.get('read') ?? 0)) {
      this.unread += 1;
      this.onUnread(this.unread);
    }
  }

  #markRead() {
    if (!this.#isSeen() || !this.newestSeq) return;
    this.unread = 0;
    this.onUnread(0);
    if ((this.keep.get('read') ?? 0) >= this.newestSeq) return;
    this.keep.set('read', this.newestSeq);
    clearTimeout(this.readTimer);  // one frame for a burst of messages
    this.readTimer = setTimeout(() => this.connection.hint({type: 'read', seq: this.newestSeq}), 200);
  }

  #isAtEnd() { return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 80; }

  // Follows the conversation, but neither pulls away somebody who reads further up, nor past the
  // beginning of an answer that is longer than the panel.
  #scrollDown(isForced) {
    if (isForced) this.isFollowing = true;
    if (!this.isFollowing) {
      this.toNewest.hidden = false;
      return;
    }
    requestAnimationFrame(() => {
      const end = this.log.scrollHeight - this.log.clientHeight;
      const start = this.firstNew?.isConnected ? this.firstNew.offsetTop - 14 : end;
      this.log.scrollTo({top: Math.min(start, end)});
      if (start < end - 80) this.toNewest.hidden = false;
    });
  }

  // On a touch screen the keyboard would cover the answers, so it waits until asked for.
  #focusInput() {
    if (!matchMedia('(pointer: coarse)').matches) this.input.focus({preventScroll: true});
  }
}

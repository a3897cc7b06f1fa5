// The chat panel: shows one conversation and takes answers. Frames come and go through
// ChatConnection (connection.js); messages stand in a MessageLog (log.js) and look as messages.js
// says; the customer writes in a Composer (composer.js).

import {call} from './call.js';
import {Composer} from './composer.js';
import {ChatConnection} from './connection.js';
import {el, picture} from './dom.js';
import {MessageLog} from './log.js';
import {buttonsOf, cardsOf, messageNode, pendingNode} from './messages.js';
import {errorWords, stateClass, stateName, weekdayName} from './words.js';

const TYPING_AFTER_MS = 250;
const NOTICE_MS = 12_000;

export class ChatPanel {
  // node: the empty panel. onCase(frame), onUnread(count), onClose() tell the page.
  constructor(node, {keep, getToken, locale, title, onCase, onUnread, onClose}) {
    Object.assign(this, {node, keep, onCase, onUnread, onClose});
    this.pending = new Map();     // client id -> {node, entry}: sent, not yet seen as a message
    this.seqOfId = new Map();     // from acks, to recognise our own messages
    this.waitingFor = new Set();  // client ids without their `turn`
    this.question = null;         // {frame, controls}: what the bot waits for
    this.unread = 0;
    this.newestSeq = 0;
    this.connection = new ChatConnection({
      url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/v1/chat`,
      keep, getToken, locale, listener: this.#listener(),
    });
    this.log = new MessageLog();
    this.composer = new Composer({
      keep,
      credential: () => this.connection.credential(),
      onSend: (message) => this.#say(message),
      onNotice: (words) => this.#notice(words),
    });
    this.#build(title);
    this.#acceptDrops();
    for (const entry of this.connection.queue) this.#showPending(entry);
    this.onVisible = () => this.#markRead();
    document.addEventListener('visibilitychange', this.onVisible);
    this.connection.start();
  }

  destroy() {
    this.connection.stop();
    this.log.destroy();
    document.removeEventListener('visibilitychange', this.onVisible);
    for (const timer of [this.typingTimer, this.typingEnd, this.noticeTimer, this.readTimer]) {
      clearTimeout(timer);
    }
    this.node.replaceChildren();
  }

  open() {
    this.node.hidden = false;
    this.composer.fit();
    this.log.toEnd();
    this.#markRead();
    this.composer.focus();
  }

  close() {
    this.node.hidden = true;
    this.onClose();
  }

  // A button of the shop's page that starts a flow ("start_return"), named as in the flow's file.
  press(button, label) {
    this.#send({type: 'press', button}, {text: label});
  }

  // The line under the title: a return that is under way.
  showCase({number, state, due}) {
    const by = due ? ` · by ${weekdayName(due)}` : '';
    this.strip.hidden = false;
    this.strip.replaceChildren(
        el('span', {}, 'Return ', el('bdi', {class: 'number'}, number)),
        el('span', {class: stateClass(state)}, stateName(state) + by));
  }

  #listener() {
    return {
      onState: (state, reason) => this.#showState(state, reason),
      onWelcome: (frame) => this.#welcomed(frame),
      onMessage: (frame) => this.#message(frame),
      onAck: (frame) => this.#acked(frame),
      onTurn: (frame) => this.#turn(frame.id),
      onCase: (frame) => {
        this.showCase(frame);
        this.onCase(frame);
      },
      onOwner: (frame) => this.#owner(frame),
      onTyping: () => this.#typing(true, 5_000),
      onError: (frame) => this.#notice(errorWords(frame.code, frame.message)),
      onRefused: (id, frame) => this.#refused(id, frame),
    };
  }

  #build(title) {
    const iconButton = (label, name, onclick) =>
        el('button', {class: 'icon', type: 'button', 'aria-label': label, title: label, onclick},
           picture(name));
    this.status = el('p', {class: 'chat-status', role: 'status'}, 'Connecting …');
    this.strip = el('div', {class: 'chat-case', hidden: true});
    this.noticeLine = el('p', {class: 'chat-notice', role: 'alert', hidden: true});
    this.node.replaceChildren(
        el('header', {class: 'chat-head'},
           el('span', {class: 'avatar'}, picture('boomerang')),
           el('div', {}, el('h2', {}, title), this.status),
           iconButton('Start a new conversation', 'anew', () => this.#startAnew()),
           iconButton('Close the chat', 'close', () => this.close())),
        this.strip, this.log.node, this.noticeLine, ...this.composer.nodes);
    this.node.onkeydown = (event) => {
      if (event.key === 'Escape') this.close();
    };
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
      this.composer.addFiles(event.dataTransfer.files);
    };
  }

  // What the customer does.

  #say({text, files}) {
    const attachments = files.length ? {attachments: files.map((file) => file.upload)} : {};
    this.#send({type: 'message', text, ...attachments}, {text, files});
  }

  #send(frame, shown) {
    this.#notice('');
    this.#showPending(this.connection.send(frame, shown));
    this.question?.controls.setAttribute('inert', '');
    this.composer.focus();
  }

  #showPending(entry) {
    const node = pendingNode(entry.shown ?? {}, this.connection.isOnline);
    this.pending.set(entry.frame.id, {node, entry});
    this.waitingFor.add(entry.frame.id);
    this.log.addUnsent(node);
    clearTimeout(this.typingTimer);
    this.typingTimer = setTimeout(() => this.#typing(this.#isWaiting()), TYPING_AFTER_MS);
  }

  #isWaiting() { return this.connection.isOnline && this.waitingFor.size > 0; }

  #startAnew() {
    this.keep.set('conversation', 'new');
    this.connection.stop();
    this.connection.lastSeq = 0;
    this.#clear();
    this.connection.start();
  }

  #clear() {
    this.log.clear();
    this.#retireQuestion();
    this.newestSeq = 0;
    this.keep.set('read', null);
  }

  // What the server says.

  #welcomed(frame) {
    if (this.conversation && this.conversation !== frame.conversation) this.#clear();
    this.conversation = frame.conversation;
    this.seqAtWelcome = frame.seq;
    this.#owner({owner: frame.owner});
    for (const {node} of this.pending.values()) node.classList.remove('offline');
    this.#typing(this.#isWaiting());
  }

  #acked(frame) {
    this.seqOfId.set(frame.id, frame.seq);
    const waiting = this.pending.get(frame.id);
    if (!waiting) return;
    waiting.node.classList.replace('sending', 'sent');
    waiting.node.querySelector('.tick')?.setAttribute('aria-label', 'Received');
    this.log.settle(waiting.node);
  }

  #message(frame) {
    const isOwn = frame.from === 'customer';
    const ownId = isOwn ? this.#clientIdOf(frame) : null;
    const waiting = this.pending.get(ownId);
    const node = messageNode(frame, {
      shown: waiting?.entry.shown,
      open: (upload) => this.#linkTo(upload),
    });
    this.newestSeq = frame.seq;
    if (isOwn) this.#retireQuestion();
    else if (frame.expects || frame.buttons?.length) this.#ask(frame, node);
    else node.append(...cardsOf(frame, null));
    this.pending.delete(ownId);
    this.log.add(node, {
      time: frame.time,
      instead: waiting?.node,
      isNew: !isOwn && frame.seq > this.seqAtWelcome,
    });
    if (isOwn) return;
    this.#typing(this.#isWaiting());
    this.#countUnread(frame.seq);
  }

  // The id under which we sent a message of the customer, if it was this page.
  #clientIdOf(frame) {
    for (const id of [frame.id, frame.reply_to]) if (this.pending.has(id)) return id;
    for (const [id, seq] of this.seqOfId) if (seq === frame.seq && this.pending.has(id)) return id;
    return null;
  }

  async #linkTo(upload) {
    try {
      const token = await this.connection.credential();
      const path = `/v1/files/${encodeURIComponent(upload)}/link`;
      return (await call('POST', path, undefined, token)).url;
    } catch {
      this.#notice('This file cannot be opened at the moment.');
      return null;
    }
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
    this.#typing(this.#isWaiting());
    this.question?.controls.removeAttribute('inert');
    if (!waiting) return;
    const {node, entry} = waiting;
    const action = (label, onclick) =>
        el('button', {type: 'button', class: 'link', onclick}, label);
    const edit = action('Edit', () => {
      this.composer.putBack(entry.shown?.text);
      node.remove();
    });
    node.classList.replace('sending', 'failed');
    node.append(el('p', {class: 'failure', role: 'alert'},
                   errorWords(frame.code, frame.message), ' ',
                   entry.frame.type === 'message' ? edit : null,
                   action('Remove', () => node.remove())));
    this.log.toEnd();
  }

  #owner({owner, position}) {
    const queue = position ? `You are number ${position} in the queue for a colleague`
                           : 'A colleague will answer here';
    const words = {queue, agent: 'A colleague is here for you'};
    this.ownerWords = words[owner] ?? 'Online';
    this.#showState('online');
  }

  // The pending question and its controls.

  #ask(frame, node) {
    this.#retireQuestion();
    const press = (tokens, label) => this.#send(
        {type: 'press', ...(tokens.length === 1 ? {button: tokens[0]} : {buttons: tokens})},
        {text: label});
    const controls = el('div', {class: 'controls'}, cardsOf(frame, press), buttonsOf(frame, press));
    node.append(controls);
    this.question = {frame, controls};
    this.composer.ask(frame.expects);
  }

  // Answered or overtaken: its buttons go, its cards stay readable.
  #retireQuestion() {
    if (!this.question) return;
    this.question.controls.replaceChildren(...cardsOf(this.question.frame, null));
    this.question.controls.removeAttribute('inert');
    this.question = null;
    this.composer.ask(undefined);
  }

  // Small things.

  #showState(state, reason) {
    const lost = navigator.onLine === false ? 'You are offline. Messages wait here.'
                                            : 'Connection lost. Trying again …';
    const words = {
      connecting: 'Connecting …',
      waiting: lost,
      online: this.ownerWords ?? 'Online',
      refused: `The assistant cannot be reached. ${reason ?? ''}`,
    };
    this.status.textContent = words[state] ?? '';
    this.node.dataset.state = state;
    if (state === 'online') return;
    this.#typing(false);
    if (state !== 'waiting') return;
    for (const {node} of this.pending.values()) node.classList.add('offline');
  }

  #notice(words) {
    clearTimeout(this.noticeTimer);
    this.noticeLine.hidden = !words;
    this.noticeLine.textContent = words;
    if (words) this.noticeTimer = setTimeout(() => this.#notice(''), NOTICE_MS);
  }

  #typing(isTyping, forMs) {
    clearTimeout(this.typingEnd);
    this.log.showDots(isTyping);
    if (isTyping && forMs) {
      this.typingEnd = setTimeout(() => this.#typing(this.#isWaiting()), forMs);
    }
  }

  #isSeen() { return !this.node.hidden && document.visibilityState === 'visible'; }

  #countUnread(seq) {
    if (this.#isSeen()) {
      this.#markRead();
    } else if (seq > (this.keep.get('read') ?? 0)) {
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
    this.readTimer = setTimeout(
        () => this.connection.hint({type: 'read', seq: this.newestSeq}), 200);
  }
}

// The chat panel: shows one conversation and takes answers. Frames come and go through
// ChatConnection (wire/connection.ts); messages stand in a MessageLog (log.ts) and look as
// message.ts says; the customer writes in a Composer (composer.ts).

import { ChatConnection, type ChatListener, type ConnectionState } from '../wire/connection';
import type { CaseChanged, Message, NewEvent, Owner, Refusal, Welcome } from '../wire/frames';
import { linkTo } from '../wire/http';
import type { Keep, Shown, Unsent } from '../wire/keep';
import { CaseList } from './cases';
import { Composer } from './composer';
import { el, picture, type PictureName } from './dom';
import { MessageLog } from './log';
import { buttonsOf, cardsOf, messageNode, pendingNode, type Press } from './message';
import type { Words } from './words';

const TYPING_AFTER_MS = 250;
const NOTICE_MS = 12_000;
const READ_AFTER_MS = 200; // one frame for a burst of messages

export interface PanelParts {
  server: string; // "https://help.example.org"
  keep: Keep;
  words: Words;
  heading: string;
  getToken(renew: boolean): Promise<string | null>;
  onCase(frame: CaseChanged): void;
  onUnread(count: number): void;
  onClose(): void;
}

// Sent, and not yet seen as a message.
interface Pending {
  node: HTMLElement;
  entry: Unsent;
}

export class ChatPanel {
  readonly node = el('section', { class: 'panel', part: 'panel', hidden: true });
  private readonly pending = new Map<string, Pending>(); // by client id
  private readonly seqOfId = new Map<string, number>(); // from acks, to know our own messages
  private readonly waitingFor = new Set<string>(); // client ids without their `turn`
  private question: { frame: Message; controls: HTMLElement } | null = null;
  private conversation = '';
  private seqAtWelcome = 0;
  private newestSeq = 0;
  private unread = 0;
  private ownerWords = '';
  private typingTimer = 0;
  private typingEnd = 0;
  private noticeTimer = 0;
  private readTimer = 0;
  private readonly words: Words;
  private readonly connection: ChatConnection;
  private readonly log: MessageLog;
  private readonly composer: Composer;
  private readonly cases: CaseList;
  private readonly status = el('p', { class: 'status', role: 'status' });
  private readonly notice = el('p', { class: 'notice', role: 'alert', hidden: true });
  private readonly onVisible = () => this.markRead();

  constructor(private readonly parts: PanelParts) {
    const { words, keep, server } = parts;
    this.words = words;
    this.connection = new ChatConnection({
      url: `${server.replace(/^http/, 'ws')}/v1/chat`, keep, client: 'boomerang-chat',
      locale: words.locale, getToken: parts.getToken, listener: this.listener(),
    });
    this.log = new MessageLog(words);
    this.cases = new CaseList(words);
    this.composer = new Composer({
      server, keep, words,
      credential: () => this.connection.credential(),
      onSend: ({ text, files }) => this.send({
        type: 'message', text, ...(files.length && { attachments: files.map((one) => one.upload) }),
      }, { text, files }),
      onNotice: (sentence) => this.tell(sentence),
      onTyping: () => this.connection.hint({ type: 'typing' }),
    });
    this.build();
    this.acceptDrops();
    for (const entry of this.connection.queue) this.showPending(entry);
    document.addEventListener('visibilitychange', this.onVisible);
    this.connection.start();
  }

  destroy(): void {
    this.connection.stop();
    this.log.destroy();
    document.removeEventListener('visibilitychange', this.onVisible);
    for (const timer of [this.typingTimer, this.typingEnd, this.noticeTimer, this.readTimer]) {
      clearTimeout(timer);
    }
    this.node.remove();
  }

  get isOpen(): boolean {
    return !this.node.hidden;
  }

  open({ takesFocus = true } = {}): void {
    this.node.hidden = false;
    this.composer.fit();
    this.log.toEnd();
    this.markRead();
    if (takesFocus) this.composer.focus();
  }

  close(): void {
    this.node.hidden = true;
    this.parts.onClose();
  }

  // A button of the shop's page that starts a flow ("start_return"), named as in the flow's file.
  press(button: string, label: string): void {
    this.send({ type: 'press', button }, { text: label });
  }

  // A case that the page knows of, as `case` frames tell them.
  showCase(frame: CaseChanged): void {
    this.cases.show(frame);
  }

  private listener(): ChatListener {
    return {
      onState: (state, reason) => this.showState(state, reason),
      onWelcome: (frame) => this.welcomed(frame),
      onMessage: (frame) => this.arrived(frame),
      onAck: (frame) => this.acked(frame.id, frame.seq),
      onTurn: (frame) => this.turnEnded(frame.id),
      onCase: (frame) => {
        this.showCase(frame);
        this.parts.onCase(frame);
      },
      onOwner: (frame) => this.showOwner(frame),
      onTyping: () => this.showTyping(true, 5_000),
      onError: (frame) => this.tell(this.words.error(frame.code, frame.message)),
      onRefused: (id, frame) => this.refused(id, frame),
    };
  }

  private build(): void {
    const { words } = this;
    const iconButton = (label: string, name: PictureName, onclick: () => void) => el('button', {
      class: 'icon', type: 'button', 'aria-label': label, title: label, onclick,
    }, picture(name));
    this.node.setAttribute('aria-label', this.parts.heading);
    this.status.textContent = words.t('connecting');
    this.node.dataset.drop = words.t('drop');
    this.node.append(
      el('header', { class: 'head', part: 'header' },
        el('span', { class: 'avatar', part: 'avatar' }, picture('boomerang')),
        el('div', {}, el('h2', { dir: 'auto' }, this.parts.heading), this.status),
        iconButton(words.t('anew'), 'anew', () => this.startAnew()),
        iconButton(words.t('close'), 'close', () => this.close())),
      this.cases.node, this.log.node, this.notice, ...this.composer.nodes);
    this.node.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.close();
    });
  }

  private acceptDrops(): void {
    const { node } = this;
    node.ondragover = (event) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      node.classList.add('dropping');
    };
    node.ondragleave = (event) => {
      if (!node.contains(event.relatedTarget as Node | null)) node.classList.remove('dropping');
    };
    node.ondrop = (event) => {
      event.preventDefault();
      node.classList.remove('dropping');
      void this.composer.addFiles(event.dataTransfer?.files ?? []);
    };
  }

  // What the customer does.

  private send(event: NewEvent, shown: Shown): void {
    this.tell('');
    this.showPending(this.connection.send(event, shown));
    this.question?.controls.setAttribute('inert', '');
    this.composer.focus();
  }

  private showPending(entry: Unsent): void {
    const node = pendingNode(entry.shown ?? {}, this.words, this.connection.isOnline);
    this.pending.set(entry.frame.id, { node, entry });
    this.waitingFor.add(entry.frame.id);
    this.log.addUnsent(node);
    clearTimeout(this.typingTimer);
    this.typingTimer = setTimeout(() => this.showTyping(this.isWaiting()), TYPING_AFTER_MS);
  }

  private isWaiting(): boolean {
    return this.connection.isOnline && this.waitingFor.size > 0;
  }

  private startAnew(): void {
    this.parts.keep.set('conversation', 'new');
    this.connection.stop();
    this.connection.lastSeq = 0;
    this.clear();
    this.connection.start();
  }

  private clear(): void {
    this.log.clear();
    this.retireQuestion();
    this.newestSeq = 0;
    this.parts.keep.set('read', null);
  }

  // What the server says.

  private welcomed(frame: Welcome): void {
    if (this.conversation && this.conversation !== frame.conversation) this.clear();
    this.conversation = frame.conversation;
    this.seqAtWelcome = frame.seq;
    this.showOwner({ type: 'owner', owner: frame.owner });
    for (const { node } of this.pending.values()) node.classList.remove('offline');
    this.showTyping(this.isWaiting());
  }

  private acked(id: string, seq: number): void {
    this.seqOfId.set(id, seq);
    const waiting = this.pending.get(id);
    if (!waiting) return;
    waiting.node.classList.replace('sending', 'sent');
    waiting.node.querySelector('.tick')?.setAttribute('aria-label', this.words.t('received'));
    this.log.settle(waiting.node);
  }

  private arrived(frame: Message): void {
    const isOwn = frame.from === 'customer';
    const ownId = isOwn ? this.clientIdOf(frame) : null;
    const waiting = ownId === null ? undefined : this.pending.get(ownId);
    const node = messageNode(frame, this.words, {
      shown: waiting?.entry.shown, open: (upload) => this.openFile(upload),
    });
    this.newestSeq = frame.seq;
    if (isOwn) this.retireQuestion();
    else if (frame.expects || frame.buttons?.length) this.ask(frame, node);
    else node.append(...cardsOf(frame, this.words));
    if (ownId !== null) this.pending.delete(ownId);
    this.log.add(node, {
      time: frame.time, instead: waiting?.node, isNew: !isOwn && frame.seq > this.seqAtWelcome,
    });
    if (isOwn) return;
    this.showTyping(this.isWaiting());
    this.countUnread(frame.seq);
  }

  // The id under which we sent a message of the customer, if it was this page.
  private clientIdOf(frame: Message): string | null {
    for (const id of [frame.id, frame.reply_to]) {
      if (id !== undefined && this.pending.has(id)) return id;
    }
    for (const [id, seq] of this.seqOfId) {
      if (seq === frame.seq && this.pending.has(id)) return id;
    }
    return null;
  }

  private async openFile(upload: string): Promise<string | null> {
    const token = await this.connection.credential().catch(() => null);
    const url = await linkTo(this.parts.server, token, upload);
    if (!url) this.tell(this.words.t('cannotOpen'));
    return url;
  }

  private turnEnded(id: string): void {
    this.waitingFor.delete(id);
    this.seqOfId.delete(id);
    if (this.waitingFor.size) return;
    this.showTyping(false);
    this.question?.controls.removeAttribute('inert');
  }

  private refused(id: string, frame: Refusal): void {
    const { words } = this;
    this.waitingFor.delete(id);
    const waiting = this.pending.get(id);
    this.pending.delete(id);
    this.showTyping(this.isWaiting());
    this.question?.controls.removeAttribute('inert');
    if (!waiting) return;
    const { node, entry } = waiting;
    const action = (label: string, onclick: () => void) =>
      el('button', { type: 'button', class: 'link', onclick }, label);
    const edit = action(words.t('edit'), () => {
      this.composer.putBack(entry.shown?.text);
      node.remove();
    });
    node.classList.replace('sending', 'failed');
    node.append(el('p', { class: 'failure', role: 'alert' },
      words.error(frame.code, frame.message), ' ',
      entry.frame.type === 'message' ? edit : null,
      action(words.t('remove'), () => node.remove())));
    this.log.toEnd();
  }

  private showOwner({ owner, position }: Owner): void {
    const { words } = this;
    this.ownerWords = owner === 'agent' ? words.t('agentHere')
      : owner !== 'queue' ? words.t('online')
      : position ? words.t('position', { count: position }) : words.t('queue');
    this.showState('online');
  }

  // The pending question and its controls.

  private ask(frame: Message, node: HTMLElement): void {
    this.retireQuestion();
    const press: Press = (tokens, label) => this.send(
      { type: 'press', ...(tokens.length === 1 ? { button: tokens[0] } : { buttons: tokens }) },
      { text: label });
    const controls = el('div', { class: 'controls' }, cardsOf(frame, this.words, press),
      buttonsOf(frame, this.words, press));
    node.append(controls);
    this.question = { frame, controls };
    this.composer.ask(frame.expects);
  }

  // Answered or overtaken: its buttons go, its cards stay readable.
  private retireQuestion(): void {
    if (!this.question) return;
    const { frame, controls } = this.question;
    controls.replaceChildren(...cardsOf(frame, this.words));
    controls.removeAttribute('inert');
    this.question = null;
    this.composer.ask(undefined);
  }

  // Small things.

  private showState(state: ConnectionState, reason = ''): void {
    const { words } = this;
    const told = {
      connecting: () => words.t('connecting'),
      waiting: () => words.t(navigator.onLine === false ? 'offline' : 'lost'),
      online: () => this.ownerWords || words.t('online'),
      refused: () => words.t('unreachable', { reason }),
    };
    this.status.textContent = told[state]();
    this.node.dataset.state = state;
    if (state === 'online') return;
    this.showTyping(false);
    if (state !== 'waiting') return;
    for (const { node } of this.pending.values()) node.classList.add('offline');
  }

  private tell(sentence: string): void {
    clearTimeout(this.noticeTimer);
    this.notice.hidden = !sentence;
    this.notice.textContent = sentence;
    if (sentence) this.noticeTimer = setTimeout(() => this.tell(''), NOTICE_MS);
  }

  private showTyping(isTyping: boolean, forMs = 0): void {
    clearTimeout(this.typingEnd);
    this.log?.showDots(isTyping);
    if (isTyping && forMs) {
      this.typingEnd = setTimeout(() => this.showTyping(this.isWaiting()), forMs);
    }
  }

  private isSeen(): boolean {
    return this.isOpen && document.visibilityState === 'visible';
  }

  private countUnread(seq: number): void {
    if (this.isSeen()) {
      this.markRead();
    } else if (seq > this.parts.keep.count('read')) {
      this.unread += 1;
      this.parts.onUnread(this.unread);
    }
  }

  private markRead(): void {
    if (!this.isSeen() || !this.newestSeq) return;
    this.unread = 0;
    this.parts.onUnread(0);
    if (this.parts.keep.count('read') >= this.newestSeq) return;
    this.parts.keep.set('read', this.newestSeq);
    clearTimeout(this.readTimer);
    this.readTimer = setTimeout(
      () => this.connection.hint({ type: 'read', seq: this.newestSeq }), READ_AFTER_MS);
  }
}

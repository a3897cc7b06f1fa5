// One conversation: what was said, who has it, what is known, and writing in it.

import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import { repeat } from 'lit/directives/repeat.js';
import type { ServerFrame } from '../../wire/frames';
import { api, ApiError, enc } from '../api';
import { icon } from '../icons';
import type { Live } from '../live';
import { messageRow } from '../parts/message';
import { failure, loading } from '../parts/page_states';
import { Photos } from '../parts/photos';
import type { ConversationView, OwnerState, Queue, Reply, Staff, StaffMessage } from '../types';
import { dayName, lasting, t } from '../words';
import { sidePanel } from './packet';

interface Pending {
  id: string;
  text: string;
  problem: string;
}

export class Conversation {
  uuid = '';
  private view: ConversationView | null = null;
  private problem = '';
  private notice = '';
  private pending: Pending[] = [];
  private draft = '';
  private isBusy = false;
  private typingUntil = 0;
  private saidTyping = 0;
  private why: { message: StaffMessage; chain: string } | null = null;
  private replies: Reply[] | null = null;
  private areRepliesOpen = false;
  private isGivingBack = false;
  private readonly photos: Photos;
  private log: HTMLElement | null = null;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly live: Live,
    private readonly me: () => Staff,
    private readonly now: () => number,
    private readonly go: (path: string) => void,
  ) {
    this.photos = new Photos(() => host.requestUpdate());
  }

  async load(uuid: string): Promise<void> {
    if (uuid === this.uuid && this.view) return;
    this.leave();
    this.uuid = uuid;
    this.draft = sessionStorage.getItem(`draft:${uuid}`) ?? '';
    this.host.requestUpdate();
    if (!uuid) return;
    try {
      const view = await api.get<ConversationView>(`conversations/${enc(uuid)}`);
      if (this.uuid !== uuid) return;
      this.view = view;
      this.live.watch(uuid, view.seq);
      this.scrollDown(true);
    } catch (error) {
      if (this.uuid === uuid) this.problem = (error as ApiError).message;
    }
    this.host.requestUpdate();
  }

  leave(): void {
    if (this.uuid) this.live.unwatch(this.uuid);
    this.uuid = '';
    this.view = null;
    this.problem = this.notice = '';
    this.pending = [];
    this.why = null;
    this.replies = null;
    this.areRepliesOpen = this.isGivingBack = false;
  }

  get isMine(): boolean {
    const owner = this.view?.owner;
    return owner?.owner === 'agent' && owner.agent === this.me().id;
  }

  ownerFromQueue(queue: Queue): void {
    if (!this.view) return;
    const row = queue.conversations.find((one) => one.conversation === this.uuid);
    if (row) this.view.owner = row.owner;
    else if (this.view.owner.owner !== 'bot') this.view.owner = { owner: 'bot', epoch: 0 };
  }

  onFrame(conversation: string, frame: ServerFrame): void {
    const view = this.view;
    if (!view || conversation !== this.uuid) return;
    if (frame.type === 'message') {
      if (frame.seq <= view.seq) return;
      view.seq = frame.seq;
      view.messages = [...view.messages, frame];
      this.pending = this.pending.filter((one) => one.id !== frame.id);
      if (frame.from === 'customer') this.typingUntil = 0;
      if (frame.from === 'agent') delete view.owner.unanswered;
      if (frame.from === 'customer' && view.owner.owner !== 'bot') {
        view.owner.unanswered ??= frame.time;
      }
      this.scrollDown(false);
    } else if (frame.type === 'ack') {
      this.pending = this.pending.filter((one) => one.id !== frame.id);
    } else if (frame.type === 'typing') {
      this.typingUntil = Date.now() + 5000;
      setTimeout(() => this.host.requestUpdate(), 5100);
    } else if (frame.type === 'case') {
      const known = view.cases.find((one) => one.number === frame.number);
      if (known) known.state = frame.state;
    }
    this.host.requestUpdate();
  }

  onRefused(id: string, code: string, detail: string): void {
    const one = this.pending.find((pending) => pending.id === id);
    if (one) one.problem = detail || code;
    this.host.requestUpdate();
  }

  private async act(what: string, body: Record<string, unknown> = {}): Promise<void> {
    if (!this.view || this.isBusy) return;
    this.isBusy = true;
    this.notice = '';
    this.isGivingBack = false;
    const uuid = this.uuid;
    try {
      const owner = await api.post<OwnerState>(
        `conversations/${enc(uuid)}/${what}`, { epoch: this.view.owner.epoch, ...body });
      if (this.view && this.uuid === uuid) this.view.owner = owner;
      if (what === 'take') this.focusComposer();
    } catch (error) {
      this.notice = (error as ApiError).message;
    }
    this.isBusy = false;
    this.host.requestUpdate();
  }

  take(): void {
    if (this.view && !this.isMine) void this.act('take');
  }
  askGiveBack(): void {
    if (!this.isMine) return;
    this.isGivingBack = true;
    this.host.requestUpdate();
  }
  focusComposer(): void {
    setTimeout(() => document.querySelector<HTMLElement>('.composer textarea')?.focus());
  }
  focusNote(): void {
    document.querySelector<HTMLElement>('.notes textarea')?.focus();
  }

  private say(): void {
    const text = this.draft.trim();
    if (!text || !this.view || !this.isMine) return;
    const id = this.live.say(this.uuid, this.view.owner.epoch, text);
    this.pending.push({ id, text, problem: '' });
    this.setDraft('');
    this.scrollDown(true);
    this.host.requestUpdate();
  }

  private setDraft(text: string): void {
    this.draft = text;
    if (text) sessionStorage.setItem(`draft:${this.uuid}`, text);
    else sessionStorage.removeItem(`draft:${this.uuid}`);
    if (text && Date.now() - this.saidTyping > 2500) {
      this.saidTyping = Date.now();
      this.live.typing(this.uuid);
    }
    this.host.requestUpdate();
  }

  private async older(): Promise<void> {
    const first = this.view?.messages[0];
    if (!this.view || !first) return;
    const view = this.view;
    const page = await api.get<{ messages: StaffMessage[]; has_older: boolean }>(
      `conversations/${enc(this.uuid)}/messages?before=${first.seq}`);
    const bottom = this.log ? this.log.scrollHeight - this.log.scrollTop : 0;
    view.messages = [...page.messages, ...view.messages];
    view.has_older = page.has_older;
    this.host.requestUpdate();
    await this.host.updateComplete;
    if (this.log) this.log.scrollTop = this.log.scrollHeight - bottom;
  }

  private async askWhy(message: StaffMessage): Promise<void> {
    this.why = { message, chain: '' };
    this.host.requestUpdate();
    try {
      const { chain } = await api.get<{ chain: string }>(
        `conversations/${enc(this.uuid)}/why/${message.seq}`);
      this.why = { message, chain };
    } catch (error) {
      this.why = { message, chain: (error as ApiError).message };
    }
    this.host.requestUpdate();
  }

  private async openReplies(): Promise<void> {
    this.areRepliesOpen = !this.areRepliesOpen;
    this.host.requestUpdate();
    if (!this.areRepliesOpen || this.replies || !this.view) return;
    const answer = await api.get<{ replies: Reply[] }>(
      `replies?locale=${enc(this.view.packet.locale)}`).catch(() => ({ replies: [] }));
    this.replies = answer.replies;
    this.host.requestUpdate();
  }

  private async addNote(text: string): Promise<boolean> {
    if (!this.view || !text.trim()) return false;
    try {
      const { id } = await api.post<{ id: string }>(`conversations/${enc(this.uuid)}/notes`, { text });
      const at = new Date(this.now()).toISOString();
      this.view.notes.push({ id, author: this.me().display, text, at });
      this.host.requestUpdate();
      return true;
    } catch (error) {
      this.notice = (error as ApiError).message;
      this.host.requestUpdate();
      return false;
    }
  }

  // Keeps the end in sight, unless somebody reads further up.
  private scrollDown(always: boolean): void {
    const log = this.log;
    const isAtEnd = !log || log.scrollHeight - log.scrollTop - log.clientHeight < 120;
    if (!always && !isAtEnd) return;
    void Promise.resolve(this.host.updateComplete).then(() =>
      requestAnimationFrame(() => this.log?.scrollTo({ top: this.log.scrollHeight })));
  }

  private ownerLine(owner: OwnerState): TemplateResult {
    const since = owner.owner === 'queue' ? owner.since : owner.unanswered;
    const name = owner.owner === 'bot' ? t('with_bot')
      : owner.owner === 'queue' ? t('with_queue')
      : this.isMine ? t('with_you') : t('with_name', { name: owner.name ?? '' });
    return html`<span class="pill ${owner.owner === 'queue' ? 'ours' : this.isMine ? 'mine' : 'theirs'}">${name}</span>
      ${since ? html`<span class="quiet">${t(owner.owner === 'queue' ? 'waits_for' : 'unanswered_for',
        { time: lasting(since, this.now()) })}</span>` : nothing}`;
  }

  private head(view: ConversationView): TemplateResult {
    const name = view.name || view.customer || t('guest');
    const { owner } = view;
    const isColleagues = owner.owner === 'agent' && !this.isMine;
    const mayTake = !this.isMine && (!isColleagues || this.me().role !== 'agent');
    return html`<header class="talk-head">
      <a class="tool back-to-list" href="#/inbox" aria-label=${t('inbox')}>${icon('left')}</a>
      <div class="title"><h2 dir="auto">${name}</h2><p>${this.ownerLine(owner)}</p></div>
      <div class="acts">
        ${mayTake ? html`<wa-button size="small" variant="brand" ?loading=${this.isBusy} @click=${() => this.take()}>
          ${icon('hand')} ${isColleagues ? t('take_from', { name: owner.name ?? '' }) : t('take')}</wa-button>` : nothing}
        ${this.isMine ? html`
          <wa-button size="small" appearance="outlined" @click=${() => void this.act('put_back')}>${t('put_back')}</wa-button>
          <wa-button size="small" appearance="outlined" variant="brand" ?loading=${this.isBusy} @click=${() => this.askGiveBack()}>
            ${icon('back')} ${t('give_back')}</wa-button>` : nothing}
      </div></header>`;
  }

  private messages(view: ConversationView): TemplateResult {
    const actions = {
      onWhy: (message: StaffMessage) => void this.askWhy(message),
      onFile: (upload: string, name: string) => this.photos.open([{ upload, name }], upload),
    };
    let day = '';
    return html`<div class="log" tabindex="0" role="log" aria-label=${t('conversations')}
        ${ref((node) => { this.log = (node as HTMLElement) ?? null; })}>
      ${view.has_older ? html`<wa-button size="small" appearance="plain" class="older"
        @click=${() => void this.older()}>${t('older')}</wa-button>` : nothing}
      <ol>${repeat(view.messages, (message) => message.seq, (message) => {
        const date = message.time.slice(0, 10);
        const isNewDay = date !== day;
        day = date;
        return html`${isNewDay ? html`<li class="day">${dayName(message.time)}</li>` : nothing}
          ${messageRow(message, this.me().display, actions)}`;
      })}
      ${this.pending.map((one) => html`<li class="message agent pending">
        <div class="bubble"><p dir="auto">${one.text}</p></div>
        <p class="meta ${one.problem ? 'bad' : ''}">${one.problem ? t('not_sent', { reason: one.problem }) : t('sending')}</p></li>`)}
      </ol>
      ${Date.now() < this.typingUntil ? html`<p class="typing">${view.name || view.customer || t('guest')} ${t('typing')}</p>` : nothing}
    </div>`;
  }

  private composer(view: ConversationView): TemplateResult {
    const name = view.name || view.customer || t('guest');
    if (!this.isMine) return html`<p class="composer locked">${icon('hand')} ${t('write_disabled')}</p>`;
    return html`<div class="composer">
      ${this.areRepliesOpen ? html`<div class="replies"><p class="quiet">${t('canned_hint')}</p>
        ${this.replies === null ? html`<wa-spinner></wa-spinner>` : this.replies.length === 0
          ? html`<p>${t('canned_none')}</p>`
          : html`<ul>${this.replies.map((reply) => html`<li><button @click=${() => {
              this.areRepliesOpen = false;
              this.setDraft(this.draft ? `${this.draft}\n${reply.text}` : reply.text);
              this.focusComposer();
            }}><b>${reply.name.replaceAll('_', ' ')}</b><span dir="auto">${reply.text}</span></button></li>`)}</ul>`}
      </div>` : nothing}
      <textarea rows="2" dir="auto" aria-label=${t('write_message', { name })}
        placeholder=${t('write_message', { name })} maxlength="4096" .value=${this.draft}
        @input=${(event: Event) => this.setDraft((event.target as HTMLTextAreaElement).value)}
        @keydown=${(event: KeyboardEvent) => {
          if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          this.say();
        }}></textarea>
      <div class="bar">
        <button class="tool" aria-expanded=${this.areRepliesOpen} @click=${() => void this.openReplies()}>
          ${icon('bolt')} ${t('canned')}</button>
        <wa-button variant="brand" size="small" ?disabled=${!this.draft.trim()} @click=${() => this.say()}>
          ${icon('send')} ${t('send')}</wa-button>
      </div></div>`;
  }

  private dialogs(): TemplateResult {
    return html`
      <wa-dialog class="give-back" label=${t('give_back')} ?open=${this.isGivingBack} light-dismiss
          @wa-hide=${() => { this.isGivingBack = false; this.host.requestUpdate(); }}>
        <div class="choices">
          <button @click=${() => void this.act('give_back', { outcome: 'continue' })}>
            <b>${t('proceed')}</b><span>${t('proceed_hint')}</span></button>
          <button @click=${() => void this.act('give_back', { outcome: 'resolved' })}>
            <b>${t('resolved')}</b><span>${t('resolved_hint')}</span></button>
        </div></wa-dialog>
      <wa-dialog class="reason" label=${t('why_title')} ?open=${this.why !== null} light-dismiss
          @wa-hide=${() => { this.why = null; this.host.requestUpdate(); }}>
        ${this.why?.chain ? html`<pre tabindex="0">${this.why.chain}</pre>` : html`<wa-spinner></wa-spinner>`}
      </wa-dialog>
      ${this.photos.render()}`;
  }

  render(): TemplateResult {
    if (!this.uuid) {
      return html`<section class="talk none"><div class="empty"><span class="round">${icon('inbox')}</span>
        <h2>${t('pick_conversation')}</h2><p>${t('pick_conversation_hint')}</p></div></section>`;
    }
    if (this.problem) {
      return html`<section class="talk none">
        ${failure(this.problem, html`<wa-button appearance="outlined" href="#/inbox">${t('inbox')}</wa-button>`)}</section>`;
    }
    if (!this.view) {
      return html`<section class="talk none">${loading()}</section>`;
    }
    return html`<section class="talk">
        ${this.head(this.view)}
        ${this.notice ? html`<wa-callout variant="danger" role="alert">${this.notice}</wa-callout>` : nothing}
        ${this.messages(this.view)}
        ${this.composer(this.view)}
      </section>
      ${sidePanel(this.view, this.now(), (text) => this.addNote(text), this.go)}
      ${this.dialogs()}`;
  }
}

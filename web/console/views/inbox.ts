// The inbox: who waits for a person, and what everybody has, beside the conversation.

import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { ServerFrame } from '../../wire/frames';
import { api, ApiError } from '../api';
import { icon } from '../icons';
import type { Live } from '../live';
import { failure, loadingRows, retryButton } from '../parts/page_states';
import type { Queue, Staff, Waiting } from '../types';
import { lasting, t, word } from '../words';
import { Conversation } from './conversation';

export class Inbox {
  queue: Queue | null = null;
  readonly open: Conversation;
  private problem = '';
  private skew = 0; // server's clock minus ours
  private isLoading = false;
  private isStale = false;

  constructor(
    private readonly host: ReactiveControllerHost,
    live: Live,
    private readonly me: () => Staff,
    private readonly go: (path: string) => void,
  ) {
    this.open = new Conversation(host, live, me, () => this.now(), go);
  }

  now(): number {
    return Date.now() + this.skew;
  }

  // Reads the list again; hints that come meanwhile ask for one more round.
  async refresh(): Promise<void> {
    this.isStale = true;
    if (this.isLoading) return;
    this.isLoading = true;
    while (this.isStale) {
      this.isStale = false;
      try {
        this.queue = await api.get<Queue>('queue');
        this.skew = Date.parse(this.queue.now) - Date.now();
        this.problem = '';
        this.open.ownerFromQueue(this.queue);
      } catch (error) {
        this.problem = (error as ApiError).message;
      }
      this.host.requestUpdate();
    }
    this.isLoading = false;
  }

  get waiting(): Waiting[] {
    return this.queue?.conversations.filter((one) => one.owner.owner === 'queue') ?? [];
  }
  get mine(): Waiting[] {
    return this.queue?.conversations.filter((one) => one.owner.agent === this.me().id) ?? [];
  }
  private get others(): Waiting[] {
    return this.queue?.conversations.filter(
      (one) => one.owner.owner === 'agent' && one.owner.agent !== this.me().id) ?? [];
  }

  select(conversation: string): void {
    void this.open.load(conversation);
  }

  onFrame(conversation: string, frame: ServerFrame): void {
    this.open.onFrame(conversation, frame);
  }

  // J and K: the next or previous one of the whole list.
  step(by: number): void {
    const all = [...this.mine, ...this.waiting, ...this.others];
    if (!all.length) return;
    const at = all.findIndex((one) => one.conversation === this.open.uuid);
    const next = all[at < 0 ? 0 : (at + by + all.length) % all.length]!;
    this.go(`inbox/${next.conversation}`);
  }

  private row(one: Waiting, place: number): TemplateResult {
    const isOpen = one.conversation === this.open.uuid;
    const wait = one.owner.owner === 'queue' ? one.owner.since : one.owner.unanswered;
    const minutes = wait ? (this.now() - Date.parse(wait)) / 60_000 : 0;
    const name = one.name || one.customer || t('guest');
    return html`<li><a class="row ${isOpen ? 'open' : ''}" href="#/inbox/${one.conversation}"
        aria-current=${isOpen ? 'true' : nothing}>
      <span class="avatar" aria-hidden="true">${place || initials(name)}</span>
      <span class="who"><b dir="auto">${name}</b>
        <small>${one.owner.reason ? word('reason', one.owner.reason) : one.channel}
          <span class="lang">${one.locale}</span></small></span>
      <span class="wait ${minutes >= 10 ? 'long' : ''}">
        ${wait ? html`${icon('clock')}<span class="hidden">${t('waiting')}: </span>${lasting(wait, this.now())}` : nothing}
        ${one.owner.owner === 'agent' && one.owner.agent !== this.me().id ? html`<small>${one.owner.name}</small>` : nothing}
      </span></a></li>`;
  }

  private group(title: string, list: Waiting[], isQueue: boolean): TemplateResult | typeof nothing {
    if (!list.length) return nothing;
    return html`<section><h2>${title} <span class="count">${list.length}</span></h2>
      <ul>${list.map((one, index) => this.row(one, isQueue ? index + 1 : 0))}</ul></section>`;
  }

  private list(): TemplateResult {
    if (this.problem) {
      return failure(this.problem, retryButton(() => void this.refresh()));
    }
    if (!this.queue) {
      return loadingRows(4);
    }
    const isEmpty = !this.waiting.length;
    return html`
      ${this.group(t('mine'), this.mine, false)}
      ${isEmpty ? html`<div class="empty small"><span class="round">${icon('check')}</span>
        <h2>${t('nobody_waits')}</h2><p>${t('nobody_waits_hint')}</p></div>` : nothing}
      ${this.group(t('waiting'), this.waiting, true)}
      ${this.group(t('others'), this.others, false)}`;
  }

  render(): TemplateResult {
    return html`<main class="inbox ${this.open.uuid ? 'has-open' : ''}" id="content">
      <h1 class="hidden">${t('inbox')}</h1>
      <nav class="list" aria-label=${t('conversations')}>${this.list()}</nav>
      ${this.open.render()}
    </main>`;
  }
}

export const initials = (name: string) =>
  name.split(/\s+/).slice(0, 2).map((part) => part.charAt(0).toUpperCase()).join('') || '?';

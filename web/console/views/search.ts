// Search over conversations and cases by what people have at hand: a name, a number, a track.

import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { api, ApiError, enc } from '../api';
import { icon } from '../icons';
import { statePill } from '../parts/state_pill';
import type { CaseSummary, Waiting } from '../types';
import { moment, t, word } from '../words';

const PAUSE_MS = 180;

export class Search {
  private isOpen = false;
  private words = '';
  private conversations: Waiting[] = [];
  private cases: CaseSummary[] = [];
  private found = ''; // the words that the lists belong to
  private problem = '';
  private timer = 0;

  constructor(private readonly host: ReactiveControllerHost) {}

  open(): void {
    this.isOpen = true;
    this.host.requestUpdate();
    setTimeout(() => document.querySelector<HTMLElement>('.search wa-input')?.focus(), 60);
  }

  close(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.host.requestUpdate();
  }

  private onInput(event: Event): void {
    this.words = (event.target as HTMLInputElement).value.trim();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.look(), PAUSE_MS);
  }

  private async look(): Promise<void> {
    const words = this.words;
    if (words.length < 2) return;
    try {
      const answer = await api.get<{ conversations: Waiting[]; cases: CaseSummary[] }>(`search?q=${enc(words)}`);
      if (words !== this.words) return;
      ({ conversations: this.conversations, cases: this.cases } = answer);
      this.found = words;
      this.problem = '';
    } catch (error) {
      this.problem = (error as ApiError).message;
    }
    this.host.requestUpdate();
  }

  private results(): TemplateResult {
    if (this.problem) return html`<p role="alert">${this.problem}</p>`;
    if (this.words.length < 2) return html`<p class="quiet">${t('search_start')}</p>`;
    if (this.found && !this.conversations.length && !this.cases.length) {
      return html`<p class="quiet">${t('search_empty', { words: this.found })}</p>`;
    }
    return html`
      ${this.cases.length ? html`<h3>${t('cases')}</h3><ul>${this.cases.map((one) => html`<li>
        <a href="#/cases/${one.number}" @click=${() => this.close()}>${icon('cases')}<b>${one.number}</b>
          ${statePill(one.state)}<small>${one.customer || t('guest')} · ${word('type', one.type)}</small></a></li>`)}</ul>` : nothing}
      ${this.conversations.length ? html`<h3>${t('conversations')}</h3><ul>${this.conversations.map((one) => html`<li>
        <a href="#/inbox/${one.conversation}" @click=${() => this.close()}>${icon('inbox')}<b dir="auto">${one.name || one.customer || t('guest')}</b>
          <small>${one.owner.since ? moment(one.owner.since) : ''} · ${one.conversation.slice(0, 8)}</small></a></li>`)}</ul>` : nothing}`;
  }

  render(): TemplateResult {
    return html`<wa-dialog class="search" label=${t('search')} ?open=${this.isOpen} light-dismiss
        @wa-hide=${(event: Event) => { if ((event.target as HTMLElement).localName === 'wa-dialog') this.close(); }}>
      ${this.isOpen ? html`<wa-input type="search" with-clear aria-label=${t('search')} label=${t('search_hint')}
        @input=${(event: Event) => this.onInput(event)}></wa-input>
        <div class="results" aria-live="polite">${this.results()}</div>` : nothing}
    </wa-dialog>`;
  }
}

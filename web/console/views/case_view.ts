// One case: what it is about, its photos, what has happened, and what can be decided now.

import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { api, ApiError, enc } from '../api';
import { icon } from '../icons';
import { failure, loading } from '../parts/page_states';
import { Photos } from '../parts/photos';
import { statePill, tone } from '../parts/state_pill';
import type { Action, ActionField, CaseView as View } from '../types';
import { choice, meant, moment, t, word } from '../words';
import { notesBox, shown } from './packet';

// What the case keeps for itself, or what stands elsewhere on the page.
// Told elsewhere on the page, or shown as files.
const HIDDEN = new Set(['zone', 'due', 'order', 'photos', 'answer_photos', 'receipt', 'late_receipt', 'receipts',
  'validation', 'post_receipts', 'scans']);
const IN_MINOR_UNITS = new Set(['amount', 'approved_amount']);
const CHOICES = new Set(['reason', 'method', 'priority', 'track_strength', 'match_evidence', 'evidence', 'decision',
  'compensation', 'closed_as', 'payout', 'situation', 'why']);
const REFUSALS = new Set(['reject', 'non_returnable', 'lost', 'refund_failed', 'payout_failed']);

const isInstant = (value: unknown): value is string =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value);

// The zone and the day of a deadline stand beside it in a case; here the deadline says both.
const isOfDeadline = (name: string, fields: Record<string, unknown>): boolean =>
  /_(zone|date)$/.test(name) && isInstant(fields[name.replace(/_(zone|date)$/, '')]);

function valueOf(name: string, value: unknown): string {
  if (isInstant(value)) return moment(value);
  if (IN_MINOR_UNITS.has(name)) return (Number(value) / 100).toFixed(2);
  return CHOICES.has(name) && typeof value === 'string' ? choice(value) : shown(value);
}

export class CaseView {
  number = '';
  private view: View | null = null;
  private problem = '';
  private action: Action | null = null;
  private actionProblem = '';
  private key = '';
  private isBusy = false;
  private told = '';
  private readonly photos: Photos;

  constructor(private readonly host: ReactiveControllerHost) {
    this.photos = new Photos(() => host.requestUpdate());
  }

  async load(number: string): Promise<void> {
    if (number !== this.number) {
      this.view = null;
      this.told = '';
    }
    this.number = number;
    this.problem = '';
    this.host.requestUpdate();
    try {
      const view = await api.get<View>(`cases/${enc(number)}`);
      if (this.number === number) this.view = view;
    } catch (error) {
      if (this.number === number) this.problem = (error as ApiError).message;
    }
    this.host.requestUpdate();
  }

  private ask(action: Action): void {
    this.action = action;
    this.actionProblem = '';
    this.key = crypto.randomUUID(); // a second click is the same decision
    this.host.requestUpdate();
  }

  private contentOf(form: HTMLFormElement, action: Action): Record<string, unknown> {
    const content: Record<string, unknown> = {};
    for (const field of action.data) {
      const node = form.querySelector(`[name="${field.name}"]`) as HTMLInputElement | null;
      const value = String(node?.value ?? '').trim();
      if (!node || !value) continue;
      if (field.kind.startsWith('boolean')) content[field.name] = value === 'yes';
      else if (IN_MINOR_UNITS.has(field.name)) {
        content[field.name] = Math.round(Number(value.replace(',', '.')) * 100);
      } else if (field.kind === 'number') content[field.name] = Number(value);
      else if (field.kind.startsWith('list')) content[field.name] = value.split(',').map((one) => one.trim());
      else content[field.name] = value;
    }
    return content;
  }

  private async decide(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const action = this.action;
    if (!action || this.isBusy) return;
    this.isBusy = true;
    this.host.requestUpdate();
    try {
      const { state } = await api.post<{ state: string }>(`cases/${enc(this.number)}/events`, {
        event: action.event, key: this.key,
        data: this.contentOf(event.target as HTMLFormElement, action),
      });
      this.action = null;
      this.told = t('decided', { state: word('state', state) });
      await this.load(this.number);
    } catch (error) {
      this.actionProblem = (error as ApiError).message;
      this.key = crypto.randomUUID();
    }
    this.isBusy = false;
    this.host.requestUpdate();
  }

  private async addNote(text: string): Promise<boolean> {
    try {
      await api.post(`cases/${enc(this.number)}/notes`, { text });
      await this.load(this.number);
      return true;
    } catch {
      return false;
    }
  }

  private input(field: ActionField): TemplateResult {
    const label = word('ask', field.name);
    if (field.choices.length) {
      return html`<wa-select name=${field.name} label=${label}>${field.choices.map((choice) =>
        html`<wa-option value=${choice}>${word('field', choice)}</wa-option>`)}</wa-select>`;
    }
    if (field.kind.startsWith('boolean')) {
      return html`<wa-select name=${field.name} label=${label}>
        <wa-option value="yes">✓</wa-option><wa-option value="no">—</wa-option></wa-select>`;
    }
    if (field.kind === 'text' && ['reason', 'question', 'problem'].includes(field.name)) {
      return html`<wa-textarea name=${field.name} label=${label} rows="3" required></wa-textarea>`;
    }
    const isNumber = field.kind === 'number';
    return html`<wa-input name=${field.name} label=${label} type=${field.kind === 'date' ? 'date' : 'text'}
      inputmode=${isNumber ? 'decimal' : 'text'}></wa-input>`;
  }

  private dialog(): TemplateResult {
    const action = this.action;
    return html`<wa-dialog class="decide" label=${action ? word('event', action.event) : ''} ?open=${action !== null}
        @wa-hide=${(event: Event) => {
          if ((event.target as HTMLElement).localName !== 'wa-dialog') return;
          this.action = null;
          this.host.requestUpdate();
        }}>
      ${action ? html`<form id="decision" @submit=${(event: SubmitEvent) => void this.decide(event)}>
        ${meant(action.meaning) ? html`<p>${action.meaning}.</p>` : nothing}
        ${action.data.map((field) => this.input(field))}
        ${this.actionProblem ? html`<wa-callout variant="danger" role="alert">${this.actionProblem}</wa-callout>` : nothing}
        <div class="form-acts"><wa-button appearance="plain" @click=${() => { this.action = null; this.host.requestUpdate(); }}>${t('cancel')}</wa-button>
        <wa-button type="submit" variant=${REFUSALS.has(action.event) ? 'danger' : 'brand'} ?loading=${this.isBusy}>
          ${word('event', action.event)}</wa-button></div>
      </form>` : nothing}
    </wa-dialog>`;
  }

  private details(view: View): TemplateResult {
    const rows = Object.entries(view.fields).filter(([name, value]) =>
      !HIDDEN.has(name) && !isOfDeadline(name, view.fields) && value !== null && value !== undefined && value !== '');
    return html`<dl class="facts wide">
      <dt>${t('customer')}</dt><dd dir="auto">${view.name || view.customer || t('guest')}</dd>
      ${view.order ? html`<dt>${t('order')}</dt><dd>${view.order}</dd>` : nothing}
      ${rows.map(([name, value]) => html`<dt>${word('field', name)}</dt><dd dir="auto">${
        valueOf(name, value)}</dd>`)}
    </dl>`;
  }

  private files(view: View): TemplateResult {
    if (!view.files.length) return html`<p class="quiet">${t('no_photos')}</p>`;
    const photos = view.files.filter((file) => file.type !== 'pdf');
    return html`<div class="thumbs">${view.files.map((file) => file.type === 'pdf'
      ? html`<a class="thumb paper" href="api/files/${file.upload}" download>${icon('file')}<bdi>${file.name}</bdi></a>`
      : html`<button class="thumb" @click=${() => this.photos.open(photos, file.upload)}>
          <img src="api/files/${file.upload}" alt=${`${word('field', file.field)}: ${file.name}`} loading="lazy"></button>`)}</div>`;
  }

  private timeline(view: View): TemplateResult {
    return html`<ol class="timeline">${[...view.timeline].reverse().map((event) => {
      const data = Object.entries(event.data).filter(([, value]) =>
        typeof value === 'string' || typeof value === 'number');
      return html`<li class=${tone(event.to)}>
        <p><b>${word('event', event.event)}</b> ${event.from !== event.to ? statePill(event.to) : nothing}</p>
        ${meant(event.meaning) ? html`<p class="quiet">${event.meaning}</p>` : nothing}
        ${data.length ? html`<dl class="facts">${data.map(([name, value]) => html`<dt>${word('field', name)}</dt>
          <dd dir="auto">${valueOf(name, value)}</dd>`)}</dl>` : nothing}
        <small><time datetime=${event.at}>${moment(event.at)}</time> · ${word('actor', event.actor)}${event.actor_id && event.actor_id !== event.actor ? ` (${event.actor_id})` : ''} · ${word('channel', event.channel)}</small>
      </li>`;
    })}</ol>`;
  }

  render(): TemplateResult {
    const view = this.view;
    if (this.problem) {
      return html`<main class="case" id="content"><h1 class="hidden">${this.number}</h1>
        ${failure(this.problem, html`<wa-button appearance="outlined" href="#/cases">${t('cases')}</wa-button>`)}</main>`;
    }
    if (!view) return html`<main class="case" id="content"><h1 class="hidden">${this.number}</h1>${loading()}</main>`;
    return html`<main class="case" id="content">
      <header class="page-head">
        <a class="tool" href="#/cases" aria-label=${t('cases')}>${icon('left')}</a>
        <div><h1>${view.number} ${statePill(view.state)}</h1>
          <p class="quiet">${word('type', view.type)} · ${meant(view.meaning) ? `${view.meaning} · ` : ''}${t('opened')} ${moment(view.opened)}
            ${view.due ? html` · <b>${t('deadline')}: ${moment(view.due)}</b>` : nothing}</p></div>
        ${view.conversation ? html`<wa-button appearance="outlined" href="#/inbox/${view.conversation}">${t('open_conversation')}</wa-button>` : nothing}
      </header>
      ${this.told ? html`<wa-callout variant="success" role="status">${this.told}</wa-callout>` : nothing}
      <div class="case-columns">
        <div>
          <section class="panel decide-panel"><h2>${t('decide')}</h2>
            ${view.actions.length ? html`<div class="decisions">${view.actions.map((action, index) => html`<wa-button
                variant=${REFUSALS.has(action.event) ? 'danger' : index === 0 ? 'brand' : 'neutral'}
                appearance=${index === 0 ? 'accent' : 'outlined'} title=${`${meant(action.meaning)} (${t('as_role', { role: word('actor', action.by) })})`.trim()}
                @click=${() => this.ask(action)}>${word('event', action.event)}</wa-button>`)}</div>`
              : html`<p class="quiet">${t('nothing_to_decide')}</p>`}</section>
          <section class="panel"><h2>${t('photos')}</h2>${this.files(view)}</section>
          <section class="panel"><h2>${t('details')}</h2>${this.details(view)}</section>
        </div>
        <div>
          <section class="panel"><h2>${t('timeline')}</h2>${this.timeline(view)}</section>
          <div class="panel">${notesBox(view.notes, (text) => this.addNote(text))}</div>
        </div>
      </div>
      ${this.dialog()}${this.photos.render()}
    </main>`;
  }
}

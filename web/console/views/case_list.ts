// The list of cases: filters, and only the rows in sight drawn, so that ten thousand cost as much as
// ten.

import { html, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { api, ApiError } from '../api';
import { icon } from '../icons';
import { ROW } from '../parts/case_rows';
import { failure, loadingRows, retryButton } from '../parts/page_states';
import type { CaseSummary } from '../types';
import { t, word } from '../words';

const PAGE = 500;
const RISK_MS = 86_400_000; // a deadline within a day is at risk
const TYPES = ['product_return', 'delivery_compensation', 'reward_return'];
const STATES = ['submitted', 'info_requested', 'approved', 'overdue', 'in_transit', 'held_no_number',
  'inspecting', 'extended_check', 'refund_pending', 'under_review', 'rejected', 'non_returnable',
  'refunded', 'closed', 'cancelled'];

export class CaseList {
  private rows: CaseSummary[] = [];
  private next: string | null = '';
  private type = '';
  private state = 'open';
  private isLoading = false;
  private problem = '';
  private now = Date.now();
  private round = 0; // answers of an earlier choice of filters are dropped
  selected = -1;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly go: (path: string) => void,
  ) {}

  // Reads the first page again. Further pages come as the end of the list comes near.
  async refresh(): Promise<void> {
    this.round++;
    this.next = '';
    await this.more(this.round, true);
  }

  private async more(round: number, isFirst: boolean): Promise<void> {
    if (this.next === null || (this.isLoading && !isFirst)) return;
    this.isLoading = true;
    const query = new URLSearchParams({ limit: String(PAGE) });
    if (this.type) query.set('type', this.type);
    if (this.state === 'at_risk') query.set('due_before', new Date(this.now + RISK_MS).toISOString());
    else if (this.state === 'open') query.set('open', 'yes');
    else if (this.state) query.set('state', this.state);
    if (!isFirst) query.set('after', this.next);
    try {
      const page = await api.get<{ now: string; cases: CaseSummary[]; next?: string }>(`cases?${query}`);
      if (round !== this.round) return;
      this.now = Date.parse(page.now);
      this.rows = isFirst ? page.cases : [...this.rows, ...page.cases];
      this.next = page.next ?? null;
      this.problem = '';
    } catch (error) {
      if (round === this.round) this.problem = (error as ApiError).message;
    }
    this.isLoading = false;
    this.host.requestUpdate();
  }

  step(by: number): void {
    if (!this.rows.length) return;
    this.selected = Math.min(this.rows.length - 1, Math.max(0, this.selected + by));
    const list = document.querySelector('.case-rows');
    const at = this.selected * ROW;
    if (list && (at < list.scrollTop || at + ROW > list.scrollTop + list.clientHeight)) {
      list.scrollTop = at - list.clientHeight / 2;
    }
    this.host.requestUpdate();
  }

  openSelected(): void {
    const one = this.rows[this.selected];
    if (one) this.go(`cases/${one.number}`);
  }

  private choose(name: 'type' | 'state', event: Event): void {
    this[name] = String((event.target as HTMLInputElement).value ?? '').replace('any', '');
    this.selected = -1;
    document.querySelector('.case-rows')?.scrollTo({ top: 0 });
    void this.refresh();
  }

  private body(): TemplateResult {
    if (this.problem) {
      return failure(this.problem, retryButton(() => void this.refresh()));
    }
    if (!this.rows.length && this.isLoading) {
      return loadingRows(6);
    }
    if (!this.rows.length) {
      return html`<div class="empty"><span class="round">${icon('cases')}</span>
        <h2>${t('no_cases_found')}</h2><p>${t('no_cases_found_hint')}</p></div>`;
    }
    return html`<div class="case-table" role="table" aria-label=${t('cases')} aria-rowcount=${this.rows.length + 1}>
      <div role="rowgroup"><div role="row" class="case-row heads" aria-rowindex="1">
        <span role="columnheader">${t('number')}</span><span role="columnheader">${t('state')}</span>
        <span role="columnheader" class="kind">${t('kind')}</span><span role="columnheader">${t('customer')}</span>
        <span role="columnheader">${t('deadline')}</span><span role="columnheader">${t('changed')}</span></div></div>
      <case-rows class="case-rows" role="rowgroup" .rows=${this.rows} .now=${this.now} .selected=${this.selected}
        @near-end=${() => void this.more(this.round, false)}></case-rows></div>`;
  }

  render(): TemplateResult {
    const count = this.rows.length;
    return html`<main class="cases" id="content">
      <header class="page-head"><h1>${t('cases')}</h1>
        <p class="quiet" aria-live="polite">${count ? t(this.next ? 'shown_more' : 'shown_count', { count }) : ''}</p>
        <div class="filters">
          <wa-select size="small" label=${t('kind')} value=${this.type || 'any'} @change=${(event: Event) => this.choose('type', event)}>
            <wa-option value="any">${t('all_types')}</wa-option>
            ${TYPES.map((name) => html`<wa-option value=${name}>${word('type', name)}</wa-option>`)}</wa-select>
          <wa-select size="small" label=${t('state')} value=${this.state || 'any'} @change=${(event: Event) => this.choose('state', event)}>
            <wa-option value="open">${t('open_cases')}</wa-option>
            <wa-option value="at_risk">${t('at_risk')}</wa-option>
            <wa-option value="any">${t('all_states')}</wa-option>
            ${STATES.map((name) => html`<wa-option value=${name}>${word('state', name)}</wa-option>`)}</wa-select>
        </div></header>
      ${this.body()}
    </main>`;
  }
}

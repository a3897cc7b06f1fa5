// Knowledge gaps: what customers asked and nothing answered, the most asked first, so that somebody
// can write the article.

import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { api, ApiError, enc } from '../api';
import { icon } from '../icons';
import { failure, loadingRows, retryButton } from '../parts/page_states';
import { language, moment, t, word } from '../words';

interface Gap {
  count: number;
  text: string;
  language: string;
  reason: string;
  article: string;
  at: string;
  conversation?: string;
}

const names = () => new Intl.DisplayNames([language], { type: 'language' });

export class Gaps {
  private list: Gap[] | null = null;
  private problem = '';
  private chosen = ''; // language
  private known = new Set<string>();

  constructor(private readonly host: ReactiveControllerHost) {}

  async refresh(): Promise<void> {
    try {
      const { gaps } = await api.get<{ gaps: Gap[] }>(`gaps?language=${enc(this.chosen)}`);
      this.list = gaps;
      for (const gap of gaps) this.known.add(gap.language);
      this.problem = '';
    } catch (error) {
      this.problem = (error as ApiError).message;
    }
    this.host.requestUpdate();
  }

  private choose(event: Event): void {
    this.chosen = String((event.target as HTMLInputElement).value ?? '').replace('any', '');
    void this.refresh();
  }

  private row(gap: Gap): TemplateResult {
    return html`<li><b class="times" title=${t('asked_times', { count: gap.count })}>${gap.count}<span aria-hidden="true">×</span></b>
      <span class="who"><b dir="auto">${gap.text || t('gap_without_words')}</b>
        <small>${word('gap', gap.reason)}${gap.article ? html`: ${gap.article.replaceAll('_', ' ')}` : nothing} ·
          <span class="lang">${gap.language}</span> · ${moment(gap.at)}</small></span>
      ${gap.conversation ? html`<wa-button size="small" appearance="outlined" href="#/inbox/${gap.conversation}">
        ${t('open_conversation')}</wa-button>` : nothing}</li>`;
  }

  private body(): TemplateResult {
    if (this.problem) {
      return failure(this.problem, retryButton(() => void this.refresh()));
    }
    if (!this.list) {
      return loadingRows(4);
    }
    if (!this.list.length) {
      return html`<div class="empty"><span class="round">${icon('check')}</span>
        <h2>${t('no_gaps')}</h2><p>${t('no_gaps_hint')}</p></div>`;
    }
    return html`<ul class="people gaps">${this.list.map((gap) => this.row(gap))}</ul>`;
  }

  render(): TemplateResult {
    return html`<main class="staff" id="content">
      <header class="page-head"><div><h1>${t('gaps')}</h1><p class="quiet">${t('gaps_lead')}</p></div>
        ${this.known.size > 1 ? html`<div class="filters"><wa-select size="small" label=${t('language')} value=${this.chosen || 'any'}
            @change=${(event: Event) => this.choose(event)}>
          <wa-option value="any">${t('all_languages')}</wa-option>
          ${[...this.known].sort().map((one) => html`<wa-option value=${one}>${names().of(one) ?? one}</wa-option>`)}
        </wa-select></div>` : nothing}</header>
      ${this.body()}
    </main>`;
  }
}

// What stands where a list or a page will be: while it loads, and when it could not be loaded.

import { html, type TemplateResult } from 'lit';
import { t } from '../words';

// As many grey rows as are likely to come.
export const loadingRows = (count: number): TemplateResult =>
  html`<div class="skeletons" role="status" aria-label=${t('loading')}>${Array.from({ length: count },
    () => html`<wa-skeleton effect="pulse"></wa-skeleton>`)}</div>`;

export const loading = (): TemplateResult => html`<wa-spinner aria-label=${t('loading')}></wa-spinner>`;

// `problem` is a sentence of the server; `wayOut` a button, such as another try.
export const failure = (problem: string, wayOut: TemplateResult): TemplateResult =>
  html`<div class="empty" role="alert"><h2>${t('failed')}</h2>
    <p>${problem.charAt(0).toUpperCase()}${problem.slice(1)}</p>${wayOut}</div>`;

export const retryButton = (retry: () => void): TemplateResult =>
  html`<wa-button appearance="outlined" @click=${retry}>${t('retry')}</wa-button>`;

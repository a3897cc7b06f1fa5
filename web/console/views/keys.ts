// The keys with which programs of the shop (a warehouse, accounting) decide about cases: the list,
// making one, which is shown once, and revoking.

import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { api, ApiError } from '../api';
import { icon } from '../icons';
import { dialog } from '../parts/dialog';
import { failure, loadingRows, retryButton } from '../parts/page_states';
import { moment, t } from '../words';

const ROLES = ['support', 'warehouse', 'finance'] as const;

interface Key {
  name: string;
  role: (typeof ROLES)[number];
  author?: string; // without: it stands in the settings
  created?: string;
  revoked?: string;
}

export class KeysPage {
  private list: Key[] | null = null;
  private problem = '';
  private isMaking = false;
  private isBusy = false;
  private makeProblem = '';
  private made: { name: string; key: string } | null = null;
  private isCopied = false;
  private leaving: Key | null = null; // is to be revoked, once that is confirmed

  constructor(private readonly host: ReactiveControllerHost) {}

  async refresh(): Promise<void> {
    try {
      this.list = (await api.get<{ keys: Key[] }>('keys')).keys;
      this.problem = '';
    } catch (error) {
      this.problem = (error as ApiError).message;
    }
    this.host.requestUpdate();
  }

  private set(change: () => void): void {
    change();
    this.host.requestUpdate();
  }

  private async make(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const value = (name: string) =>
      String((form.querySelector(`[name=${name}]`) as HTMLInputElement).value ?? '').trim();
    this.set(() => { this.isBusy = true; this.makeProblem = ''; });
    try {
      this.made = await api.post('keys', { do: 'make', name: value('name'), role: value('role') });
      this.isMaking = this.isCopied = false;
      await this.refresh();
    } catch (error) {
      this.makeProblem = (error as ApiError).message;
    }
    this.set(() => { this.isBusy = false; });
  }

  private async revoke(): Promise<void> {
    const key = this.leaving;
    this.leaving = null;
    if (!key) return;
    try {
      await api.post('keys', { do: 'revoke', name: key.name });
      await this.refresh();
    } catch (error) {
      this.set(() => { this.problem = (error as ApiError).message; });
    }
  }

  private async copy(): Promise<void> {
    await navigator.clipboard.writeText(this.made?.key ?? '').catch(() => {});
    this.set(() => { this.isCopied = true; });
  }

  private dialogs(): TemplateResult {
    return html`${dialog(t('make_key'), this.isMaking, () => this.set(() => { this.isMaking = false; }), () => html`
      <form @submit=${(event: SubmitEvent) => void this.make(event)}>
        <p>${t('make_key_hint')}</p>
        <wa-input name="name" label=${t('name')} hint=${t('key_name_hint')} autocapitalize="none" required
          maxlength="64" pattern="[A-Za-z0-9._\\-]+"></wa-input>
        <wa-select name="role" label=${t('role')} value="support">${ROLES.map((role) =>
          html`<wa-option value=${role}>${t(`key_role.${role}`)}</wa-option>`)}</wa-select>
        ${this.makeProblem ? html`<wa-callout variant="danger" role="alert">${this.makeProblem}</wa-callout>` : nothing}
        <div class="form-acts"><wa-button type="submit" variant="brand" ?loading=${this.isBusy}>${t('make_key')}</wa-button></div>
      </form>`)}
    ${dialog(t('key_made', { name: this.made?.name ?? '' }), this.made !== null, () => this.set(() => { this.made = null; }), () => html`
      <p>${t('key_made_hint')}</p>
      <div class="secret"><code>${this.made?.key}</code></div>
      <div class="form-acts"><span class="quiet" role="status">${this.isCopied ? t('copied') : ''}</span>
        <wa-button variant="brand" @click=${() => void this.copy()}>${t('copy')}</wa-button></div>`)}
    ${dialog(t('revoke_key', { name: this.leaving?.name ?? '' }), this.leaving !== null, () => this.set(() => { this.leaving = null; }), () => html`
      <p>${t('revoke_key_hint')}</p>
      <div class="form-acts"><wa-button appearance="plain" @click=${() => this.set(() => { this.leaving = null; })}>${t('cancel')}</wa-button>
        <wa-button variant="danger" @click=${() => void this.revoke()}>${t('revoke')}</wa-button></div>`)}`;
  }

  private row(key: Key): TemplateResult {
    const about = key.revoked ? t('key_revoked', { time: moment(key.revoked) })
      : key.created ? t('key_since', { name: key.author ?? '', time: moment(key.created) })
      : t('key_of_settings');
    return html`<li class=${key.revoked ? 'off' : ''}>
      <span class="avatar" aria-hidden="true">${icon('key')}</span>
      <span class="who"><b>${key.name}</b><small>${about}</small></span>
      <span class="pill theirs">${t(`key_role.${key.role}`)}</span>
      ${key.created && !key.revoked ? html`<wa-button size="small" appearance="outlined"
        @click=${() => this.set(() => { this.leaving = key; })}>${t('revoke')}</wa-button>` : html`<span></span>`}
    </li>`;
  }

  render(): TemplateResult {
    return html`<main class="staff" id="content">
      <header class="page-head"><div><h1>${t('keys')}</h1><p class="quiet">${t('keys_lead')}</p></div>
        <wa-button variant="brand" @click=${() => this.set(() => { this.isMaking = true; this.makeProblem = ''; })}>
          ${icon('plus')} ${t('make_key')}</wa-button></header>
      ${this.list && this.problem ? html`<wa-callout variant="danger" role="alert">${this.problem}</wa-callout>` : nothing}
      ${this.list ? html`<ul class="people keys-list">${this.list.map((key) => this.row(key))}</ul>`
        : this.problem ? failure(this.problem, retryButton(() => void this.refresh())) : loadingRows(3)}
      ${this.dialogs()}
    </main>`;
  }
}

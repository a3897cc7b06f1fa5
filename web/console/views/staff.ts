// Who may sign in: the list, adding somebody, letting nobody in under a name any more.

import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { api, ApiError } from '../api';
import { icon } from '../icons';
import { dialog } from '../parts/dialog';
import { failure, loadingRows, retryButton } from '../parts/page_states';
import type { Colleague, Role, Staff } from '../types';
import { t } from '../words';
import { initials } from './inbox';

const ROLES: Role[] = ['agent', 'lead', 'admin'];

interface Added {
  name: string;
  display: string;
  totp_secret?: string;
  totp_uri?: string;
}

export class StaffPage {
  private list: Colleague[] | null = null;
  private problem = '';
  private isAdding = false;
  private isBusy = false;
  private addProblem = '';
  private added: Added | null = null;

  constructor(private readonly host: ReactiveControllerHost, private readonly me: () => Staff) {}

  async refresh(): Promise<void> {
    try {
      this.list = (await api.get<{ staff: Colleague[] }>('staff')).staff;
      this.problem = '';
    } catch (error) {
      this.problem = (error as ApiError).message;
    }
    this.host.requestUpdate();
  }

  private async set(what: 'disable' | 'enable', name: string): Promise<void> {
    try {
      await api.post('staff', { do: what, name });
      await this.refresh();
    } catch (error) {
      this.problem = (error as ApiError).message;
      this.host.requestUpdate();
    }
  }

  private async add(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const field = (name: string) => form.querySelector(`[name=${name}]`) as HTMLInputElement;
    const text = (name: string) => String(field(name).value ?? '').trim();
    this.isBusy = true;
    this.addProblem = '';
    this.host.requestUpdate();
    try {
      this.added = await api.post<Added>('staff', {
        do: 'add', name: text('name'), display: text('display'), role: text('role'),
        password: text('password'),
        totp: field('totp').checked,
      });
      this.isAdding = false;
      await this.refresh();
    } catch (error) {
      this.addProblem = (error as ApiError).message;
    }
    this.isBusy = false;
    this.host.requestUpdate();
  }

  private dialogs(): TemplateResult {
    const closeForm = () => { this.isAdding = false; this.host.requestUpdate(); };
    const closeCodes = () => { this.added = null; this.host.requestUpdate(); };
    return html`${dialog(t('add_staff'), this.isAdding, closeForm, () => html`
      <form @submit=${(event: SubmitEvent) => void this.add(event)}>
        <wa-input name="name" label=${t('name')} autocapitalize="none" required minlength="2" maxlength="32"></wa-input>
        <wa-input name="display" label=${t('display')} maxlength="60"></wa-input>
        <wa-select name="role" label=${t('role')} value="agent">${ROLES.map((role) =>
          html`<wa-option value=${role}>${t(`role.${role}`)}</wa-option>`)}</wa-select>
        <wa-input name="password" type="password" password-toggle label=${t('password')} hint=${t('password_hint')}
          autocomplete="new-password" required minlength="10"></wa-input>
        <wa-switch name="totp" checked>${t('with_codes')}</wa-switch>
        ${this.addProblem ? html`<wa-callout variant="danger" role="alert">${this.addProblem}</wa-callout>` : nothing}
        <div class="form-acts"><wa-button type="submit" variant="brand" ?loading=${this.isBusy}>${t('add_staff')}</wa-button></div>
      </form>`)}
    ${dialog(t('added', { name: this.added?.display ?? '' }), this.added !== null, closeCodes, () => html`
      ${this.added?.totp_uri ? html`<p>${t('added_codes')}</p>
        <div class="qr"><wa-qr-code value=${this.added.totp_uri} size="200" label=${t('added_codes')}></wa-qr-code>
        <code>${this.added.totp_secret}</code></div>` : nothing}`)}`;
  }

  render(): TemplateResult {
    const mayManage = this.me().role === 'admin';
    return html`<main class="staff" id="content">
      <header class="page-head"><div><h1>${t('staff')}</h1><p class="quiet">${t('staff_lead')}</p></div>
        ${mayManage ? html`<wa-button variant="brand" @click=${() => { this.isAdding = true; this.host.requestUpdate(); }}>
          ${icon('plus')} ${t('add_staff')}</wa-button>` : nothing}</header>
      ${this.list && this.problem ? html`<wa-callout variant="danger" role="alert">${this.problem}</wa-callout>` : nothing}
      ${this.list ? html`<ul class="people">${this.list.map((one) => html`<li class=${one.disabled ? 'off' : ''}>
        <span class="avatar" aria-hidden="true">${initials(one.display)}</span>
        <span class="who"><b dir="auto">${one.display}</b><small>${one.name}</small></span>
        <span class="pill ${one.role === 'admin' ? 'ours' : 'theirs'}">${t(`role.${one.role}`)}</span>
        <span class="quiet">${one.disabled ? t('disabled') : one.online ? t('online') : ''}</span>
        ${mayManage && one.id !== this.me().id ? html`<wa-button size="small" appearance="outlined"
          @click=${() => void this.set(one.disabled ? 'enable' : 'disable', one.name)}>
          ${one.disabled ? t('enable') : t('disable')}</wa-button>` : nothing}
      </li>`)}</ul>` : this.problem ? failure(this.problem, retryButton(() => void this.refresh())) : loadingRows(3)}
      ${this.dialogs()}
    </main>`;
  }
}

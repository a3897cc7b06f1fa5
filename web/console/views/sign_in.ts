// Signing in: name, password, and the code of the authenticator app.

import { html, nothing, type ReactiveControllerHost } from 'lit';
import { api, ApiError } from '../api';
import type { Staff } from '../types';
import { t } from '../words';

export class SignIn {
  private problem = '';
  private isBusy = false;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly onSignedIn: (staff: Staff) => void,
  ) {}

  tell(problem: string): void {
    this.problem = problem;
    this.host.requestUpdate();
  }

  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.isBusy) return;
    const form = event.target as HTMLFormElement;
    const field = (name: string) =>
      String((form.querySelector(`[name=${name}]`) as HTMLInputElement).value ?? '').trim();
    this.isBusy = true;
    this.tell('');
    try {
      const { staff } = await api.post<{ staff: Staff }>('session', {
        name: field('name').toLowerCase(), password: field('password'), code: field('code').replace(/\s/g, ''),
      });
      this.onSignedIn(staff);
    } catch (error) {
      this.problem = (error as ApiError).message;
    }
    this.isBusy = false;
    this.host.requestUpdate();
  }

  render() {
    return html`<main class="sign-in" id="content">
      <form @submit=${(event: SubmitEvent) => void this.submit(event)}>
        <img class="mark" alt="" src=${MARK}>
        <h1>${t('product')}</h1>
        <p class="lead">${t('sign_in_lead')}</p>
        ${this.problem ? html`<wa-callout variant="danger" role="alert">${this.problem}</wa-callout>` : nothing}
        <wa-input name="name" label=${t('name')} autocomplete="username" autocapitalize="none" required autofocus></wa-input>
        <wa-input name="password" type="password" password-toggle label=${t('password')} autocomplete="current-password" required></wa-input>
        <wa-input name="code" label=${t('code')} hint=${t('code_hint')} inputmode="numeric" autocomplete="one-time-code" maxlength="9"></wa-input>
        <wa-button type="submit" variant="brand" ?loading=${this.isBusy}>${t('sign_in')}</wa-button>
      </form>
    </main>`;
  }
}

export const MARK = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'%3E%3Crect width='24' height='24' rx='7' fill='%230e6656'/%3E%3Cpath d='M6.5 16.5 11 7.2q.6-1.2 1.9-.9l5 1.3' fill='none' stroke='%23fff' stroke-width='2.6' stroke-linecap='round'/%3E%3C/svg%3E";

// The staff console: one page that shows what its address names (#/inbox/<conversation>, #/cases,
// #/cases/<number>, #/overview, #/gaps, #/staff, #/keys). Speaks only to /console/api/ and /console/live.

import './components';
import './style.css';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { api, whenSignedOut } from './api';
import { icon, type IconName } from './icons';
import { Live } from './live';
import type { Staff } from './types';
import { CaseList } from './views/case_list';
import { CaseView } from './views/case_view';
import { Gaps } from './views/gaps';
import { Inbox, initials } from './views/inbox';
import { KeysPage } from './views/keys';
import { Overview } from './views/overview';
import { Search } from './views/search';
import { MARK, SignIn } from './views/sign_in';
import { StaffPage } from './views/staff';
import { language, setLanguage, t } from './words';

type Theme = 'system' | 'light' | 'dark';
const KEPT_THEME = 'boomerang-console-theme';
const CLOCK_MS = 15_000; // how often waiting times are written anew

class BoomerangConsole extends LitElement {
  private me: Staff | null = null;
  private isKnown = false; // whether we have asked who is signed in
  private isOnline = true;
  private areKeysShown = false;
  private lastKey = '';
  private theme = (localStorage.getItem(KEPT_THEME) ?? 'system') as Theme;

  private readonly live = new Live({
    onState: (isOnline) => { this.isOnline = isOnline; this.requestUpdate(); if (isOnline) void this.inbox.refresh(); },
    onHint: (what) => this.onHint(what),
    onFrame: (conversation, frame) => this.inbox.onFrame(conversation, frame),
    onRefused: (_conversation, id, code, detail) => this.inbox.open.onRefused(id, code, detail),
    onSignedOut: () => this.signedOut(),
  });
  private readonly signIn = new SignIn(this, (staff) => this.signedIn(staff));
  private readonly inbox = new Inbox(this, this.live, () => this.me!, (path) => go(path));
  private readonly caseList = new CaseList(this, (path) => go(path));
  private readonly caseView = new CaseView(this);
  private readonly staffPage = new StaffPage(this, () => this.me!);
  private readonly overview = new Overview(this);
  private readonly gaps = new Gaps(this);
  private readonly keysPage = new KeysPage(this);
  private readonly search = new Search(this);

  // The page is ours alone, so its styles may be one file.
  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.applyTheme();
    document.documentElement.lang = language;
    addEventListener('hashchange', () => this.route());
    addEventListener('keydown', (event) => this.onKey(event));
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.applyTheme());
    setInterval(() => this.requestUpdate(), CLOCK_MS);
    whenSignedOut(() => this.signedOut());
    void api.get<{ staff: Staff | null }>('session').then(
      ({ staff }) => {
        this.isKnown = true;
        if (staff) this.signedIn(staff);
        this.requestUpdate();
      },
      () => { this.isKnown = true; this.requestUpdate(); },
    );
  }

  private signedIn(staff: Staff): void {
    this.me = staff;
    this.isKnown = true;
    this.live.start();
    void this.inbox.refresh();
    this.route();
    this.requestUpdate();
  }

  private signedOut(): void {
    if (!this.me) return;
    this.me = null;
    this.live.stop();
    this.inbox.open.leave();
    this.inbox.queue = null;
    this.signIn.tell(t('signed_out'));
    this.requestUpdate();
  }

  private async leave(everywhere: boolean): Promise<void> {
    await api.delete(everywhere ? 'sessions' : 'session').catch(() => {});
    this.signedOut();
  }

  private onHint(what: 'queue' | 'cases'): void {
    if (what === 'queue') void this.inbox.refresh();
    else if (this.page === 'cases' && this.rest) void this.caseView.load(this.rest);
    else if (this.page === 'cases') void this.caseList.refresh();
  }

  private get page(): string {
    return location.hash.split('/')[1] || 'inbox';
  }
  private get rest(): string {
    return decodeURIComponent(location.hash.split('/')[2] ?? '');
  }

  private route(): void {
    if (!this.me) return;
    if (this.page === 'inbox') this.inbox.select(this.rest);
    else this.inbox.open.leave();
    if (this.page === 'cases' && this.rest) void this.caseView.load(this.rest);
    if (this.page === 'cases' && !this.rest) void this.caseList.refresh();
    if (this.page === 'staff') void this.staffPage.refresh();
    if (this.page === 'overview') void this.overview.refresh();
    if (this.page === 'gaps') void this.gaps.refresh();
    if (this.page === 'keys') void this.keysPage.refresh();
    this.requestUpdate();
  }

  private applyTheme(): void {
    const isDark = this.theme === 'dark' ||
      (this.theme === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
    document.documentElement.classList.toggle('wa-dark', isDark);
    document.documentElement.classList.toggle('wa-light', !isDark);
    this.requestUpdate(); // plots are drawn in the colours of the moment
  }

  // Keys work outside of fields only, and never with a modifier.
  private onKey(event: KeyboardEvent): void {
    const target = event.composedPath()[0] as HTMLElement;
    const isField = /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.isContentEditable;
    if (!this.me || isField || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.querySelector('wa-dialog[open]') && event.key !== '?') return;
    const second = this.lastKey === 'g' ? `g${event.key}` : event.key;
    this.lastKey = event.key;
    const isInbox = this.page === 'inbox';
    const act: Record<string, () => void> = {
      gi: () => go('inbox'), gc: () => go('cases'), go: () => go('overview'), gs: () => go('staff'),
      gu: () => go('gaps'),
      '/': () => this.search.open(),
      j: () => (isInbox ? this.inbox.step(1) : this.caseList.step(1)),
      k: () => (isInbox ? this.inbox.step(-1) : this.caseList.step(-1)),
      Enter: () => this.page === 'cases' && !this.rest && this.caseList.openSelected(),
      t: () => isInbox && this.inbox.open.take(),
      b: () => isInbox && this.inbox.open.askGiveBack(),
      r: () => isInbox && this.inbox.open.focusComposer(),
      n: () => this.inbox.open.focusNote(),
      '?': () => { this.areKeysShown = !this.areKeysShown; this.requestUpdate(); },
    };
    const found = act[second];
    if (!found) return;
    if (second !== 'Enter') event.preventDefault();
    found();
  }

  private navigation(): TemplateResult {
    const me = this.me!;
    const waiting = this.inbox.waiting.length;
    const item = (page: string, name: IconName, label: string, count = 0) => html`<a
      href="#/${page}" class=${this.page === page ? 'here' : ''} aria-current=${this.page === page ? 'page' : nothing}>
      ${icon(name)}<span>${label}</span>${count ? html`<b class="count">${count}</b>` : nothing}</a>`;
    return html`<nav class="rail" aria-label=${t('product')}>
      <a class="brand" href="#/inbox"><img src=${MARK} alt=""><span>${t('product')}</span></a>
      <button class="find" @click=${() => this.search.open()}>${icon('search')}<span>${t('search')}</span><kbd>/</kbd></button>
      ${item('inbox', 'inbox', t('inbox'), waiting)}
      ${item('cases', 'cases', t('cases'))}
      ${me.role === 'agent' ? nothing : item('overview', 'chart', t('overview'))}
      ${me.role === 'agent' ? nothing : item('gaps', 'gap', t('gaps'))}
      ${item('staff', 'people', t('staff'))}
      ${me.role === 'admin' ? item('keys', 'key', t('keys')) : nothing}
      <span class="gap"></span>
      <wa-dropdown placement="right-end" @wa-select=${(event: CustomEvent) => this.onMenu(event.detail.item.value)}>
        <button slot="trigger" class="me"><span class="avatar" aria-hidden="true">${initials(me.display)}</span>
          <span class="who"><b>${me.display}</b><small>${t(`role.${me.role}`)}</small></span></button>
        <wa-dropdown-item value="lang:en" type="checkbox" ?checked=${language === 'en'}>English</wa-dropdown-item>
        <wa-dropdown-item value="lang:ru" type="checkbox" ?checked=${language === 'ru'}>Русский</wa-dropdown-item>
        <wa-divider></wa-divider>
        ${(['system', 'light', 'dark'] as const).map((theme) => html`<wa-dropdown-item value="theme:${theme}"
          type="checkbox" ?checked=${this.theme === theme}>${t(`theme_${theme}`)}</wa-dropdown-item>`)}
        <wa-divider></wa-divider>
        <wa-dropdown-item value="keys">${t('shortcuts')}</wa-dropdown-item>
        <wa-dropdown-item value="out">${t('sign_out')}</wa-dropdown-item>
        <wa-dropdown-item value="out:all">${t('sign_out_everywhere')}</wa-dropdown-item>
      </wa-dropdown></nav>`;
  }

  private onMenu(choice: string): void {
    const [what, value] = choice.split(':');
    if (what === 'lang') setLanguage(value!);
    if (what === 'theme') {
      this.theme = value as Theme;
      localStorage.setItem(KEPT_THEME, value!);
      this.applyTheme();
    }
    if (what === 'keys') this.areKeysShown = true;
    if (what === 'out') void this.leave(value === 'all');
    this.requestUpdate();
  }

  private keys(): TemplateResult {
    const rows: [string, Parameters<typeof t>[0]][] = [['G I', 'key_inbox'], ['G C', 'key_cases'],
      ['G O', 'overview'], ['G U', 'gaps'], ['G S', 'staff'],
      ['/', 'key_search'], ['J K', 'key_next'], ['T', 'key_take'], ['R', 'key_reply'],
      ['N', 'key_note'], ['B', 'key_give'], ['?', 'key_help']];
    return html`<wa-dialog class="keys" label=${t('shortcuts')} ?open=${this.areKeysShown} light-dismiss
        @wa-hide=${() => { this.areKeysShown = false; this.requestUpdate(); }}>
      <dl>${rows.map(([keys, what]) => html`<dt>${keys.split(' ').map((key) => html`<kbd>${key}</kbd>`)}</dt><dd>${t(what)}</dd>`)}</dl>
    </wa-dialog>`;
  }

  private content(): TemplateResult {
    switch (this.page) {
      case 'cases':
        return this.rest ? this.caseView.render() : this.caseList.render();
      case 'staff':
        return this.staffPage.render();
      case 'overview':
        return this.overview.render();
      case 'gaps':
        return this.gaps.render();
      case 'keys':
        return this.keysPage.render();
      default:
        return this.inbox.render();
    }
  }

  override render(): TemplateResult | typeof nothing {
    if (!this.isKnown) return nothing;
    const waiting = this.me ? this.inbox.waiting.length : 0;
    document.title = `${waiting ? `(${waiting}) ` : ''}${t('product')}`;
    if (!this.me) return this.signIn.render();
    return html`<a class="skip" href="#content" @click=${(event: Event) => {
        event.preventDefault();
        document.querySelector<HTMLElement>('#content a, #content button')?.focus();
      }}>${t('skip')}</a>
      ${this.navigation()}
      ${this.isOnline ? nothing : html`<p class="offline" role="status">${t('offline')}</p>`}
      ${this.content()}
      ${this.search.render()}${this.keys()}`;
  }
}

const go = (path: string) => { location.hash = `#/${path}`; };

customElements.define('boomerang-console', BoomerangConsole);

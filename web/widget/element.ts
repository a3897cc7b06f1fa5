// <boomerang-chat>: the assistant on a shop's page. One tag is enough,
//
//   <script src="https://help.example.org/widget.js" async data-token-url="/chat-token"></script>
//
// which adds the element at the end of the page with the script's data- attributes; or a page
// writes the element itself. Attributes (docs/widget.md says more):
//
//   server     where Boomerang runs; the script's own origin unless given
//   locale     language of the widget and the conversation; the page's unless given
//   heading    what stands above the conversation
//   customer   who is signed in, so that people at one browser are kept apart; empty: a guest
//   token-url  an address of the shop that answers {"token": "..."} for the signed-in customer
//   zone       time zone in which dates are told; the browser's unless given
//   theme      light or dark; the system's unless given
//   texts      address of a JSON file with the words of another language
//
// `data-manual` on the script: it adds no element; the page does, once it knows who is there.
//
// Properties: getToken(renew), instead of token-url. Methods: open(), close(), start(button, label),
// showCase(case). Events: boomerang-open, boomerang-close, boomerang-unread {count},
// boomerang-case {number, case_type, state, due}.

import type { CaseChanged } from '../wire/frames';
import { Keep } from '../wire/keep';
import { el, picture } from './dom';
import { ChatPanel } from './panel';
import css from './style.css?inline';
import type { Texts } from './texts/en';
import { Words } from './words';

const script = document.currentScript as HTMLScriptElement | null;
const home = script?.src ? new URL(script.src).origin : location.origin;
const ATTRIBUTES = ['server', 'locale', 'heading', 'customer', 'token-url', 'zone', 'texts'];

export class BoomerangChat extends HTMLElement {
  static readonly observedAttributes = ATTRIBUTES;

  // Resolves to the shop's token for the signed-in customer, or null for a guest. May be set before
  // the script has come, so it is no field that begins empty.
  declare getToken?: (renew: boolean) => Promise<string | null>;

  private panel: ChatPanel | null = null;
  private token: string | null = null; // of token-url
  private keep: Keep | null = null;
  private words: Words | null = null;
  private generation = 0; // grows with every rebuilding
  private whenReady: ((panel: ChatPanel) => void)[] = [];
  private readonly badge = el('b', { class: 'badge', part: 'badge', hidden: true });
  private readonly label = el('span', {});
  private readonly launcher = el('button', {
    class: 'launcher', part: 'launcher', type: 'button', 'aria-expanded': 'false',
    onclick: () => (this.isOpen ? this.close() : this.open()),
  }, picture('chat'), this.label, this.badge);

  constructor() {
    super();
    const sheet = new CSSStyleSheet(); // needs no 'unsafe-inline' of the page's CSP
    sheet.replaceSync(css);
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [sheet];
    root.append(this.launcher);
  }

  connectedCallback(): void {
    this.rebuild();
  }

  disconnectedCallback(): void {
    this.generation += 1;
    this.panel?.destroy();
    this.panel = null;
  }

  attributeChangedCallback(_name: string, before: string | null, now: string | null): void {
    if (this.isConnected && before !== now) this.rebuild();
  }

  get isOpen(): boolean {
    return this.panel?.isOpen ?? false;
  }

  open(): void {
    this.withPanel((panel) => {
      panel.open();
      this.showOpen(true);
    });
  }

  close(): void {
    this.panel?.close();
  }

  // Opens the chat and presses a flow's start button, as a button of the shop's page does.
  start(button: string, label: string): void {
    this.open();
    this.withPanel((panel) => panel.press(button, label));
  }

  // A case that the page knows of; the server tells those that change.
  showCase(frame: CaseChanged): void {
    this.withPanel((panel) => panel.showCase(frame));
  }

  private withPanel(act: (panel: ChatPanel) => void): void {
    if (this.panel) act(this.panel);
    else this.whenReady.push(act);
  }

  // Once for several attributes that change together, and not while the page has better to do.
  private rebuild(): void {
    const generation = (this.generation += 1);
    const isCurrent = () => generation === this.generation;
    const begin = async () => {
      const extra = isCurrent() ? await this.extraTexts() : undefined;
      if (isCurrent()) this.build(extra);
    };
    const idle = window.requestIdleCallback ?? ((act: () => void) => setTimeout(act, 1));
    if (this.panel) queueMicrotask(() => void begin());
    else idle(() => void begin(), { timeout: 2_000 });
  }

  private async extraTexts(): Promise<Partial<Texts> | undefined> {
    const address = this.getAttribute('texts');
    if (!address) return undefined;
    try {
      return (await (await fetch(address)).json()) as Partial<Texts>;
    } catch {
      return undefined; // English then: better than no assistant
    }
  }

  private build(extra: Partial<Texts> | undefined): void {
    const wasOpen = this.isOpen;
    this.panel?.destroy();
    this.token = null;
    const server = (this.getAttribute('server') || home).replace(/\/$/, '');
    const locale = this.getAttribute('locale') || document.documentElement.lang || 'en';
    const words = (this.words = new Words(locale, this.getAttribute('zone') || undefined, extra));
    const keep = (this.keep =
      new Keep(new URL(server).host, this.getAttribute('customer') || 'guest'));
    this.lang = locale;
    this.dir = words.direction;
    this.label.textContent = words.t('open');
    const panel = new ChatPanel({
      server, keep, words,
      heading: this.getAttribute('heading') || words.t('heading'),
      getToken: (renew) => this.tokenOf(renew),
      onCase: (frame) => this.tell('case', frame),
      onUnread: (count) => this.showUnread(count),
      onClose: () => {
        this.showOpen(false);
        this.launcher.focus({ preventScroll: true });
      },
    });
    this.panel = panel;
    this.shadowRoot!.append(panel.node);
    this.showUnread(0);
    // As it was; the focus stays where the customer has put it.
    if (wasOpen || keep.count('open')) panel.open({ takesFocus: false });
    this.showOpen(panel.isOpen);
    for (const act of this.whenReady.splice(0)) act(panel);
  }

  private async tokenOf(renew: boolean): Promise<string | null> {
    if (this.getToken) return this.getToken(renew);
    const address = this.getAttribute('token-url');
    if (!address) return null;
    if (this.token && !renew) return this.token;
    const answer = await fetch(address, { credentials: 'include', cache: 'no-store' });
    if (answer.status === 401 || answer.status === 204) return null; // nobody is signed in
    if (!answer.ok) throw new Error(`no token: ${answer.status}`);
    const { token } = (await answer.json()) as { token?: string };
    return (this.token = token ?? null);
  }

  private showOpen(isOpen: boolean): void {
    this.launcher.setAttribute('aria-expanded', String(isOpen));
    this.toggleAttribute('data-open', isOpen);
    this.keep?.set('open', isOpen ? 1 : null);
    this.tell(isOpen ? 'open' : 'close');
  }

  private showUnread(count: number): void {
    this.badge.hidden = !count;
    this.badge.textContent = count > 99 ? '99+' : String(count);
    this.badge.setAttribute('aria-label', this.words?.t('unread', { count }) ?? String(count));
    this.tell('unread', { count });
  }

  private tell(name: string, detail?: unknown): void {
    this.dispatchEvent(new CustomEvent(`boomerang-${name}`, { detail }));
  }
}

customElements.define('boomerang-chat', BoomerangChat);

function addElement(): void {
  if (!script || 'manual' in script.dataset || document.querySelector('boomerang-chat')) return;
  const element = document.createElement('boomerang-chat');
  for (const name of [...ATTRIBUTES, 'theme']) {
    const value = script.getAttribute(`data-${name}`);
    if (value !== null) element.setAttribute(name, value);
  }
  document.body.append(element);
}
if (document.readyState === 'loading') addEventListener('DOMContentLoaded', addElement);
else addElement();

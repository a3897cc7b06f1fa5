// The rows of the list of cases. An element of its own, so that scrolling draws nothing but the rows
// in sight. They have no keys: the nodes stay and only their texts change, which is the cheapest.

import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { CaseSummary } from '../types';
import { moment, relative, t, word } from '../words';
import { statePill } from './state_pill';
import { windowOf } from './virtual_list';

export const ROW = 56; // pixels, as in style.css
const DAY_MS = 86_400_000;

class CaseRows extends LitElement {
  static override properties = {
    rows: { attribute: false }, now: { attribute: false }, selected: { attribute: false },
  };
  declare rows: CaseSummary[];
  declare now: number;
  declare selected: number;
  private top = 0;
  private height = 800;
  private drawn = ''; // which rows are drawn now

  constructor() {
    super();
    this.rows = [];
    this.now = 0;
    this.selected = -1;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener('scroll', () => this.onScroll(), { passive: true });
  }

  private onScroll(): void {
    this.top = this.scrollTop;
    this.height = this.clientHeight;
    const { from, to } = this.window;
    if (this.scrollHeight - this.top - this.height < ROW * 100) {
      this.dispatchEvent(new Event('near-end'));
    }
    if (this.drawn !== `${from} ${to}`) this.requestUpdate();
  }

  private get window() {
    return windowOf(this.rows.length, ROW, this.top, this.height);
  }

  private row(one: CaseSummary, index: number): TemplateResult {
    const due = one.next_due ?? one.due;
    const left = due ? Date.parse(due) - this.now : Infinity;
    return html`<div role="row" class="case-row ${index === this.selected ? 'selected' : ''}"
        aria-rowindex=${index + 2}>
      <b role="cell"><a href="#/cases/${one.number}">${one.number}</a></b>
      <span role="cell">${statePill(one.state)}</span>
      <span role="cell" class="kind">${word('type', one.type)}</span>
      <span role="cell" dir="auto">${one.customer || t('guest')}${one.order ? html` <small>${one.order}</small>` : nothing}</span>
      <span role="cell" class=${left < 0 ? 'bad' : left < DAY_MS ? 'risk' : ''} title=${due ? moment(due) : ''}>
        ${due ? relative(due, this.now) : '—'}</span>
      <span role="cell" class="quiet" title=${moment(one.changed)}>${relative(one.changed, this.now)}</span>
    </div>`;
  }

  override render(): TemplateResult {
    const { from, to, before, after } = this.window;
    this.drawn = `${from} ${to}`;
    return html`<div role="presentation" .style=${`height:${before}px`}></div>
      ${this.rows.slice(from, to).map((one, index) => this.row(one, from + index))}
      <div role="presentation" .style=${`height:${after}px`}></div>`;
  }
}
customElements.define('case-rows', CaseRows);

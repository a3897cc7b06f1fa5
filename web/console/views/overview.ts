// Figures of the shop, for leads: how much the assistant settles alone, how long decisions take, and
// where the open cases stand.

import { html, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { api, ApiError } from '../api';
import { failure, loading, retryButton } from '../parts/page_states';
import { statePill } from '../parts/state_pill';
import { language, t, word } from '../words';

interface Figures {
  now: string;
  days: { day: number; conversations: number; handed_over: number }[];
  states: { type: string; state: string; cases: number }[];
  decisions: [number, number][]; // day, milliseconds
  waiting: number;
  ratings: { about: 'conversation' | 'case'; score: number; day: number }[];
  funnels: { flow: string; title: string; steps: { step: string; label: string; conversations: number }[] }[];
  overdue: { reason: string; cases: number }[];
}

const DAYS = 30;
const DAY_S = 86_400;

const number = (value: number) =>
  new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(value);

const median = (values: number[]): number => {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted.length ? sorted[Math.floor((sorted.length - 1) / 2)]! : NaN;
};

const mean = (values: number[]): number =>
  values.length ? values.reduce((sum, one) => sum + one, 0) / values.length : NaN;

const plain = (name: string) => {
  const words = name.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

const hours = (ms: number) =>
  Number.isNaN(ms) ? '—' : new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(ms / 3_600_000) + ' h';

export class Overview {
  private figures: Figures | null = null;
  private problem = '';
  private plots = new Map<string, { plot: uPlot; node: Element; of: Figures; isDark: boolean }>();

  constructor(private readonly host: ReactiveControllerHost) {}

  async refresh(): Promise<void> {
    try {
      this.figures = await api.get<Figures>(`overview?locale=${language}`);
      this.problem = '';
    } catch (error) {
      this.problem = (error as ApiError).message;
    }
    this.host.requestUpdate();
  }

  // One value a day for the last DAYS days, oldest first.
  private series(valueOf: (day: number) => number): (number | null)[] {
    return this.axis().map((seconds) => {
      const value = valueOf(seconds / DAY_S);
      return Number.isNaN(value) ? null : value;
    });
  }

  private axis(): number[] {
    const today = Math.floor(Date.parse(this.figures!.now) / 1000 / DAY_S);
    return Array.from({ length: DAYS }, (_, index) => (today - DAYS + 1 + index) * DAY_S);
  }

  private draw(node: Element | undefined, name: string, series: { label: string; values: (number | null)[]; tone: string; isLine?: boolean }[], top = 0): void {
    const known = this.plots.get(name);
    const isDark = document.documentElement.classList.contains('wa-dark');
    const isDrawn = known && known.node === node && known.of === this.figures && known.isDark === isDark;
    if (!node || isDrawn) return;
    if (!node.isConnected) { // drawn before it has a size and colours
      requestAnimationFrame(() => node.isConnected && this.draw(node, name, series, top));
      return;
    }
    known?.plot.destroy();
    const style = getComputedStyle(node);
    const colour = (variable: string) => style.getPropertyValue(variable).trim();
    const axis = { stroke: colour('--soft'), grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false }, font: `12px ${colour('--font')}` };
    const bars = uPlot.paths.bars!({ size: [0.7, 26], radius: 0.25 });
    const plot = new uPlot({
      width: Math.max(280, node.clientWidth), height: 210, cursor: { y: false }, legend: { live: false },
      scales: { x: { time: true }, y: { range: (_plot, _low, high) => [0, top || Math.max(1, high * 1.1)] } },
      axes: [axis, axis],
      series: [{}, ...series.map((one) => ({
        label: one.label, stroke: colour(one.tone), width: one.isLine ? 2 : 0, spanGaps: true,
        ...(one.isLine ? { points: { show: true, size: 7, fill: colour(one.tone) } } : { fill: colour(one.tone), paths: bars, points: { show: false } }),
      }))],
    }, [this.axis(), ...series.map((one) => one.values)], node as HTMLElement);
    this.plots.set(name, { plot, node, of: this.figures!, isDark });
  }

  private tile(label: string, value: string | number, tone = ''): TemplateResult {
    return html`<div class="panel tile ${tone}"><b>${value}</b><span>${label}</span></div>`;
  }

  // Names, each with a bar as long as its share of the longest.
  private bars(rows: { label: string | TemplateResult; count: number }[], most: number): TemplateResult {
    return html`<ul class="bars">${rows.map((row) => html`<li><span>${row.label}</span>
      <span class="bar-track"><span class="bar-fill" .style=${`width:${(100 * row.count) / Math.max(1, most)}%`}></span></span>
      <b>${row.count}</b></li>`)}</ul>`;
  }

  private funnels(figures: Figures): TemplateResult {
    return html`<section class="panel funnels"><div><h2>${t('funnels')}</h2><p class="quiet">${t('funnels_hint')}</p></div>
      ${figures.funnels.length ? html`<div class="funnel-list">${figures.funnels.map((one) => html`<div>
        <h3>${one.title || plain(one.flow)}</h3>
        ${this.bars(one.steps.map((step) => ({ label: step.label || plain(step.step), count: step.conversations })),
          Math.max(...one.steps.map((step) => step.conversations)))}</div>`)}</div>`
        : html`<p class="quiet">${t('no_funnels')}</p>`}</section>`;
  }

  private overdue(figures: Figures): TemplateResult {
    return html`<section class="panel"><h2>${t('overdue_why')}</h2>
      ${figures.overdue.length ? this.bars(figures.overdue.map((one) => ({ label: word('overdue', one.reason), count: one.cases })),
        Math.max(...figures.overdue.map((one) => one.cases))) : html`<p class="quiet">${t('no_overdue')}</p>`}</section>`;
  }

  render(): TemplateResult {
    const figures = this.figures;
    const head = html`<header class="page-head"><div><h1>${t('overview')}</h1>
      <p class="quiet">${t('overview_lead', { days: DAYS })}</p></div></header>`;
    if (this.problem) return html`<main class="overview" id="content" tabindex="0">${head}${failure(this.problem, retryButton(() => void this.refresh()))}</main>`;
    if (!figures) return html`<main class="overview" id="content" tabindex="0">${head}${loading()}</main>`;
    const begun = figures.days.reduce((sum, day) => sum + day.conversations, 0);
    const handed = figures.days.reduce((sum, day) => sum + day.handed_over, 0);
    const open = figures.states.reduce((sum, one) => sum + one.cases, 0);
    const overdue = figures.states.filter((one) => one.state === 'overdue').reduce((sum, one) => sum + one.cases, 0);
    const byDay = new Map(figures.days.map((day) => [day.day, day]));
    const most = Math.max(1, ...figures.states.map((one) => one.cases));
    return html`<main class="overview" id="content" tabindex="0">${head}
      <div class="tiles">
        ${this.tile(t('containment'), begun ? new Intl.NumberFormat(language, { style: 'percent' }).format(1 - handed / begun) : '—')}
        ${this.tile(t('decision_time'), hours(median(figures.decisions.map(([, ms]) => ms))))}
        ${this.tile(t('waiting_now'), figures.waiting, figures.waiting ? 'ours' : '')}
        ${this.tile(t('open_cases'), open)}
        ${this.tile(t('overdue_cases'), overdue, overdue ? 'bad' : '')}
        ${this.tile(t('satisfaction_count', { count: figures.ratings.length }),
          figures.ratings.length ? number(mean(figures.ratings.map((one) => one.score))) : '—')}
      </div>
      <div class="plots">
        <section class="panel"><h2>${t('messages_a_day')}</h2><div class="plot" ${ref((node) => this.draw(node, 'days', [
          { label: t('conversations'), tone: '--accent', values: this.series((day) => byDay.get(day)?.conversations ?? 0) },
          { label: t('with_people'), tone: '--plot-second', values: this.series((day) => byDay.get(day)?.handed_over ?? 0) },
        ]))}></div></section>
        <section class="panel"><h2>${t('decision_hours')}</h2><div class="plot" ${ref((node) => this.draw(node, 'decisions', [
          { label: t('decision_time'), tone: '--accent', isLine: true, values: this.series((day) =>
            median(figures.decisions.filter(([at]) => at === day).map(([, ms]) => ms)) / 3_600_000) },
        ]))}></div></section>
        <section class="panel"><h2>${t('contained_a_day')}</h2><div class="plot" ${ref((node) => this.draw(node, 'contained', [
          { label: t('containment'), tone: '--accent', isLine: true, values: this.series((day) => {
            const one = byDay.get(day);
            return one?.conversations ? 100 * (1 - one.handed_over / one.conversations) : NaN;
          }) },
        ], 105))}></div></section>
        <section class="panel"><h2>${t('satisfaction')}</h2><div class="plot" ${ref((node) => this.draw(node, 'ratings', [
          { label: t('satisfaction'), tone: '--accent', isLine: true, values: this.series((day) =>
            mean(figures.ratings.filter((one) => one.day === day).map((one) => one.score))) },
        ], 5.4))}></div></section>
        <section class="panel"><h2>${t('open_cases')}</h2>
          ${figures.states.length ? this.bars(figures.states.map((one) => ({
            label: html`${statePill(one.state)} <small>${word('type', one.type)}</small>`, count: one.cases })), most) : html`<p class="quiet">${t('no_cases_found')}</p>`}
        </section>
        ${this.overdue(figures)}
      </div>
      ${this.funnels(figures)}
    </main>`;
  }
}

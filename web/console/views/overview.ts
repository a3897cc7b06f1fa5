// Figures of the shop, for leads: how much the assistant settles alone, how long decisions take, and
// where the open cases stand.

import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { api, ApiError } from '../api';
import { statePill } from '../parts/state_pill';
import { language, t, word } from '../words';

interface Figures {
  now: string;
  days: { day: number; conversations: number; handed_over: number }[];
  states: { type: string; state: string; cases: number }[];
  decisions: [number, number][]; // day, milliseconds
  waiting: number;
}

const DAYS = 30;
const DAY_S = 86_400;

const median = (values: number[]): number => {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted.length ? sorted[Math.floor((sorted.length - 1) / 2)]! : NaN;
};

const hours = (ms: number) =>
  Number.isNaN(ms) ? '—' : new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(ms / 3_600_000) + ' h';

export class Overview {
  private figures: Figures | null = null;
  private problem = '';
  private plots = new Map<string, { plot: uPlot; node: Element; of: Figures }>();

  constructor(private readonly host: ReactiveControllerHost) {}

  async refresh(): Promise<void> {
    try {
      this.figures = await api.get<Figures>('overview');
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

  private draw(node: Element | undefined, name: string, series: { label: string; values: (number | null)[]; tone: string; isLine?: boolean }[]): void {
    const known = this.plots.get(name);
    if (!node || (known && known.node === node && known.of === this.figures)) return;
    known?.plot.destroy();
    const style = getComputedStyle(node);
    const colour = (variable: string) => style.getPropertyValue(variable).trim();
    const axis = { stroke: colour('--soft'), grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false }, font: `12px ${colour('--font')}` };
    const bars = uPlot.paths.bars!({ size: [0.7, 26], radius: 0.25 });
    const plot = new uPlot({
      width: Math.max(280, node.clientWidth), height: 210, cursor: { y: false }, legend: { live: false },
      scales: { x: { time: true }, y: { range: (_plot, _low, high) => [0, Math.max(1, high * 1.1)] } },
      axes: [axis, axis],
      series: [{}, ...series.map((one) => ({
        label: one.label, stroke: colour(one.tone), width: one.isLine ? 2 : 0, spanGaps: true,
        ...(one.isLine ? { points: { show: true, size: 7, fill: colour(one.tone) } } : { fill: colour(one.tone), paths: bars, points: { show: false } }),
      }))],
    }, [this.axis(), ...series.map((one) => one.values)], node as HTMLElement);
    this.plots.set(name, { plot, node, of: this.figures! });
  }

  private tile(label: string, value: string | number, tone = ''): TemplateResult {
    return html`<div class="panel tile ${tone}"><b>${value}</b><span>${label}</span></div>`;
  }

  render(): TemplateResult {
    const figures = this.figures;
    const head = html`<header class="page-head"><div><h1>${t('overview')}</h1>
      <p class="quiet">${t('overview_lead', { days: DAYS })}</p></div></header>`;
    if (this.problem) return html`<main class="overview" id="content">${head}<wa-callout variant="danger" role="alert">${this.problem}</wa-callout></main>`;
    if (!figures) return html`<main class="overview" id="content">${head}<wa-spinner aria-label=${t('loading')}></wa-spinner></main>`;
    const begun = figures.days.reduce((sum, day) => sum + day.conversations, 0);
    const handed = figures.days.reduce((sum, day) => sum + day.handed_over, 0);
    const open = figures.states.reduce((sum, one) => sum + one.cases, 0);
    const overdue = figures.states.filter((one) => one.state === 'overdue').reduce((sum, one) => sum + one.cases, 0);
    const byDay = new Map(figures.days.map((day) => [day.day, day]));
    const most = Math.max(1, ...figures.states.map((one) => one.cases));
    return html`<main class="overview" id="content">${head}
      <div class="tiles">
        ${this.tile(t('containment'), begun ? new Intl.NumberFormat(language, { style: 'percent' }).format(1 - handed / begun) : '—')}
        ${this.tile(t('decision_time'), hours(median(figures.decisions.map(([, ms]) => ms))))}
        ${this.tile(t('waiting_now'), figures.waiting, figures.waiting ? 'ours' : '')}
        ${this.tile(t('open_cases'), open)}
        ${this.tile(t('overdue_cases'), overdue, overdue ? 'bad' : '')}
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
        <section class="panel"><h2>${t('open_cases')}</h2>
          ${figures.states.length ? html`<ul class="bars">${figures.states.map((one) => html`<li>
            <span>${statePill(one.state)} <small>${word('type', one.type)}</small></span>
            <span class="bar-track"><span class="bar-fill" .style=${`width:${(100 * one.cases) / most}%`}></span></span>
            <b>${one.cases}</b></li>`)}</ul>` : html`<p class="quiet">${t('no_cases_found')}</p>`}
        </section>
      </div>${nothing}
    </main>`;
  }
}

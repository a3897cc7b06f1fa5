// Beside a conversation: what is known about it, the customer's cases, notes for colleagues.

import { html, nothing, type TemplateResult } from 'lit';
import { statePill } from '../parts/state_pill';
import type { ConversationView, Note, Packet } from '../types';
import { language, moment, relative, t, word } from '../words';

const line = (label: string, value: unknown) =>
  html`<dt>${label}</dt><dd dir="auto">${value}</dd>`;

// A value of a flow, for people.
export function shown(value: unknown): string {
  if (value === null || value === undefined) return '—';
  if (Array.isArray(value)) return value.map(shown).join(', ');
  if (typeof value === 'object') {
    const { title, name, number, item } = value as Record<string, unknown>;
    return shown(title ?? name ?? number ?? item ?? JSON.stringify(value));
  }
  if (typeof value === 'boolean') return value ? '✓' : '—';
  return String(value);
}

const languageName = (locale: string) =>
  new Intl.DisplayNames([language], { type: 'language' }).of(locale) ?? locale;

function facts(packet: Packet): TemplateResult {
  return html`<dl class="facts">
    ${line(t('identity'), html`<span class="pill ${packet.identity === 'guest' ? 'bad' : 'theirs'}">${t(`identity.${packet.identity}`)}</span>`)}
    ${line(t('customer_language'), languageName(packet.locale))}
    ${packet.waiting_for ? line(t('waiting_for'), packet.waiting_for) : nothing}
    ${packet.tried ? line(t('tried'), t('times', { count: packet.tried })) : nothing}
    ${packet.articles.length ? line(t('shown_articles'), packet.articles.map((name) => name.replaceAll('_', ' ')).join(', ')) : nothing}
    ${packet.facts.length ? line(t('facts_told'), t('facts', { count: packet.facts.length, list: packet.facts.join(', ') })) : nothing}
  </dl>
  ${packet.tasks.map((task) => html`<div class="task"><h4>${task.title}<small>${word('state', task.status)}</small></h4>
    ${task.answers.length ? html`<dl class="facts">${task.answers.map((answer) =>
      line(answer.label || answer.name.replaceAll('_', ' '), shown(answer.value)))}</dl>` : nothing}</div>`)}`;
}

export function notesBox(notes: Note[], add: (text: string) => Promise<boolean>): TemplateResult {
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const area = (event.target as HTMLFormElement).querySelector('textarea')!;
    if (await add(area.value)) area.value = '';
  };
  return html`<section class="notes"><h3>${t('notes')}</h3><p class="quiet">${t('notes_hint')}</p>
    ${notes.length ? html`<ul>${notes.map((note) => html`<li><p dir="auto">${note.text}</p>
      <small>${note.author}, ${moment(note.at)}</small></li>`)}</ul>` : nothing}
    <form @submit=${(event: SubmitEvent) => void submit(event)}>
      <textarea rows="2" maxlength="4000" required aria-label=${t('write_note')} placeholder=${t('write_note')}></textarea>
      <wa-button type="submit" size="small" appearance="outlined">${t('add_note')}</wa-button>
    </form></section>`;
}

export function sidePanel(
  view: ConversationView, now: number, addNote: (text: string) => Promise<boolean>,
  _go: (path: string) => void,
): TemplateResult {
  return html`<aside class="side" aria-label=${t('about')}>
    <section><h3>${t('about')}</h3>${facts(view.packet)}</section>
    <section><h3>${t('their_cases')}</h3>
      ${view.cases.length ? html`<ul class="their-cases">${view.cases.map((one) => html`<li>
        <a href="#/cases/${one.number}"><b>${one.number}</b>${statePill(one.state)}
          <small>${word('type', one.type)} · ${relative(one.changed, now)}</small></a></li>`)}</ul>`
        : html`<p class="quiet">${t('no_cases')}</p>`}
    </section>
    ${notesBox(view.notes, addNote)}
  </aside>`;
}

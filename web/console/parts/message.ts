// One message of a conversation, as the staff see it.

import { html, nothing, type TemplateResult } from 'lit';
import { markdown } from '../../widget/markdown';
import type { Words } from '../../widget/words';
import { icon } from '../icons';
import type { StaffMessage } from '../types';
import { clockTime, t } from '../words';

// The widget's renderer asks for the words of its copy button.
const copyWords = { t: () => '' } as unknown as Words;

const cache = new WeakMap<StaffMessage, Node>();

// Nodes, never markup: what people write is shown, not run.
function body(message: StaffMessage): Node {
  let node = cache.get(message);
  if (!node) {
    node = document.createElement('div');
    (node as HTMLElement).className = 'text';
    (node as HTMLElement).append(...markdown(message.text, copyWords));
    cache.set(message, node);
  }
  return node;
}

export interface MessageActions {
  onWhy(message: StaffMessage): void;
  onFile(upload: string, name: string): void;
}

const author = (message: StaffMessage, me: string): string => {
  if (message.from === 'bot') return t('from_bot');
  if (message.from !== 'agent') return '';
  return message.author === me || !message.author ? t('from_you') : message.author;
};

export function messageRow(
  message: StaffMessage, me: string, actions: MessageActions,
): TemplateResult {
  if (message.from === 'system') {
    return html`<li class="message system"><p dir="auto">${message.text}</p>
      <time datetime=${message.time}>${clockTime(message.time)}</time></li>`;
  }
  return html`<li class="message ${message.from}">
    <div class="bubble">
      ${message.text ? body(message) : nothing}
      ${message.cards?.map((card) => html`<dl class="card">
        ${card.title ? html`<dt class="card-title">${card.title}</dt>` : nothing}
        ${card.rows?.map((row) => html`<dt>${row.label}</dt><dd dir="auto">${row.value}</dd>`)}
      </dl>`)}
      ${message.attachments?.map((file) => file.type === 'pdf'
        ? html`<a class="attachment" href="api/files/${file.upload}" download>${icon('file')}<bdi>${file.name}</bdi></a>`
        : html`<button class="attachment photo" @click=${() => actions.onFile(file.upload, file.name)}>
            <img src="api/files/${file.upload}" alt=${file.name} loading="lazy"></button>`)}
      ${message.buttons?.length ? html`<p class="offered"><span>${t('buttons_offered')}</span>
        ${message.buttons.map((button) => html`<span class="chip" dir="auto">${button.label}</span>`)}</p>` : nothing}
    </div>
    <p class="meta"><span>${author(message, me)}</span>
      <time datetime=${message.time}>${clockTime(message.time)}</time>
      ${message.from === 'bot' ? html`<button class="why" @click=${() => actions.onWhy(message)}
        >${t('why')}</button>` : nothing}</p>
  </li>`;
}

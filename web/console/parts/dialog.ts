// A dialog that is there only while it is open; `close` runs however it closes.

import { html, nothing, type TemplateResult } from 'lit';

export const dialog = (
  label: string, isOpen: boolean, close: () => void, body: () => TemplateResult,
): TemplateResult =>
  html`<wa-dialog class="decide" label=${label} ?open=${isOpen} @wa-hide=${(event: Event) => {
    // A select inside it closes its own list by the same event.
    if ((event.target as HTMLElement).localName === 'wa-dialog') close();
  }}>${isOpen ? body() : nothing}</wa-dialog>`;

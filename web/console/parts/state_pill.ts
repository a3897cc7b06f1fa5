// The state of a case, coloured by what it asks of us.

import { html } from 'lit';
import { word } from '../words';

const OURS = new Set(['submitted', 'inspecting', 'extended_check', 'held_no_number', 'refund_pending',
  'under_review', 'accepted']);
const BAD = new Set(['overdue', 'rejected', 'non_returnable', 'declined', 'no_refund']);
const OVER = new Set(['closed', 'cancelled', 'refunded', 'paid', 'miles_refunded']);

export const tone = (state: string) =>
  OURS.has(state) ? 'ours' : BAD.has(state) ? 'bad' : OVER.has(state) ? 'over' : 'theirs';

export const statePill = (state: string) =>
  html`<span class="pill ${tone(state)}">${word('state', state)}</span>`;

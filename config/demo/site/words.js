// Names for people: states of a return, dates, amounts.

const STATES = {
  draft: ['Being prepared', 0],
  submitted: ['Waiting for approval', 1],
  info_requested: ['We have a question', 1],
  rejected: ['Not approved', -1],
  approved: ['Approved: please send it', 2],
  overdue: ['Overdue', -1],
  in_transit: ['On its way to us', 3],
  held_no_number: ['Arrived without its number', 3],
  inspecting: ['Being checked', 4],
  extended_check: ['Checked more closely', 4],
  non_returnable: ['Cannot be returned', -1],
  refund_pending: ['Money on its way', 5],
  refunded: ['Money returned', 6],
  cancelled: ['Cancelled', -1],
  closed: ['Closed', 6],
  // Of other cases, which do not go through STAGES.
  invited: ['Send us the receipt', -1],
  under_review: ['Being looked at', -1],
  accepted: ['Accepted', -1],
  declined: ['Not accepted', -1],
  paid: ['Money sent', -1],
  need_validation: ['Service centre needed', -1],
  validation_open: ['Service centre needed', -1],
  await_preauth: ['To be confirmed', -1],
  ship_to_tver: ['Please post it', -1],
  docs_out: ['Scans needed', -1],
  miles_pending: ['Miles on their way', -1],
  miles_refunded: ['Miles returned', -1],
  no_refund: ['No miles', -1],
};
// What other cases than returns are called.
const TYPES = {delivery_compensation: 'Cost of sending', reward_return: 'Reward'};
export const caseTitle = (one) => TYPES[one.type] ?? 'Return';
export const STAGES = ['Requested', 'Approved', 'Sent', 'Checked', 'Money back'];

export const stateName = (state) => STATES[state]?.[0] ?? state.replaceAll('_', ' ');
// The class that colours a state; nothing for a name that is no plain word.
export const stateClass = (state) => (/^[a-z_]+$/.test(state) ? `state ${state}` : 'state');
// How many of STAGES are behind a case; -1 where the road ended, or when it goes another one.
export const stagesDone = ({type, state}) => {
  const rank = TYPES[type] ? -1 : STATES[state]?.[1] ?? 0;
  return rank < 0 ? -1 : Math.min(STAGES.length, rank);
};

const FORMATS = {
  day: {day: 'numeric', month: 'long'},
  moment: {weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit'},
};
let zone;  // of the customer; without one that of the browser

// From now on dates are told as they are where the customer lives, as the assistant does.
export function liveIn(timeZone) { zone = timeZone || undefined; }

function shown(format, value, timeZone) {
  const date = new Date(value);
  if (Number.isNaN(date.getTime())) return String(value ?? '');
  return new Intl.DateTimeFormat('en-GB', {...FORMATS[format], timeZone}).format(date);
}
export const dayName = (value) => shown('day', value, 'UTC');  // dates without a time
export const momentName = (value) => shown('moment', value, zone);
// "Sat 28 Nov, 02:59 (Almaty time)": for deadlines, where the zone matters.
export function deadlineName(value) {
  const city = zone?.split('/').at(-1).replaceAll('_', ' ');
  return momentName(value) + (city ? ` (${city} time)` : '');
}

// Amounts are whole kopecks, cents and the like.
export function money(amount, currency) {
  const value = Number(amount) / 100;
  if (!Number.isFinite(value)) return '';
  try {
    return new Intl.NumberFormat(
        'en-GB', {style: 'currency', currency, currencyDisplay: 'narrowSymbol',
                  trailingZeroDisplay: 'stripIfInteger'}).format(value);
  } catch {
    return `${value.toFixed(2)} ${currency ?? ''}`;
  }
}

const NOTES = {
  submitted: 'Usually approved within three days. Please do not send anything before that.',
  approved: 'Write the number on a sheet inside the parcel and on the parcel form.',
  overdue: 'It was not sent in time. You can ask for a new return in the chat.',
  in_transit: 'Keep the receipt until the money is back.',
  inspecting: 'The warehouse checks what arrived.',
  refund_pending: 'How long the money takes depends on your bank.',
};
// One line about a case: what the customer should know or do now.
export function stageNote({type, state, due}) {
  if (TYPES[type]) return '';
  const by = due && state === 'approved' ? `Send it by ${deadlineName(due)}. ` : '';
  return by + (NOTES[state] ?? '');
}

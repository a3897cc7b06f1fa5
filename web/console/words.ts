// The console's words and how it writes times, in the language of whoever is signed in.

import { en } from './texts/en';
import { ru } from './texts/ru';

type Text = string | Partial<Record<Intl.LDMLPluralRule, string>>;
export type Texts = Record<keyof typeof en, Text>;

const LANGUAGES: Record<string, Texts> = { en, ru };
const KEPT = 'boomerang-console-language';

export let language = pick();
let plurals = new Intl.PluralRules(language);
let ago = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });

function pick(): string {
  const kept = localStorage.getItem(KEPT);
  if (kept && kept in LANGUAGES) return kept;
  return navigator.languages.map((one) => one.slice(0, 2)).find((one) => one in LANGUAGES) ?? 'en';
}

export function setLanguage(name: string): void {
  language = name;
  plurals = new Intl.PluralRules(name);
  ago = new Intl.RelativeTimeFormat(name, { numeric: 'auto' });
  localStorage.setItem(KEPT, name);
  document.documentElement.lang = name;
}

// The text under the key; `count` chooses the plural form, {names} are filled in.
export function t(key: keyof typeof en, values: Record<string, string | number> = {}): string {
  const text = LANGUAGES[language][key] ?? en[key];
  const form =
    typeof text === 'string'
      ? text
      : (text[plurals.select(Number(values.count))] ?? text.other ?? '');
  return form.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ''));
}

// A word of the profile (a state, an event, a queue): ours if we have one, else made readable.
export function word(
  kind: 'state' | 'event' | 'type' | 'field' | 'ask' | 'value' | 'actor' | 'channel' | 'reason' | 'overdue' | 'gap', name: string,
): string {
  const key = (kind === 'ask' && !(`ask.${name}` in en) ? `field.${name}` : `${kind}.${name}`) as keyof typeof en;
  if (key in en) return t(key);
  const plain = name.replaceAll('_', ' ');
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}

// What a customer chose, or wrote where a choice was expected.
export const choice = (value: string): string => (`value.${value}` in en ? word('value', value) : value);

// Case files say what things mean in one language only, which shipped is English.
export const meant = (meaning: string): string => (language === 'en' ? meaning : '');

// Making a formatter takes longer than a row of a list may; each is made once a language.
const made = new Map<string, Intl.DateTimeFormat>();
function format(iso: string, options: Intl.DateTimeFormatOptions): string {
  const key = language + JSON.stringify(options);
  let one = made.get(key);
  if (!one) made.set(key, (one = new Intl.DateTimeFormat(language, options)));
  return one.format(new Date(iso));
}

export const clockTime = (iso: string) => format(iso, { hour: '2-digit', minute: '2-digit' });

export const dayName = (iso: string) =>
  format(iso, { weekday: 'long', day: 'numeric', month: 'long' });

export const moment = (iso: string) => format(iso, {
  day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit',
});

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000], ['hour', 3_600_000], ['minute', 60_000],
];

// "in 3 days", "2 hours ago", measured from the server's clock.
export function relative(iso: string, now: number): string {
  const away = Date.parse(iso) - now;
  for (const [unit, ms] of UNITS) {
    if (Math.abs(away) >= ms) return ago.format(Math.trunc(away / ms), unit);
  }
  return t('just_now');
}

// "4 min", "2 h 10 min": how long something has lasted.
export function lasting(sinceIso: string, now: number): string {
  const minutes = Math.max(0, Math.floor((now - Date.parse(sinceIso)) / 60_000));
  if (minutes < 60) return t('minutes', { count: minutes });
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return t('hours_minutes', { hours, minutes: minutes % 60 });
  return t('days', { count: Math.floor(hours / 24) });
}

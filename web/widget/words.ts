// The widget's words in one language: texts with their values and plural forms, dates, sizes.
// A language is what texts/en.ts lists; a shop adds one as a JSON file of the same keys, and what
// it leaves out is told in English.

import { en, type Plural, type TextKey, type Texts } from './texts/en';
import { ru } from './texts/ru';

const SHIPPED: Record<string, Texts> = { en, ru };
const RIGHT_TO_LEFT = /^(ar|he|fa|ur|yi|ps|sd|ug|dv|ckb)\b/i;

type Values = Record<string, string | number>;

export class Words {
  readonly direction: 'ltr' | 'rtl';
  private readonly texts: Texts;
  private readonly plurals: Intl.PluralRules;

  // `zone` is the customer's time zone; without one the browser's.
  constructor(readonly locale: string, readonly zone?: string, extra?: Partial<Texts>) {
    const language = locale.split('-')[0]!.toLowerCase();
    this.texts = { ...en, ...SHIPPED[language], ...extra };
    this.direction = RIGHT_TO_LEFT.test(locale) ? 'rtl' : 'ltr';
    this.plurals = new Intl.PluralRules(locale);
  }

  t(key: TextKey, values: Values = {}): string {
    const text: string | Plural = this.texts[key];
    const form = typeof text === 'string' ? text : this.formOf(text, Number(values.count ?? 0));
    return form.replace(/\{(\w+)\}/g, (hole, name: string) => String(values[name] ?? hole));
  }

  private formOf(text: Plural, count: number): string {
    return text[this.plurals.select(count) as keyof Plural] ?? text.other;
  }

  private optional(key: string, otherwise: string, values: Values = {}): string {
    return key in this.texts ? this.t(key as TextKey, values) : otherwise;
  }

  // What went wrong, in plain words; the server's own sentence where we know no better one.
  error(code: string | undefined, sentence?: string): string {
    const known = this.optional(`error_${code}`, '');
    if (known) return known;
    if (!sentence) return this.t('error_other');
    const first = sentence.charAt(0).toUpperCase() + sentence.slice(1);
    return /[.!?…]$/.test(first) ? first : `${first}.`;
  }

  caseName(type: string, number: string): string {
    return this.optional(`case_${type}`, number, { number });
  }
  stateName(state: string): string {
    return this.optional(`state_${state}`, state.replaceAll('_', ' '));
  }

  time(value: string | number): string {
    return this.date(value, { hour: '2-digit', minute: '2-digit' });
  }
  day(value: string | number): string {
    return this.date(value, { weekday: 'short', day: 'numeric', month: 'short' });
  }
  moment(value: string | number): string {
    return this.date(value, {
      weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit',
    });
  }
  private date(value: string | number, format: Intl.DateTimeFormatOptions): string {
    const date = new Date(value);
    if (Number.isNaN(date.getTime())) return String(value);
    // British English has the day before the month and 24 hours, as the assistant does.
    const locale = this.locale === 'en' ? 'en-GB' : this.locale;
    return new Intl.DateTimeFormat(locale, { ...format, timeZone: this.zone }).format(date);
  }

  size(bytes: number): string {
    const number = (value: number) =>
      new Intl.NumberFormat(this.locale, { maximumFractionDigits: 1 }).format(value);
    if (bytes < 1024) return this.t('bytes', { n: number(bytes) });
    if (bytes < 1024 * 1024) return this.t('kilobytes', { n: number(Math.round(bytes / 1024)) });
    return this.t('megabytes', { n: number(bytes / 1024 / 1024) });
  }

  // "JPEG, PNG or PDF".
  list(types: readonly string[]): string {
    const names = types.map((type) => type.toUpperCase());
    if (names.length < 2) return names.join('');
    return `${names.slice(0, -1).join(', ')} ${this.t('or')} ${names.at(-1)}`;
  }
}

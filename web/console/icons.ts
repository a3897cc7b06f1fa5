// Our few icons, drawn in the line style of the widget. Decoration: hidden from screen readers.

import { html, svg, type TemplateResult } from 'lit';

const PATHS = {
  inbox: svg`<path d="M4 13.5V17a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2v-3.5M4 13.5 6.4 6.4A2 2 0 0 1 8.3 5h7.4a2 2 0 0 1 1.9 1.4L20 13.5M4 13.5h4.5l1.2 2.2h4.6l1.2-2.2H20"/>`,
  cases: svg`<path d="m4 8 8-4 8 4v8l-8 4-8-4V8Zm0 0 8 4m0 0 8-4m-8 4v8M8 6l8 4"/>`,
  chart: svg`<path d="M4 19V5m0 14h16M8.5 15v-4M13 15V7.5M17.5 15v-6"/>`,
  people: svg`<path d="M15.5 19v-1.2a3.3 3.3 0 0 0-3.3-3.3H7.3A3.3 3.3 0 0 0 4 17.8V19m11.5-13.8a3 3 0 0 1 0 5.8M20 19v-1.2a3.3 3.3 0 0 0-2.5-3.2M12.8 8.1a3.05 3.05 0 1 1-6.1 0 3.05 3.05 0 0 1 6.1 0Z"/>`,
  search: svg`<path d="m20 20-4.2-4.2m2-4.8a6.8 6.8 0 1 1-13.6 0 6.8 6.8 0 0 1 13.6 0Z"/>`,
  send: svg`<path d="M4.5 12 4 5l16 7-16 7 .5-7Zm0 0H12"/>`,
  back: svg`<path d="M9 7 4 12l5 5M4 12h11a5 5 0 0 1 5 5"/>`,
  hand: svg`<path d="M8 12V6.2a1.5 1.5 0 0 1 3 0V11m0-.5V4.7a1.5 1.5 0 0 1 3 0v6m0-.2V6.2a1.5 1.5 0 0 1 3 0V14c0 4-2.2 6-5.3 6-2.6 0-4-1-5.2-3.2L4.3 13a1.4 1.4 0 0 1 2.4-1.5L8 13.4"/>`,
  note: svg`<path d="M14 4H6a2 2 0 0 0-2 2v12a2 2 0 0 0 2 2h8l6-6V6a2 2 0 0 0-2-2h-4Zm0 16v-4a2 2 0 0 1 2-2h4M8 8.5h8M8 12h4"/>`,
  clock: svg`<path d="M12 7.5V12l3 2m5-2a8 8 0 1 1-16 0 8 8 0 0 1 16 0Z"/>`,
  file: svg`<path d="M14 4H7a2 2 0 0 0-2 2v12a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2V9l-5-5Zm0 0v5h5"/>`,
  bolt: svg`<path d="M13 3 5 13.5h6L10 21l9-11h-6.5L13 3Z"/>`,
  out: svg`<path d="M14 5H7a2 2 0 0 0-2 2v10a2 2 0 0 0 2 2h7m2-10 3 3-3 3m3-3H10"/>`,
  why: svg`<path d="M9.6 9.2A2.5 2.5 0 0 1 14.4 10c0 1.7-2.4 2.2-2.4 3.6m0 2.9v.1M20 12a8 8 0 1 1-16 0 8 8 0 0 1 16 0Z"/>`,
  check: svg`<path d="m5 12.5 4.5 4.5L19 7.5"/>`,
  close: svg`<path d="m6 6 12 12M18 6 6 18"/>`,
  sun: svg`<path d="M12 4V2.5M12 21.5V20M4 12H2.5M21.5 12H20M6.3 6.3 5.3 5.3m13.4 13.4-1-1m0-11.4 1-1M5.3 18.7l1-1M16 12a4 4 0 1 1-8 0 4 4 0 0 1 8 0Z"/>`,
  left: svg`<path d="m14.5 6-6 6 6 6"/>`,
  right: svg`<path d="m9.5 6 6 6-6 6"/>`,
  turn: svg`<path d="M19 12a7 7 0 1 1-2.2-5.1M19.2 4v4h-4"/>`,
  plus: svg`<path d="M12 5v14M5 12h14"/>`,
  menu: svg`<path d="M5 7h14M5 12h14M5 17h14"/>`,
  gap: svg`<path d="M5 5h14v11h-6l-4 3.5V16H5V5Zm7 3v3m0 2.4v.1"/>`,
  key: svg`<path d="M14.5 13.5a4.5 4.5 0 1 0-4.200-2.900L4 16.900V20h3.100v-2.200h2.200v-2.200l1.900-2a4.500 4.500 0 0 0 3.300-.1ZM15.600 8.400v.1"/>`,
  person: svg`<path d="M5 20c.6-3.6 3.4-5.5 7-5.5s6.400 1.900 7 5.500M15.500 8a3.500 3.500 0 1 1-7 0 3.500 3.500 0 0 1 7 0Z"/>`,
};
export type IconName = keyof typeof PATHS;

export const icon = (name: IconName): TemplateResult => html`<svg
  class="icon" viewBox="0 0 24 24" aria-hidden="true">${PATHS[name]}</svg>`;

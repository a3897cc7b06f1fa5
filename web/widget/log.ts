// The conversation on the screen: confirmed messages, then those on their way, then the dots. Owns
// the scrolling: it follows what is new, but neither pulls away somebody who reads further up, nor
// past the beginning of an answer that is longer than the panel.

import { el } from './dom';
import type { Words } from './words';

const NEAR_END_PX = 80;
const SHOW_DATE_AFTER_MS = 3 * 3600_000;

export class MessageLog {
  readonly node: HTMLElement;
  private readonly thread = el('div', { class: 'flat' });
  private readonly unsent = el('div', { class: 'flat' });
  private readonly dots: HTMLElement;
  private readonly box: HTMLElement;
  private readonly more: HTMLElement;
  private isFollowing = true;
  private lastTop = 0;
  private lastTime = 0;
  private firstNew: HTMLElement | null = null; // the first that came since somebody was at the end
  private readonly resizes: ResizeObserver;

  constructor(private readonly words: Words) {
    this.dots = el('div', { class: 'dots', hidden: true },
      el('span', { class: 'hidden' }, words.t('writing')), el('i'), el('i'), el('i'));
    this.box = el('div', {
      class: 'log', part: 'log', role: 'log', 'aria-live': 'polite',
      'aria-label': words.t('conversation'), tabindex: '0',
    }, this.thread, this.unsent, this.dots);
    this.more = el('button', {
      class: 'to-newest', type: 'button', hidden: true, onclick: () => this.toEnd(),
    }, words.t('more'));
    this.node = el('div', { class: 'middle' }, this.box, this.more);
    this.box.addEventListener('scroll', () => this.scrolled());
    // The keyboard or the tray took room away: what was last stays in sight.
    this.resizes = new ResizeObserver(() => this.isFollowing && this.follow());
    this.resizes.observe(this.box);
  }

  destroy(): void {
    this.resizes.disconnect();
  }

  clear(): void {
    this.thread.replaceChildren();
    this.firstNew = null;
    this.lastTime = 0;
  }

  // Our own message on its way; stays behind everything that is confirmed.
  addUnsent(node: HTMLElement): void {
    this.unsent.append(node);
    this.toEnd();
  }

  // It is confirmed, and keeps its place from now on.
  settle(node: HTMLElement): void {
    this.thread.append(node);
  }

  // A message from the server, in order; `instead` is what we showed for it, `isNew` whether it
  // came just now and from somebody else.
  add(node: HTMLElement, about: { time: string; instead?: HTMLElement; isNew: boolean }): void {
    const wasAtEnd = this.isAtEnd();
    this.addDate(about.time);
    if (about.instead?.parentNode === this.thread) {
      about.instead.replaceWith(node);
    } else {
      // Told of before it was confirmed: it leaves what is on its way, or would stay behind all that comes.
      about.instead?.remove();
      this.thread.append(node);
    }
    if (!about.isNew) this.firstNew = null;
    else if (wasAtEnd || !this.firstNew) this.firstNew = node;
    if (this.isFollowing) this.follow();
    else this.more.hidden = false;
  }

  showDots(isShown: boolean): void {
    this.dots.hidden = !isShown;
    if (isShown && this.isFollowing) this.follow();
  }

  toEnd(): void {
    this.firstNew = null;
    this.isFollowing = true;
    this.follow();
  }

  private follow(): void {
    requestAnimationFrame(() => {
      const end = this.box.scrollHeight - this.box.clientHeight;
      const start = this.firstNew?.isConnected ? this.firstNew.offsetTop - 14 : end;
      this.box.scrollTo({ top: Math.min(start, end) });
      if (start < end - NEAR_END_PX) this.more.hidden = false;
    });
  }

  // Only a person scrolls up; that the end moved away is no wish to stay.
  private scrolled(): void {
    if (this.isAtEnd()) {
      this.isFollowing = true;
      this.more.hidden = true;
    } else if (this.box.scrollTop < this.lastTop) {
      this.isFollowing = false;
    }
    this.lastTop = this.box.scrollTop;
  }

  private isAtEnd(): boolean {
    const { scrollHeight, scrollTop, clientHeight } = this.box;
    return scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
  }

  private addDate(time: string): void {
    const at = new Date(time).getTime();
    if (Number.isNaN(at)) return;
    if (at - this.lastTime > SHOW_DATE_AFTER_MS) {
      this.thread.append(el('p', { class: 'date' }, this.words.moment(at)));
    }
    this.lastTime = at;
  }
}

// The conversation on the screen: confirmed messages, then those on their way, then the dots. Owns
// the scrolling: it follows what is new, but neither pulls away somebody who reads further up, nor
// past the beginning of an answer that is longer than the panel.

import {el} from './dom.js';
import {momentName} from './words.js';

const NEAR_END_PX = 80;
const SHOW_DATE_AFTER_MS = 3 * 3600_000;

export class MessageLog {
  constructor() {
    this.thread = el('div', {class: 'flat'});
    this.unsent = el('div', {class: 'flat'});
    this.dots = el('div', {class: 'dots', hidden: true},
                   el('span', {class: 'hidden'}, 'The assistant is writing'),
                   el('i'), el('i'), el('i'));
    this.box = el('div', {class: 'chat-log', role: 'log', 'aria-live': 'polite',
                          'aria-label': 'Conversation', tabindex: '0'},
                  this.thread, this.unsent, this.dots);
    this.more = el('button', {class: 'to-newest', type: 'button', hidden: true,
                              onclick: () => this.toEnd()}, 'More ↓');
    this.node = el('div', {class: 'chat-middle'}, this.box, this.more);
    this.isFollowing = true;
    this.lastTop = 0;
    this.lastTime = 0;
    this.firstNew = null;  // the first message that came since somebody was at the end
    this.box.addEventListener('scroll', () => this.#scrolled());
    // The keyboard or the tray took room away: what was last stays in sight.
    this.resizes = new ResizeObserver(() => this.isFollowing && this.#follow());
    this.resizes.observe(this.box);
  }

  destroy() { this.resizes.disconnect(); }

  clear() {
    this.thread.replaceChildren();
    this.firstNew = null;
    this.lastTime = 0;
  }

  // Our own message on its way; stays behind everything that is confirmed.
  addUnsent(node) {
    this.unsent.append(node);
    this.toEnd();
  }

  // It is confirmed, and keeps its place from now on.
  settle(node) { this.thread.append(node); }

  // A message from the server, in order; `instead` is what we showed for it, `isNew` whether it
  // came just now and from somebody else.
  add(node, {time, instead, isNew}) {
    const wasAtEnd = this.#isAtEnd();
    this.#addDate(time);
    if (instead) instead.replaceWith(node);
    else this.thread.append(node);
    if (!isNew) this.firstNew = null;
    else if (wasAtEnd || !this.firstNew) this.firstNew = node;
    if (this.isFollowing) this.#follow();
    else this.more.hidden = false;
  }

  showDots(isShown) {
    this.dots.hidden = !isShown;
    if (isShown && this.isFollowing) this.#follow();
  }

  toEnd() {
    this.firstNew = null;
    this.isFollowing = true;
    this.#follow();
  }

  #follow() {
    requestAnimationFrame(() => {
      const end = this.box.scrollHeight - this.box.clientHeight;
      const start = this.firstNew?.isConnected ? this.firstNew.offsetTop - 14 : end;
      this.box.scrollTo({top: Math.min(start, end)});
      if (start < end - NEAR_END_PX) this.more.hidden = false;
    });
  }

  // Only a person scrolls up; that the end moved away is no wish to stay.
  #scrolled() {
    if (this.#isAtEnd()) {
      this.isFollowing = true;
      this.more.hidden = true;
    } else if (this.box.scrollTop < this.lastTop) {
      this.isFollowing = false;
    }
    this.lastTop = this.box.scrollTop;
  }

  #isAtEnd() {
    const {scrollHeight, scrollTop, clientHeight} = this.box;
    return scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
  }

  #addDate(time) {
    const at = new Date(time ?? Date.now()).getTime();
    if (Number.isNaN(at)) return;
    if (at - this.lastTime > SHOW_DATE_AFTER_MS) {
      this.thread.append(el('p', {class: 'date'}, momentName(at)));
    }
    this.lastTime = at;
  }
}

// One customer's conversation over the wire of docs/protocol.md. Owns the WebSocket, reconnecting,
// and the queue of frames that the server has not confirmed; knows nothing of the page.
//
// The promise: what send() accepted reaches the server exactly once and in order, also over lost
// connections, restarts of the server and reloads of the page. A frame leaves the queue only at its
// `ack` (durable there) or when the server refuses it for good.

const BACKOFF_FIRST_MS = 400;
const BACKOFF_MOST_MS = 20_000;
const PING_EVERY_MS = 20_000;
const PONG_WITHIN_MS = 8_000;
const WELCOME_WITHIN_MS = 8_000;
const RETRYABLE = new Set(['busy', 'too_many', 'read_only', 'unavailable', 'restarting']);

export class ChatConnection {
  // keep: Keep of this customer. getToken(renew): resolves to a token, or null for a guest.
  // listener: an object with any of onState(state, reason), onRefused(id, frame), and of onWelcome,
  // onMessage, onAck, onTurn, onCase, onOwner, onTyping and onError, each with the frame.
  constructor({url, keep, getToken, locale, listener}) {
    Object.assign(this, {url, keep, getToken, locale, listener});
    this.lastSeq = 0;        // newest message seen in this page's life
    this.queue = keep.unsent();
    this.inFlight = null;    // id of the frame sent and not confirmed; one at a time: the order
    this.attempt = 0;
    this.isWelcome = false;
    this.isStopped = true;
    this.wakeUp = () => this.#checkNow();
  }

  start() {
    this.isStopped = false;
    addEventListener('online', this.wakeUp);
    document.addEventListener('visibilitychange', this.wakeUp);
    this.#connect();
  }

  // Leaves the conversation on this page; what is unsent stays in the browser.
  stop() {
    this.isStopped = true;
    removeEventListener('online', this.wakeUp);
    document.removeEventListener('visibilitychange', this.wakeUp);
    clearTimeout(this.retryTimer);
    this.#dropSocket();
  }

  get isOnline() { return this.isWelcome; }

  // The token for uploads of this customer: the shop's, or the guest's secret.
  async credential() {
    return (await this.getToken(false)) ?? this.keep.get('guest_secret');
  }

  // Queues a `message` or `press`. `shown` is what the page shows for it meanwhile.
  send(frame, shown) {
    const order = Date.now() + this.queue.length / 1000;
    const entry = {frame: {...frame, id: newId()}, shown, order};
    this.queue.push(entry);
    this.keep.addUnsent(entry);
    this.#sendNext();
    return entry;
  }

  // Takes a message that the server refused out of the queue.
  forget(id) {
    this.queue = this.queue.filter((entry) => entry.frame.id !== id);
    this.keep.dropUnsent(id);
    if (this.inFlight === id) this.inFlight = null;
  }

  // Frames that may be lost: `typing` and `read`.
  hint(frame) {
    if (this.isWelcome) this.socket.send(JSON.stringify(frame));
  }

  async #connect() {
    clearTimeout(this.retryTimer);
    this.#dropSocket();
    if (this.isStopped) return;
    this.#state('connecting');
    let token;
    try {
      token = await this.getToken(this.mustRenewToken);
      this.mustRenewToken = false;
    } catch {
      this.#retryLater();
      return;
    }
    if (this.isStopped || this.socket) return;
    const socket = new WebSocket(this.url, 'boomerang.v1');
    this.socket = socket;
    const isCurrent = () => this.socket === socket;
    socket.onopen = () => isCurrent() && socket.send(JSON.stringify(this.#hello(token)));
    socket.onmessage = (event) => isCurrent() && this.#receive(event.data);
    socket.onclose = (event) => isCurrent() && this.#closed(event);
    this.welcomeTimer = setTimeout(() => isCurrent() && this.#lost(), WELCOME_WITHIN_MS);
  }

  #hello(token) {
    const secret = token ? null : this.keep.get('guest_secret');
    const hello = {type: 'hello', after: this.lastSeq, locale: this.locale, client: 'demo-shop'};
    if (token ?? secret) hello.token = token ?? secret;
    const conversation = this.keep.get('conversation');
    if (conversation) hello.conversation = conversation;
    return hello;
  }

  #receive(text) {
    let frame;
    try {
      frame = JSON.parse(text);
    } catch {
      return;
    }
    this.#heard();
    const on = {
      welcome: () => this.#welcomed(frame),
      ack: () => this.#acked(frame),
      message: () => this.#message(frame),
      turn: () => this.listener.onTurn?.(frame),
      case: () => this.listener.onCase?.(frame),
      owner: () => this.listener.onOwner?.(frame),
      typing: () => this.listener.onTyping?.(frame),
      error: () => this.#refused(frame),
    };
    on[frame.type]?.();  // an unknown type is from a newer server: ignored
  }

  #welcomed(frame) {
    clearTimeout(this.welcomeTimer);
    this.attempt = 0;
    this.isWelcome = true;
    if (this.keep.get('conversation') && this.keep.get('conversation') !== frame.conversation) {
      this.lastSeq = 0;
    }
    this.keep.set('conversation', frame.conversation);
    if (frame.guest_secret) this.keep.set('guest_secret', frame.guest_secret);
    this.pingTimer = setInterval(() => this.#ping(), PING_EVERY_MS);
    this.inFlight = null;
    this.#state('online');
    this.listener.onWelcome?.(frame);
    this.#sendNext();
  }

  #acked(frame) {
    if (this.inFlight === frame.id) this.inFlight = null;
    this.forget(frame.id);
    this.listener.onAck?.(frame);
    this.#sendNext();
  }

  #message(frame) {
    if (frame.seq <= this.lastSeq) return;  // seen already: two sources, one sequence
    this.lastSeq = frame.seq;
    this.listener.onMessage?.(frame);
  }

  #refused(frame) {
    if (!frame.id) {
      this.listener.onError?.(frame);
      return;
    }
    if (this.inFlight === frame.id) this.inFlight = null;
    if (frame.retry_after_ms !== undefined || RETRYABLE.has(frame.code)) {
      this.listener.onError?.(frame);
      const wait = Math.min(30_000, Math.max(500, frame.retry_after_ms ?? 2_000));
      setTimeout(() => this.#sendNext(), wait);
      this.holdUntil = Date.now() + wait - 50;
      return;
    }
    this.forget(frame.id);
    this.listener.onRefused?.(frame.id, frame);
    this.#sendNext();
  }

  #sendNext() {
    if (!this.isWelcome || this.inFlight || Date.now() < (this.holdUntil ?? 0)) return;
    const entry = this.queue[0];
    if (!entry) return;
    this.inFlight = entry.frame.id;
    this.socket.send(JSON.stringify(entry.frame));
  }

  #closed(event) {
    const code = event.code;
    if (code === 4401) {
      this.mustRenewToken = true;
      // A guest's secret that is no longer known cannot be renewed: a new conversation begins.
      if (this.keep.get('guest_secret')) this.#startOver();
    }
    if (code === 4400 || code === 4403) {
      // What we remember does not exist there (any more). Without it nothing else can be wrong.
      if (!this.keep.get('conversation') && !this.lastSeq) {
        this.#dropSocket();
        this.#state('refused', event.reason);
        return;
      }
      this.#startOver();
    }
    if (code === 1009 && this.inFlight) {
      const id = this.inFlight;
      this.forget(id);
      this.listener.onRefused?.(id, {code: 'too_large'});
    }
    if (code === 4429) this.attempt = Math.max(this.attempt, 4);
    this.#lost();
  }

  #startOver() {
    for (const name of ['conversation', 'guest_secret']) this.keep.set(name, null);
    this.lastSeq = 0;
  }

  #lost() {
    this.#dropSocket();
    this.#retryLater();
  }

  // Full jitter: many customers who lost the same server do not come back at the same moment.
  #retryLater() {
    if (this.isStopped) return;
    this.#state('waiting');
    const most = Math.min(BACKOFF_MOST_MS, BACKOFF_FIRST_MS * 2 ** this.attempt);
    this.attempt += 1;
    clearTimeout(this.retryTimer);
    this.retryTimer = setTimeout(() => this.#connect(), 100 + Math.random() * most);
  }

  #dropSocket() {
    clearTimeout(this.welcomeTimer);
    clearInterval(this.pingTimer);
    clearTimeout(this.pongTimer);
    this.isWelcome = false;
    this.inFlight = null;
    const socket = this.socket;
    this.socket = null;
    socket?.close();
  }

  // A connection that died without a word shows only by silence.
  #ping() {
    if (!this.isWelcome) return;
    this.socket.send('{"type":"ping"}');
    clearTimeout(this.pongTimer);
    this.pongTimer = setTimeout(() => this.#lost(), PONG_WITHIN_MS);
  }

  #heard() { clearTimeout(this.pongTimer); }

  // Back from sleep, or the network is back: find out now rather than at the next ping.
  #checkNow() {
    if (this.isStopped || document.visibilityState === 'hidden') return;
    if (this.isWelcome) this.#ping();
    else if (!this.socket) {
      this.attempt = 0;
      this.#connect();
    }
  }

  #state(state, reason) { this.listener.onState?.(state, reason); }
}

// Unique without asking the server. randomUUID needs a secure page; the demo may be opened by plain
// HTTP from another machine.
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = [...crypto.getRandomValues(new Uint8Array(16))];
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

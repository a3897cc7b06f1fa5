// One customer's conversation over the wire of docs/protocol.md. Owns the WebSocket, reconnecting,
// and the queue of events that the server has not confirmed; knows nothing of the page.
//
// The promise: what send() accepted reaches the server exactly once and in order, also over lost
// connections, restarts of the server and reloads of the page. An event leaves the queue only at
// its `ack` (durable there) or when the server refuses it for good.

import type {
  Ack, CaseChanged, ClientEvent, Message, NewEvent, Owner, Refusal, ServerFrame, TurnEnd, Welcome,
} from './frames';
import { newId } from './ids';
import type { Keep, Shown, Unsent } from './keep';

const BACKOFF_FIRST_MS = 400;
const BACKOFF_MOST_MS = 20_000;
const PING_EVERY_MS = 20_000;
const PONG_WITHIN_MS = 8_000;
const WELCOME_WITHIN_MS = 8_000;
const RETRYABLE = new Set(['busy', 'too_many', 'read_only', 'unavailable', 'restarting']);

// connecting; online; waiting to try again; refused: the server will not have us.
export type ConnectionState = 'connecting' | 'online' | 'waiting' | 'refused';

export interface ChatListener {
  onState(state: ConnectionState, reason?: string): void;
  onWelcome(frame: Welcome): void;
  onMessage(frame: Message): void;
  onAck(frame: Ack): void;
  onTurn(frame: TurnEnd): void;
  onCase(frame: CaseChanged): void;
  onOwner(frame: Owner): void;
  onTyping(): void;
  // The event `id` will never be accepted; it has left the queue.
  onRefused(id: string, frame: Refusal): void;
  // Anything else the server complains of.
  onError(frame: Refusal): void;
}

export interface ConnectionOptions {
  url: string; // ws:// or wss://
  keep: Keep;
  client: string; // name and version, for the server's log
  locale: string;
  // Resolves to the shop's token, or null for a guest; `renew` when the last one was refused.
  getToken(renew: boolean): Promise<string | null>;
  listener: ChatListener;
}

export class ChatConnection {
  lastSeq = 0; // newest message seen in this page's life
  queue: Unsent[];

  private readonly keep: Keep;
  private readonly listener: ChatListener;
  private socket: WebSocket | null = null;
  private inFlight: string | null = null; // one at a time: that keeps the order
  private attempt = 0;
  private isWelcome = false;
  private isStopped = true;
  private mustRenewToken = false;
  private holdUntil = 0;
  private retryTimer = 0;
  private welcomeTimer = 0;
  private pingTimer = 0;
  private pongTimer = 0;
  private readonly wakeUp = () => this.checkNow();

  constructor(private readonly options: ConnectionOptions) {
    this.keep = options.keep;
    this.listener = options.listener;
    this.queue = this.keep.unsent();
  }

  start(): void {
    this.isStopped = false;
    addEventListener('online', this.wakeUp);
    document.addEventListener('visibilitychange', this.wakeUp);
    void this.connect();
  }

  // Leaves the conversation on this page; what is unsent stays in the browser.
  stop(): void {
    this.isStopped = true;
    removeEventListener('online', this.wakeUp);
    document.removeEventListener('visibilitychange', this.wakeUp);
    clearTimeout(this.retryTimer);
    this.dropSocket();
  }

  get isOnline(): boolean {
    return this.isWelcome;
  }

  // The token for uploads of this customer: the shop's, or the guest's secret.
  async credential(): Promise<string | null> {
    return (await this.options.getToken(false)) ?? this.keep.text('guest_secret');
  }

  // Queues an event. `shown` is what the page shows for it meanwhile.
  send(event: NewEvent, shown: Shown): Unsent {
    const frame = { ...event, id: newId() } as ClientEvent;
    const entry = { frame, shown, order: Date.now() + this.queue.length / 1000 };
    this.queue.push(entry);
    this.keep.addUnsent(entry);
    this.sendNext();
    return entry;
  }

  // For frames that may be lost.
  hint(frame: { type: 'typing' } | { type: 'read'; seq: number }): void {
    if (this.isWelcome) this.socket?.send(JSON.stringify(frame));
  }

  private forget(id: string): void {
    this.queue = this.queue.filter((entry) => entry.frame.id !== id);
    this.keep.dropUnsent(id);
    if (this.inFlight === id) this.inFlight = null;
  }

  private async connect(): Promise<void> {
    clearTimeout(this.retryTimer);
    this.dropSocket();
    if (this.isStopped) return;
    this.listener.onState('connecting');
    let token: string | null;
    try {
      token = await this.options.getToken(this.mustRenewToken);
      this.mustRenewToken = false;
    } catch {
      this.retryLater();
      return;
    }
    if (this.isStopped || this.socket) return;
    const socket = new WebSocket(this.options.url, 'boomerang.v1');
    this.socket = socket;
    const isCurrent = () => this.socket === socket;
    socket.onopen = () => isCurrent() && socket.send(JSON.stringify(this.hello(token)));
    socket.onmessage = (event) => isCurrent() && this.receive(String(event.data));
    socket.onclose = (event) => isCurrent() && this.closed(event);
    this.welcomeTimer = setTimeout(() => isCurrent() && this.lost(), WELCOME_WITHIN_MS);
  }

  private hello(token: string | null): Record<string, unknown> {
    const { locale, client } = this.options;
    const hello: Record<string, unknown> = { type: 'hello', after: this.lastSeq, locale, client };
    const credential = token ?? this.keep.text('guest_secret');
    if (credential) hello.token = credential;
    const begun = token ? this.keep.guest()?.text('guest_secret') : null;
    if (begun) {
      // Signed in: what was begun as a guest becomes this customer's and goes on, from its start.
      hello.guest_secret = begun;
      hello.after = this.lastSeq = 0;
      return hello;
    }
    const conversation = this.keep.text('conversation');
    if (conversation) hello.conversation = conversation;
    return hello;
  }

  private receive(text: string): void {
    let frame: ServerFrame;
    try {
      frame = JSON.parse(text) as ServerFrame;
    } catch {
      return;
    }
    clearTimeout(this.pongTimer); // whatever it says: the other side is alive
    switch (frame.type) {
      case 'welcome': return this.welcomed(frame);
      case 'ack': return this.acked(frame);
      case 'message': return this.arrived(frame);
      case 'turn': return this.listener.onTurn(frame);
      case 'case': return this.listener.onCase(frame);
      case 'owner': return this.listener.onOwner(frame);
      case 'typing': return this.listener.onTyping();
      case 'error': return this.refused(frame);
      default: // of a newer server
    }
  }

  private welcomed(frame: Welcome): void {
    clearTimeout(this.welcomeTimer);
    this.attempt = 0;
    this.isWelcome = true;
    const known = this.keep.text('conversation');
    if (known && known !== frame.conversation) this.lastSeq = 0;
    this.keep.set('conversation', frame.conversation);
    if (frame.guest_secret) this.keep.set('guest_secret', frame.guest_secret);
    if (frame.customer) {
      this.keep.guest()?.set('conversation', null);
      this.keep.guest()?.set('guest_secret', null);
    }
    this.pingTimer = setInterval(() => this.ping(), PING_EVERY_MS);
    this.inFlight = null;
    this.listener.onState('online');
    this.listener.onWelcome(frame);
    this.sendNext();
  }

  private acked(frame: Ack): void {
    this.forget(frame.id);
    this.listener.onAck(frame);
    this.sendNext();
  }

  private arrived(frame: Message): void {
    if (frame.seq <= this.lastSeq) return; // seen already: two sources, one sequence
    this.lastSeq = frame.seq;
    this.listener.onMessage(frame);
  }

  private refused(frame: Refusal): void {
    if (!frame.id) return this.listener.onError(frame);
    if (this.inFlight === frame.id) this.inFlight = null;
    if (frame.retry_after_ms !== undefined || RETRYABLE.has(frame.code)) {
      this.listener.onError(frame);
      const wait = Math.min(30_000, Math.max(500, frame.retry_after_ms ?? 2_000));
      this.holdUntil = Date.now() + wait - 50;
      setTimeout(() => this.sendNext(), wait);
      return;
    }
    this.forget(frame.id);
    this.listener.onRefused(frame.id, frame);
    this.sendNext();
  }

  private sendNext(): void {
    const entry = this.queue[0];
    if (!this.isWelcome || this.inFlight || !entry || Date.now() < this.holdUntil) return;
    this.inFlight = entry.frame.id;
    this.socket?.send(JSON.stringify(entry.frame));
  }

  private closed({ code, reason }: CloseEvent): void {
    if (code === 4401) {
      this.mustRenewToken = true;
      // A guest's secret that is no longer known cannot be renewed: a new conversation begins.
      if (this.keep.text('guest_secret')) this.startOver();
    }
    if (code === 4400 || code === 4403) {
      // What we remember does not exist there (any more). Without it nothing else can be wrong.
      if (!this.keep.text('conversation') && !this.lastSeq) {
        this.dropSocket();
        this.listener.onState('refused', reason);
        return;
      }
      this.startOver();
    }
    if (code === 1009 && this.inFlight) {
      const id = this.inFlight;
      this.forget(id);
      this.listener.onRefused(id, { type: 'error', code: 'too_large' });
    }
    if (code === 4429) this.attempt = Math.max(this.attempt, 4);
    this.lost();
  }

  private startOver(): void {
    this.keep.set('conversation', null);
    this.keep.set('guest_secret', null);
    this.lastSeq = 0;
  }

  private lost(): void {
    this.dropSocket();
    this.retryLater();
  }

  // Full jitter: many customers who lost the same server do not come back at the same moment.
  private retryLater(): void {
    if (this.isStopped) return;
    this.listener.onState('waiting');
    const most = Math.min(BACKOFF_MOST_MS, BACKOFF_FIRST_MS * 2 ** this.attempt);
    this.attempt += 1;
    clearTimeout(this.retryTimer);
    this.retryTimer = setTimeout(() => void this.connect(), 100 + Math.random() * most);
  }

  private dropSocket(): void {
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
  private ping(): void {
    if (!this.isWelcome) return;
    this.socket?.send('{"type":"ping"}');
    clearTimeout(this.pongTimer);
    this.pongTimer = setTimeout(() => this.lost(), PONG_WITHIN_MS);
  }

  // Back from sleep, or the network is back: find out now rather than at the next ping.
  private checkNow(): void {
    if (this.isStopped || document.visibilityState === 'hidden') return;
    if (this.isWelcome) return this.ping();
    if (this.socket) return;
    this.attempt = 0;
    void this.connect();
  }
}

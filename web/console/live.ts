// The console's WebSocket: hints that lists have changed, frames of the conversations that are
// looked at, and the messages that a member of the staff writes. A message stays in the queue until
// the server has it; sent again, it is the same one.

import type { ServerFrame } from '../wire/frames';

const BACKOFF_FIRST_MS = 400;
const BACKOFF_MOST_MS = 10_000;
const PING_EVERY_MS = 20_000;
const PONG_WITHIN_MS = 8_000;
const SIGNED_OUT = 4401;

export interface LiveListener {
  onState(isOnline: boolean): void;
  onHint(what: 'queue' | 'cases'): void;
  onFrame(conversation: string, frame: ServerFrame): void;
  onRefused(conversation: string, id: string, code: string, detail: string): void;
  onSignedOut(): void;
}

interface Unsent {
  conversation: string;
  id: string;
  epoch: number;
  text: string;
}

export class Live {
  isOnline = false;
  private socket: WebSocket | null = null;
  private watched = new Map<string, number>(); // conversation: newest message seen
  private unsent: Unsent[] = [];
  private attempt = 0;
  private isStopped = true;
  private retryTimer = 0;
  private pingTimer = 0;
  private pongTimer = 0;

  constructor(private readonly listener: LiveListener) {
    addEventListener('online', () => this.wake());
    document.addEventListener('visibilitychange', () => this.wake());
  }

  start(): void {
    this.isStopped = false;
    this.connect();
  }

  stop(): void {
    this.isStopped = true;
    this.watched.clear();
    this.unsent = [];
    this.drop();
  }

  // From here on the conversation's frames come, those after `seq` first.
  watch(conversation: string, seq: number): void {
    this.watched.set(conversation, seq);
    this.send({ type: 'watch', conversation, after: seq });
  }

  unwatch(conversation: string): void {
    if (this.watched.delete(conversation)) this.send({ type: 'unwatch', conversation });
  }

  say(conversation: string, epoch: number, text: string): string {
    const id = crypto.randomUUID();
    const one = { conversation, id, epoch, text };
    this.unsent.push(one);
    this.send({ type: 'message', ...one });
    return id;
  }

  typing(conversation: string): void {
    this.send({ type: 'typing', conversation });
  }

  private wake(): void {
    if (this.isStopped || document.visibilityState === 'hidden') return;
    if (!this.socket) this.connect();
    else this.ping();
  }

  private send(frame: Record<string, unknown>): void {
    if (this.isOnline) this.socket?.send(JSON.stringify(frame));
  }

  private connect(): void {
    clearTimeout(this.retryTimer);
    this.drop();
    if (this.isStopped) return;
    const address = new URL('live', document.baseURI);
    address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = new WebSocket(address);
    this.socket = socket;
    const isCurrent = () => this.socket === socket;
    socket.onopen = () => isCurrent() && socket.send('{"type":"hello"}');
    socket.onmessage = (event) => isCurrent() && this.receive(JSON.parse(String(event.data)));
    socket.onclose = (event) => isCurrent() && this.closed(event.code);
  }

  private receive(frame: Record<string, any>): void {
    clearTimeout(this.pongTimer);
    switch (frame.type) {
      case 'welcome':
        this.welcome();
        break;
      case 'queue':
      case 'cases':
        this.listener.onHint(frame.type);
        break;
      case 'in': {
        const inner = frame.frame as ServerFrame;
        if (inner.type === 'message') this.saw(frame.conversation, inner.seq);
        if (inner.type === 'ack') this.unsent = this.unsent.filter((one) => one.id !== inner.id);
        this.listener.onFrame(frame.conversation, inner);
        break;
      }
      case 'refused':
        this.unsent = this.unsent.filter((one) => one.id !== frame.id);
        this.listener.onRefused(frame.conversation, frame.id, frame.code, frame.detail);
        break;
    }
  }

  private saw(conversation: string, seq: number): void {
    const known = this.watched.get(conversation);
    if (known !== undefined && seq > known) this.watched.set(conversation, seq);
  }

  private welcome(): void {
    this.isOnline = true;
    this.attempt = 0;
    for (const [conversation, after] of this.watched) {
      this.send({ type: 'watch', conversation, after });
    }
    for (const one of this.unsent) this.send({ type: 'message', ...one });
    this.pingTimer = setInterval(() => this.ping(), PING_EVERY_MS);
    this.listener.onState(true);
  }

  private ping(): void {
    this.send({ type: 'ping' });
    clearTimeout(this.pongTimer);
    this.pongTimer = setTimeout(() => this.closed(0), PONG_WITHIN_MS);
  }

  private closed(code: number): void {
    this.drop();
    this.listener.onState(false);
    if (code === SIGNED_OUT) {
      this.isStopped = true;
      this.listener.onSignedOut();
      return;
    }
    if (this.isStopped) return;
    const wait = Math.min(BACKOFF_MOST_MS, BACKOFF_FIRST_MS * 2 ** this.attempt++);
    this.retryTimer = setTimeout(() => this.connect(), wait * (0.7 + Math.random() * 0.6));
  }

  private drop(): void {
    clearInterval(this.pingTimer);
    clearTimeout(this.pongTimer);
    const socket = this.socket;
    this.socket = null;
    this.isOnline = false;
    socket?.close();
  }
}

// The frames of docs/protocol.md as types. A client ignores fields and frames it does not know.

export interface Button {
  token: string;
  label: string;
  hint?: string;
}

export interface CardRow {
  label: string;
  value: string;
  token?: string; // pressing it changes this answer
}

export interface Card {
  kind: string;
  title?: string;
  rows?: CardRow[];
}

export type FileType = 'jpeg' | 'png' | 'pdf';

export interface Attachment {
  upload: string;
  name: string;
  type: FileType;
  size?: number; // bytes; a file that is made when it is opened has none
}

// What the pending question takes, with the limits that apply.
export interface Expects {
  kind: string;
  min?: string | number;
  max?: string | number;
  currency?: string;
  types?: FileType[];
  count_min?: number;
  count_max?: number;
  each_bytes?: number;
  optional?: boolean;
  options?: number; // kind choices: so many of the buttons, from the first, can be ticked
}

export type From = 'customer' | 'bot' | 'agent' | 'system';
export type OwnerName = 'bot' | 'queue' | 'agent';

export interface Welcome {
  type: 'welcome';
  conversation: string;
  seq: number;
  guest_secret?: string;
  customer?: string;
  locale: string;
  unfinished?: { flow: string; title: string }[];
  owner: OwnerName;
}
export interface Message {
  type: 'message';
  seq: number;
  id: string;
  from: From;
  text: string;
  buttons?: Button[];
  expects?: Expects;
  cards?: Card[];
  attachments?: Attachment[];
  time: string;
  reply_to?: string;
  step?: string;
}
export interface Ack {
  type: 'ack';
  id: string;
  seq: number;
}
export interface TurnEnd {
  type: 'turn';
  id: string;
  seq: number;
}
export interface CaseChanged {
  type: 'case';
  number: string;
  case_type: string;
  state: string;
  due?: string;
}
export interface Owner {
  type: 'owner';
  owner: OwnerName;
  position?: number;
}
export interface Refusal {
  type: 'error';
  code: string;
  message?: string;
  id?: string;
  field?: string;
  retry_after_ms?: number;
}
export type ServerFrame =
  | Welcome
  | Message
  | Ack
  | TurnEnd
  | CaseChanged
  | Owner
  | Refusal
  | { type: 'typing' }
  | { type: 'pong' };

// What the queue of a client holds: an event with an id of its own.
export interface MessageEvent {
  type: 'message';
  id: string;
  text: string;
  attachments?: string[];
}
export interface PressEvent {
  type: 'press';
  id: string;
  button?: string;
  buttons?: string[];
}
export type ClientEvent = MessageEvent | PressEvent;
export type NewEvent = Omit<MessageEvent, 'id'> | Omit<PressEvent, 'id'>;

// What /console/api/ answers with (docs/console.md). Unknown fields are ignored.

import type { Message, OwnerName } from '../wire/frames';

export type Role = 'agent' | 'lead' | 'admin';

export interface Staff {
  id: string;
  name: string;
  display: string;
  role: Role;
}
export interface Colleague extends Staff {
  online: boolean;
  disabled: boolean;
  totp?: boolean;
}

export interface OwnerState {
  owner: OwnerName;
  epoch: number;
  queue?: string;
  reason?: string;
  since?: string;
  unanswered?: string;
  agent?: string; // a colleague's id
  name?: string;
  online?: boolean;
}

export interface Waiting {
  conversation: string;
  customer: string; // empty: a guest
  name?: string;
  channel: string;
  locale: string;
  owner: OwnerState;
}
export interface Queue {
  now: string;
  me: string;
  conversations: Waiting[];
}

export interface CaseSummary {
  number: string;
  type: string;
  state: string;
  customer: string;
  order?: string;
  version: number;
  opened: string;
  changed: string;
  due?: string;
  next_due?: string;
}

export interface PacketTask {
  flow: string;
  title: string;
  status: string;
  answers: { name: string; label: string; value: unknown }[];
}
export interface Packet {
  identity: 'guest' | 'signed_in';
  locale: string;
  zone: string;
  tasks: PacketTask[];
  waiting_for?: string;
  tried: number;
  articles: string[];
  facts: number[];
}

export interface Note {
  id: string;
  author: string;
  text: string;
  at: string;
}

export interface StaffMessage extends Message {
  author?: string;
}

export interface ConversationView {
  conversation: string;
  customer: string;
  name?: string;
  seq: number;
  has_older: boolean;
  owner: OwnerState;
  messages: StaffMessage[];
  cases: CaseSummary[];
  packet: Packet;
  notes: Note[];
}

export interface ActionField {
  name: string;
  kind: string;
  choices: string[];
}
export interface Action {
  event: string;
  by: string;
  meaning: string;
  data: ActionField[];
}
export interface TimelineEvent {
  version: number;
  event: string;
  meaning: string;
  from: string;
  to: string;
  actor: string;
  actor_id: string;
  channel: string;
  policy_version: string;
  at: string;
  data: Record<string, unknown>;
}
export interface CaseFile {
  field: string;
  upload: string;
  name: string;
  type: 'jpeg' | 'png' | 'pdf';
}
export interface CaseView extends CaseSummary {
  name?: string;
  meaning: string;
  policy_version: string;
  conversation: string;
  fields: Record<string, unknown>;
  files: CaseFile[];
  timeline: TimelineEvent[];
  notes: Note[];
  actions: Action[];
}

export interface Reply {
  name: string;
  text: string;
}

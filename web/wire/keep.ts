// What the browser keeps so that a reload, a crash or a dead battery loses nothing: events that the
// server has not confirmed yet, the draft, and files that are still being uploaded.
//
// Each unsent event is a key of its own in localStorage. Two tabs may both send it: it carries its
// client id, so the server applies it once.

import type { ClientEvent, FileType } from './frames';

const PREFIX = 'boomerang';
const GUEST = 'guest';

// What a page shows of an event before the server has confirmed it.
export interface Shown {
  text?: string;
  files?: ShownFile[];
}
export interface ShownFile {
  upload: string;
  name: string;
  type: FileType;
  size: number;
  preview?: string; // an address that lives as long as the page
}
export interface Unsent {
  frame: ClientEvent;
  shown: Shown;
  order: number;
}

// A file of the draft, with its bytes.
export interface KeptFile {
  key: string;
  name: string;
  type: FileType;
  bytes: number;
  blob: Blob;
  upload?: string; // once it is on the server
}

function read(key: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null');
  } catch {
    return null; // storage is off, or somebody wrote nonsense there
  }
}

// False when storage is full or off: the page works on, without the promise to survive a reload.
function write(key: string, value: unknown): boolean {
  try {
    if (value === null || value === undefined) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

// Everything is kept apart by server and customer, so that people who share a browser do not mix.
export class Keep {
  private readonly owner: string;
  private readonly prefix: string;

  // `customer` is the shop's id of a customer, or 'guest'.
  constructor(private readonly host: string, private readonly customer: string) {
    this.owner = `${host}.${customer}`;
    this.prefix = `${PREFIX}.${this.owner}`;
  }

  // What is kept of the guest that this customer was before signing in; null for a guest.
  guest(): Keep | null {
    return this.customer === GUEST ? null : new Keep(this.host, GUEST);
  }

  text(name: string): string | null {
    const value = read(`${this.prefix}.${name}`);
    return typeof value === 'string' ? value : null;
  }
  count(name: string): number {
    const value = read(`${this.prefix}.${name}`);
    return typeof value === 'number' ? value : 0;
  }
  set(name: string, value: string | number | null): void {
    write(`${this.prefix}.${name}`, value);
  }

  // Unsent events in the order in which they were written.
  unsent(): Unsent[] {
    const start = `${this.prefix}.unsent.`;
    const found: Unsent[] = [];
    try {
      for (let i = 0; i < localStorage.length; i += 1) {
        const key = localStorage.key(i);
        if (!key?.startsWith(start)) continue;
        const entry = read(key) as Unsent | null;
        if (entry?.frame?.id) found.push(entry);
      }
    } catch {
      return [];
    }
    return found.sort((a, b) => a.order - b.order);
  }
  addUnsent(entry: Unsent): void {
    write(`${this.prefix}.unsent.${entry.frame.id}`, entry);
  }
  dropUnsent(id: string): void {
    write(`${this.prefix}.unsent.${id}`, null);
  }

  // Resolves to [] where the browser keeps no files.
  async files(): Promise<KeptFile[]> {
    const all = await inStore('readonly', (store) => store.getAll());
    const mine = (all ?? []) as (KeptFile & { owner: string })[];
    return mine.filter((entry) => entry.owner === this.owner);
  }
  async putFile(entry: KeptFile): Promise<void> {
    await inStore('readwrite', (store) => store.put({ ...entry, owner: this.owner }));
  }
  async dropFile(key: string): Promise<void> {
    await inStore('readwrite', (store) => store.delete(key));
  }
}

let opening: Promise<IDBDatabase> | undefined;
function database(): Promise<IDBDatabase> {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(PREFIX, 1);
    request.onupgradeneeded = () => request.result.createObjectStore('files', { keyPath: 'key' });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opening;
}

async function inStore<T>(
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T | undefined> {
  try {
    const transaction = (await database()).transaction('files', mode);
    const request = act(transaction.objectStore('files'));
    return await new Promise<T>((resolve, reject) => {
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = () => reject(transaction.error);
      transaction.onabort = () => reject(transaction.error);
    });
  } catch {
    return undefined; // private windows and full disks: files then live as long as the page
  }
}

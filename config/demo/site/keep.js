// What the browser keeps so that a reload, a crash or a dead battery loses nothing: messages that
// the server has not confirmed yet, the draft, and files that are still being uploaded.
//
// Each unsent message is a key of its own in localStorage. Two tabs may both send it: it carries
// its client id, so the server applies it once.

const PREFIX = 'boomerang.demo';

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;  // storage is off, or somebody wrote nonsense there
  }
}

function write(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;  // full or off: the page works on, without the promise to survive a reload
  }
}

// Everything is kept apart by customer, so that people who share a browser do not mix.
export class Keep {
  constructor(customer) {
    this.customer = customer;
    this.prefix = `${PREFIX}.${customer}`;
  }

  get(name) { return read(`${this.prefix}.${name}`); }
  set(name, value) { return write(`${this.prefix}.${name}`, value); }

  // Unsent frames in the order in which they were written.
  unsent() {
    const start = `${this.prefix}.unsent.`;
    const keys = [];
    try {
      for (let i = 0; i < localStorage.length; i++) {
        if (localStorage.key(i).startsWith(start)) keys.push(localStorage.key(i));
      }
    } catch {
      return [];
    }
    return keys.map(read).filter((entry) => entry?.frame?.id).sort((a, b) => a.order - b.order);
  }
  addUnsent(entry) { return write(`${this.prefix}.unsent.${entry.frame.id}`, entry); }
  dropUnsent(id) { write(`${this.prefix}.unsent.${id}`, null); }

  // Files of the draft, with their bytes. Resolves to [] where the browser keeps none.
  async files() {
    const all = (await inStore('readonly', (store) => store.getAll())) ?? [];
    return all.filter((entry) => entry.customer === this.customer);
  }
  async putFile(entry) {
    await inStore('readwrite', (store) => store.put({...entry, customer: this.customer}));
  }
  async dropFile(key) { await inStore('readwrite', (store) => store.delete(key)); }
}

let opening;
function database() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(PREFIX, 1);
    request.onupgradeneeded = () => request.result.createObjectStore('files', {keyPath: 'key'});
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opening;
}

async function inStore(mode, act) {
  try {
    const transaction = (await database()).transaction('files', mode);
    const request = act(transaction.objectStore('files'));
    return await new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = () => reject(transaction.error);
      transaction.onabort = () => reject(transaction.error);
    });
  } catch {
    return undefined;  // private windows and full disks: files then live as long as the page
  }
}

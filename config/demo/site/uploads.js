// Files on their way to the server: checked, previewed, uploaded with progress, retried. A file
// stays in the browser's storage until the message that carries it has been sent.

import {newId} from './connection.js';
import {errorWords, size} from './words.js';

export const MAX_BYTES = 10 * 1024 * 1024;
const TYPES = {'image/jpeg': 'jpeg', 'image/png': 'png', 'application/pdf': 'pdf'};
const RETRY_MS = [1_000, 3_000, 8_000];

// What the question asks for, or what the server takes at most.
export function limitsOf(expects) {
  const wants = expects?.kind === 'files' ? expects : {};
  return {
    types: wants.types ?? Object.values(TYPES),
    most: wants.count_max ?? 5,
    least: wants.count_min ?? 0,
    bytes: Math.min(wants.each_bytes ?? MAX_BYTES, MAX_BYTES),
  };
}

export class Uploads {
  // credential(): resolves to the token. onChange(): something in `files` changed.
  constructor({keep, credential, onChange}) {
    Object.assign(this, {keep, credential, onChange});
    this.files = [];  // {key, name, type, bytes, blob, state, progress, upload, problem, preview}
  }

  // Files of a draft that a reload interrupted.
  async restore() {
    for (const kept of await this.keep.files()) {
      const isDone = Boolean(kept.upload);
      const file = {...kept, state: isDone ? 'done' : 'waiting', progress: isDone ? 1 : 0};
      file.preview = previewOf(file);
      this.files.push(file);
      if (!file.upload) this.#upload(file);
    }
    if (this.files.length) this.onChange();
  }

  // Returns a sentence about what could not be added, or nothing.
  add(list, limits) {
    const problems = [];
    for (const blob of list) {
      const type = TYPES[blob.type];
      if (!type || !limits.types.includes(type)) {
        problems.push(`“${blob.name}” is not a ${listed(limits.types)} file.`);
      } else if (blob.size > limits.bytes) {
        problems.push(`“${blob.name}” has ${size(blob.size)}; ` +
                      `at most ${size(limits.bytes)} can be sent.`);
      } else if (blob.size === 0) {
        problems.push(`“${blob.name}” is empty.`);
      } else if (this.files.length >= limits.most) {
        problems.push(`At most ${limits.most} files can be sent here.`);
        break;
      } else {
        const file = {key: newId(), name: blob.name || 'photo', type, bytes: blob.size, blob,
                      state: 'waiting', progress: 0};
        file.preview = previewOf(file);
        this.files.push(file);
        this.#remember(file);
        this.#upload(file);
      }
    }
    this.onChange();
    return problems.join(' ');
  }

  remove(key) {
    const file = this.files.find((one) => one.key === key);
    file?.request?.abort();
    if (file?.preview) URL.revokeObjectURL(file.preview);
    this.files = this.files.filter((one) => one.key !== key);
    this.keep.dropFile(key);
    this.onChange();
  }

  retry(key) {
    const file = this.files.find((one) => one.key === key);
    if (file) this.#upload(file);
  }

  get areReady() { return this.files.every((file) => file.state === 'done'); }

  // The files for a message; they are its business from now on.
  take() {
    const taken = this.files.filter((file) => file.state === 'done');
    this.files = this.files.filter((file) => file.state !== 'done');
    for (const file of taken) this.keep.dropFile(file.key);
    this.onChange();
    return taken.map(({upload, name, type, bytes, preview}) => (
      {upload, name, type, size: bytes, preview}));
  }

  #remember({key, name, type, bytes, blob, upload}) {
    this.keep.putFile({key, name, type, bytes, blob, upload});
  }

  async #upload(file, attempt = 0) {
    Object.assign(file, {state: 'sending', progress: 0, problem: ''});
    this.onChange();
    const answer = await this.#post(file).catch(() => ({status: 0, body: {}}));
    if (!this.files.includes(file)) return;  // taken away meanwhile
    if (answer.status >= 200 && answer.status < 300 && answer.body.upload) {
      Object.assign(file, {state: 'done', progress: 1, upload: answer.body.upload,
                           type: answer.body.type ?? file.type});
      this.#remember(file);
      this.onChange();
      return;
    }
    const isWorthRetrying = answer.status === 0 || answer.status === 429 || answer.status >= 500;
    if (isWorthRetrying && attempt < RETRY_MS.length) {
      Object.assign(file, {state: 'waiting', problem: 'Waiting for the connection …'});
      this.onChange();
      setTimeout(() => this.files.includes(file) && this.#upload(file, attempt + 1),
                 RETRY_MS[attempt]);
      return;
    }
    Object.assign(file, {
      state: 'failed',
      problem: answer.status === 0
          ? 'No connection. Try again.'
          : errorWords(answer.body.code, answer.body.detail ?? answer.body.title),
    });
    this.onChange();
  }

  // XMLHttpRequest because fetch tells nothing about the progress of sending.
  async #post(file) {
    const token = await this.credential();
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      file.request = request;
      request.open('POST', '/v1/uploads');
      if (token) request.setRequestHeader('Authorization', `Bearer ${token}`);
      request.timeout = 120_000;
      let shown = 0;
      request.upload.onprogress = (event) => {
        if (!event.lengthComputable || Date.now() - shown < 100) return;
        shown = Date.now();
        file.progress = event.loaded / event.total;
        this.onChange();
      };
      request.onload = () => resolve({status: request.status, body: parsed(request.responseText)});
      request.onerror = reject;
      request.ontimeout = reject;
      const form = new FormData();
      form.append('file', file.blob, file.name);
      request.send(form);
    });
  }
}

function parsed(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

const previewOf = (file) =>
    (file.type === 'pdf' || !file.blob ? '' : URL.createObjectURL(file.blob));

export function listed(types) {
  const names = types.map((type) => type.toUpperCase());
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}

// Files on their way to the server: checked, made smaller, previewed, uploaded with progress,
// retried. A file stays in the browser's storage until the message that carries it has been sent.

import type { Expects, FileType } from '../wire/frames';
import { upload } from '../wire/http';
import { newId } from '../wire/ids';
import type { Keep, KeptFile, ShownFile } from '../wire/keep';
import { shrink } from './shrink';
import type { Words } from './words';

const MAX_BYTES = 10 * 1024 * 1024;
const MAX_FILES = 5;
const TYPES: Record<string, FileType> = {
  'image/jpeg': 'jpeg', 'image/png': 'png', 'application/pdf': 'pdf',
};
const RETRY_MS = [1_000, 3_000, 8_000];

export interface Limits {
  types: FileType[];
  most: number;
  bytes: number;
}

// What the question asks for, or what the server takes at most.
export function limitsOf(expects: Expects | undefined): Limits {
  const wants: Partial<Expects> = expects?.kind === 'files' ? expects : {};
  return {
    types: wants.types ?? Object.values(TYPES),
    most: wants.count_max ?? MAX_FILES,
    bytes: Math.min(wants.each_bytes ?? MAX_BYTES, MAX_BYTES),
  };
}

export interface DraftFile extends KeptFile {
  state: 'waiting' | 'sending' | 'done' | 'failed';
  progress: number; // 0 to 1
  problem: string;
  mayRetry: boolean; // failed for a reason that may pass
  preview: string; // empty: none
  abort?: () => void;
}

export class Uploads {
  files: DraftFile[] = [];

  constructor(private readonly parts: {
    server: string;
    keep: Keep;
    words: Words;
    credential(): Promise<string | null>;
    onChange(): void; // something in `files` changed
  }) {}

  // Files of a draft that a reload interrupted.
  async restore(): Promise<void> {
    for (const kept of await this.parts.keep.files()) {
      const file = draftOf(kept);
      this.files.push(file);
      if (!file.upload) void this.upload(file);
    }
    if (this.files.length) this.parts.onChange();
  }

  // Resolves to a sentence about what could not be added, or an empty one.
  async add(list: Iterable<File>, limits: Limits): Promise<string> {
    const problems: string[] = [];
    for (const original of list) {
      if (this.files.length >= limits.most) {
        problems.push(this.parts.words.t('tooManyFiles', { count: limits.most }));
        break;
      }
      const blob = await shrink(original);
      const problem = this.problemOf(blob, limits);
      if (problem) problems.push(problem);
      else this.take(blob);
    }
    this.parts.onChange();
    return problems.join(' ');
  }

  remove(key: string): void {
    const file = this.files.find((one) => one.key === key);
    this.files = this.files.filter((one) => one.key !== key);
    file?.abort?.();
    if (file?.preview) URL.revokeObjectURL(file.preview);
    void this.parts.keep.dropFile(key);
    this.parts.onChange();
  }

  retry(key: string): void {
    const file = this.files.find((one) => one.key === key);
    if (file) void this.upload(file);
  }

  get areReady(): boolean {
    return this.files.every((file) => file.state === 'done');
  }

  // The files for a message; they are its business from now on.
  hand(): ShownFile[] {
    const taken = this.files.filter((file) => file.state === 'done');
    this.files = this.files.filter((file) => file.state !== 'done');
    for (const file of taken) void this.parts.keep.dropFile(file.key);
    this.parts.onChange();
    return taken.map(({ upload: id, name, type, bytes, preview }) => (
      { upload: id!, name, type, size: bytes, preview }));
  }

  private problemOf(file: File, limits: Limits): string {
    const { words } = this.parts;
    const { name } = file;
    const type = TYPES[file.type];
    if (!type || !limits.types.includes(type)) {
      return words.t('wrongType', { name, types: words.list(limits.types) });
    }
    if (file.size === 0) return words.t('emptyFile', { name });
    if (file.size <= limits.bytes) return '';
    return words.t('tooBig', { name, size: words.size(file.size), most: words.size(limits.bytes) });
  }

  private take(blob: File): void {
    const file = draftOf({
      key: newId(), name: blob.name || 'photo', type: TYPES[blob.type]!, bytes: blob.size, blob,
    });
    this.files.push(file);
    this.remember(file);
    void this.upload(file);
  }

  private remember({ key, name, type, bytes, blob, upload: id }: DraftFile): void {
    void this.parts.keep.putFile({ key, name, type, bytes, blob, upload: id });
  }

  private async upload(file: DraftFile, attempt = 0): Promise<void> {
    const { words } = this.parts;
    const become = (change: Partial<DraftFile>) => {
      Object.assign(file, change);
      this.parts.onChange();
    };
    become({ state: 'sending', progress: 0, problem: '' });
    const control = { onProgress: (progress: number) => become({ progress }),
                      abort: undefined as (() => void) | undefined };
    file.abort = () => control.abort?.();
    const token = await this.parts.credential().catch(() => null);
    const { status, body } = await upload(this.parts.server, token, file, control);
    if (!this.files.includes(file)) return; // taken away meanwhile
    if (status >= 200 && status < 300 && typeof body.upload === 'string') {
      become({ state: 'done', progress: 1, upload: body.upload, type: TYPES[`image/${body.type}`]
        ?? file.type });
      this.remember(file);
      return;
    }
    const isWorthRetrying = status === 0 || status >= 500
      || (status === 429 && body.code !== 'quota_exceeded'); // which lasts until tomorrow
    if (isWorthRetrying && attempt < RETRY_MS.length) {
      become({ state: 'waiting', problem: words.t('waitsForConnection') });
      setTimeout(() => this.files.includes(file) && void this.upload(file, attempt + 1),
        RETRY_MS[attempt]);
      return;
    }
    become({ state: 'failed', mayRetry: isWorthRetrying, problem: status === 0 ? words.t('noConnection')
      : words.error(body.code, body.detail ?? body.title) });
  }
}

function draftOf(kept: KeptFile): DraftFile {
  const isDone = Boolean(kept.upload);
  const canShow = kept.type !== 'pdf' && kept.blob;
  return {
    ...kept, state: isDone ? 'done' : 'waiting', progress: isDone ? 1 : 0, problem: '',
    mayRetry: false,
    preview: canShow ? URL.createObjectURL(kept.blob) : '',
  };
}

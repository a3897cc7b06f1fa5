// Requests to the server beside the WebSocket: uploads with progress, and links to files.

export interface Problem {
  code?: string;
  detail?: string;
  title?: string;
}
export interface Answer {
  status: number; // 0: nobody answered
  body: Problem & Record<string, unknown>;
}

const UPLOAD_WITHIN_MS = 120_000;

function parsed(text: string): Answer['body'] {
  try {
    return (JSON.parse(text) ?? {}) as Answer['body'];
  } catch {
    return {};
  }
}

// Sends one file. XMLHttpRequest because fetch tells nothing about the progress of sending. Never
// rejects; `control.abort` gives it up.
export function upload(
  server: string,
  token: string | null,
  file: { blob: Blob; name: string },
  control: { abort?: () => void; onProgress(part: number): void },
): Promise<Answer> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    control.abort = () => request.abort();
    const nobody = () => resolve({ status: 0, body: {} });
    request.open('POST', `${server}/v1/uploads`);
    if (token) request.setRequestHeader('Authorization', `Bearer ${token}`);
    request.timeout = UPLOAD_WITHIN_MS;
    let shown = 0;
    request.upload.onprogress = (event) => {
      if (!event.lengthComputable || Date.now() - shown < 100) return;
      shown = Date.now();
      control.onProgress(event.loaded / event.total);
    };
    request.onload = () => resolve({ status: request.status, body: parsed(request.responseText) });
    request.onerror = nobody;
    request.ontimeout = nobody;
    request.onabort = nobody;
    const form = new FormData();
    form.append('file', file.blob, file.name);
    request.send(form);
  });
}

// A link that opens a file for a few minutes without a token; null when there is none to be had.
export async function linkTo(
  server: string,
  token: string | null,
  file: string,
): Promise<string | null> {
  try {
    const answer = await fetch(`${server}/v1/files/${encodeURIComponent(file)}/link`, {
      method: 'POST',
      headers: token ? { Authorization: `Bearer ${token}` } : {},
    });
    const { url } = parsed(await answer.text()) as { url?: unknown };
    return answer.ok && typeof url === 'string' ? new URL(url, `${server}/`).href : null;
  } catch {
    return null;
  }
}

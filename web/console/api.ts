// Requests to /console/api/. The session is a cookie that scripts cannot read; the header tells the
// server that no other site sent the request.

export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly field = '',
  ) {
    super(message);
  }
}

// Called when the server does not know the session (any more).
let onSignedOut = () => {};
export const whenSignedOut = (listener: () => void) => { onSignedOut = listener; };

async function send<T>(method: string, path: string, body?: unknown): Promise<T> {
  let response: Response;
  try {
    response = await fetch(`api/${path}`, {
      method,
      credentials: 'same-origin',
      headers: {
        'X-Boomerang-Console': '1',
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new ApiError(0, 'offline', 'The server cannot be reached.');
  }
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer as T;
  if (response.status === 401 && path !== 'session') onSignedOut();
  const { code = 'unknown', detail, title, field = '' } = answer as Record<string, string>;
  throw new ApiError(response.status, code, detail ?? title ?? `Error ${response.status}`, field);
}

export const api = {
  get: <T>(path: string) => send<T>('GET', path),
  post: <T>(path: string, body: unknown = {}) => send<T>('POST', path, body),
  delete: <T>(path: string) => send<T>('DELETE', path),
};

export const enc = encodeURIComponent;

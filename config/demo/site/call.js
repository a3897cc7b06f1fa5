// One HTTP request with JSON in and out. Throws an Error whose message is the problem's detail.
export async function call(method, path, body, token) {
  const headers = {};
  if (body) headers['Content-Type'] = 'application/json';
  if (token) headers.Authorization = `Bearer ${token}`;
  const text = body ? JSON.stringify(body) : undefined;
  const answer = await fetch(path, {method, headers, body: text});
  const content = await answer.json().catch(() => ({}));
  if (answer.ok) return content;
  throw new Error(content.detail ?? content.title ?? `The server answered ${answer.status}.`);
}

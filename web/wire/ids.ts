// Ids that are unique without asking the server.

export function newId(): string {
  // randomUUID needs a secure page; a demo may be opened by plain HTTP from another machine.
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  const bytes = [...crypto.getRandomValues(new Uint8Array(16))];
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

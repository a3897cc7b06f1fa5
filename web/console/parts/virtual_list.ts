// Which rows of a long list of equal rows are to be drawn: those in sight and a few around them.

export interface Window {
  from: number; // first row to draw
  to: number; // behind the last one
  before: number; // pixels of rows above
  after: number; // pixels of rows below
}

const SPARE = 8;

export function windowOf(count: number, rowHeight: number, top: number, height: number): Window {
  const from = Math.max(0, Math.floor(top / rowHeight) - SPARE);
  const to = Math.min(count, Math.ceil((top + height) / rowHeight) + SPARE);
  return { from, to, before: from * rowHeight, after: Math.max(0, count - to) * rowHeight };
}

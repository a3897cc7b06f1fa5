// The small Markdown subset of messages, as DOM nodes: paragraphs, line breaks, lists, **bold**,
// *italic*, `code` and [links](https://...). Return numbers count as code, all else is plain text.

import {el} from './dom.js';

const INLINE = new RegExp([
  /\*\*([^*\n]+)\*\*/,                  // bold
  /\*([^*\s][^*\n]*)\*/,                // italic
  /`([^`\n]+)`/,                        // code
  /\[([^\]\n]+)\]\(([^)\s]+)\)/,        // link: label, address
  /\b(R-[0-9A-Z]{4}-[0-9A-Z]{4})\b/,    // return number
].map((pattern) => pattern.source).join('|'), 'g');
const BULLET = /^\s*[-•]\s+(.*)$/;
const NUMBERED = /^\s*\d{1,2}[.)]\s+(.*)$/;

function isSafeLink(address) {
  if (/^\/(?!\/)/.test(address)) return true;  // a page of this server
  return /^(https?:\/\/|mailto:|tel:)/i.test(address);
}

// A code that people copy by hand (a return number, an address line): one click copies it.
function code(text) {
  const node = el('button', {class: 'code', type: 'button', title: 'Copy'}, el('bdi', {}, text));
  node.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(text);
      node.classList.add('copied');
      setTimeout(() => node.classList.remove('copied'), 1500);
    } catch {
      getSelection()?.selectAllChildren(node);  // no permission: at least select it
    }
  });
  return node;
}

function inline(text) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    if (match.index > end) nodes.push(text.slice(end, match.index));
    const [whole, bold, italic, fixed, label, address, number] = match;
    if (bold) nodes.push(el('strong', {}, ...inline(bold)));
    else if (italic) nodes.push(el('em', {}, italic));
    else if (fixed || number) nodes.push(code(fixed ?? number));
    else if (isSafeLink(address)) {
      nodes.push(el('a', {href: address, target: '_blank', rel: 'noopener noreferrer'}, label));
    } else nodes.push(whole);
    end = match.index + whole.length;
  }
  if (end < text.length) nodes.push(text.slice(end));
  return nodes;
}

// Lines of one block that look like a list become one; the rest become a paragraph.
function block(lines) {
  for (const [pattern, tag] of [[BULLET, 'ul'], [NUMBERED, 'ol']]) {
    if (lines.length && lines.every((line) => pattern.test(line))) {
      const item = (line) => el('li', {dir: 'auto'}, ...inline(line.match(pattern)[1]));
      return el(tag, {}, lines.map(item));
    }
  }
  const withBreaks = lines.flatMap(
      (line, index) => [...(index ? [el('br')] : []), ...inline(line)]);
  return el('p', {dir: 'auto'}, withBreaks);
}

const isListLine = (line) => BULLET.test(line) || NUMBERED.test(line);

// The nodes of a message's text.
export function markdown(text) {
  const nodes = [];
  let lines = [];
  const flush = () => {
    if (lines.length) nodes.push(block(lines));
    lines = [];
  };
  for (const line of text.split('\n')) {
    const isBreak = line.trim() === '';
    if (isBreak || (lines.length && isListLine(line) !== isListLine(lines[0]))) flush();
    if (!isBreak) lines.push(line);
  }
  flush();
  return nodes;
}

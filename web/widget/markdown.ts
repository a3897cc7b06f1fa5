// The small Markdown subset of messages, as DOM nodes: paragraphs, line breaks, lists, **bold**,
// *italic*, `code` and [links](https://...). Return numbers count as code, all else is plain text.

import { el } from './dom';
import type { Words } from './words';

const INLINE = new RegExp(
  [
    /\*\*([^*\n]+)\*\*/, // bold
    /\*([^*\s][^*\n]*)\*/, // italic
    /`([^`\n]+)`/, // code
    /\[([^\]\n]+)\]\(([^)\s]+)\)/, // link: label, address
    /\b([A-Z]-[0-9A-Z]{4}-[0-9A-Z]{4})\b/, // number of a case
  ].map((pattern) => pattern.source).join('|'),
  'g',
);
const BULLET = /^\s*[-•]\s+(.*)$/;
const NUMBERED = /^\s*\d{1,2}[.)]\s+(.*)$/;

const isSafeLink = (address: string) =>
  /^\/(?!\/)/.test(address) || /^(https?:\/\/|mailto:|tel:)/i.test(address);

// Something that people copy by hand (a return number, a line of an address): one click copies it.
function code(text: string, words: Words): Node {
  const node = el('button', { class: 'code', type: 'button', title: words.t('copy') },
    el('bdi', {}, text));
  node.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(text);
      node.dataset.copied = words.t('copied');
      setTimeout(() => delete node.dataset.copied, 1500);
    } catch {
      getSelection()?.selectAllChildren(node); // no permission: at least select it
    }
  });
  return node;
}

function inline(text: string, words: Words): (Node | string)[] {
  const nodes: (Node | string)[] = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    if (match.index > end) nodes.push(text.slice(end, match.index));
    const [whole, bold, italic, fixed, label, address, number] = match;
    if (bold) nodes.push(el('strong', {}, ...inline(bold, words)));
    else if (italic) nodes.push(el('em', {}, italic));
    else if (fixed ?? number) nodes.push(code((fixed ?? number)!, words));
    else if (isSafeLink(address!)) {
      nodes.push(el('a', { href: address, target: '_blank', rel: 'noopener noreferrer' }, label));
    } else nodes.push(whole);
    end = match.index + whole.length;
  }
  if (end < text.length) nodes.push(text.slice(end));
  return nodes;
}

// Lines of one block that look like a list become one; the rest become a paragraph.
function block(lines: string[], words: Words): Node {
  for (const [pattern, tag] of [[BULLET, 'ul'], [NUMBERED, 'ol']] as const) {
    if (lines.every((line) => pattern.test(line))) {
      return el(tag, {}, lines.map((line) =>
        el('li', { dir: 'auto' }, ...inline(pattern.exec(line)![1]!, words))));
    }
  }
  return el('p', { dir: 'auto' }, lines.flatMap((line, index) =>
    [...(index ? [el('br')] : []), ...inline(line, words)]));
}

const isListLine = (line: string) => BULLET.test(line) || NUMBERED.test(line);

// The nodes of a message's text.
export function markdown(text: string, words: Words): Node[] {
  const nodes: Node[] = [];
  let lines: string[] = [];
  const flush = () => {
    if (lines.length) nodes.push(block(lines, words));
    lines = [];
  };
  for (const line of text.split('\n')) {
    const isBreak = line.trim() === '';
    if (isBreak || (lines[0] !== undefined && isListLine(line) !== isListLine(lines[0]))) flush();
    if (!isBreak) lines.push(line);
  }
  flush();
  return nodes;
}

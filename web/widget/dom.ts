// Builds elements. Texts become text nodes, never markup, so nothing that a server or a customer
// wrote can turn into code.

type Child = Node | string | null | undefined | false;
type Attribute = string | number | boolean | null | undefined | ((event: never) => unknown);

// el('button', {class: 'main', onclick: f}, 'Label', child, ...). Attributes named `on...` are
// listeners; a false or absent value leaves one out, true writes it empty.
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, Attribute> = {},
  ...children: (Child | Child[])[]
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === 'function') node.addEventListener(name.slice(2), value as EventListener);
    else node.setAttribute(name, value === true ? '' : String(value));
  }
  for (const child of children.flat()) {
    if (child !== undefined && child !== null && child !== false) node.append(child);
  }
  return node;
}

// 24 x 24, drawn with the colour of the text around them; S strokes, F fills.
const PICTURES = {
  boomerang: 'S4.6M4.5 7C10 4.8 15 4.6 17 6.6s1.800 7.400-.5 13',
  chat: 'S1.9M4 5.500h16v11h-9l-4.5 3.500v-3.500h-2.500zM8 9.500h8M8 12.800h5',
  send: 'F0M3.5 20.500l17.500-8.500-17.500-8.500 2.700 7 8.300 1.500-8.300 1.500z',
  clip: 'S1.8M19.500 11.500l-7.600 7.600a4.700 4.700 0 0 1-6.600-6.600l8-8a3.100 3.100 0 0 1 4.400 4.400' +
    'l-7.900 7.900a1.500 1.500 0 0 1-2.200-2.200l7.200-7.200',
  close: 'S2M6 6l12 12M18 6L6 18',
  anew: 'S1.9M12 5v14M5 12h14',
  photo: 'S1.8M3.500 7.500h4l1.600-2.500h5.800l1.600 2.500h4v11.500h-17zM15.400 13a3.400 3.400 0 1 1-6.800 0' +
    'a3.400 3.400 0 0 1 6.800 0z',
  page: 'S1.8M6 3.500h8l4.500 4.500v12.500h-12.500zM14 3.500v4.500h4.500M9 13h6M9 16.500h6',
  parcel: 'S1.8M3.500 8l8.500-4 8.500 4v8.500l-8.500 4-8.500-4zM3.500 8l8.500 4 8.500-4M12 12v8.500',
};
export type PictureName = keyof typeof PICTURES;

const SVG = 'http://www.w3.org/2000/svg';

// For decoration only: screen readers skip it.
export function picture(name: PictureName): SVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('viewBox', '0 0 24 24');
  const [, kind, width, shape] = /^([SF])([\d.]+)(M.*)$/.exec(PICTURES[name])!;
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', shape!);
  path.setAttribute('fill', kind === 'F' ? 'currentColor' : 'none');
  if (kind === 'S') {
    path.setAttribute('stroke', 'currentColor');
    path.setAttribute('stroke-width', width!);
    path.setAttribute('stroke-linecap', 'round');
    path.setAttribute('stroke-linejoin', 'round');
  }
  svg.append(path);
  return svg;
}

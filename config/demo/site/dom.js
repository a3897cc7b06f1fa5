// Builds elements. Texts become text nodes, never markup, so nothing that a server or a customer
// wrote can turn into code.

const SVG = 'http://www.w3.org/2000/svg';

// el('button', {class: 'main', type: 'button', onclick: f}, 'Label', child, ...). Attributes named
// `on...` are listeners; a false or absent value leaves one out, true writes it empty.
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? '' : String(value));
  }
  const isThere = (child) => child !== undefined && child !== null && child !== false;
  node.append(...children.flat().filter(isThere));
  return node;
}

// A picture of pictures.svg, for decoration only: screen readers skip it.
export function picture(name, className = '') {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('aria-hidden', 'true');
  if (className) svg.setAttribute('class', className);
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `pictures.svg#${/^[a-z_-]+$/.test(name ?? '') ? name : 'parcel'}`);
  svg.append(use);
  return svg;
}

export const byId = (id) => document.getElementById(id);

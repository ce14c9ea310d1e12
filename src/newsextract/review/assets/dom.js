// Elements from plain data. Words of a page only ever become text nodes.

let words = {};

export const $ = (id) => document.getElementById(id);

export function setWords(given) {
  words = given;
}

// w("page.of", {n: 1, total: 3})
export function w(name, values = {}) {
  const [section, key] = name.split(".");
  const text = words[section]?.[key] ?? name;
  return text.replace(/\{(\w+)\}/g, (whole, field) => (field in values ? String(values[field]) : whole));
}

export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "class") node.className = value;
    else if (name === "data") Object.assign(node.dataset, value);
    else if (name === "on") for (const [kind, does] of Object.entries(value)) node.addEventListener(kind, does);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

export function translate(root = document) {
  for (const node of root.querySelectorAll("[data-w]")) node.textContent = w(node.dataset.w);
  for (const node of root.querySelectorAll("[data-w-label]")) node.setAttribute("aria-label", w(node.dataset.wLabel));
  for (const node of root.querySelectorAll("[data-w-placeholder]")) node.placeholder = w(node.dataset.wPlaceholder);
}

let silence = 0;

// Said aloud by a screen reader; shown for a while to others too, unless they see it anyway.
export function say(text, aloudOnly = false) {
  const box = $("say");
  box.classList.toggle("sr", aloudOnly);
  box.textContent = text;
  clearTimeout(silence);
  silence = setTimeout(() => { box.textContent = ""; }, 6000);
}

// A field in use keeps what is being typed.
export function setValue(field, value) {
  if (document.activeElement !== field || field.tagName === "SELECT") field.value = value;
}

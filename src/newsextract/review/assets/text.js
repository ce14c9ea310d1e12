// The article: drawn once, its amounts marked anew with every decision. Offsets are code points.

import { $, el, w } from "./dom.js";

export const ROLES = ["budget", "component", "delta", "per_unit", "other"];

let pieces = [];
let marks = new Map();

export function drawArticle(view, choose) {
  const { article } = view;
  pieces = [];
  marks = new Map();
  $("headline").textContent = article.headline ?? w("page.no_headline");
  $("subheads").replaceChildren(...article.subheads.map((text) => el("p", {}, text)));
  $("facts").replaceChildren(...facts(view));
  $("text").replaceChildren(...article.blocks.map((block) => drawBlock(block, choose)));
  drawRemoved(view.removed);
}

export function clearArticle(view) {
  pieces = [];
  marks = new Map();
  $("headline").textContent = view?.failure ? w("say.failed", { text: view.failure.message }) : "";
  for (const id of ["subheads", "facts", "text"]) $(id).replaceChildren();
  drawRemoved([]);
}

function facts({ article, told_headline: told }) {
  const found = [article.publisher, article.published_at?.slice(0, 16).replace("T", " "), ...article.authors];
  const nodes = found.filter(Boolean).map((text) => el("span", {}, text));
  if (article.url) {
    const link = { href: article.url, rel: "noopener noreferrer", target: "_blank" };
    nodes.push(el("span", {}, el("a", link, w("page.original"))));
  }
  if (told) nodes.push(el("span", {}, w("page.told_headline", { text: told })));
  return nodes;
}

function drawBlock(block, choose) {
  if (block.kind !== "table") return el(block.kind === "heading" ? "h3" : "p", {}, ...drawPieces(block.pieces, choose));
  if (!block.rows) return el("div", { class: "scroll" }, el("p", {}, ...drawPieces(block.pieces, choose)));
  const rows = block.rows.map((row) => el("tr", {}, ...row.map((cell) => {
    const size = { colspan: cell.colspan, rowspan: cell.rowspan };
    return el(cell.header ? "th" : "td", size, ...drawPieces(cell.pieces, choose));
  })));
  const caption = block.caption ? el("caption", {}, block.caption) : null;
  return el("div", { class: "scroll" }, el("table", {}, caption, el("tbody", {}, ...rows)));
}

function drawPieces(given, choose) {
  return given.map(({ at, text, key }) => {
    const words = document.createTextNode(text);
    pieces.push({ at, text, node: words, length: Array.from(text).length });
    if (!key) return words;
    const mark = el("span", { class: "amount", role: "button", tabindex: "-1", on: { click: () => choose(key) } }, words);
    marks.set(key, mark);
    return mark;
  });
}

function drawRemoved(entries) {
  const box = $("removed");
  box.hidden = !entries.length;
  box.querySelector("summary").textContent = w("page.removed", { n: entries.length });
  box.querySelector("ol").replaceChildren(...entries.map(({ zone, reason, text }) => el("li", {},
    el("span", { class: "why" }, el("b", {}, w(`zone.${zone}`)), reason),
    el("span", { class: "words" }, text))));
}

export function markAmounts(view, step) {
  const record = view.records.find((one) => one.key === step?.key);
  const own = new Set([step?.key, ...(record?.components ?? []).map((one) => one.key)]);
  for (const amount of view.amounts) {
    const mark = marks.get(amount.key);
    if (!mark) continue;
    const here = amount.key === step?.key;
    const role = amount.role ? w(`role.${amount.role}`) : w("amount.unknown");
    const said = [amount.text, role, amount.funding_source, amount.accepted && w("amount.accepted"), amount.corrected.length && w("amount.corrected")];
    mark.dataset.role = amount.role ?? "";
    mark.dataset.digit = amount.role ? ROLES.indexOf(amount.role) + 1 : "?";
    mark.classList.toggle("accepted", amount.accepted);
    mark.classList.toggle("corrected", amount.corrected.length > 0);
    mark.classList.toggle("here", here);
    mark.classList.toggle("related", !here && step?.kind === "record" && own.has(amount.key));
    mark.setAttribute("aria-label", said.filter(Boolean).join(", "));
    mark.tabIndex = here ? 0 : -1;
    if (here) mark.setAttribute("aria-current", "true");
    else mark.removeAttribute("aria-current");
  }
  paint(view, step);
}

// What a record says of itself, without touching the text's nodes.
function paint(view, step) {
  if (!("highlights" in CSS)) return;
  CSS.highlights.clear();
  const key = step?.kind === "record" ? step.key : view.amounts.find((a) => a.key === step?.key)?.of ?? step?.key;
  const record = view.records.find((one) => one.key === key);
  if (!record) return;
  const spans = { agency: record.agency_spans, program: record.program ? [[record.program.start, record.program.end]] : [] };
  for (const [name, list] of Object.entries(spans)) {
    const ranges = list.filter(([start, end]) => start < end).map(([start, end]) => rangeOf(start, end)).filter(Boolean);
    if (ranges.length) CSS.highlights.set(name, new Highlight(...ranges));
  }
}

export function goTo(key, focus) {
  const mark = marks.get(key);
  if (!mark) return;
  mark.scrollIntoView({ block: "nearest" });
  if (focus) mark.focus({ preventScroll: true });
}

function boundary(place, isEnd) {
  const inside = isEnd
    ? pieces.find((piece) => piece.at < place && place <= piece.at + piece.length)
    : pieces.find((piece) => piece.at <= place && place < piece.at + piece.length);
  if (!inside) return null;
  return [inside.node, Array.from(inside.text).slice(0, place - inside.at).join("").length];
}

export function rangeOf(start, end) {
  const [from, to] = [boundary(start, false), boundary(end, true)];
  if (!from || !to) return null;
  const range = document.createRange();
  range.setStart(...from);
  range.setEnd(...to);
  return range;
}

// The span of a range of the page, white space at its ends left out; null outside the text.
export function spanOf(range) {
  if (!$("text").contains(range.commonAncestorContainer)) return null;
  const touched = pieces.filter(({ node }) => range.intersectsNode(node));
  let [first, last] = [null, null];
  let words = "";
  for (const piece of touched) {
    const from = range.startContainer === piece.node ? range.startOffset : 0;
    const to = range.endContainer === piece.node ? range.endOffset : piece.text.length;
    if (from >= to) continue;
    const start = piece.at + Array.from(piece.text.slice(0, from)).length;
    if (last !== null && start !== last) return null; // over the end of a paragraph
    first ??= start;
    words += piece.text.slice(from, to);
    last = start + Array.from(piece.text.slice(from, to)).length;
  }
  if (first === null || !words.trim()) return null;
  first += Array.from(words).length - Array.from(words.trimStart()).length;
  last -= Array.from(words).length - Array.from(words.trimEnd()).length;
  return { start: first, end: last };
}

// Where words stand in the text, nearest to a place.
export function find(text, words, near) {
  const places = [];
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
    places.push(Array.from(text.slice(0, at)).length);
  }
  if (!words || !places.length) return null;
  const start = places.reduce((best, place) => (Math.abs(place - near) < Math.abs(best - near) ? place : best));
  return { start, end: start + Array.from(words).length };
}

// Picking words of the text with the keyboard: a selection that arrow keys move and widen.

import { $, say, w } from "./dom.js";
import { rangeOf, spanOf } from "./text.js";

const WORD = /[\p{L}\p{N}\p{M}·․‧.,%~&+-]*[\p{L}\p{N}\p{M}%]/gu;

let done = null;
let cameFrom = null;
let text = []; // code points
let lines = []; // number of the line that each of them is in
let tokens = []; // [start, end] of each word
let anchor = [0, 0]; // the word that the selection was begun with
let tip = [0, 0]; // the word that it reaches to

export const isPicking = () => done !== null;

export function selectedSpan() {
  const selection = getSelection();
  return selection.rangeCount && !selection.isCollapsed ? spanOf(selection.getRangeAt(0)) : null;
}

// `take` gets the span once it is decided. Begins with the words from `start` to `end`.
export function startPicking(words, start, end, take) {
  done = take;
  text = Array.from(words);
  let line = 0;
  lines = text.map((character) => (character === "\n" ? line++ : line));
  tokens = [];
  let [at, place] = [0, 0];
  for (const match of words.matchAll(WORD)) {
    place += Array.from(words.slice(at, match.index)).length;
    const length = Array.from(match[0]).length;
    tokens.push([place, place + length]);
    at = match.index + match[0].length;
    place += length;
  }
  anchor = [start, end];
  tip = [start, end];
  cameFrom = document.activeElement;
  $("pick").hidden = false;
  document.body.classList.add("picking");
  cameFrom?.blur?.();
  show();
}

export function stopPicking() {
  done = null;
  $("pick").hidden = true;
  document.body.classList.remove("picking");
  getSelection().removeAllRanges();
  cameFrom?.focus?.({ preventScroll: true });
}

const chosen = () => ({ start: Math.min(anchor[0], tip[0]), end: Math.max(anchor[1], tip[1]) });

function show() {
  const { start, end } = chosen();
  const range = rangeOf(start, end);
  if (!range) return;
  const selection = getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
  const node = range.endContainer.parentElement;
  node.scrollIntoView({ block: "nearest" });
  say(text.slice(start, end).join(""), true);
}

export function pickKey(event) {
  const way = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (way) {
    if (event.altKey) byCharacter(way, event.shiftKey);
    else byWord(way, event.shiftKey, event.key === "ArrowDown" || event.key === "ArrowUp");
    show();
  } else if (event.key === "Enter") {
    const span = selectedSpan(); // which a mouse may have changed
    if (!span) {
      say(w("pick.nothing"));
    } else {
      const take = done;
      stopPicking();
      take(span);
    }
  } else if (event.key === "Escape") {
    stopPicking();
  } else {
    return;
  }
  event.preventDefault();
}

// Without Shift one word is chosen; with it the selection grows or shrinks by words.
function byWord(way, widen, far) {
  const from = widen ? tip : [chosen().start, chosen().end];
  const beyond = way > 0
    ? tokens.filter(([start]) => start >= (widen ? from[1] : from[0] + 1))
    : tokens.filter(([, end]) => end <= from[0]).reverse();
  const next = far ? beyond.find(([start]) => lineOf(start) !== lineOf(from[0])) : beyond[0];
  if (!next) return;
  // Back towards the first word the selection shrinks.
  if (widen && lineOf(next[0]) !== lineOf(anchor[0])) return;
  tip = next;
  if (!widen) anchor = next;
}

// Alt moves the start, with Shift the end: what a particle or a quote mark needs.
function byCharacter(way, end) {
  let { start: from, end: to } = chosen();
  if (end) to += way;
  else from += way;
  if (from < 0 || to > text.length || from >= to || text.slice(from, to).includes("\n")) return;
  anchor = [from, to];
  tip = [from, to];
}

const lineOf = (place) => lines[place] ?? 0;

// The review of budget articles: its keys, its buttons, and how it begins.

import { open, startSaving, turn } from "./articles.js";
import * as server from "./ask.js";
import { accept, pickProgram, setRole, toRecord, undo, wireFields } from "./decide.js";
import { anyOpen, openHelp, openList } from "./dialogs.js";
import { $, el, setWords, translate } from "./dom.js";
import { isTyping, nameOf, setUseKeys, useKeys } from "./keys.js";
import { buildRoles } from "./panel.js";
import { isPicking, pickKey } from "./pick.js";
import { current, state } from "./state.js";
import { choose, draw, drawAll, move } from "./steps.js";
import { ROLES, goTo } from "./text.js";

const LANGUAGE = "newsextract-review-language";
let cameWith = ""; // what a field held when it was entered

const jump = (id) => { const field = $(id); if (field.offsetParent) { field.focus(); field.select?.(); } };

const DOES = {
  j: () => move(1), ArrowDown: () => move(1), ArrowRight: () => move(1),
  k: () => move(-1), ArrowUp: () => move(-1), ArrowLeft: () => move(-1),
  Enter: accept, Backspace: undo, Delete: undo,
  f: () => jump("source"), m: () => jump(current()?.kind === "record" ? "parent" : "of"),
  r: () => {
    const now = current();
    if (now?.kind === "record") choose({ kind: "amount", key: now.key }, true);
    else if (toRecord()) goTo(state.step.key, true);
  },
  p: pickProgram, a: () => toRecord() && jump("agencies"), y: () => toRecord() && jump("year"),
  x: () => { const box = $("removed"); box.open = !box.open; box.scrollIntoView({ block: "nearest" }); },
  "[": () => turn(-1), "]": () => turn(1), s: startSaving, "?": openHelp,
  l: () => openList(state.overview, state.view.number, open),
};
ROLES.forEach((role, at) => { DOES[String(at + 1)] = () => setRole(role); });
Object.entries({ b: 0, c: 1, d: 2, u: 3, o: 4 }).forEach(([key, at]) => { DOES[key] = () => setRole(ROLES[at]); });

function onKey(event) {
  if (!state.view || anyOpen() || event.ctrlKey || event.metaKey || event.isComposing) return;
  if (isPicking()) { pickKey(event); return; }
  if (event.altKey) return;
  const { target } = event;
  if (isTyping(target)) {
    if (event.key === "Escape" || (event.key === "Enter" && target.tagName === "INPUT")) leave(event);
    return;
  }
  const name = nameOf(event);
  const presses = target.matches("button, summary, a") && (event.key === "Enter" || event.key === " ");
  const steers = target.type === "radio" && event.key.startsWith("Arrow");
  const single = name.length === 1;
  if (presses || steers || (single && !useKeys()) || !DOES[name]) return;
  event.preventDefault();
  DOES[name]();
}

// Enter takes what was typed, Escape does not; both lead back to the step.
function leave(event) {
  const { target } = event;
  event.preventDefault();
  if (event.key === "Escape" && target.tagName === "INPUT") {
    target.value = cameWith; // so that leaving it is no change
    target.blur();
    draw();
  } else {
    target.blur();
  }
  if (state.step) goTo(state.step.key, true);
}

async function speak(lang) {
  server.setLanguage(lang);
  document.documentElement.lang = lang;
  const told = await server.words();
  setWords(told);
  $("version").textContent = `newsextract ${told.version}`;
  translate();
  buildRoles(setRole);
}

async function switchLanguage() {
  const lang = document.documentElement.lang === "ko" ? "en" : "ko";
  localStorage.setItem(LANGUAGE, lang);
  await speak(lang);
  state.view = await server.article(state.view.number);
  drawAll();
}

function wire() {
  wireFields();
  document.addEventListener("keydown", onKey);
  document.addEventListener("focusin", ({ target }) => { cameWith = target.value ?? ""; });
  addEventListener("hashchange", () => {
    const number = Number(location.hash.slice(1)) - 1;
    if (number !== state.view?.number && state.overview?.articles[number]) open(number);
  });
  const clicks = {
    previous: () => turn(-1), next: () => turn(1), "open-save": startSaving, "open-help": openHelp,
    "open-list": DOES.l, language: switchLanguage, "accept-amount": accept, "accept-record": accept,
    "undo-amount": undo, "undo-record": undo, "to-record": DOES.r, "pick-program": pickProgram,
  };
  for (const [id, does] of Object.entries(clicks)) $(id).addEventListener("click", () => state.view && does());
  // A click on the button must not lose the words that were selected.
  $("pick-program").addEventListener("mousedown", (event) => event.preventDefault());
  $("use-keys").checked = useKeys();
  $("use-keys").addEventListener("change", (event) => setUseKeys(event.target.checked));
  setUseKeys(useKeys());
}

async function start() {
  server.takeToken();
  const known = localStorage.getItem(LANGUAGE) ?? (navigator.language.startsWith("ko") ? "ko" : "en");
  try {
    await speak(known);
    state.overview = await server.overview();
  } catch {
    $("notice").hidden = false;
    $("notice").replaceChildren(el("span", {}, "newsextract review를 시작할 때 나온 주소를 다시 여세요. "), el("span", { lang: "en" }, "Please open the address that newsextract review printed."));
    return;
  }
  wire();
  const wanted = Number(location.hash.slice(1)) - 1;
  await open(state.overview.articles[wanted] ? wanted : state.overview.resume);
}

start();

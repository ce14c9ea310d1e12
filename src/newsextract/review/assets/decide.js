// Decisions: what is chosen or typed goes to the server, which answers with all that follows.

import * as server from "./ask.js";
import { $, say, w } from "./dom.js";
import { selectedSpan, startPicking } from "./pick.js";
import { current, recordInHand, same, state, steps } from "./state.js";
import { choose, draw, drawAll, move } from "./steps.js";
import { find } from "./text.js";

let sending = Promise.resolve();

export const settled = () => sending;

// One after another, each on what the one before it left.
function decide(change, told) {
  const number = state.view.number;
  const redraw = "published" in change;
  sending = sending.then(async () => {
    if (state.view.number !== number) return;
    try {
      await take(await server.decide(number, { revision: state.view.revision, ...change }), redraw);
      if (told) say(told);
    } catch (error) {
      await refused(error, number);
    }
  });
  return sending;
}

export async function take(fresh, redraw) {
  state.view = fresh;
  const entry = state.overview.articles[state.view.number];
  Object.assign(entry, { status: state.view.status, saved: state.view.saved });
  if (!current()) state.step = steps().find((one) => one.key === state.step?.key) ?? steps()[0] ?? null;
  if (redraw) drawAll();
  else draw();
}

export async function refused(error, number) {
  if (error.kind === "conflict") {
    await take(await server.article(number), true);
    say(w("say.conflict"));
    return;
  }
  const known = { offline: "say.offline", no_session: "say.no_session", no_token: "say.no_session" }[error.kind];
  const problem = w(`problem.${error.message}`);
  say(known ? w(known) : problem.startsWith("problem.") ? error.message : problem);
  if (state.view && !known) drawFields();
}

// What was typed and refused gives way to what is so.
function drawFields() {
  const active = document.activeElement;
  if ($("panel").contains(active)) active.blur();
  draw();
}

const decideAmount = (key, change, told) => decide({ amounts: { [key]: change } }, told);
const decideRecord = (key, change, told) => decide({ records: { [key]: change } }, told);
export function setRole(role) {
  const now = current();
  if (now?.kind !== "amount") return;
  decideAmount(now.key, { role, accepted: true }, w("say.role", { text: now.item.text, role: w(`role.${role}`) }));
}

export function accept() {
  const now = current();
  if (!now) return;
  const told = w("say.accepted", { text: now.item.text });
  (now.kind === "amount" ? decideAmount : decideRecord)(now.key, { accepted: true }, told);
  const all = steps();
  if (!same(all.at(-1), now)) move(1);
  else say(w("say.end"));
}

export function undo() {
  const now = current();
  if (!now) return;
  const told = w("say.undone", { text: now.item.text });
  (now.kind === "amount" ? decideAmount : decideRecord)(now.key, null, told);
}

function setProgram(span) {
  const record = recordInHand();
  const said = span ? Array.from(state.view.article.text).slice(span.start, span.end).join("") : "–";
  if (record) decideRecord(record.key, { program: span, accepted: true }, w("pick.took", { text: said }));
}

// To the budget that the amount in hand belongs to; says so where there is none.
export function toRecord() {
  const record = recordInHand();
  if (!record) say(w("record.no_budget"));
  else if (current().kind !== "record") choose({ kind: "record", key: record.key });
  return record;
}

export function pickProgram() {
  const chosen = selectedSpan();
  const record = toRecord();
  if (!record) return;
  if (chosen) {
    getSelection().removeAllRanges();
    setProgram(chosen);
    return;
  }
  const { start, end } = record.program ?? { start: record.start, end: record.end };
  startPicking(state.view.article.text, start, end, setProgram);
}

export function wireFields() {
  const amount = () => current()?.kind === "amount" && current();
  $("source").addEventListener("change", (event) => {
    const label = event.target.value.trim() || null;
    if (amount()) decideAmount(amount().key, { funding_source: label, accepted: true }, w("say.kept"));
  });
  $("of").addEventListener("change", (event) => {
    if (amount()) decideAmount(amount().key, { of: event.target.value || null, accepted: true }, w("say.kept"));
  });
  const onRecord = (id, read) => $(id).addEventListener("change", (event) => {
    const record = recordInHand();
    const change = record && read(event.target.value.trim(), record);
    if (change) decideRecord(record.key, { ...change, accepted: true }, w("say.kept"));
  });
  onRecord("program", (text, record) => {
    if (!text) return { program: null };
    const span = find(state.view.article.text, text, record.start);
    if (!span) { say(w("pick.not_found", { text })); drawFields(); }
    return span && { program: span };
  });
  onRecord("agencies", (text) => ({ agencies: text.split(/[,，]/).map((name) => name.trim()).filter(Boolean) }));
  onRecord("year", (text) => ({ fiscal_year: text === "" ? null : Number(text) }));
  onRecord("parent", (text) => ({ parent: text || null }));
  $("published").addEventListener("change", (event) => decide({ published: event.target.value.trim() || null }, w("say.kept")));
}

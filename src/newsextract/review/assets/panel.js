// The editor beside the text: the amount or budget in hand, all budgets, all checks.

import { $, el, setValue, w } from "./dom.js";
import { ROLES } from "./text.js";

const role = (name) => (name ? w(`role.${name}`) : w("amount.unknown"));
const was = (id, changed, text) => {
  $(id).textContent = changed ? w("amount.was", { text: text || "–" }) : "";
};

export function buildRoles(choose) {
  $("roles").replaceChildren(...ROLES.map((name, at) => el("label", { data: { role: name } },
    el("input", { type: "radio", name: "role", value: name, on: { change: () => choose(name) } }),
    el("span", {}, role(name)),
    el("kbd", { "aria-hidden": "true" }, String(at + 1)))));
}

export function fillLists(view) {
  const options = (list) => list.map((value) => el("option", { value }));
  $("labels").replaceChildren(...options(view.labels));
  $("programs").replaceChildren(...options(view.programs));
  $("bodies").replaceChildren(...options(view.agencies));
}

export function drawPanel(view, step, steps, choose) {
  const done = steps.filter((one) => one.item.accepted).length;
  $("progress").value = steps.length ? done / steps.length : 1;
  $("progress-text").textContent = w("page.steps", { done, total: steps.length });
  $("done").hidden = !steps.length;
  $("nothing").hidden = steps.length > 0;
  $("nothing").textContent = view.failure ? `${view.failure.message} (${view.failure.kind})` : w("amount.none");
  const amount = step?.kind === "amount" ? step.item : null;
  const key = step?.kind === "record" ? step.key : amount?.of ?? amount?.key;
  $("amount").hidden = !amount;
  $("record").hidden = step?.kind !== "record";
  $("tree").hidden = !view.records;
  if (amount) drawAmount(view, amount);
  if (step?.kind === "record") drawRecord(view, step.item);
  if (view.records) drawTree(view, key, choose);
  setValue($("published"), view.published ?? "");
}

function drawState(id, item) {
  const node = $(id);
  const corrected = item.corrected.length > 0;
  node.className = `tag ${corrected ? "warn" : item.accepted ? "good" : ""}`;
  node.textContent = [corrected && w("amount.corrected"), item.accepted && w("amount.accepted")].filter(Boolean).join(" · ");
}

function drawProblems(id, view, key) {
  const own = view.problems.filter((problem) => problem.key === key);
  $(id).replaceChildren(...own.map(({ what }) => el("li", {}, w(`problem.${what}`))));
}

function nameOf(record) {
  return `${record.value} · ${record.program?.text ?? w("record.no_program")}`;
}

function fillChoice(select, records, chosen, none) {
  const options = records.map((one) => el("option", { value: one.key }, nameOf(one)));
  select.replaceChildren(el("option", { value: "" }, none), ...options);
  select.value = chosen ?? "";
}

function drawAmount(view, amount) {
  const at = view.amounts.indexOf(amount) + 1;
  $("amount-title").textContent = w("amount.title", { n: at, total: view.amounts.length });
  $("amount-value").textContent = amount.value;
  const more = [w("amount.printed", { text: amount.text }), amount.digits && `${amount.digits} ${amount.currency}`, ...amount.qualifiers, amount.inherited && w("amount.inherited")];
  $("amount-more").textContent = more.filter(Boolean).join(" · ");
  for (const input of $("roles").querySelectorAll("input")) input.checked = input.value === amount.role;
  was("role-was", amount.role !== amount.found.role, role(amount.found.role));
  setValue($("source"), amount.funding_source ?? "");
  was("source-was", amount.funding_source !== amount.found.funding_source, amount.found.funding_source);
  $("of-field").hidden = amount.role !== "component";
  fillChoice($("of"), view.records, amount.of, w("amount.nowhere"));
  drawState("amount-state", amount);
  drawProblems("amount-problems", view, amount.key);
  const own = view.records.some((one) => one.key === (amount.of ?? amount.key));
  $("to-record").hidden = !own;
  $("undo-amount").disabled = !amount.accepted && !amount.corrected.length;
}

function drawRecord(view, record) {
  const at = view.records.indexOf(record) + 1;
  $("record-title").textContent = w("record.title", { n: at, total: view.records.length });
  $("record-value").textContent = record.value;
  setValue($("program"), record.program?.text ?? "");
  setValue($("agencies"), record.agencies.join(", "));
  setValue($("year"), record.fiscal_year ?? "");
  const others = view.records.filter((one) => one !== record);
  fillChoice($("parent"), others, record.parent, w("record.parent_none"));
  const found = record.found;
  const changed = (field) => found && record.corrected.includes(field) && JSON.stringify(found[field]) !== JSON.stringify(record[field]);
  was("program-was", changed("program"), found?.program?.text);
  was("agencies-was", changed("agencies"), found?.agencies.join(", "));
  was("year-was", changed("fiscal_year"), found?.fiscal_year);
  was("parent-was", changed("parent"), view.records.find((one) => one.key === found?.parent)?.value);
  if (record.fiscal_year === null && record.fiscal_year_guess) {
    $("year-was").textContent = w("record.year_guess", { year: record.fiscal_year_guess });
  }
  drawState("record-state", record);
  drawProblems("record-problems", view, record.key);
  $("undo-record").disabled = !record.accepted && !record.corrected.length;
}

// Parents before their children, each with its depth.
function ordered(records) {
  const below = new Map();
  const keys = new Set(records.map((one) => one.key));
  for (const record of records) {
    const parent = keys.has(record.parent) ? record.parent : null;
    below.set(parent, [...(below.get(parent) ?? []), record]);
  }
  const list = [];
  const seen = new Set();
  const walk = (parent, depth) => {
    for (const record of below.get(parent) ?? []) {
      if (seen.has(record.key)) continue;
      seen.add(record.key);
      list.push([record, depth]);
      walk(record.key, Math.min(depth + 1, 6));
    }
  };
  walk(null, 0);
  return list;
}

function drawTree(view, key, choose) {
  const rows = ordered(view.records).map(([record, depth]) => {
    const sources = record.components.filter((one) => !one.depth).map((one) => `${one.label} ${one.value}`).join(" + ");
    const more = [record.fiscal_year && w("record.year_short", { year: record.fiscal_year }), record.agencies.join(", "), sources].filter(Boolean).join(" · ");
    const button = el("button", { type: "button", "aria-current": record.key === key ? "true" : null, on: { click: () => choose(record.key) } },
      el("span", { class: "sum" }, depth ? el("span", { class: "branch", "aria-hidden": "true" }, "└ ") : null, record.value),
      el("span", { class: "name" }, record.program?.text ?? w("record.no_program")),
      el("span", { class: "tag good" }, record.accepted ? "✓" : ""),
      el("span", { class: "more" }, more));
    const row = el("li", {}, button);
    row.style.setProperty("--depth", String(depth));
    return row;
  });
  $("records").replaceChildren(...(rows.length ? rows : [el("li", { class: "soft" }, w("record.none"))]));
  const checks = [...view.checks].sort((one, other) => (other.status === "mismatch") - (one.status === "mismatch"));
  const lines = checks.map((check) => drawCheck(check, key));
  $("checks").replaceChildren(...(lines.length ? lines : [el("li", { class: "soft" }, w("record.no_checks"))]));
}

function drawCheck(check, key) {
  const left = check.terms.map(([label, text]) => [label, text].filter(Boolean).join(" ")).join(" + ") || check.found;
  const sum = check.terms.length && check.found ? `${left} = ${check.found}` : left;
  const relation = check.status === "mismatch" ? "≠" : check.difference ? "≈" : "=";
  const tail = check.difference ? ` (${check.difference})` : "";
  const faint = key && check.record !== key && check.status !== "mismatch" ? " faint" : "";
  return el("li", { class: check.status + faint, title: w(`check.${check.kind}`) },
    el("span", { class: "sign", role: "img", "aria-label": w(`status.${check.status}`) }, w(`mark.${check.status}`)),
    el("span", {}, `${sum} ${relation} ${check.total}${tail}`));
}

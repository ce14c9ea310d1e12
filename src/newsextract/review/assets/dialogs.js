// Help, the list of articles, and saving.

import { $, el, w } from "./dom.js";

const KEYS = [
  ["move", "J", "K", "↓", "↑"], ["accept", "Enter"], ["roles", "1", "2", "3", "4", "5"], ["source", "F"],
  ["of", "M"], ["record", "R"], ["program", "P"], ["agencies", "A"], ["year", "Y"], ["undo", "⌫"],
  ["removed", "X"], ["article", "[", "]"], ["list", "L"], ["save", "S"], ["leave", "Esc"], ["help", "?"],
];

export const anyOpen = () => document.querySelector("dialog[open]") !== null;

export function openHelp() {
  $("keys").replaceChildren(...KEYS.flatMap(([name, ...keys]) => [
    el("dt", {}, ...keys.map((key) => el("kbd", {}, key))),
    el("dd", {}, w(`help.${name}`)),
  ]));
  $("help").showModal();
}

export function openList(overview, current, choose) {
  const filter = $("filter");
  const most = 300;
  const draw = () => {
    const wanted = filter.value.trim().toLowerCase();
    const found = overview.articles.filter(({ key }) => key.toLowerCase().includes(wanted));
    const rows = found.slice(0, most).map(({ number, key, status }) => el("li", {}, el("button", {
      type: "button",
      "aria-current": number === current ? "true" : null,
      on: { click: () => { $("list").close(); choose(number); } },
    }, el("span", {}, key), statusTag(status))));
    if (found.length > most) rows.push(el("li", { class: "soft" }, `… ${found.length - most}`));
    $("articles").replaceChildren(...(rows.length ? rows : [el("li", { class: "soft" }, w("list.empty"))]));
  };
  filter.value = "";
  filter.oninput = draw;
  filter.onkeydown = (event) => {
    if (event.key !== "ArrowDown" && event.key !== "Enter") return;
    event.preventDefault();
    const first = $("articles").querySelector("button");
    if (event.key === "Enter") first?.click();
    else first?.focus();
  };
  $("articles").onkeydown = (event) => {
    const way = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
    if (!way) return;
    event.preventDefault();
    (event.target.closest("li")?.[way]?.querySelector("button") ?? filter).focus();
  };
  const skipped = Object.entries(overview.skipped).map(([reason, number]) => `${reason} ${number}`).join(", ");
  $("list-more").textContent = [
    overview.more && w("list.more", { n: overview.articles.length }),
    skipped && w("list.skipped", { text: skipped }),
  ].filter(Boolean).join(" ");
  draw();
  $("list").showModal();
  filter.focus();
  $("articles").querySelector("[aria-current]")?.scrollIntoView({ block: "center" });
}

export function statusTag(status) {
  const kind = { saved: "good", changed: "warn", begun: "warn" }[status] ?? "";
  return el("span", { class: `tag ${kind}` }, w(`status.${status}`));
}

// `send(name, note, replace)` saves, or throws a refusal.
export function openSave(view, steps, folder, send) {
  const left = steps.filter((one) => !one.item.accepted).length;
  const corrected = steps.filter((one) => one.item.corrected.length).length;
  const bad = (view.checks ?? []).filter((check) => check.status === "mismatch").length;
  const facts = view.failure ? [w("save.fails")] : [
    left ? w("save.left", { n: left }) : w("save.all_done"),
    corrected ? w("save.corrections", { n: corrected }) : w("save.no_corrections"),
    view.problems?.length ? w("save.problems", { n: view.problems.length }) : "",
    bad ? w("save.mismatch", { n: bad }) : "",
  ];
  $("save-facts").replaceChildren(...facts.filter(Boolean).map((text) => el("li", {}, text)));
  $("name").value = view.name;
  $("name-hint").textContent = w("save.name_hint", { folder });
  $("note").value = view.note ?? "";
  const reset = () => { $("save-problem").textContent = ""; $("do-replace").hidden = true; };
  const go = async (replace) => {
    const name = $("name").value.trim();
    try {
      await send(name, $("note").value.trim(), replace);
      $("save").close();
    } catch (error) {
      const taken = error.kind === "taken";
      $("save-problem").textContent = taken ? w("save.exists", { name }) : error.message || w("say.offline");
      $("do-replace").hidden = !taken;
      if (taken) $("do-replace").focus();
    }
  };
  reset();
  $("name").oninput = reset;
  $("save").querySelector("form").onsubmit = (event) => { event.preventDefault(); go(false); };
  $("do-replace").onclick = () => go(true);
  $("no-save").onclick = () => $("save").close();
  $("save").showModal();
  $("name").focus();
  $("name").select();
}

// Drawing what is in hand, and going from one step to the next.

import { statusTag } from "./dialogs.js";
import { $, say, w } from "./dom.js";
import { drawPanel, fillLists } from "./panel.js";
import { current, same, state, steps } from "./state.js";
import { clearArticle, drawArticle, goTo, markAmounts } from "./text.js";

export function drawAll() {
  if (state.view.failure || !state.view.article) clearArticle(state.view);
  else { drawArticle(state.view, (key) => choose({ kind: "amount", key })); fillLists(state.view); }
  draw();
}

export function draw() {
  const now = current();
  const status = statusTag(state.view.status);
  $("status").className = status.className;
  $("status").textContent = status.textContent;
  $("key").textContent = state.view.key;
  $("place").textContent = w("page.of", { n: state.view.number + 1, total: state.view.total });
  $("previous").disabled = state.view.number === 0;
  $("next").disabled = state.view.number + 1 === state.view.total;
  $("open-save").disabled = !state.view.can_save;
  document.title = `${state.view.number + 1}/${state.view.total} ${state.view.article?.headline ?? state.view.key} – newsextract review`;
  if (state.view.amounts) markAmounts(state.view, now);
  drawPanel(state.view, now, steps(), (key) => choose({ kind: "record", key }, true));
}

export function choose(wanted, focus = false) {
  state.step = wanted;
  draw();
  goTo(state.step.key, focus && !$("panel").contains(document.activeElement));
  const now = current();
  if (now?.kind === "record") $("record").scrollIntoView({ block: "nearest" });
  else $("panel").scrollTop = 0;
}

export function move(by) {
  const all = steps();
  const at = all.findIndex((one) => same(one, state.step));
  const to = all[at + by];
  if (!to) return say(w(by > 0 ? "say.end" : "say.first"));
  choose(to);
  if (to.kind === "amount") goTo(to.key, true);
}

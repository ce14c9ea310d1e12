// Opening an article, turning to the next one, saving the one in hand.

import * as server from "./ask.js";
import { refused, settled, take } from "./decide.js";
import { openSave } from "./dialogs.js";
import { $, say, w } from "./dom.js";
import { isPicking, stopPicking } from "./pick.js";
import { state, steps } from "./state.js";
import { choose, drawAll } from "./steps.js";

export async function open(number) {
  if (isPicking()) stopPicking();
  state.goal = number;
  await settled();
  say(w("page.loading"), true);
  let fresh;
  try {
    fresh = await server.article(number);
  } catch (error) {
    state.goal = state.view?.number ?? 0;
    await refused(error, state.goal);
    return;
  }
  if (state.goal !== number) return; // turned on meanwhile
  state.view = fresh;
  history.replaceState(null, "", `#${number + 1}`);
  $("notice").hidden = !state.view.notice;
  $("notice").textContent = state.view.notice ? w(`say.${state.view.notice}`) : "";
  state.step = steps().find((one) => !one.item.accepted) ?? steps()[0] ?? null;
  scrollTo(0, 0);
  drawAll();
  say(state.view.failure ? w("say.failed", { text: state.view.failure.message }) : state.view.article.headline ?? state.view.key, true);
  if (state.step) choose(state.step, true);
  if (!state.step || state.step.kind === "record") $("key").focus();
  // The next one is read meanwhile.
  if (number + 1 < state.view.total) server.article(number + 1).catch(() => {});
}

export function turn(by) {
  const to = state.goal + by;
  if (to < 0 || to >= state.view.total) say(w(by > 0 ? "say.last_article" : "say.first_article"));
  else open(to);
}

export function startSaving() {
  if (!state.view.can_save) return;
  openSave(state.view, steps(), state.overview.fixtures, async (name, note, replace) => {
    await settled();
    if (note !== (state.view.note ?? "")) {
      await take(await server.decide(state.view.number, { revision: state.view.revision, note }), false);
    }
    await take(await server.save(state.view.number, { revision: state.view.revision, name, replace }), false);
    const more = state.view.number + 1 < state.view.total;
    say(w(more ? "save.next" : "save.done", { name: state.view.saved }));
  });
}

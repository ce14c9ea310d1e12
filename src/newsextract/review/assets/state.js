// What the page is about: the articles, the one in hand, and the step (an amount or a budget) in it.

export const state = {
  overview: null,
  view: null,
  goal: 0, // the article that is on its way, or here
  step: null, // {kind, key}
};

export const same = (one, other) => one?.kind === other?.kind && one?.key === other?.key;

export const steps = () => [
  ...(state.view?.amounts ?? []).map((item) => ({ kind: "amount", key: item.key, item })),
  ...(state.view?.records ?? []).map((item) => ({ kind: "record", key: item.key, item })),
];

export const current = () => steps().find((one) => same(one, state.step)) ?? null;

// The budget in hand, or the one that the amount in hand is the sum or a source of.
export function recordInHand() {
  const now = current();
  const key = now?.kind === "record" ? now.key : now?.item.of ?? now?.key;
  return state.view.records?.find((one) => one.key === key) ?? null;
}

// Questions to the server. The token is kept for this window alone: cookies of 127.0.0.1 are shared
// by all its ports, and what other windows cannot read they cannot send.

const KEY = "newsextract-review-token";

export function takeToken() {
  const given = new URLSearchParams(location.search).get("token");
  if (given) {
    sessionStorage.setItem(KEY, given);
    history.replaceState(null, "", location.pathname + location.hash);
  }
  return sessionStorage.getItem(KEY) !== null;
}

export class Refused extends Error {
  constructor(kind, message) {
    super(message);
    this.kind = kind;
  }
}

let lang = "ko";

export function setLanguage(name) {
  lang = name;
}

async function ask(path, init = {}) {
  let answer;
  try {
    answer = await fetch(`${path}?lang=${lang}`, {
      ...init,
      headers: { "X-Review-Token": sessionStorage.getItem(KEY) ?? "", ...init.headers },
    });
  } catch {
    throw new Refused("offline", "");
  }
  const told = await answer.json().catch(() => ({ kind: "offline", message: "" }));
  if (!answer.ok) throw new Refused(told.kind, told.message);
  return told;
}

export const words = () => ask("/api/words");
export const overview = () => ask("/api/articles");
export const article = (number) => ask(`/api/articles/${number}`);

function post(path, body) {
  return ask(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
}

export const decide = (number, patch) => post(`/api/articles/${number}`, patch);
export const save = (number, request) => post(`/api/articles/${number}/fixture`, request);

// Single keys. A Korean keyboard gives ㅓ where an English one gives j: then the place of the key counts.

const STORE = "newsextract-review-keys";

export const useKeys = () => localStorage.getItem(STORE) !== "off";

export function setUseKeys(on) {
  localStorage.setItem(STORE, on ? "on" : "off");
  document.body.classList.toggle("no-keys", !on);
}

const TYPED = new Set(["INPUT", "TEXTAREA", "SELECT"]);

export const isTyping = ({ tagName, type }) => TYPED.has(tagName) && type !== "radio" && type !== "checkbox";

export function nameOf(event) {
  const { key, code } = event;
  if (/^[a-z]$/i.test(key)) return key.toLowerCase();
  if (/^Key[A-Z]$/.test(code) && !/^[\x21-\x7e]$/.test(key)) return code.slice(3).toLowerCase();
  if (/^(Digit|Numpad)[1-5]$/.test(code) && !event.shiftKey) return code.slice(-1);
  return key;
}

"use strict";
(() => {
  const spansOf = JSON.parse(document.getElementById("data").textContent).spans;
  const pop = document.getElementById("pop");
  const inside = pop.querySelector(".inside");
  const marks = [...document.querySelectorAll(".story a.amount")];
  let shown = null; // the mark whose card is open
  let pinned = false; // opened by a click: stays until closed
  let timer = 0;

  // --- sentences and names of a record light up with it ---
  const byspan = new Map();
  for (const node of document.querySelectorAll(".story [data-s]")) {
    for (const span of node.dataset.s.split(" ")) {
      if (!byspan.has(span)) byspan.set(span, []);
      byspan.get(span).push(node);
    }
  }
  function light(record, on) {
    for (const span of spansOf[record] || []) {
      for (const node of byspan.get(String(span)) || []) node.classList.toggle("lit", on);
    }
    const node = document.getElementById("r" + record);
    if (node) node.classList.toggle("lit", on);
  }
  for (const node of document.querySelectorAll(".node[data-record]")) {
    const record = Number(node.dataset.record);
    node.addEventListener("pointerenter", () => light(record, true));
    node.addEventListener("pointerleave", () => light(record, false));
    node.addEventListener("focusin", () => light(record, true));
    node.addEventListener("focusout", () => light(record, false));
  }

  // --- the card of an amount ---
  function recordOf(mark) {
    const link = document.querySelector("#c" + mark.dataset.amount + " .of a");
    return link ? Number(link.hash.slice(2)) : null;
  }
  function place(mark) {
    const box = mark.getClientRects()[0] || mark.getBoundingClientRect();
    pop.style.left = "0px";
    pop.style.top = "0px";
    const width = pop.offsetWidth;
    const height = pop.offsetHeight;
    const page = document.documentElement.clientWidth;
    const left = Math.max(8, Math.min(box.left, page - width - 8));
    const below = box.bottom + 6 + height <= window.innerHeight || box.top < height + 8;
    pop.style.left = left + window.scrollX + "px";
    pop.style.top = (below ? box.bottom + 6 : box.top - height - 6) + window.scrollY + "px";
  }
  function open(mark, pin) {
    clearTimeout(timer);
    if (shown === mark) {
      pinned = pinned || pin;
      return;
    }
    close();
    const card = document.getElementById("c" + mark.dataset.amount).cloneNode(true);
    card.removeAttribute("id");
    inside.replaceChildren(card);
    pop.hidden = false;
    place(mark);
    shown = mark;
    pinned = pin;
    mark.classList.add("open");
    const record = recordOf(mark);
    if (record !== null) light(record, true);
  }
  function close() {
    clearTimeout(timer);
    if (!shown) return;
    const record = recordOf(shown);
    if (record !== null) light(record, false);
    shown.classList.remove("open");
    shown = null;
    pinned = false;
    pop.hidden = true;
  }
  function later() {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const at = document.activeElement;
      if (!pinned && at !== shown && !pop.contains(at)) close();
    }, 250);
  }
  for (const mark of marks) {
    mark.addEventListener("pointerenter", (event) => {
      if (event.pointerType === "mouse" && !pinned) open(mark, false);
    });
    mark.addEventListener("pointerleave", later);
    mark.addEventListener("focus", () => open(mark, false));
    mark.addEventListener("blur", later);
    mark.addEventListener("click", (event) => {
      event.preventDefault();
      if (shown === mark && pinned) close();
      else {
        open(mark, true);
        // Pressed by a key: what is in the card comes next.
        if (event.detail === 0) {
          const first = pop.querySelector(".inside a") || pop.querySelector(".close");
          first.focus({ preventScroll: true });
        }
      }
    });
    mark.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
      const next = marks[marks.indexOf(mark) + step];
      if (next) {
        event.preventDefault();
        next.focus();
      }
    });
  }
  pop.addEventListener("pointerenter", () => clearTimeout(timer));
  pop.addEventListener("pointerleave", later);
  pop.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (link || event.target.closest(".close")) {
      const mark = shown;
      close();
      if (!link) {
        mark.focus();
        close();
      }
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && shown) {
      const mark = shown;
      const within = pop.contains(document.activeElement);
      close();
      if (within) {
        mark.focus();
        close();
      }
    }
  });
  document.addEventListener("pointerdown", (event) => {
    if (shown && !pop.contains(event.target) && event.target.closest("a.amount") !== shown) close();
  });
  window.addEventListener("resize", () => shown && place(shown));

  // --- a jump to a mark or record is seen ---
  function arrive() {
    const target = document.getElementById(location.hash.slice(1));
    for (const old of document.querySelectorAll(".here")) old.classList.remove("here");
    if (!target || !/^[mar]\d+$/.test(target.id)) return;
    target.classList.add("here");
    if (target.matches("a.amount")) target.focus();
  }
  window.addEventListener("hashchange", arrive);
  arrive();

  // --- the ledger shows what was removed; the rest on demand ---
  const kept = document.getElementById("show-kept");
  if (kept) {
    const entries = document.getElementById("entries");
    kept.checked = kept.closest("p").hidden; // nothing was removed: show all there is
    const update = () => entries.classList.toggle("removed-only", !kept.checked);
    kept.addEventListener("change", update);
    update();
  }
})();

"use strict";
// A table that is filtered and sorted as a whole, and drawn a page at a time.
window.sheet = (T) => {
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, key) => values[key]);
  const count = (n) => n.toLocaleString("en-US");
  const lower = (text) => text.toLowerCase();
  function el(name, attributes, ...children) {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (value === true) node.setAttribute(key, "");
      else if (value !== false && value !== null && value !== undefined) node.setAttribute(key, value);
    }
    node.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
    return node;
  }

  // --- a table: filtered, sorted, one page of it drawn ---
  class Table {
    constructor(id, rows, options) {
      this.root = document.getElementById(id);
      if (!this.root) return;
      this.rows = rows;
      this.options = options;
      this.key = options.key || null;
      this.down = options.down !== false;
      this.page = 0;
      this.size = options.size || 10;
      this.extra = null; // a condition from a click on a sum
      this.body = this.root.querySelector("tbody");
      this.heads = [...this.root.querySelectorAll("button.sort")];
      this.keys = this.heads.map((head) => head.dataset.key);
      this.input = this.root.querySelector("input.query");
      this.sentences = this.root.querySelector("input.sentences");
      this.opened = new Set();
      this.listen();
      this.update();
    }
    listen() {
      let timer = 0;
      this.root.addEventListener("input", (event) => {
        if (event.target === this.sentences) return this.draw();
        clearTimeout(timer);
        timer = setTimeout(() => this.restart(), event.target === this.input ? 150 : 0);
      });
      this.root.querySelector("form")?.addEventListener("submit", (event) => event.preventDefault());
      for (const head of this.heads) {
        head.addEventListener("click", () => {
          const key = head.dataset.key;
          this.down = this.key === key ? !this.down : key === "krw" || key === "records" || key === "difference" || key === "bar";
          this.key = key;
          this.restart();
        });
      }
      this.root.querySelector(".prev").addEventListener("click", () => this.turn(-1));
      this.root.querySelector(".next").addEventListener("click", () => this.turn(1));
      this.body.addEventListener("click", (event) => {
        const button = event.target.closest("button.open");
        if (button) this.toggle(button);
      });
      this.body.addEventListener("keydown", (event) => this.move(event));
    }
    restart() {
      this.page = 0;
      this.opened.clear();
      this.update();
    }
    update() {
      const tests = [];
      for (const field of this.root.querySelectorAll("[data-filter]")) {
        const value = field.type === "checkbox" ? field.checked : field.value;
        if (value) tests.push(this.options.filters[field.dataset.filter](value));
      }
      if (this.extra) tests.push(this.extra.test);
      const words = this.input ? lower(this.input.value.trim()) : "";
      if (words) tests.push(this.options.search(words));
      let found = [];
      for (let i = 0; i < this.rows.length; i++) {
        if (tests.every((test) => test(this.rows[i]))) found.push(i);
      }
      const value = this.key && this.options.sort[this.key];
      if (value) found = this.sorted(found, value);
      this.found = found;
      this.total = this.options.total ? this.options.total(found.map((i) => this.rows[i])) : "";
      for (const head of this.heads) {
        const sorted = head.dataset.key === this.key;
        head.parentElement.setAttribute("aria-sort", sorted ? (this.down ? "descending" : "ascending") : "none");
      }
      this.draw();
    }
    sorted(found, value) {
      const values = new Map(found.map((i) => [i, value(this.rows[i])]));
      const sign = this.down ? -1 : 1;
      const missing = (v) => v === null || v === undefined || v === "" || v === Infinity;
      return found.sort((a, b) => {
        const x = values.get(a), y = values.get(b);
        if (missing(x) || missing(y)) return missing(x) - missing(y) || a - b; // what is unknown stands last
        return x < y ? -sign : x > y ? sign : a - b;
      });
    }
    draw() {
      const from = this.page * this.size;
      const shown = this.found.slice(from, from + this.size);
      const all = this.found.length;
      const pages = Math.max(1, Math.ceil(all / this.size));
      this.body.replaceChildren(...shown.flatMap((i) => this.line(i)));
      this.root.querySelector(".count").textContent = !all ? T.none
        : pages === 1 ? fill(T.shown_all, { n: count(all) })
        : fill(T.shown, { n: count(all), from: count(from + 1), to: count(from + shown.length) });
      if (this.total) this.root.querySelector(".count").textContent += " · " + this.total;
      const pager = this.root.querySelector(".pager");
      pager.hidden = pages === 1;
      pager.querySelector(".page").textContent = fill(T.page, { page: count(this.page + 1), pages: count(pages) });
      pager.querySelector(".prev").disabled = this.page === 0;
      pager.querySelector(".next").disabled = this.page >= pages - 1;
    }
    line(i) {
      const row = this.rows[i];
      const cells = this.options.cells(row);
      const line = el("tr", { "data-row": i });
      this.keys.forEach((key, place) => {
        const head = this.heads[place].parentElement;
        line.append(el("td", { class: head.className || false }, ...[cells[key]].flat()));
      });
      const button = line.querySelector("button.open");
      if (!button) return [line];
      const open = this.opened.has(i) || Boolean(this.sentences?.checked);
      button.setAttribute("aria-expanded", String(open));
      return open ? [line, this.detail(i)] : [line];
    }
    detail(i) {
      return el("tr", { class: "detail" }, el("td", { colspan: this.keys.length }, this.options.detail(this.rows[i])));
    }
    toggle(button) {
      const line = button.closest("tr");
      const i = Number(line.dataset.row);
      const next = line.nextElementSibling;
      if (next && next.classList.contains("detail")) {
        next.remove();
        this.opened.delete(i);
        button.setAttribute("aria-expanded", "false");
      } else {
        line.after(this.detail(i));
        this.opened.add(i);
        button.setAttribute("aria-expanded", "true");
      }
    }
    turn(step) {
      const pages = Math.ceil(this.found.length / this.size);
      const page = Math.min(Math.max(this.page + step, 0), pages - 1);
      if (page === this.page) return false;
      this.page = page;
      this.draw();
      return true;
    }
    move(event) {
      const button = event.target.closest("button.open, button[data-drill]");
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!button || !step || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      const find = () => [...this.body.querySelectorAll("button.open, button[data-drill]")];
      const buttons = find();
      const next = buttons[buttons.indexOf(button) + step];
      if (next) next.focus();
      else if (this.turn(step)) find().at(step > 0 ? 0 : -1)?.focus();
    }
  }

  return { Table, el, fill, count, lower };
};

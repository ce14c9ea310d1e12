"use strict";
(() => {
  const D = JSON.parse(document.getElementById("data").textContent);
  const T = D.words.script;
  const { Table, el, fill, count, lower } = window.sheet(T);
  const SVG = "http://www.w3.org/2000/svg";
  // Fields of the rows, as rows.py writes them.
  const HEADLINE = 0, URL_ = 1, DAY = 2, PUBLISHER = 3, KEY = 4;
  const ART = 0, TEXT = 1, KRW = 2, PROGRAM = 3, BODIES = 4, YEAR = 5, GUESS = 6, ACTION = 7,
    PHASE = 8, STATUS = 9, COUNTED = 10, PART = 11, SENTENCE = 12, SOURCES = 13, LEAST = 14;
  const M_KIND = 1, M_CATEGORY = 2, EXPECTED = 3, FOUND = 4, DIFF = 5, CURRENCY = 6, M_PROGRAM = 7,
    M_SENTENCE = 8;

  // --- small things ---
  const pick = (words, key) => (Object.hasOwn(words, key) ? words[key] : key);
  const named = (text) => el("bdi", null, text);
  function svg(name, attributes, ...children) {
    const node = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    node.append(...children);
    return node;
  }
  function bar(parts, height) {
    let at = 0;
    const rects = parts.map(([key, width]) => {
      const rect = svg("rect", { class: "fill " + key, x: at + "%", width: width + "%", height });
      at += width;
      return rect;
    });
    return svg("svg", { class: "bar", width: "100%", height, "aria-hidden": "true", focusable: "false" }, ...rects);
  }
  function short(value, currency = "KRW") {
    const korean = D.lang === "ko";
    const sign = value < 0 ? "-" : "";
    const size = Math.abs(value);
    const plain = (n, digits) => n.toLocaleString("en-US", { maximumFractionDigits: digits });
    let text = plain(size, 2);
    for (let i = 0; i < D.units.length; i++) {
      const [unit, word] = D.units[i];
      if (size < unit) continue;
      const next = D.units[i + 1];
      if (korean && unit > 1e8 && next) {
        const parts = Math.round(size / next[0]);
        const per = unit / next[0];
        const minor = parts % per;
        text = plain(Math.floor(parts / per), 0) + word + (minor ? " " + plain(minor, 0) + next[1] : "");
      } else {
        const digits = size >= 1000 * unit || (korean && size >= 100 * unit) ? 0 : size < 10 * unit ? 2 : 1;
        text = plain(size / unit, digits) + word;
      }
      break;
    }
    if (!korean) return sign + (currency === "KRW" ? "₩" : currency + " ") + text;
    return sign + text + (currency === "KRW" ? "원" : " " + currency);
  }
  function webLink(url, text) {
    let safe = false;
    try {
      safe = ["http:", "https:"].includes(new URL(url).protocol);
    } catch {
      safe = false;
    }
    if (!safe) return named(text);
    return el("a", { href: url, rel: "noopener noreferrer nofollow external", target: "_blank" }, named(text));
  }
  const title = (article) => article[HEADLINE] || article[KEY];
  function mark([text, at, length]) {
    const node = el("p", null, text.slice(0, at));
    if (length) node.append(el("mark", null, text.slice(at, at + length)));
    node.append(text.slice(at + length));
    return node;
  }
  // Offsets are code points; a string here counts UTF-16 units.
  function excerpt([text, at, length]) {
    const points = [...text];
    const before = points.slice(0, at).join("").length;
    const within = points.slice(at, at + length).join("").length;
    return mark([text, before, within]);
  }
  function status(name) {
    return el("span", { class: "status " + name }, el("span", { "aria-hidden": "true" }, pick(D.words.mark, name)), " " + pick(D.words.status, name));
  }
  function quote(sentence, article, ...more) {
    const facts = [webLink(article[URL_], title(article))];
    for (const fact of [article[PUBLISHER], article[DAY]]) if (fact) facts.push(" · ", named(fact));
    if (article[HEADLINE]) facts.push(" · " + T.source_file + " ", el("code", null, named(article[KEY])));
    const cited = excerpt(sentence);
    cited.setAttribute("lang", "ko");
    return el("blockquote", null, cited, ...more, el("footer", null, ...facts));
  }
  // Ranks let strings be sorted as numbers; Hangul syllables stand in the order of their codes.
  function ranks(strings) {
    const order = strings.map((_, i) => i).sort((a, b) => (strings[a] < strings[b] ? -1 : strings[a] > strings[b] ? 1 : 0));
    const rank = new Array(strings.length);
    order.forEach((i, place) => (rank[i] = strings[i] ? place : Infinity));
    return rank;
  }
  const lazily = (make) => {
    let made;
    return () => (made === undefined ? (made = make()) : made);
  };

  // --- the tables of this report ---
  const programRank = lazily(() => ranks(D.programs));
  const agencyRank = lazily(() => ranks(D.agencies));
  const dayRank = lazily(() => ranks(D.articles.map((article) => article[DAY])));
  const titleRank = lazily(() => ranks(D.articles.map(title)));
  const has = (strings, words) => strings.map((text) => lower(text).includes(words));

  function searchRecords(words) {
    const programs = has(D.programs, words);
    const agencies = has(D.agencies, words);
    const articles = D.articles.map((a) => lower(a[HEADLINE] + "\n" + a[PUBLISHER]).includes(words));
    return (row) => programs[row[PROGRAM]] || articles[row[ART]] || row[BODIES].some((body) => agencies[body])
      || lower(row[SENTENCE][0]).includes(words);
  }
  function sourceParts(row) {
    const sums = new Map();
    let all = 0;
    for (const [key, , won] of row[SOURCES]) {
      if (won === null) return [];
      sums.set(key, (sums.get(key) || 0) + won);
      all += won;
    }
    if (!all) return [];
    return [...sums].sort((a, b) => a[0] - b[0]).map(([key, won]) => [D.sources[key], (won * 100) / all]);
  }
  function recordDetail(row) {
    const sources = el("ul", { class: "chips" });
    for (const [key, label, won, text] of row[SOURCES]) {
      const swatch = svg("svg", { class: "swatch", width: 10, height: 10, "aria-hidden": "true", focusable: "false" }, svg("rect", { class: "fill " + D.sources[key], width: 10, height: 10 }));
      sources.append(el("li", null, swatch, " ", named(D.labels[label]), " ", el("strong", null, won === null ? text : short(won))));
    }
    const facts = [];
    if (row[ACTION]) facts.push(el("span", null, named(row[ACTION]), row[PHASE] ? " (" + (pick(D.words.phase, row[PHASE])) + ")" : ""));
    if (row[STATUS]) facts.push(status(row[STATUS]));
    if (row[PART]) facts.push(el("span", null, T.part));
    if (!row[COUNTED]) facts.push(el("span", null, T.reprint));
    if (row[KRW] !== null) facts.push(el("span", { class: "num" }, count(row[KRW]) + " KRW"));
    return quote(row[SENTENCE], D.articles[row[ART]], row[SOURCES].length ? sources : null, el("p", { class: "tags" }, ...facts));
  }
  const matchYear = (value) => (row) => String(row[YEAR] ?? "none") === value;
  const matchSource = (value) => {
    if (value === "none") return (row) => !row[SOURCES].length;
    const key = D.sources.indexOf(value);
    return (row) => row[SOURCES].some((source) => source[0] === key);
  };
  const records = new Table("t-records", D.records, {
    key: "krw",
    size: 25,
    filters: {
      year: matchYear,
      source: matchSource,
      check: (value) => (row) => (row[STATUS] || "none") === value,
      counted: () => (row) => row[COUNTED],
    },
    search: searchRecords,
    total: (rows) => {
      const exact = rows.filter((row) => row[COUNTED] && row[KRW] !== null);
      return exact.length ? fill(T.total, { krw: short(exact.reduce((sum, row) => sum + row[KRW], 0)) }) : "";
    },
    sort: {
      krw: (row) => row[KRW] ?? row[LEAST],
      program: (row) => programRank()[row[PROGRAM]],
      agency: (row) => (row[BODIES].length ? agencyRank()[row[BODIES][0]] : null),
      year: (row) => row[YEAR],
      sources: (row) => row[SOURCES].length || null,
      check: (row) => ["mismatch", "partial", "rounding", "ok"].indexOf(row[STATUS] || "none") + 1 || null,
      date: (row) => dayRank()[row[ART]],
    },
    cells: (row) => ({
      krw: el("button", { type: "button", class: "num open" }, row[KRW] === null ? named(row[TEXT]) : short(row[KRW])),
      program: D.programs[row[PROGRAM]] ? named(D.programs[row[PROGRAM]]) : el("span", { class: "soft" }, named(title(D.articles[row[ART]]))),
      agency: row[BODIES].flatMap((body, i) => (i ? [", ", named(D.agencies[body])] : [named(D.agencies[body])])),
      year: row[YEAR] === null ? "" : row[GUESS] ? [String(row[YEAR]), el("span", { class: "soft" }, " " + T.guess)] : String(row[YEAR]),
      sources: row[SOURCES].length ? [bar(sourceParts(row), 12), el("span", { class: "sr" }, row[SOURCES].map((s) => D.labels[s[1]]).join(", "))] : "",
      check: row[STATUS] ? status(row[STATUS]) : "",
      date: D.articles[row[ART]][DAY],
    }),
    detail: recordDetail,
  });

  const most = D.bodies.reduce((max, body) => Math.max(max, body[3]), 0);
  new Table("t-agencies", D.bodies, {
    key: "krw",
    search: (words) => {
      const agencies = has(D.agencies, words);
      return (row) => agencies[row[0]];
    },
    filters: {},
    sort: { agency: (row) => agencyRank()[row[0]], krw: (row) => row[3], bar: (row) => row[3], records: (row) => row[1] },
    cells: (row) => ({
      agency: named(D.agencies[row[0]]),
      krw: el("button", { type: "button", class: "num", "data-drill": "agency", "data-value": row[0], title: count(row[3]) }, row[2] ? short(row[3]) : "–"),
      bar: bar([["national", most ? (row[3] * 100) / most : 0]], 14),
      records: count(row[1]),
    }),
  });

  new Table("t-mismatches", D.mismatches, {
    key: "difference",
    search: (words) => {
      const articles = D.articles.map((a) => lower(a[HEADLINE] + "\n" + a[PUBLISHER]).includes(words));
      return (row) => articles[row[0]] || lower(row[M_PROGRAM]).includes(words) || lower(row[M_SENTENCE]).includes(words);
    },
    filters: {},
    sort: {
      difference: (row) => Math.abs(Number(row[DIFF])),
      sum: (row) => Number(row[EXPECTED]),
      kind: (row) => row[M_KIND],
      program: (row) => row[M_PROGRAM],
      article: (row) => titleRank()[row[0]],
    },
    cells: (row) => {
      const said = (value) => (value === null ? "?" : short(Number(value), row[CURRENCY]));
      return {
        difference: el("button", { type: "button", class: "num open bad" }, (Number(row[DIFF]) > 0 ? "+" : "") + said(row[DIFF])),
        sum: el("span", { class: "num" }, said(row[FOUND]) + " ≠ " + said(row[EXPECTED])),
        kind: pick(D.words.check, row[M_KIND]) + (row[M_CATEGORY] ? " (" + row[M_CATEGORY] + ")" : ""),
        program: named(row[M_PROGRAM] || "–"),
        article: named(title(D.articles[row[0]])),
      };
    },
    detail: (row) => quote(row.slice(M_SENTENCE), D.articles[row[0]]),
  });

  const failures = new Table("t-failures", D.failures, {
    key: "key",
    down: false,
    search: (words) => (row) => lower(row.join("\n")).includes(words),
    filters: {},
    sort: { kind: (row) => row[0], key: (row) => row[1], message: (row) => row[2] },
    cells: (row) => ({ key: el("code", null, named(row[1])), kind: pick(D.kinds, row[0]), message: named(row[2]) }),
  });

  // --- a click on a sum shows what it is made of ---
  const drills = {
    year: (value) => matchYear(value),
    source: (value) => matchSource(value),
    agency: (value) => (row) => row[BODIES].includes(Number(value)),
    days: (value, until) => (row) => D.articles[row[ART]][DAY] >= value && D.articles[row[ART]][DAY] <= until,
  };
  function drill(button) {
    const { drill: name, value, until, label } = button.dataset;
    if (name === "kind") {
      failures.input.value = value;
      failures.restart();
      failures.input.focus();
      return;
    }
    const test = drills[name](value, until);
    const counted = (row) => row[COUNTED] && test(row);
    const what = name === "agency" ? D.agencies[Number(value)]
      : name === "source" ? D.words.source[value]
      : label || button.closest("tr").querySelector("th").textContent;
    records.extra = { test: counted };
    const chip = records.root.querySelector(".drop");
    chip.textContent = what + " ×";
    chip.setAttribute("aria-label", fill(T.drop, { what }));
    chip.hidden = false;
    for (const field of records.root.querySelectorAll("[data-filter]")) {
      if (field.type === "checkbox") field.checked = false;
      else field.value = "";
    }
    records.input.value = "";
    records.sentences.checked = true;
    records.restart();
    const heading = document.getElementById("records-title");
    heading.focus({ preventScroll: true });
    heading.scrollIntoView();
  }
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-drill]");
    if (button) drill(button);
    const chip = event.target.closest(".drop");
    if (chip) {
      chip.hidden = true;
      records.extra = null;
      records.sentences.checked = false;
      records.restart();
      records.input.focus();
    }
  });

  // --- the timeline is one stop for Tab; arrow keys go along it ---
  const days = [...document.querySelectorAll(".timeline .day")];
  const tip = document.querySelector(".axis .tip");
  for (const day of days) {
    const tell = () => (tip.textContent = day.getAttribute("aria-label"));
    day.addEventListener("pointerenter", tell);
    day.addEventListener("focus", tell);
    day.addEventListener("keydown", (event) => {
      const at = days.indexOf(day);
      const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: days.length - 1 }[event.key];
      const next = to === undefined ? null : days[to];
      if (!next) return;
      event.preventDefault();
      day.tabIndex = -1;
      next.tabIndex = 0;
      next.focus();
    });
  }
})();

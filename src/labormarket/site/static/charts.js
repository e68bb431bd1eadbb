"use strict";
// A chart's page: its language, its copy buttons, the statement under each mark, the rows and the statements behind them.
(() => {
  const { make } = labormarket;
  const FIRST_ROWS = 25;

  // The code of the frame names this page's own place on the web; opened from disk, the one that the site was built for.
  const code = document.getElementById("embed-code");
  if (code && location.protocol.startsWith("http")) {
    const known = `${code.dataset.address}embed/`;
    code.textContent = code.textContent.replace(`src="${known}`, `src="${labormarket.root.href}embed/`);
  }

  for (const button of document.querySelectorAll("button[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      labormarket.copyFrom(button, document.getElementById(button.dataset.copy).textContent.trim());
    });
  }

  function cellOf(value) {
    if (value === null) return make("td");
    if (typeof value !== "number") return make("td", {}, value);
    return make("td", { className: "number" }, String(Math.round(value * 100) / 100));
  }

  function rowOf(names, columns, place, behind, number) {
    const cells = names.map((name) => cellOf(columns[name][place]));
    const control = make("td");
    const row = make("tr", {}, control, ...cells);
    if (!behind.length) {
      control.append("—");
      return [row];
    }
    const words = behind.length === 1 ? "1 statement" : `${behind.length} statements`;
    const list = make("ul", { className: "quotes" });
    const counted = columns.statements ? columns.statements[place] : behind.length;
    const left = counted === behind.length ? null : make("p", { className: "beside" },
      `The chart counts ${counted} of these: its note says what it leaves out.`);
    const below = make("tr", { id: `behind-${number}`, hidden: true }, make("td", { colSpan: names.length + 1 }, left, list));
    const button = make("button", { type: "button", "aria-expanded": "false", "aria-controls": below.id }, words);
    button.addEventListener("click", async () => {
      if (!list.childElementCount) {
        const statements = await labormarket.statements();
        list.append(...behind.map((statement) => labormarket.quote("li", statements, statement)));
      }
      below.hidden = !below.hidden;
      button.setAttribute("aria-expanded", String(!below.hidden));
    });
    control.append(button);
    return [row, below];
  }

  async function showRows(details) {
    const place = details.querySelector(".rows-here");
    if (place.childElementCount && !place.querySelector("noscript")) return;
    const name = details.dataset.rows;
    const [table, statements] = await Promise.all([labormarket.load(`rows_${name}`), labormarket.statements()]);
    const columns = labormarket.unpack(table, statements);
    const names = Object.keys(columns);
    const heads = ["statements behind the row", ...names].map((head) => make("th", { scope: "col" }, head));
    const body = make("tbody");
    const add = (from, to) => {
      for (let row = from; row < to; row += 1) {
        body.append(...rowOf(names, columns, row, table.statements[row], `${name}-${row}`));
      }
    };
    add(0, Math.min(FIRST_ROWS, table.rows));
    const region = make("div", { className: "scroll", tabIndex: 0, role: "region", "aria-label": `Rows of ${name}` },
      make("table", { className: "data" }, make("thead", {}, make("tr", {}, ...heads)), body));
    place.replaceChildren(region);
    if (table.rows > FIRST_ROWS) {
      const more = make("button", { type: "button" }, `Show all ${table.rows} rows`);
      more.addEventListener("click", () => {
        add(FIRST_ROWS, table.rows);
        more.remove();
        region.focus();
      });
      place.append(more);
    }
  }

  for (const details of document.querySelectorAll("details[data-rows]")) {
    details.addEventListener("toggle", () => {
      if (details.open) showRows(details).catch((error) => labormarket.say(error.message));
    });
  }

  // Another language: its downloads and words, and its picture at every width.
  const language = document.getElementById("language");
  const figure = document.querySelector("figure[data-marks]");
  const offers = [...document.querySelectorAll(".of-language")];
  function choose() {
    for (const offer of offers) offer.hidden = offer.dataset.language !== language.value;
    const chosen = offers.find((offer) => !offer.hidden);
    const picture = figure.querySelector("picture");
    const img = picture.querySelector("img");
    const source = picture.querySelector("source");
    img.dataset.own = img.dataset.own || img.getAttribute("src");
    source.dataset.own = source.dataset.own || source.getAttribute("srcset");
    const own = language.value === "en";
    img.src = own ? img.dataset.own : chosen.dataset.picture;
    source.srcset = own ? source.dataset.own : chosen.dataset.picture;
    source.media = own ? "(max-width: 40rem)" : "not all";
    img.alt = document.getElementById(`alt-${language.value}`).textContent;
    img.lang = language.value;
    figure.classList.toggle("translated", !own);
    figure.dispatchEvent(new Event("labormarket-close"));
  }
  if (language) {
    language.hidden = false;
    for (const name of document.querySelectorAll(".language-name")) name.hidden = true;
    language.addEventListener("change", choose);
    choose();
  }

  // The statement under a mark: the nearest one to the pointer, or the next one by the arrow keys.
  const NEAR = 14;
  const SHOWN = 3;
  async function touch(marksOf, statements) {
    const card = make("div", { className: "mark-card", hidden: true });
    const ring = make("span", { className: "mark-ring", hidden: true });
    ring.setAttribute("aria-hidden", "true");
    figure.append(ring, card);
    let at = -1;
    let pinned = false;
    const marks = () => marksOf[matchMedia("(max-width: 40rem)").matches ? "column" : "page"];

    function close() {
      card.hidden = true;
      ring.hidden = true;
      pinned = false;
    }

    function show(number, aloud) {
      at = number;
      const [left, top] = marks()[number];
      const same = marks().filter(([x, y]) => x === left && y === top);
      const shown = same.slice(0, SHOWN).map(([, , place]) => labormarket.quote("div", statements, place));
      const more = same.length > SHOWN ? [make("div", { className: "beside" }, `and ${same.length - SHOWN} more at this mark`)] : [];
      card.replaceChildren(...shown, ...more);
      card.hidden = false;
      ring.hidden = false;
      ring.style.left = `${left}%`;
      ring.style.top = `${top}%`;
      card.style.top = `calc(${top}% + 14px)`;
      card.style.left = left < 50 ? `clamp(0px, ${left}% - 2rem, 100% - 21rem)` : "auto";
      card.style.right = left < 50 ? "auto" : `clamp(0px, ${100 - left}% - 2rem, 100% - 21rem)`;
      if (aloud) labormarket.say(card.textContent);
    }

    function nearest(event) {
      const box = figure.querySelector("img").getBoundingClientRect();
      let best = -1;
      let distance = NEAR ** 2;
      marks().forEach(([left, top], number) => {
        const away = (box.left + (left / 100) * box.width - event.clientX) ** 2 + ((box.top + (top / 100) * box.height - event.clientY) ** 2) / 2;
        if (away < distance) {
          best = number;
          distance = away;
        }
      });
      return best;
    }

    const usable = () => !figure.classList.contains("translated") && marks().length > 0;
    figure.addEventListener("pointermove", (event) => {
      if (pinned || card.contains(event.target) || !usable()) return;
      const number = nearest(event);
      if (number < 0) close();
      else if (number !== at || card.hidden) show(number, false);
    });
    figure.addEventListener("pointerleave", () => { if (!pinned) close(); });
    figure.addEventListener("click", (event) => {
      if (card.contains(event.target) || !usable()) return;
      const number = nearest(event);
      if (number < 0) close();
      else {
        show(number, true);
        pinned = true;
      }
    });
    figure.addEventListener("keydown", (event) => {
      const way = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (event.key === "Escape") close();
      if (!way || !usable()) return;
      event.preventDefault();
      const last = marks().length - 1;
      show(at < 0 ? 0 : Math.min(Math.max(at + way, 0), last), true);
      pinned = true;
    });
    figure.addEventListener("labormarket-close", close);
  }

  async function prepareTouch() {
    figure.removeEventListener("pointerenter", prepareTouch);
    figure.removeEventListener("focus", prepareTouch);
    const [marks, statements] = await Promise.all([labormarket.load(`marks_${figure.dataset.marks}`), labormarket.statements()]);
    if (figure.dataset.ready) return;
    figure.dataset.ready = "yes";
    if (marks.page.length) touch(marks, statements);
    else document.querySelector(".touch-note").textContent = "The marks of this chart stand for sums: the statements behind each row are below.";
  }

  // Nothing is fetched before somebody points at the chart or moves to it.
  if (figure) {
    figure.tabIndex = 0;
    figure.setAttribute("role", "group");
    figure.setAttribute("aria-label", "The chart; arrow keys move from mark to mark");
    document.querySelector(".touch-note").hidden = false;
    figure.addEventListener("pointerenter", prepareTouch);
    figure.addEventListener("focus", prepareTouch);
  }
})();

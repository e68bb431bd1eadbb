"use strict";
// The index page: copy buttons, and the rows behind each chart with the statements behind each row.
(() => {
  const { make } = labormarket;
  const FIRST_ROWS = 25;

  for (const button of document.querySelectorAll("button[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      labormarket.copyFrom(button, document.getElementById(button.dataset.copy).textContent.trim());
    });
  }

  function quote(columns, place) {
    const at = (name) => columns[name][place];
    const who = [at("platform") || "Platform not named", at("profession") || at("profession_as_stated")];
    const facts = [at("kind").replace("_", " "), labormarket.countries(at("country")), at("published_on")];
    const hourly = labormarket.range(at("usd_per_hour_low"), at("usd_per_hour_high"));
    const title = at("source_title") || at("source_url") || "no published page";
    const link = at("source_url") ? labormarket.webLink(at("source_url"), title) : null;
    return make("li", {},
      make("q", {}, at("pay_as_stated")),
      hourly ? ` (${hourly} an hour)` : "",
      make("span", { className: "beside" }, ` ${who.filter(Boolean).join(", ")} · ${facts.filter(Boolean).join(" · ")} · `,
        link || title, ` · ${at("statement_id")}`));
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
        const statements = await statementColumns();
        list.append(...behind.map((statement) => quote(statements, statement)));
      }
      below.hidden = !below.hidden;
      button.setAttribute("aria-expanded", String(!below.hidden));
    });
    control.append(button);
    return [row, below];
  }

  let unpacked = null;
  async function statementColumns() {
    unpacked = unpacked || labormarket.unpack(await labormarket.load("statements"));
    return unpacked;
  }

  async function showRows(details) {
    const place = details.querySelector(".rows-here");
    if (place.childElementCount && !place.querySelector("noscript")) return;
    const name = details.dataset.rows;
    const [table, statements] = await Promise.all([labormarket.load(`rows_${name}`), statementColumns()]);
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
})();

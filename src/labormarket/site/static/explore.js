"use strict";
// The explorer: one view (words, filters, order, page), drawn as ladder and table, kept in the address.
(() => {
  const { make } = labormarket;
  const PAGE = 50;
  const MOST_CHOICES = 150;
  const FIND_FROM = 12;
  const NONE = "(not stated)";
  const FACETS = [
    { name: "platform", label: "Platform" },
    { name: "profession", label: "Profession" },
    { name: "tier", label: "Tier" },
    { name: "country", label: "Country", words: labormarket.country },
    { name: "kind", label: "Kind", words: (kind) => kind.replace("_", " ") },
  ];
  const ORDERS = [
    { name: "pay", label: "pay per hour", number: true },
    { name: "platform", label: "platform" },
    { name: "profession", label: "profession" },
    { name: "tier", label: "tier", number: true },
    { name: "kind", label: "kind" },
    { name: "country", label: "country" },
    { name: "date", label: "date" },
  ];
  const HEADS = [
    { words: "Platform", order: "platform" }, { words: "Profession", order: "profession" }, { words: "Pay as stated" },
    { words: "US$ per hour", order: "pay" }, { words: "Tier", order: "tier" }, { words: "Kind", order: "kind" },
    { words: "Country", order: "country" }, { words: "Published", order: "date" }, { words: "Source" },
  ];
  const by = (id) => document.getElementById(id);

  let columns;
  let rules;
  let rows = 0;
  let haystack;
  let values; // facet name -> per statement, the list of its values
  let keys; // order name -> per statement, its key
  let found = [];
  let everything = false;
  const boxes = new Map();
  const view = { query: "", since: "", until: "", sort: "pay", down: true, page: 1, chosen: new Map(FACETS.map(({ name }) => [name, new Set()])) };

  function prepare(table) {
    columns = labormarket.unpack(table);
    rows = table.rows;
    values = new Map(FACETS.map(({ name }) => [name, columns[name].map((value) => (
      value === null ? [""] : name === "country" ? value.split(";").map((code) => code.trim()) : [value]))]));
    const searched = ["platform", "owner", "profession", "profession_as_stated", "pay_as_stated", "kind", "country", "source_title", "source_url", "origin", "note", "statement_id", "tier"];
    haystack = Array.from({ length: rows }, (_, place) => searched.map((name) => columns[name][place] || "").join("\n").toLowerCase());
    const step = new Map(rules.tiers.map((tier, number) => [tier.name, number]));
    const pay = columns.usd_per_hour_low.map((low, place) => {
      const high = columns.usd_per_hour_high[place];
      if (low === null || high === null) return low === null ? high : low;
      return low === 0 ? high : Math.sqrt(low * high);
    });
    const text = (name) => {
      const distinct = [...new Set(columns[name])].filter((value) => value !== null).sort(new Intl.Collator("en").compare);
      const rank = new Map(distinct.map((value, number) => [value, number]));
      return columns[name].map((value) => (value === null ? null : rank.get(value)));
    };
    keys = {
      pay,
      tier: columns.tier.map((tier) => (tier === null ? null : step.get(tier))),
      date: text("published_on"),
      platform: text("platform"), profession: text("profession"), kind: text("kind"), country: text("country"),
    };
  }

  // A date may be a year, a month or a day. It is since a year, or until one, by its year alone.
  function inTime(place) {
    if (!view.since && !view.until) return true;
    const date = columns.published_on[place];
    if (date === null) return false;
    const year = date.slice(0, 4);
    return (!view.since || year >= view.since) && (!view.until || year <= view.until);
  }

  // Which statements pass; and for each facet how many would pass with each value, were that facet alone lifted.
  function select() {
    const words = view.query.toLowerCase().split(/\s+/).filter(Boolean);
    const counts = new Map(FACETS.map(({ name }) => [name, new Map()]));
    found = [];
    for (let place = 0; place < rows; place += 1) {
      if (!words.every((word) => haystack[place].includes(word)) || !inTime(place)) continue;
      let failed = null;
      let failures = 0;
      for (const { name } of FACETS) {
        const chosen = view.chosen.get(name);
        if (chosen.size && !values.get(name)[place].some((value) => chosen.has(value))) {
          failed = name;
          failures += 1;
        }
      }
      if (!failures) found.push(place);
      if (failures > 1) continue;
      for (const { name } of FACETS) {
        if (failures && name !== failed) continue;
        const count = counts.get(name);
        for (const value of values.get(name)[place]) count.set(value, (count.get(value) || 0) + 1);
      }
    }
    const key = keys[view.sort];
    const way = view.down ? -1 : 1;
    found.sort((a, b) => {
      // What is missing stands last, whichever the way.
      if (key[a] === null || key[b] === null) return key[a] === key[b] ? a - b : key[a] === null ? 1 : -1;
      return (key[a] - key[b]) * way || a - b;
    });
    return counts;
  }

  function remember() {
    const parts = new URLSearchParams();
    if (view.query) parts.set("q", view.query);
    for (const { name } of FACETS) for (const value of [...view.chosen.get(name)].sort()) parts.append(name, value);
    if (view.since) parts.set("since", view.since);
    if (view.until) parts.set("until", view.until);
    if (view.sort !== "pay" || !view.down) parts.set("sort", `${view.sort}-${view.down ? "down" : "up"}`);
    if (view.page > 1) parts.set("page", String(view.page));
    const hash = parts.toString();
    if (location.hash.slice(1) !== hash) history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
  }

  function recall() {
    const parts = new URLSearchParams(location.hash.slice(1));
    view.query = parts.get("q") || "";
    for (const { name } of FACETS) view.chosen.set(name, new Set(parts.getAll(name)));
    view.since = /^\d{4}$/.test(parts.get("since") || "") ? parts.get("since") : "";
    view.until = /^\d{4}$/.test(parts.get("until") || "") ? parts.get("until") : "";
    const [sort, way] = (parts.get("sort") || "pay-down").split("-");
    view.sort = ORDERS.some(({ name }) => name === sort) ? sort : "pay";
    view.down = way !== "up";
    view.page = Math.max(parseInt(parts.get("page") || "1", 10) || 1, 1);
  }

  function name(facet, value) {
    return value === "" ? NONE : labormarket.sentenceCase(facet.words ? facet.words(value) : value);
  }

  // Checkboxes are made when a facet is opened: closed ones cost nothing.
  function fillFacet(facet, counts) {
    const { summary, list, find, details } = boxes.get(facet.name);
    const chosen = view.chosen.get(facet.name);
    summary.textContent = chosen.size ? `${facet.label}: ${chosen.size === 1 ? name(facet, [...chosen][0]) : `${chosen.size} chosen`}` : facet.label;
    details.classList.toggle("active", chosen.size > 0);
    if (!details.open) return;
    const sought = find.value.trim().toLowerCase();
    const count = counts.get(facet.name);
    const order = facet.name === "tier" ? rules.tiers.map((tier) => tier.name) : null;
    const rank = (value) => (order ? (order.includes(value) ? order.indexOf(value) : order.length) : 0);
    const all = [...new Set([...chosen, ...count.keys()])]
      .map((value) => ({ value, words: name(facet, value), n: count.get(value) || 0 }))
      .filter(({ value, words }) => chosen.has(value) || words.toLowerCase().includes(sought))
      .sort((a, b) => rank(a.value) - rank(b.value) || b.n - a.n || a.words.localeCompare(b.words, "en"));
    const focused = document.activeElement && list.contains(document.activeElement) ? document.activeElement.value : null;
    list.replaceChildren(...all.slice(0, MOST_CHOICES).map(({ value, words, n }) => {
      const box = make("input", { type: "checkbox", value, checked: chosen.has(value) });
      box.addEventListener("change", () => {
        if (box.checked) chosen.add(value);
        else chosen.delete(value);
        change();
      });
      return make("label", {}, box, make("span", {}, words), make("span", { className: "n" }, String(n)));
    }));
    if (all.length > MOST_CHOICES) list.append(make("p", { className: "beside" }, `and ${all.length - MOST_CHOICES} more: type to find them`));
    if (!all.length) list.append(make("p", { className: "beside" }, "none"));
    find.parentElement.hidden = !sought && all.length < FIND_FROM;
    if (focused !== null) [...list.querySelectorAll("input")].find((box) => box.value === focused)?.focus();
  }

  function makeFacets() {
    for (const facet of FACETS) {
      const summary = make("summary", {}, facet.label);
      const find = make("input", { type: "search", autocomplete: "off", "aria-label": `Find in ${facet.label.toLowerCase()}` });
      const list = make("div", { className: "choices" });
      const fieldset = make("fieldset", {}, make("legend", { className: "unseen" }, facet.label), make("div", { hidden: true }, find), list);
      const details = make("details", { className: "facet" }, summary, fieldset);
      boxes.set(facet.name, { summary, find, list, details });
      details.addEventListener("toggle", () => {
        if (!details.open) return;
        for (const other of boxes.values()) if (other.details !== details) other.details.open = false;
        fillFacet(facet, select());
      });
      details.addEventListener("keydown", (event) => {
        if (event.key === "Escape" && details.open) {
          details.open = false;
          summary.focus();
        }
      });
      find.addEventListener("input", () => fillFacet(facet, select()));
      by("facets").append(details);
    }
    document.addEventListener("click", (event) => {
      for (const { details } of boxes.values()) if (!details.contains(event.target)) details.open = false;
    });
  }

  function makeYears() {
    const years = [...new Set(columns.published_on.filter(Boolean).map((date) => date.slice(0, 4)))].sort();
    for (const [id, any] of [["since", "the first"], ["until", "the last"]]) {
      by(id).append(make("option", { value: "" }, any), ...years.map((year) => make("option", { value: year }, year)));
    }
  }

  function showChosen() {
    const chips = [];
    const chip = (words, lift) => {
      const button = make("button", { type: "button" }, words, make("span", { "aria-hidden": "true" }, " ×"), make("span", { className: "unseen" }, ", take away"));
      button.addEventListener("click", () => {
        lift();
        change();
        by("query").focus();
      });
      chips.push(make("li", {}, button));
    };
    if (view.query) chip(`“${view.query}”`, () => { view.query = ""; });
    for (const facet of FACETS) {
      for (const value of view.chosen.get(facet.name)) chip(name(facet, value), () => view.chosen.get(facet.name).delete(value));
    }
    if (view.since) chip(`from ${view.since}`, () => { view.since = ""; });
    if (view.until) chip(`to ${view.until}`, () => { view.until = ""; });
    by("chosen").replaceChildren(...chips);
    by("chosen").hidden = !chips.length;
  }

  function describeSelection() {
    const parts = [];
    if (view.query) parts.push(`“${view.query}”`);
    for (const facet of FACETS) for (const value of view.chosen.get(facet.name)) parts.push(name(facet, value));
    if (view.since || view.until) parts.push([view.since && `from ${view.since}`, view.until && `to ${view.until}`].filter(Boolean).join(" "));
    return parts.join(", ");
  }

  const NOTES = "Advertised is not paid. Bar: what a statement says; hollow: reported by workers or the press; fading with an arrow: no end stated on that side; the fine ticks are all statements of a tier. Figure on the right: span of what is stated · number of statements.";
  let drawnWidth = 0;

  function showLadder() {
    const figure = by("ladder");
    drawnWidth = Math.round(figure.clientWidth);
    // Drawn for type of 16 pixels and enlarged with the page's own.
    const enlarged = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
    const width = Math.max(Math.round(drawnWidth / enlarged), 280);
    const drawn = labormarket.ladder.render(columns, found, rules, { width, everything });
    figure.replaceChildren(...(drawn.svg ? [drawn.svg] : []));
    by("ladder-words").textContent = drawn.svg ? drawn.words : "No statement of this selection has an hourly value.";
    const apart = drawn.unpriced ? ` ${drawn.unpriced} of these statements ${drawn.unpriced === 1 ? "has" : "have"} no hourly value (per task, word or project, or no amount): in the table, not on the ladder.` : "";
    by("ladder-note").textContent = (drawn.svg ? NOTES : "") + apart;
    const more = by("all-pairs");
    more.hidden = !(everything ? drawn.pairs > 30 : drawn.shown < drawn.pairs);
    more.textContent = everything ? "Show the best witnessed pairs only" : `Show all ${drawn.pairs} pairs of platform and profession`;
    by("ladder-svg").hidden = !drawn.svg;
  }

  function detail(place) {
    const parts = [];
    const add = (words, value) => { if (value !== null && value !== "") parts.push(make("dt", {}, words), make("dd", {}, String(value))); };
    const at = (column) => columns[column][place];
    add("Statement", at("statement_id"));
    add("As read", [at("bound"), at("low") !== null && `low ${at("low")}`, at("high") !== null && `high ${at("high")}`, at("currency"), at("period") && `per ${at("period")}`].filter(Boolean).join(", "));
    add("Hourly value rests on", at("hourly_basis"));
    add("Exchange rate of", at("exchange_year"));
    add("Owner", at("owner"));
    add("SOC code", at("soc_code"));
    add("Retells", at("origin"));
    add("Confidence", at("confidence"));
    add("Raw file", at("source_id"));
    add("Note", at("note"));
    parts.push(make("dt", {}, "Wrong?"), make("dd", {}, labormarket.webLink(labormarket.report(rules, at("statement_id")), "Report an error")));
    return make("details", {}, make("summary", {}, "Details", make("span", { className: "unseen" }, ` of ${at("statement_id")}`)), make("dl", {}, ...parts));
  }

  function rowOf(place) {
    const at = (column) => columns[column][place];
    const td = (head, ...content) => make("td", { role: "cell", "data-head": head }, ...content);
    const beside = (words) => (words ? make("span", { className: "beside" }, words) : null);
    const title = at("source_title") || at("source_url") || "no public page";
    const link = at("source_url") ? labormarket.webLink(at("source_url"), title) : null;
    const hourly = labormarket.range(at("usd_per_hour_low"), at("usd_per_hour_high"));
    const assumed = hourly && at("hourly_basis").startsWith(rules.assumed_hours) ? "hours assumed" : "";
    const profession = at("profession") ? labormarket.sentenceCase(at("profession")) : "";
    const asStated = at("profession_as_stated") && at("profession_as_stated").toLowerCase() !== (at("profession") || "").toLowerCase() ? at("profession_as_stated") : "";
    return make("tr", { role: "row" },
      make("th", { scope: "row", role: "rowheader", "data-head": "Platform" }, at("platform") || "not named", beside(at("owner") && at("owner") !== at("platform") ? at("owner") : "")),
      td("Profession", profession, beside(asStated && `“${asStated}”`)),
      td("Pay as stated", make("q", {}, at("pay_as_stated"))),
      td("US$ per hour", make("span", { className: "figure" }, hourly), beside(assumed)),
      td("Tier", at("tier") ? labormarket.sentenceCase(at("tier")) : ""),
      td("Kind", at("kind").replace("_", " ")),
      td("Country", labormarket.countries(at("country"))),
      td("Published", at("published_on") || ""),
      td("Source", link || title, detail(place)));
  }

  function showTable() {
    const pages = Math.max(Math.ceil(found.length / PAGE), 1);
    view.page = Math.min(view.page, pages);
    const from = (view.page - 1) * PAGE;
    const heads = HEADS.map(({ words, order }) => {
      if (!order) return make("th", { scope: "col", role: "columnheader" }, words);
      const sorted = view.sort === order;
      const button = make("button", { type: "button" }, words, make("span", { "aria-hidden": "true", className: "way" }, sorted ? (view.down ? "↓" : "↑") : "↕"));
      button.addEventListener("click", () => {
        view.down = sorted ? !view.down : order === "pay" || order === "date" || order === "tier";
        view.sort = order;
        change();
        [...by("table").querySelectorAll("th button")].find((other) => other.firstChild.textContent === words)?.focus();
      });
      return make("th", { scope: "col", role: "columnheader", "aria-sort": sorted ? (view.down ? "descending" : "ascending") : "none" }, button);
    });
    const body = make("tbody", { role: "rowgroup" }, ...found.slice(from, from + PAGE).map(rowOf));
    const table = make("table", { className: "statements", role: "table", "aria-label": "Statements", "aria-rowcount": String(found.length + 1) },
      make("thead", { role: "rowgroup" }, make("tr", { role: "row" }, ...heads)), body);
    by("table").replaceChildren(table);
    if (!found.length) by("table").replaceChildren(make("p", {}, "Nothing in this selection. Take a filter away, or clear all."));
    showPager(pages, from);
    by("sort").value = view.sort;
    by("direction").textContent = view.down ? "Highest first" : "Lowest first";
  }

  function showPager(pages, from) {
    const go = (words, page, label) => {
      const button = make("button", { type: "button", disabled: page < 1 || page > pages, "aria-label": label }, words);
      button.addEventListener("click", () => {
        view.page = page;
        showTable();
        remember();
        by("table-title").scrollIntoView();
        labormarket.say(`Page ${view.page} of ${pages}`);
        by("pager").querySelector(`[aria-label="${label}"]:not(:disabled)`)?.focus({ preventScroll: true });
      });
      return button;
    };
    by("pager").hidden = pages < 2;
    by("pager").replaceChildren(
      go("← Previous", view.page - 1, "Previous page"),
      make("span", {}, `${from + 1}–${Math.min(from + PAGE, found.length)} of ${found.length.toLocaleString("en")}`),
      go("Next →", view.page + 1, "Next page"));
  }

  function show() {
    const counts = select();
    by("query").value = view.query;
    by("since").value = view.since;
    by("until").value = view.until;
    by("count").textContent = `${found.length.toLocaleString("en")} of ${rows.toLocaleString("en")} statements`;
    for (const facet of FACETS) fillFacet(facet, counts);
    showChosen();
    showLadder();
    showTable();
    remember();
  }

  function change() {
    view.page = 1;
    show();
  }

  function listen() {
    let waiting = 0;
    by("query").addEventListener("input", () => {
      cancelAnimationFrame(waiting);
      waiting = requestAnimationFrame(() => {
        view.query = by("query").value.trim() ? by("query").value : "";
        change();
      });
    });
    by("filters").addEventListener("submit", (event) => event.preventDefault());
    for (const id of ["since", "until"]) by(id).addEventListener("change", () => { view[id] = by(id).value; change(); });
    by("reset").addEventListener("click", () => {
      Object.assign(view, { query: "", since: "", until: "", sort: "pay", down: true });
      for (const chosen of view.chosen.values()) chosen.clear();
      everything = false;
      change();
      by("query").focus();
    });
    by("sort").append(...ORDERS.map((order) => make("option", { value: order.name }, order.label)));
    by("sort").addEventListener("change", () => { view.sort = by("sort").value; change(); });
    by("direction").addEventListener("click", () => { view.down = !view.down; change(); });
    by("all-pairs").addEventListener("click", () => { everything = !everything; showLadder(); });
    by("copy-link").addEventListener("click", () => labormarket.copyFrom(by("copy-link"), location.href));
    by("csv").addEventListener("click", () => {
      labormarket.save("statements.csv", "text/csv;charset=utf-8", labormarket.csv.write(columns, rules.columns, found, rules));
      labormarket.say(`CSV of ${found.length} statements`);
    });
    by("ladder-svg").addEventListener("click", () => {
      const words = describeSelection();
      const title = `${found.length.toLocaleString("en")} statements${words ? `: ${words}` : ""}`;
      const cited = document.querySelector("footer p").firstChild.textContent.trim();
      const { svg } = labormarket.ladder.render(columns, found, rules, { width: 900, everything, title, notes: [`US dollars per hour, log scale. ${by("ladder-note").textContent}`, `Source: ${cited}`] });
      labormarket.save("ladder.svg", "image/svg+xml", labormarket.ladder.toFile(svg));
    });
    window.addEventListener("hashchange", () => { recall(); show(); });
    new ResizeObserver(() => { if (Math.round(by("ladder").clientWidth) !== drawnWidth) showLadder(); }).observe(by("ladder"));
  }

  Promise.all([labormarket.load("rules"), labormarket.load("statements")]).then(([loaded, table]) => {
    rules = loaded;
    prepare(table);
    makeFacets();
    makeYears();
    recall();
    by("filters").hidden = false;
    by("results").hidden = false;
    listen();
    show();
    document.documentElement.dataset.ready = "yes";
  }).catch((error) => {
    by("filters").before(make("p", { className: "note" }, `The statements could not be loaded: ${error.message}`));
  });
})();

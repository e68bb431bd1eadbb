"use strict";
// Find my job: everyday words in four languages, misspelt too, to the group of professions; then what is stated there.
(() => {
  const { make } = labormarket;
  const MOST_QUOTES = 5;
  const MOST_NEAR = 6;
  const MOST_OTHERS = 3;
  const SHORTEST_ENDING = 5;
  const by = (id) => document.getElementById(id);

  function plain(word) {
    return word.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replaceAll("ß", "ss").replaceAll("ae", "a").replaceAll("oe", "o").replaceAll("ue", "u");
  }

  // Ligatures and German umlauts are written in two ways each: both become one.
  const whole = (text) => plain(text).replace(/[^\p{L}\p{N}+]+/gu, " ").trim();

  function makeSearch(jobs) {
    const engine = new MiniSearch({
      fields: ["phrase"],
      processTerm: (term) => plain(term),
      tokenize: (text) => text.split(/[^\p{L}\p{N}+]+/u).filter(Boolean),
    });
    engine.addAll(jobs.phrases.map(([phrase], id) => ({ id, phrase })));
    const exact = new Map();
    jobs.phrases.forEach(([phrase, group, weight]) => {
      const key = whole(phrase);
      if (!exact.has(key) || exact.get(key).weight < weight) exact.set(key, { group, weight });
    });

    // A compound ends with the word for what it is: Lastwagenfahrer is a Fahrer.
    function ending(key) {
      for (let cut = 1; cut <= key.length - SHORTEST_ENDING; cut += 1) {
        if (exact.has(key.slice(cut))) return exact.get(key.slice(cut)).group;
      }
      return null;
    }

    function score(words, distance) {
      const scores = new Map();
      const near = (term) => (distance && term.length > 3 ? distance : false);
      for (const found of engine.search(words, { prefix: (term) => term.length > 3, fuzzy: near }).slice(0, 200)) {
        const [phrase, group, weight] = jobs.phrases[found.id];
        const covered = phrase.split(" ").length === found.terms.length ? 2 : 1;
        scores.set(group, Math.max(scores.get(group) || 0, found.score * covered * (1 + weight / 10)));
      }
      return scores;
    }

    // The groups for some words, the best first: as it was typed, else with one slip, else by its ending, else with two.
    return (words) => {
      const key = whole(words);
      if (!key) return [];
      let scores = score(words, 0);
      if (!scores.size) scores = score(words, 1);
      if (!scores.size && ending(key) !== null) scores.set(ending(key), 1);
      if (!scores.size) scores = score(words, 2);
      if (exact.has(key)) scores.set(exact.get(key).group, Infinity);
      return [...scores].sort((one, other) => other[1] - one[1]).map(([group]) => jobs.groups[group]);
    };
  }

  function pageLink(path, words) {
    return make("a", { href: new URL(path, labormarket.root).href }, words);
  }

  function inCountry(columns, places, code) {
    return code ? places.filter((place) => (columns.country[place] || "").split(";").map((one) => one.trim()).includes(code)) : places;
  }

  function section(title, ...content) {
    return make("section", {}, make("h3", {}, title), ...content);
  }

  function listLinks(title, links) {
    return links.length ? section(title, make("p", {}, ...links.flatMap((link, number) => (number ? [", ", link] : [link])))) : null;
  }

  function answer(groups, country, columns, jobs) {
    const [group, ...others] = groups;
    const professions = new Set(group.professions);
    const all = columns.profession.map((_, place) => place).filter((place) => professions.has(columns.profession[place]) && columns.scope[place] === "training");
    const here = inCountry(columns, all, country?.code);
    const shown = [...here].sort((one, other) => (columns.published_on[other] || "").localeCompare(columns.published_on[one] || "")).slice(0, MOST_QUOTES);
    const name = labormarket.sentenceCase(group.name);
    const elsewhere = [...new Set(all.flatMap((place) => (columns.country[place] || "").split(";").map((one) => one.trim())).filter(Boolean))].filter((code) => code !== country?.code);
    const count = here.length === 1 ? "1 statement" : `${here.length} statements`;
    const where = country ? ` in ${country.name}` : "";
    const parts = [make("h2", {}, group.path ? pageLink(group.path, name) : name)];
    parts.push(make("p", {}, here.length ? `${count}${where}.` : `No statement${where}. Nearest answers below.`));
    if (group.answer.length) parts.push(make("ul", {}, ...group.answer.map((line) => make("li", {}, country ? `Anywhere: ${line}` : line))));
    if (country) parts.push(...country.answer.map((line) => make("p", {}, line)));
    if (shown.length) parts.push(section("The latest, in their words", make("ul", { className: "quotes" }, ...shown.map((place) => labormarket.quote("li", columns, place)))));
    if (!shown.length && all.length) {
      const near = all.slice(-MOST_QUOTES).reverse();
      parts.push(section("The same work elsewhere", make("ul", { className: "quotes" }, ...near.map((place) => labormarket.quote("li", columns, place)))));
    }
    if (country) parts.push(listLinks("Other work there", [pageLink(country.path, `All pay in ${country.name}`)]));
    const countries = jobs.countries.filter(({ code }) => elsewhere.includes(code)).slice(0, MOST_NEAR);
    if (country && countries.length) parts.push(listLinks("The same work is stated in", countries.map(({ name: words, path }) => pageLink(path, words))));
    const also = others.filter(({ path }) => path).slice(0, MOST_OTHERS);
    parts.push(listLinks("Did you mean", also.map(({ name: words, path }) => pageLink(path, words))));
    return parts.filter(Boolean);
  }

  let ready = null;
  function prepare() {
    ready = ready || Promise.all([labormarket.load("jobs"), labormarket.statements(), labormarket.run("static/minisearch.min.js")]).then(([jobs, columns]) => {
      labormarket.search = makeSearch(jobs);
      return { jobs, columns };
    });
    return ready;
  }

  const often = [...by("answer").childNodes];
  let turn = 0;
  async function find() {
    const mine = ++turn;
    const words = by("job").value.trim();
    if (!words) {
      by("answer").replaceChildren(...often);
      return;
    }
    const { jobs, columns } = await prepare();
    if (mine !== turn) return;
    const groups = labormarket.search(words);
    const country = jobs.countries.find(({ code }) => code === by("where").value);
    by("answer").replaceChildren(...(groups.length
      ? answer(groups, country, columns, jobs)
      : [make("p", {}, `Nothing is known by “${words}”. `, pageLink("professions/index.html", "All professions"))]));
  }

  async function fillCountries() {
    const { jobs } = await prepare();
    if (by("where").options.length > 1) return;
    by("where").append(...jobs.countries.map(({ code, name }) => make("option", { value: code }, name)));
  }

  by("find").hidden = false;
  by("find").addEventListener("focusin", fillCountries, { once: true });
  by("find").addEventListener("submit", (event) => { event.preventDefault(); find(); });
  by("job").addEventListener("input", find);
  by("where").addEventListener("change", find);
  labormarket.prepareSearch = prepare;
})();

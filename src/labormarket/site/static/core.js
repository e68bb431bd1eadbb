"use strict";
// What every page needs: data that arrives as scripts (a page opened from disk may not fetch), elements whose texts
// are never markup, links that lead to the web only, and a way to the clipboard.
const labormarket = (() => {
  const root = new URL("..", document.currentScript.src);
  const arrived = new Map();
  const asked = new Map();

  function receive(name, value) {
    arrived.set(name, value);
  }

  // Large tables come deflated, in letters; what is handed on is a promise of the table.
  function receivePacked(name, letters) {
    const bytes = Uint8Array.from(atob(letters), (letter) => letter.charCodeAt(0));
    const inflated = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    arrived.set(name, new Response(inflated).json());
  }

  function run(path) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = new URL(path, root).href;
      script.onload = resolve;
      script.onerror = () => reject(new Error(`${path} is missing from this folder`));
      document.head.append(script);
    });
  }

  function load(name) {
    if (!asked.has(name)) {
      asked.set(name, new Promise((resolve, reject) => {
        run(`data/${name}.js`).then(() => resolve(arrived.get(name)), reject);
      }));
    }
    return asked.get(name);
  }

  // Columns of plain values, null where missing. A repeated column says what the row's own statement says.
  function unpack(table, statements) {
    const columns = {};
    for (const [name, packed] of Object.entries(table.columns)) {
      columns[name] = packed.repeated ? [] : packed.numbers || packed.at.map((place) => (place === null ? null : packed.texts[place]));
    }
    const repeated = Object.keys(table.columns).filter((name) => table.columns[name].repeated);
    if (repeated.length) {
      const placeOf = new Map(statements.statement_id.map((id, place) => [id, place]));
      for (const name of repeated) columns[name] = columns.statement_id.map((id) => statements[name][placeOf.get(id)]);
    }
    return columns;
  }

  function make(tag, properties = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
      if (name.includes("-") || name === "role" || name === "scope") element.setAttribute(name, value);
      else element[name] = value;
    }
    element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
    return element;
  }

  function webLink(address, words) {
    let url = null;
    try {
      url = new URL(address);
    } catch {
      return null;
    }
    if (url.protocol !== "https:" && url.protocol !== "http:") return null;
    return make("a", { href: url.href, rel: "noreferrer" }, words);
  }

  const dollarsWhole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
  const dollarsCents = new Intl.NumberFormat("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });

  function amount(value) {
    if (value !== 0 && value < 0.005) return value.toPrecision(2);
    return (Math.abs(value - Math.round(value)) < 0.005 ? dollarsWhole : dollarsCents).format(value);
  }

  function range(low, high) {
    if (low === null && high === null) return "";
    if (low === null) return `up to $${amount(high)}`;
    if (high === null) return `from $${amount(low)}`;
    return low === high ? `$${amount(low)}` : `$${amount(low)}–${amount(high)}`;
  }

  function sentenceCase(text) {
    return text.charAt(0).toUpperCase() + text.slice(1);
  }

  const regions = typeof Intl.DisplayNames === "function" ? new Intl.DisplayNames(["en"], { type: "region" }) : null;

  function country(code) {
    if (!regions || !/^[A-Z]{2}$/.test(code)) return code;
    try {
      return regions.of(code) || code;
    } catch {
      return code;
    }
  }

  function countries(codes) {
    return codes === null ? "" : codes.split(";").map((code) => country(code.trim())).join(", ");
  }

  // The address of a new issue, filled in; `rules` name the repository and the edition.
  function report(rules, statement) {
    const words = { title: `Error in statement ${statement}`, body: `statement: ${statement}\nedition: ${rules.edition}\n\nWhat is wrong, and where it can be seen:\n` };
    return `${rules.repository}/issues/new?${new URLSearchParams(words)}`;
  }

  function say(words) {
    const status = document.getElementById("status");
    status.textContent = "";
    // A change that comes at once isn't always read out.
    setTimeout(() => { status.textContent = words; }, 50);
  }

  async function copy(text) {
    if (navigator.clipboard && window.isSecureContext) {
      try {
        await navigator.clipboard.writeText(text);
        return true;
      } catch {
        // Refused: the old way below is still open.
      }
    }
    const field = make("textarea", { value: text, readOnly: true, className: "unseen" });
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }

  function copyFrom(button, text) {
    const before = button.dataset.words || button.firstChild.textContent;
    button.dataset.words = before;
    copy(text).then((done) => {
      button.firstChild.textContent = done ? "Copied" : "Press Ctrl+C to copy";
      say(done ? "Copied" : "Could not copy");
      setTimeout(() => { button.firstChild.textContent = before; }, 1800);
    });
  }

  function save(name, type, text) {
    const address = URL.createObjectURL(new Blob([text], { type }));
    const link = make("a", { href: address, download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
  }

  // What a statement says, whose it is and where it was published, as a list item or a card.
  function quote(tag, columns, place) {
    const at = (name) => columns[name][place];
    const who = [at("platform") || "Platform not named", at("profession") || at("profession_as_stated")];
    const facts = [at("kind").replace("_", " "), countries(at("country")), at("published_on")];
    const hourly = range(at("usd_per_hour_low"), at("usd_per_hour_high"));
    const title = at("source_title") || at("source_url") || "no public page";
    const link = at("source_url") ? webLink(at("source_url"), title) : null;
    return make(tag, {},
      make("q", {}, at("pay_as_stated")),
      hourly ? ` (${hourly} an hour)` : "",
      make("span", { className: "beside" }, ` ${who.filter(Boolean).join(", ")} · ${facts.filter(Boolean).join(" · ")} · `,
        link || title, ` · ${at("statement_id")}`));
  }

  let unpacked = null;
  function statements() {
    unpacked = unpacked || load("statements").then((table) => unpack(table));
    return unpacked;
  }

  return { root, run, quote, statements, report, receive, receivePacked, load, unpack, make, webLink, amount, range, sentenceCase, country, countries, say, copyFrom, save };
})();

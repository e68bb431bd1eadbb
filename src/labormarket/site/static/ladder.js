"use strict";
// The wage ladder of a selection: one row per tier, platform and profession, every statement a mark. Open-ended
// statements fade out on their open side; pay whose hours were assumed stands apart, in grey.
labormarket.ladder = (() => {
  const SVG = "http://www.w3.org/2000/svg";
  const ALL_FIT = 30;
  const PER_TIER = 4;
  const FADE = 34;
  const STACK_BELOW = 560;

  function draw(tag, attributes = {}, paint = {}, ...children) {
    const element = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    for (const [name, value] of Object.entries(paint)) element.style.setProperty(name, value);
    element.append(...children);
    return element;
  }

  // Groups the statements by tier, then by pair; the widest witnessed pairs first, so that a short list shows those.
  function group(columns, places, rules) {
    const sections = rules.tiers.map((tier, step) => ({ ...tier, color: `var(--step-${step})`, places: [], pairs: [] }));
    sections.push({ name: "by day, week, month or year: hours assumed", color: "var(--muted)", places: [], pairs: [] });
    const tierOf = new Map(rules.tiers.map((tier, step) => [tier.name, step]));
    const pairs = new Map();
    const unpriced = [];
    for (const place of places) {
      if (columns.tier[place] === null) {
        unpriced.push(place);
        continue;
      }
      const assumed = columns.hourly_basis[place].startsWith(rules.assumed_hours);
      const step = assumed ? sections.length - 1 : tierOf.get(columns.tier[place]);
      sections[step].places.push(place);
      const key = `${step}\n${columns.platform[place]}\n${columns.profession[place]}`;
      let pair = pairs.get(key);
      if (!pair) {
        pair = { platform: columns.platform[place], profession: columns.profession[place], places: [] };
        pairs.set(key, pair);
        sections[step].pairs.push(pair);
      }
      pair.places.push(place);
    }
    return { sections: sections.filter((section) => section.places.length), unpriced, pairs: pairs.size };
  }

  function middle(columns, place) {
    const low = columns.usd_per_hour_low[place];
    const high = columns.usd_per_hour_high[place];
    if (low === null || high === null) return low === null ? high : low;
    return low === 0 ? high : Math.sqrt(low * high);
  }

  function span(columns, places) {
    let lowest = Infinity;
    let highest = -Infinity;
    for (const place of places) {
      for (const end of [columns.usd_per_hour_low[place], columns.usd_per_hour_high[place]]) {
        if (end !== null && end > 0) {
          if (end < lowest) lowest = end;
          if (end > highest) highest = end;
        }
      }
    }
    return [lowest, highest];
  }

  function stated(columns, places) {
    if (places.length === 1) {
      return labormarket.range(columns.usd_per_hour_low[places[0]], columns.usd_per_hour_high[places[0]]);
    }
    const [lowest, highest] = span(columns, places);
    const noTop = places.every((place) => columns.usd_per_hour_high[place] === null);
    const noBottom = places.every((place) => columns.usd_per_hour_low[place] === null);
    if (noTop) return `from $${labormarket.amount(lowest)}`;
    if (noBottom) return `up to $${labormarket.amount(highest)}`;
    return labormarket.range(lowest, highest);
  }

  function chosenPairs(columns, section, everything) {
    const ranked = everything ? section.pairs : [...section.pairs].sort((a, b) => b.places.length - a.places.length).slice(0, PER_TIER);
    const at = new Map(ranked.map((pair) => [pair, pair.places.reduce((sum, place) => sum + Math.log(middle(columns, place) || 0.001), 0) / pair.places.length]));
    return [...ranked].sort((a, b) => at.get(a) - at.get(b));
  }

  function mark(columns, place, x, y, color, crowded) {
    const low = columns.usd_per_hour_low[place];
    const high = columns.usd_per_hour_high[place];
    const open = columns.kind[place] === "reported";
    const paint = { fill: !open ? color : crowded ? "none" : "var(--ground)", stroke: color, "stroke-width": open ? "1.5px" : "0.5px", "fill-opacity": crowded && !open ? "0.45" : "1" };
    if (low !== null && high !== null) {
      const from = x(low > 0 ? low : high);
      const wide = Math.max(x(high) - from, 4);
      return [draw("rect", { x: (from - (wide === 4 ? 2 : 0)).toFixed(1), y: (y - 5).toFixed(1), width: wide.toFixed(1), height: 10 }, paint)];
    }
    const at = x(low === null ? high : low);
    const way = low === null ? -1 : 1;
    const strips = (crowded ? [] : [0, 1, 2, 3]).map((strip) => draw("rect", {
      x: (way > 0 ? at + strip * FADE / 4 : at - (strip + 1) * FADE / 4).toFixed(1), y: y - 4, width: (FADE / 4).toFixed(1), height: 8,
    }, { fill: color, "fill-opacity": String(0.42 - strip * 0.1) }));
    const tip = at + way * (FADE + 5);
    return [
      ...strips,
      draw("path", { d: `M${at.toFixed(1)} ${y}H${(tip - way * 4).toFixed(1)}M${(tip - way * 5).toFixed(1)} ${y - 3.5}L${tip.toFixed(1)} ${y}L${(tip - way * 5).toFixed(1)} ${y + 3.5}` }, { fill: "none", stroke: color, "stroke-width": "1.3px" }),
      draw("rect", { x: (at - 1.5).toFixed(1), y: y - 6, width: 3, height: 12 }, { fill: open ? "var(--ground)" : color, stroke: color }),
    ];
  }

  function ticks(low, high) {
    const found = [];
    for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power += 1) {
      for (const digit of [1, 3]) {
        const value = digit * 10 ** power;
        if (value >= low * 0.999 && value <= high * 1.001) found.push(value);
      }
    }
    return found;
  }

  const FAMILY = "-apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', 'Liberation Sans', Arial, sans-serif";
  const pen = document.createElement("canvas").getContext("2d");

  function widthOf(words, size, weight = 400) {
    pen.font = `${weight} ${size}px ${FAMILY}`;
    return pen.measureText(words).width;
  }

  function shorten(words, room, size) {
    if (widthOf(words, size) <= room) return words;
    let short = words;
    while (short.length > 1 && widthOf(`${short}…`, size) > room) short = short.slice(0, -1).trimEnd();
    return `${short}…`;
  }

  function wrap(words, room, size, weight = 400) {
    const lines = [""];
    for (const word of words.split(" ")) {
      const line = lines[lines.length - 1];
      if (line && widthOf(`${line} ${word}`, size, weight) > room) lines.push(word);
      else lines[lines.length - 1] = line ? `${line} ${word}` : word;
    }
    return lines;
  }

  // Returns the drawing, and what it says in words. `title` and `notes` are for a drawing that leaves the page.
  function render(columns, places, rules, { width, everything = false, title = "", notes = [] }) {
    const { sections, unpriced, pairs } = group(columns, places, rules);
    const priced = sections.flatMap((section) => section.places);
    const result = { svg: null, unpriced: unpriced.length, pairs, shown: 0, words: "" };
    if (!priced.length) return result;
    const showAll = everything || pairs <= ALL_FIT;
    const stacked = width < STACK_BELOW;
    const size = 13;
    const pitch = stacked ? 40 : 24;
    const labelWidth = stacked ? 0 : Math.min(width * 0.36, 360);
    const valueWidth = stacked ? 0 : 150;
    const [lowest, highest] = span(columns, priced);
    const from = Math.log(lowest * 0.7);
    const to = Math.log(highest * 1.4);
    const left = labelWidth + FADE;
    const right = width - valueWidth - FADE - 6;
    const x = (value) => left + ((Math.log(value) - from) / (to - from)) * (right - left);
    const ink = { fill: "var(--ink)", "font-size": `${size}px` };
    const muted = { fill: "var(--muted)", "font-size": `${size - 1}px` };
    const svg = draw("svg", { role: "img", width, xmlns: SVG }, { "font-family": FAMILY });
    const grid = draw("g");
    svg.append(grid);
    let y = 0;
    for (const line of title ? wrap(title, width, 20, 700) : []) {
      y += 26;
      svg.append(draw("text", { x: 0, y }, { fill: "var(--ink)", "font-size": "20px", "font-weight": "700" }, line));
    }
    if (title) y += 12;
    const axis = (y += 16);
    for (const section of sections) {
      y += 8;
      svg.append(draw("path", { d: `M0 ${y}H${width}` }, { stroke: "var(--rule)" }));
      y += 20;
      const bounds = section.from === undefined ? "" : section.to === null ? `$${section.from} and above` : section.from ? `$${section.from}–${section.to}` : `under $${section.to}`;
      const counted = `${section.places.length} ${section.places.length === 1 ? "statement" : "statements"}`;
      svg.append(draw("text", { x: 0, y }, {},
        draw("tspan", {}, { fill: section.color === "var(--muted)" ? "var(--ink)" : section.color, "font-size": "14px", "font-weight": "700" }, labormarket.sentenceCase(section.name)),
        draw("tspan", { dx: 8 }, muted, stacked ? counted : [bounds, counted].filter(Boolean).join(" · "))));
      const rugY = stacked ? y + 8 : y - 11;
      if (stacked) y += 20;
      const rug = new Set(section.places.map((place) => x(middle(columns, place) || lowest).toFixed(0)));
      svg.append(draw("path", { d: [...rug].map((at) => `M${at} ${rugY}v11`).join("") }, { stroke: section.color, "stroke-width": "1px", "stroke-opacity": "0.8" }));
      y += stacked ? 2 : 6;
      const chosen = chosenPairs(columns, section, showAll);
      result.shown += chosen.length;
      for (const pair of chosen) {
        y += pitch;
        const base = stacked ? y - 20 : y - 4;
        const barY = stacked ? y - 7 : y - 8;
        const profession = pair.profession ? labormarket.sentenceCase(pair.profession) : "Profession not stated";
        const platform = pair.platform || "platform not named";
        const value = stated(columns, pair.places);
        const count = pair.places.length > 1 ? ` · ${pair.places.length}` : "";
        const row = draw("g");
        row.append(draw("title", {}, {}, `${profession}, ${platform}: ${value}, ${pair.places.length} statement(s)`));
        if (stacked) {
          const room = width - widthOf(value + count, size, 600) - 12;
          row.append(draw("text", { x: 0, y: base }, ink, shorten(`${profession}, ${platform}`, room, size)));
          row.append(draw("text", { x: width, y: base, "text-anchor": "end" }, { ...ink, "font-weight": "600" }, value, draw("tspan", {}, { ...muted, "font-weight": "400" }, count)));
        } else {
          row.append(draw("text", { x: 0, y: base }, ink, shorten(profession, labelWidth * 0.58, size)));
          row.append(draw("text", { x: labelWidth - 4, y: base, "text-anchor": "end" }, muted, shorten(platform, labelWidth * 0.4, size - 1)));
          row.append(draw("text", { x: width, y: base, "text-anchor": "end" }, { ...ink, "font-weight": "600" }, value, draw("tspan", {}, { ...muted, "font-weight": "400" }, count)));
        }
        for (const place of pair.places) row.append(...mark(columns, place, x, barY, section.color, pair.places.length > 1));
        svg.append(row);
      }
      const hidden = section.pairs.length - chosen.length;
      if (hidden) {
        y += 20;
        svg.append(draw("text", { x: 0, y: y - 3 }, muted, `and ${hidden} more ${hidden === 1 ? "pair" : "pairs"}`));
      }
    }
    y += 8;
    let free = -Infinity;
    for (const value of ticks(Math.exp(from), Math.exp(to))) {
      const at = x(value).toFixed(1);
      grid.append(draw("path", { d: `M${at} ${axis + 6}V${y}` }, { stroke: "var(--grid)" }));
      if (x(value) - free > 44) {
        grid.append(draw("text", { x: at, y: axis, "text-anchor": "middle" }, muted, `$${labormarket.amount(value)}`));
        free = x(value);
      }
    }
    for (const line of notes.flatMap((note) => wrap(note, width, size - 1))) {
      y += 17;
      svg.append(draw("text", { x: 0, y }, muted, line));
    }
    y += 6;
    svg.setAttribute("height", y);
    svg.setAttribute("viewBox", `0 0 ${width} ${y}`);
    result.words = `From $${labormarket.amount(lowest)} to $${labormarket.amount(highest)} an hour as stated. ` +
      sections.map((section) => `${labormarket.sentenceCase(section.name)}: ${section.places.length}`).join("; ") + ".";
    result.range = [lowest, highest];
    svg.setAttribute("aria-label", result.words);
    result.svg = svg;
    return result;
  }

  // The drawing as a file: the page's colours written out, on a ground of their own.
  function toFile(svg) {
    const copy = svg.cloneNode(true);
    const [, , width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
    copy.setAttribute("viewBox", `-20 -20 ${width + 40} ${height + 40}`);
    copy.setAttribute("width", width + 40);
    copy.setAttribute("height", height + 40);
    copy.prepend(draw("rect", { x: -20, y: -20, width: width + 40, height: height + 40 }, { fill: "var(--ground)" }));
    const page = getComputedStyle(document.documentElement);
    return new XMLSerializer().serializeToString(copy).replace(/var\((--[\w-]+)\)/g, (_, name) => page.getPropertyValue(name).trim());
  }

  return { render, toFile };
})();

"use strict";
// CSV of a selection, guarded as the project's own files are: no cell that a spreadsheet runs or obeys.
labormarket.csv = (() => {
  // The texts came with their hidden signs already shown as codes: only formulas are left to disarm.
  function guardWith(rules) {
    const needed = new RegExp(rules.needed, "u");
    const inner = new RegExp(rules.inner, "gu");
    return (text) => (needed.test(text) ? rules.sign : "") + text.replace(inner, `$1${rules.sign}`);
  }

  function cell(value, guard) {
    if (value === null) return "";
    if (typeof value === "number") return String(value);
    const text = guard(value);
    return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  }

  function write(columns, names, places, rules) {
    const guard = guardWith(rules.guard);
    const lines = [names.join(",")];
    for (const place of places) lines.push(names.map((name) => cell(columns[name][place], guard)).join(","));
    return `${lines.join("\n")}\n`;
  }

  return { write };
})();

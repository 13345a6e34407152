// Filters for the ledger, by note and by verdict. Without this script everything is shown.
"use strict";

for (const ledger of document.querySelectorAll(".ledger")) {
  const tables = [...ledger.querySelectorAll(".ledger-table")];
  const rows = [...ledger.querySelectorAll("tbody tr")];
  const bar = document.createElement("form");
  bar.className = "ledger-filter";
  const shown = document.createElement("output");

  const choice = (label, values) => {
    const select = document.createElement("select");
    select.add(new Option("all", ""));
    for (const [value, text] of values) select.add(new Option(text, value));
    const holder = document.createElement("label");
    holder.append(label, select);
    bar.append(holder);
    return select;
  };
  const note = choice("Note", tables.map((t) => [t.dataset.note, t.querySelector("caption strong").textContent]));
  const verdict = choice("Verdict", [...new Set(rows.map((r) => r.dataset.verdict))].sort().map((v) => [v, v]));

  const filter = () => {
    for (const row of rows) row.hidden = verdict.value !== "" && row.dataset.verdict !== verdict.value;
    for (const table of tables) {
      const other = note.value !== "" && table.dataset.note !== note.value;
      table.hidden = other || !table.querySelector("tbody tr:not([hidden])");
    }
    const count = rows.filter((r) => !r.hidden && !r.closest("table").hidden).length;
    shown.textContent = `${count} of ${rows.length} claims shown`;
  };
  bar.append(shown);
  bar.addEventListener("change", filter);
  ledger.querySelector(".ledger-counts").after(bar);
  filter();

  // A link to a row must find it, whatever is filtered.
  window.addEventListener("hashchange", () => {
    const row = document.getElementById(location.hash.slice(1));
    if (row && rows.includes(row) && (row.hidden || row.closest("table").hidden)) {
      bar.reset();
      filter();
      row.scrollIntoView();
    }
  });
}

// How the search splits what is asked, and weighs what it finds; the other numbers are Sphinx's own.
"use strict";
var Scorer = {
  objNameMatch: 11, objPartialMatch: 6, objPrio: {0: 15, 1: 5, 2: -5}, objPrioDefault: 0,
  title: 15, partialTitle: 7, term: 5, partialTerm: 2,
  // Chapters come before pages that refer, and last is what quotes them all.
  score: ([page, , , , score]) => score * (/^reference\/(bibliography|ledger)/.test(page) ? 0.1 : page.startsWith("reference/") ? 0.9 : 1),
};

// Formulas are in the index as LaTeX. What looks like a name, as batch_norm, is two words, unless something has that name.
var splitQuery = (query) => {
  const signs = {"√": "sqrt", "∇": "nabla", "∂": "partial", "Σ": "sum", "∑": "sum", "∞": "infty"};
  const isName = (word) => Object.values(Search._index?.objects ?? {}).flat().some((each) => each[4].toLowerCase() === word.toLowerCase());
  return Object.entries(signs).reduce((text, [sign, word]) => text.replaceAll(sign, ` ${word} `), query)
    .split(/[^\p{Letter}\p{Number}_]+/gu).flatMap((word) => (isName(word) ? word : word.split("_"))).filter((term) => term);
};

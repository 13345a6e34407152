// How the search splits what is asked, and weighs what it finds; the other numbers are Sphinx's own.
"use strict";
var Scorer = {
  objNameMatch: 11, objPartialMatch: 6, objPrio: {0: 15, 1: 5, 2: -5}, objPrioDefault: 0,
  title: 15, partialTitle: 7, term: 5, partialTerm: 2,
  // A page that explains comes before one that refers.
  score: ([page, , , , score]) => (/^reference\/(bibliography|ledger)/.test(page) ? score / 10 : score),
};

// Formulas are in the index as LaTeX. A name of two words, as batch_norm, is two words: texts have them as such.
var splitQuery = (query) => Object.entries({"√": "sqrt", "∇": "nabla", "∂": "partial", "Σ": "sum", "∑": "sum", "∞": "infty"})
  .reduce((text, [sign, word]) => text.replaceAll(sign, ` ${word} `), query)
  .split(/[^\p{Letter}\p{Number}]+/gu).filter((term) => term);

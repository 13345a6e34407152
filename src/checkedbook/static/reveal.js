// A link to what is folded opens it, and a link to a cell opens its code.
(function () {
  function reveal() {
    const target = document.getElementById(location.hash.slice(1));  // :target is not yet there when a page loads
    if (!target) return;
    const folds = /^cell-\d+$/.test(target.id) ? [...target.querySelectorAll("details")] : [];
    for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) folds.push(fold);
    for (const fold of folds) fold.open = true;
    if (folds.length) target.scrollIntoView();
  }
  addEventListener("hashchange", reveal);
  reveal();
})();

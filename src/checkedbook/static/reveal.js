// A link to what is folded opens it. Browsers that do so themselves find it open.
(function () {
  function reveal() {
    const target = document.querySelector(":target");
    let fold = target && target.closest("details");
    if (!fold) return;
    for (; fold; fold = fold.parentElement.closest("details")) fold.open = true;
    target.scrollIntoView();
  }
  addEventListener("hashchange", reveal);
  reveal();
})();

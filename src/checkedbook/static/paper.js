// While a page is printed its folds are open, its figures loaded, and its colours light.
"use strict";
{
  const paper = matchMedia("print"), root = document.documentElement;
  let opened = [], theme;
  const set = () => {
    if (!paper.matches) {
      opened.forEach(fold => { fold.open = false; });
      opened = [];
      root.dataset.theme = theme;
      return;
    }
    theme = root.dataset.theme;
    root.dataset.theme = "light";
    opened = [...document.querySelectorAll("article details:not([open])")];
    opened.forEach(fold => { fold.open = true; });
    document.querySelectorAll("article img").forEach(image => { image.loading = "eager"; });
  };
  paper.addEventListener("change", set);
}

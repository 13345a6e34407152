// Formulas are set as they come near the window, so that a page with hundreds of them does not wait for all. MathJax is
// loaded for the first of them. Once the reader does anything, the others follow, one at a time.
"use strict";
{
  const engine = new URL("tex-svg.js", document.currentScript.src).href;
  const waiting = new Set(document.querySelectorAll(".math"));
  let loaded, work = Promise.resolve();

  const load = () => loaded ??= new Promise((done, failed) => {
    window.MathJax = {...window.MathJax, startup: {typeset: false}};
    const script = document.createElement("script");
    script.src = engine;
    script.onload = () => done(MathJax.startup.promise);
    script.onerror = failed;
    document.head.append(script);
  });
  const pause = () => new Promise(done => setTimeout(done));

  function set(formulas, between) {
    const mine = formulas.filter(formula => waiting.delete(formula));
    if (mine.length) work = work.then(load).then(async () => {
      if (!between) return MathJax.typesetPromise(mine);
      for (const formula of mine) {
        await MathJax.typesetPromise([formula]);
        hold();
        await between();
      }
    });
    return work;
  }

  // A place that a link led to stays at the top while formulas above it are set, until the reader moves on.
  let led = performance.getEntriesByType("navigation")[0]?.type === "navigate";
  const place = () => {
    try { return document.getElementById(decodeURIComponent(location.hash.slice(1).split("?")[0])); }  // a live figure has settings behind it
    catch { return null; }  // no place has a name such as 100%
  };
  const hold = () => { if (led) place()?.scrollIntoView({behavior: "instant"}); };
  for (const sign of ["wheel", "touchmove", "pointerdown", "keydown"]) addEventListener(sign, () => { led = false; }, {passive: true});
  addEventListener("hashchange", () => { led = true; });

  const near = new IntersectionObserver(entries => {
    const come = entries.filter(each => each.isIntersecting).map(each => each.target);
    come.forEach(formula => near.unobserve(formula));
    if (come.length) set(come, pause);
  }, {rootMargin: "50% 0px"});
  waiting.forEach(formula => near.observe(formula));

  window.setFormulas = () => set([...waiting]);
  const rest = () => { set([...waiting], pause); signs.forEach(sign => removeEventListener(sign, rest)); };
  const signs = ["scroll", "pointerdown", "keydown"];
  signs.forEach(sign => addEventListener(sign, rest, {passive: true}));
  addEventListener("keydown", event => {
    if (event.key.toLowerCase() !== "p" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    window.setFormulas().then(() => print());
  });
}

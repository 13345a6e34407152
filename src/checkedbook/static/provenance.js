// Where a number comes from: a note beside the one that the reader points at, taps or focuses. The page's script of class
// provenance says it for all: by its name, a number's value, cell and stored runs; by their names, the runs' settings.
//
// A page has up to a hundred numbers, and each would be a stop for the Tab key. So only one is, the first in the window (after
// what has the focus, if that is there, too), and arrows lead from it to the others. It alone is a button: a screen reader
// reads the others as the text that they are.
"use strict";
if (document.querySelector("script.provenance")) {  // not on the page of the whole book, which is printed
  const MARKED = ".number:not(:is(a, summary, button, label) *)";
  const known = JSON.parse(document.querySelector("script.provenance").textContent);
  const numbers = [...document.querySelectorAll(MARKED)];
  const article = numbers[0]?.closest("article, main, body");
  let stop, shown, held = false, timer;  // the stop for Tab; whose note is open; whether it stays when the pointer leaves

  const element = (tag, content, attributes = {}) => {
    const made = document.createElement(tag);
    made.append(...[content].flat());
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  };
  const note = element("span", [], {class: "number-note", role: "note", id: "number-note", popover: "manual"});
  note.setAttribute("aria-label", "Where this number comes from");

  function words(name, keys) {
    const [value, cell, ...runs] = known.numbers[name];
    const line = (...content) => element("span", content);
    const link = (text, address) => element(address ? "a" : "b", text, address ? {href: address} : {});
    const linked = run => link(run, known.runs[run][1]);
    const lines = [
      line(element("code", name), value && ` = ${value}`),
      line("computed in ", cell ? link(`cell ${cell}`, `#cell-${cell}`) : "a cell", ` of the ${known.cells} on this page`),
    ];
    if (runs.length === 1) lines.push(line("from the stored run ", linked(runs[0]), `: ${known.runs[runs[0]][0]}`));
    if (runs.length > 1) lines.push(line("from one or more of the stored runs ", ...runs.flatMap(run => [", ", linked(run)]).slice(1)));
    if (keys) lines.push(line("← → the other numbers"));
    return lines;
  }

  // Below the number, or above it where there is more room; never wider than the window, so that nothing moves.
  function place() {
    if (!shown) return;
    const margin = 8, {clientWidth: width, clientHeight: height} = document.documentElement;
    note.style.left = note.style.top = "0";
    const zero = note.getBoundingClientRect(), boxes = shown.getClientRects();
    const first = boxes[0], last = boxes[boxes.length - 1];
    const left = Math.max(margin, Math.min(last.left, width - margin - zero.width));
    const above = last.bottom + zero.height + margin > height && first.top > height - last.bottom;
    note.style.left = `${left - zero.left}px`;
    note.style.top = `${(above ? first.top - zero.height - 4 : last.bottom + 4) - zero.top}px`;
  }

  function open(number, holds, keys = false) {
    if (shown !== number) show(number, keys);
    clearTimeout(timer);
    held = holds;
  }
  function show(number, keys) {
    close();
    shown = number;
    note.replaceChildren(...words(number.dataset.name, keys));
    number.after(note);
    note.showPopover?.();
    reach(number);
    number.setAttribute("aria-expanded", true);
    number.setAttribute("aria-controls", note.id);
    number.setAttribute("aria-describedby", note.id);
    place();
  }
  function close() {
    clearTimeout(timer);
    if (!shown) return;
    shown.setAttribute("aria-expanded", false);
    shown.removeAttribute("aria-controls");
    shown.removeAttribute("aria-describedby");
    shown = undefined;
    held = false;
    note.remove();
  }

  function reach(number) {
    if (number === stop) return;
    for (const name of stop ? ["tabindex", "role", "aria-expanded", "aria-keyshortcuts"] : []) stop.removeAttribute(name);
    stop = number;
    stop?.setAttribute("tabindex", 0);
    stop?.setAttribute("role", "button");
    stop?.setAttribute("aria-expanded", false);
    stop?.setAttribute("aria-keyshortcuts", "ArrowRight ArrowLeft");
  }
  const readable = number => number.checkVisibility?.({visibilityProperty: true}) ?? number.getClientRects().length > 0;
  function settle() {
    const here = numbers.filter(readable), at = document.activeElement;
    if (shown || at === stop) return;
    const below = here.filter(number => number.getBoundingClientRect().top > 0);
    const after = below.find(number => article.contains(at) && at.compareDocumentPosition(number) & 4);
    reach(after ?? below[0] ?? here.at(-1));
  }
  function go(number) {
    if (!number) return;
    close();
    reach(number);
    number.focus();
  }

  document.addEventListener("pointerover", ({target, pointerType}) => {
    if (pointerType === "touch" || held) return;
    clearTimeout(timer);
    const number = target.closest?.(MARKED);
    if (number && number !== shown) timer = setTimeout(open, 250, number, false);
    if (!number && shown && !note.contains(target)) timer = setTimeout(close, 300);
  });
  document.addEventListener("click", ({target}) => {
    const number = target.closest?.(MARKED), link = target.closest?.(".number-note a");
    if (number) shown === number && held ? close() : open(number, true);
    else if (link || !note.contains(target)) close();
  });
  document.addEventListener("focusin", ({target}) => {
    if (target === stop) target.matches(":focus-visible") && open(target, true, true);
    else if (!note.contains(target)) close();
  });
  document.addEventListener("keydown", event => {
    if (event.key === "Escape" && shown) {
      const number = shown, inside = note.contains(document.activeElement);
      close();
      if (inside) { number.focus({preventScroll: true}); close(); }
      return;
    }
    if (event.target !== stop || event.ctrlKey || event.altKey || event.metaKey) return;
    const here = numbers.filter(readable), now = here.indexOf(stop);
    const toggle = () => shown ? close() : open(stop, true, true);
    const act = {Enter: toggle, " ": toggle, ArrowRight: () => go(here[now + 1]), ArrowLeft: () => go(here[now - 1])}[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });

  let scrolled;
  addEventListener("scroll", () => { clearTimeout(scrolled); scrolled = setTimeout(settle, 150); }, {passive: true});
  document.addEventListener("toggle", settle, true);
  if (article) new ResizeObserver(place).observe(article);
  document.documentElement.classList.add("numbers");
  settle();
}

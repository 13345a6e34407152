// Elements of the page, and numbers as a reader sees them.
((live) => {
  "use strict";

  const fill = (made, attributes, children) => {
    for (const [key, value] of Object.entries(attributes)) {
      if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
      else if (value === true) made.setAttribute(key, "");
      else if (value !== false && value !== null) made.setAttribute(key, value);
    }
    made.append(...children);
    return made;
  };
  live.html = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children);
  live.svg = (tag, attributes = {}, ...children) => fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);

  /** A labelled choice; nothing to see where there is none. */
  live.choice = (id, label, choices, chosen) => {
    const select = live.html("select", { id, onchange: () => chosen(select.value) }, ...choices.map((value) => live.html("option", { value }, value)));
    const box = live.html("p", { class: "live-bar", hidden: choices.length < 2 }, live.html("label", { for: id }, label), select);
    return { box, show: (value) => { select.value = value; } };
  };

  /** Three digits; of what is small, with its power of ten; of what is nearly one, two of its distance to one; of a count all. */
  live.short = (value) => {
    if (Number.isInteger(value) && Math.abs(value) < 1e5) return String(value);
    const rounded = 0.99 < value && value < 1 ? Number((1 - (1 - value).toPrecision(2)).toPrecision(12)) : Number(value.toPrecision(3));
    return rounded !== 0 && Math.abs(rounded) < 1e-3 ? rounded.toExponential() : String(rounded);
  };
  live.between = (low, high, value) => Math.max(low, Math.min(high, value));

  /** Whether a number is in a range: its ends, null where it has none, and brackets, square where the end is in it. */
  live.within = ([low, high, ends], value) => Number.isFinite(value) && (low === null || value > low || (value === low && ends[0] === "["))
    && (high === null || value < high || (value === high && ends[1] === "]"));

  const STEP = 0.002; // of a slider
  // Sliders run from 0 to 1. A rate is spaced by its logarithm, a part of one by that of its distance to one, what is at
  // least one by that of what it has more.
  const SCALES = {
    rate: { to: (u) => (u === 0 ? 0 : 10 ** (5 * u - 4)), from: (v) => (v === 0 ? 0 : (Math.log10(v) + 4) / 5) },
    part: { to: (u) => 1 - 10 ** (-4 * u), from: (v) => -Math.log10(1 - v) / 4 },
    guard: { to: (u) => (u === 0 ? 0 : 10 ** (12 * u - 12)), from: (v) => (v === 0 ? 0 : Math.log10(v) / 12 + 1) },
    factor: { to: (u) => 1 + SCALES.rate.to(u), from: (v) => SCALES.rate.from(v - 1) },
  };
  const kind = (name, [low, high]) => (high === 1 ? "part" : low === 1 ? "factor" : /^eps/.test(name) ? "guard" : "rate");
  /** Whole numbers from 1. */
  live.wholes = (most) => ({ to: (u) => Math.max(1, Math.round(most * u)), from: (v) => v / most });
  live.batches = { to: (u) => Math.round(2 ** (10 * u)), from: (v) => Math.log2(v) / 10 };
  /** The scale of a hyperparameter: it gives what is in its range, and no digit that is not shown. */
  live.scaleOf = (name, range) => {
    const { to, from } = SCALES[kind(name, range)], [low, high] = range;
    const cut = (u) => live.between(low ?? -Infinity, high ?? Infinity, Number(live.short(to(u))));
    return { to: (u) => cut(live.within(range, cut(u)) ? u : u + (u < 0.5 ? STEP : -STEP)), from };
  };

  /** A labelled slider. ``show(value)`` sets it from outside. */
  live.slider = (id, label, scale, moved) => {
    const input = live.html("input", { type: "range", id, min: 0, max: 1, step: STEP, oninput: () => moved(scale.to(Number(input.value))) });
    const number = live.html("span", { class: "live-number" });
    const show = (value) => {
      input.value = scale.from(value);
      input.setAttribute("aria-valuetext", number.textContent = live.short(value));
    };
    return { box: live.html("div", { class: "live-slider" }, live.html("label", { for: id }, label), input, number), show };
  };
})((window.checkedbookLive ??= {}));

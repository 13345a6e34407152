// Live figures. The rules, surfaces and schedules in them were translated from the package's Python when the book was
// built; this script runs them, as trainability.rule.Descent does, and puts the controls around them.
(() => {
  "use strict";

  // What translated functions call of NumPy and of Python's math.
  const np = {
    pi: Math.PI, sqrt: Math.sqrt, exp: Math.exp, log: Math.log, cos: Math.cos, sin: Math.sin, abs: Math.abs,
    floor: Math.floor, maximum: Math.max, minimum: Math.min, asarray: (x) => x,
    where: (condition, yes, no) => (condition ? yes : no),
    searchsorted: (sorted, x) => sorted.filter((each) => each < x).length,
  };

  /** The points of a descent, the loss and the gradient at each, and the step at which it left all bounds, if it did. */
  function descend(surface, rule, hyper, schedule, start, steps) {
    const theta = [...start];
    const state = rule.state.map(() => [0, 0]);
    const points = [[...theta]], values = [surface.value(...theta)], gradients = [];
    const far = 1e3 * Math.max(1, Math.abs(values[0]));
    for (let t = 1; t <= steps; t++) {
      const now = Object.entries(hyper).map(([name, value]) => (name === "lr" ? value * schedule(t) : value));
      const here = (i) => state.map((each) => each[i]);
      const at = rule.ahead ? theta.map((x, i) => rule.ahead(x, ...here(i), ...now)[0]) : theta;
      const g = surface.slopes(...at);
      gradients.push(g);
      at.forEach((x, i) => {
        const [next, ...kept] = rule.update(x, g[i], t, ...here(i), ...now);
        theta[i] = next;
        state.forEach((each, k) => { each[i] = kept[k]; });
      });
      const value = surface.value(...theta);
      if (!(Math.abs(value) < far)) return { points, values, gradients, diverged: t };
      points.push([...theta]);
      values.push(value);
    }
    return { points, values, gradients, diverged: null };
  }

  // What the chart can show of a run, step by step. The loss is seen above its minimum, where that is known.
  const moves = (run) => run.points.slice(1).map((point, t) => point.map((x, i) => x - run.points[t][i]));
  const effective = (i) => (run) => moves(run).map((move, t) => -move[i] / run.gradients[t][i]);
  const CHARTS = {
    "loss": (run, least) => run.values.map((value) => value - (least ?? 0)),
    "length of the step": (run) => moves(run).map((move) => Math.hypot(...move)),
    "rate along x": effective(0),
    "rate along y": effective(1),
  };

  // Sliders run from 0 to 1. A rate is spaced by its logarithm, a memory by that of its distance to one.
  const SCALES = {
    rate: { to: (u) => 10 ** (5 * u - 4), from: (v) => (Math.log10(v) + 4) / 5 },
    memory: { to: (u) => 1 - 10 ** (-4 * u), from: (v) => -Math.log10(1 - v) / 4 },
    guard: { to: (u) => (u === 0 ? 0 : 10 ** (12 * u - 12)), from: (v) => (v === 0 ? 0 : Math.log10(v) / 12 + 1) },
  };
  const scaleOf = (name) => SCALES[/^(mu|beta|rho)/.test(name) ? "memory" : /^eps/.test(name) ? "guard" : "rate"];
  const short = (value) => String(Number(value.toPrecision(3)));

  const SVG = "http://www.w3.org/2000/svg";
  const fill = (made, attributes, children) => {
    for (const [key, value] of Object.entries(attributes)) {
      if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
      else if (value === true) made.setAttribute(key, "");
      else if (value !== false && value !== null) made.setAttribute(key, value);
    }
    made.append(...children);
    return made;
  };
  const html = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children);
  const svg = (tag, attributes = {}, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

  const WIDTH = 640, HEIGHT = 400, CHART = 150;

  class LiveFigure {
    constructor(given, figure) {
      Object.assign(this, given.make(np, Math.sqrt), { name: given.name, steps: given.steps, first: given.start, contours: given.contours });
      this.figure = figure;
      this.initial = JSON.stringify(this.settings = {
        start: [...given.start], step: given.steps, schedule: "constant", chart: "loss",
        on: this.rules.map((rule) => rule.on), hyper: this.rules.map((rule) => ({ ...rule.hyper })),
      });
      this.build();
      this.read();
      this.update();
    }

    // ---- the page ----

    build() {
      const id = (part) => `${this.name}-${part}`;
      this.paths = this.rules.map((rule) => svg("polyline", { stroke: rule.color, class: "live-line" }));
      this.dots = this.rules.map((rule) => svg("circle", { r: 6, fill: rule.color }));
      this.curves = this.rules.map((rule) => svg("polyline", { stroke: rule.color, class: "live-line" }));
      this.cursor = svg("line", { y1: 0, y2: CHART, class: "live-cursor" });
      this.top = html("span", { class: "live-tick live-north live-west" });
      this.bottom = html("span", { class: "live-tick live-south live-west" });
      const [left, right, low, high] = this.surface.extent;
      const stage = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": "The paths on the contours; the result below says where they end." },
        svg("clipPath", { id: id("clip") }, svg("rect", { width: WIDTH, height: HEIGHT })),
        svg("g", { "clip-path": `url(#${id("clip")})` },
          svg("g", { transform: "scale(0.2)" }, ...this.contours.map((d) => svg("path", { d, class: "live-level", "fill-rule": "evenodd" }))),
          ...(this.surface.minimum ? [svg("path", { d: "M-6,0H6M0,-6V6", class: "live-minimum", transform: `translate(${this.place(this.surface.minimum)})` })] : []),
          ...this.paths, ...this.dots));
      this.handle = html("button", { type: "button", class: "live-start", onkeydown: (event) => this.key(event), onpointerdown: (event) => this.grab(event) });
      this.hover = html("div", { class: "live-hover", hidden: true });
      this.stage = html("div", { class: "live-stage", onpointermove: (event) => this.tell(event), onpointerleave: () => { this.hover.hidden = true; } }, 
        stage, html("span", { class: "live-tick live-south live-west" }, `(${left}, ${low})`), html("span", { class: "live-tick live-north live-east" }, `(${right}, ${high})`), this.handle, this.hover);
      const chart = html("div", { class: "live-chart" },
        svg("svg", { viewBox: `0 0 ${WIDTH} ${CHART}`, preserveAspectRatio: "none", role: "img", "aria-label": "A chart against the step, of what is chosen above it." }, ...this.curves, this.cursor),
        this.top, this.bottom);
      this.play = html("button", { type: "button", onclick: () => this.toggle() }, "Play");
      this.scrub = html("input", { type: "range", id: id("step"), min: 0, max: this.steps, step: 1, oninput: () => { this.pause(); this.set({ step: Number(this.scrub.value) }); } });
      this.says = html("span", { class: "live-number" });
      this.result = html("p", { class: "live-result", role: "status" });
      this.schedule = html("select", { id: id("schedule"), onchange: () => this.set({ schedule: this.schedule.value }) },
        ...["constant", ...Object.keys(this.schedules)].map((name) => html("option", { value: name }, name)));
      this.chart = html("select", { id: id("chart"), onchange: () => this.set({ chart: this.chart.value }) }, ...Object.keys(CHARTS).map((name) => html("option", { value: name }, name)));
      this.inputs = this.rules.map((rule, k) => this.controls(rule, k, id));
      this.root = html("div", { class: "live" },
        this.stage, html("p", { class: "live-bar" }, html("label", { for: id("chart") }, "below, against the step:"), this.chart), chart,
        html("div", { class: "live-bar live-transport" }, this.play,
          html("button", { type: "button", onclick: () => { this.pause(); this.set({ step: Math.min(this.steps, this.settings.step + 1) }); } }, "Step"),
          html("label", { for: id("step") }, "step"), this.scrub, this.says,
          html("button", { type: "button", onclick: () => { this.pause(); this.settings = JSON.parse(this.initial); this.set({}); } }, "Reset")),
        this.result,
        html("div", { class: "live-rules" }, ...this.inputs.map((each) => each.box)),
        Object.keys(this.schedules).length ? html("p", { class: "live-bar" }, html("label", { for: id("schedule") }, "learning rate"), this.schedule) : "");
      const image = this.figure.querySelector("img, object");
      (image.closest("a.reference") || image).replaceWith(this.root);
      window.addEventListener("hashchange", () => { if (this.read()) { this.pause(); this.update(); } });
      for (const link of document.querySelectorAll(`a[data-live][href="#${this.name}"]`)) {
        link.addEventListener("click", (event) => {
          event.preventDefault();
          history.pushState(null, "", `#${this.name}?${link.dataset.live}`);
          this.read();
          this.pause();
          this.update();
        });
      }
    }

    controls(rule, k, id) {
      const box = html("fieldset", {});
      const on = html("input", { type: "checkbox", id: id(`on-${k}`), onchange: () => { this.settings.on[k] = on.checked; this.set({}); } });
      box.append(html("legend", {}, on, html("label", { for: id(`on-${k}`) }, html("span", { class: "live-swatch", style: `background:${rule.color}` }), rule.label)));
      const sliders = Object.keys(rule.hyper).map((name) => {
        const scale = scaleOf(name), own = id(`${k}-${name}`);
        const input = html("input", { type: "range", id: own, min: 0, max: 1, step: 0.002, oninput: () => { this.settings.hyper[k][name] = scale.to(Number(input.value)); this.set({}); } });
        const shown = html("span", { class: "live-number" });
        box.append(html("div", { class: "live-slider" }, html("label", { for: own }, name), input, shown));
        return { name, scale, input, shown };
      });
      return { box, on, sliders };
    }

    // ---- from settings to picture ----

    place([x, y]) {
      const [left, right, low, high] = this.surface.extent;
      return [((x - left) / (right - left)) * WIDTH, ((high - y) / (high - low)) * HEIGHT];
    }

    set(change) {
      Object.assign(this.settings, change);
      this.update();
      clearTimeout(this.writing);
      this.writing = setTimeout(() => this.write(), 300);
    }

    /** Run all rules anew, and draw. */
    update() {
      const { start, on, hyper, schedule } = this.settings;
      const shape = this.schedules[schedule] || (() => 1);
      this.runs = this.rules.map((rule, k) => on[k] && descend(this.surface, rule, hyper[k], shape, start, this.steps));
      const least = this.surface.minimum ? this.surface.value(...this.surface.minimum) : null;
      const series = this.runs.map((run) => run && CHARTS[this.settings.chart](run, least));
      const seen = series.filter(Boolean).flat().filter(Number.isFinite);
      const linear = this.settings.chart === "loss" && least === null; // a loss without a minimum can be negative
      const height = linear ? (v) => v : (v) => Math.log10(Math.max(Math.abs(v), 1e-16));
      const heights = seen.map(height).sort((a, b) => a - b);
      const low = heights[0] ?? 0, high = Math.max(heights[Math.floor(0.98 * heights.length)] ?? 1, low + 1e-9); // one peak may leave the chart
      this.top.textContent = short(linear ? high : 10 ** high);
      this.bottom.textContent = short(linear ? low : 10 ** low);
      this.lines = this.runs.map((run) => run && run.points.map((point) => this.place(point).map((c) => Math.max(-1e4, Math.min(1e4, c)).toFixed(1)).join(",")));
      series.forEach((each, k) => {
        const at = (v) => Math.max(-0.05, Math.min(1.05, (height(v) - low) / (high - low)));
        const first = this.settings.chart === "loss" ? 0 : 1; // the first step has a length, the start has not
        const points = (each || []).map((v, t) => `${(((t + first) / this.steps) * WIDTH).toFixed(1)},${((1 - at(v)) * (CHART - 8) + 4).toFixed(1)}`);
        this.curves[k].setAttribute("points", points.join(" "));
      });
      this.show();
      this.tellResult();
    }

    /** Draw the paths up to the step that is set. */
    show() {
      const { step, start } = this.settings;
      this.lines.forEach((line, k) => {
        const upto = line ? Math.min(step, line.length - 1) : 0;
        this.paths[k].setAttribute("points", line ? line.slice(0, upto + 1).join(" ") : "");
        this.dots[k].toggleAttribute("hidden", !line);
        this.dots[k].setAttribute("visibility", line ? "visible" : "hidden");
        if (line) { const [cx, cy] = line[upto].split(","); this.dots[k].setAttribute("cx", cx); this.dots[k].setAttribute("cy", cy); }
      });
      const x = (step / this.steps) * WIDTH;
      this.cursor.setAttribute("x1", x);
      this.cursor.setAttribute("x2", x);
      this.scrub.value = step;
      this.says.textContent = `${step} of ${this.steps}`;
      const [left, top] = this.place(start);
      this.handle.style.left = `${(100 * left) / WIDTH}%`;
      this.handle.style.top = `${(100 * top) / HEIGHT}%`;
      this.handle.setAttribute("aria-label", `Start point, x ${short(start[0])}, y ${short(start[1])}. Drag it, or move it with the arrow keys.`);
      this.schedule.value = this.settings.schedule;
      this.chart.value = this.settings.chart;
      this.inputs.forEach(({ on, sliders, box }, k) => {
        on.checked = this.settings.on[k];
        box.classList.toggle("live-off", !on.checked);
        for (const { name, scale, input, shown } of sliders) {
          const value = this.settings.hyper[k][name];
          input.value = scale.from(value);
          input.setAttribute("aria-valuetext", shown.textContent = short(value));
        }
      });
    }

    tellResult() {
      const { step } = this.settings;
      const told = this.runs.map((run, k) => {
        if (!run) return null;
        const at = Math.min(step, run.values.length - 1);
        if (run.diverged !== null && step >= run.diverged) return `${this.rules[k].label}: diverged at step ${run.diverged}`;
        return `${this.rules[k].label}: ${short(run.values[at])}`;
      });
      this.result.textContent = `Loss at step ${step}. ${told.filter(Boolean).join("; ")}.`;
    }

    // ---- the hand ----

    point(event) {
      const box = this.stage.querySelector("svg").getBoundingClientRect();
      const [left, right, low, high] = this.surface.extent;
      const inside = (u) => Math.max(0, Math.min(1, u));
      return [left + inside((event.clientX - box.left) / box.width) * (right - left), high - inside((event.clientY - box.top) / box.height) * (high - low)];
    }

    grab(event) {
      event.preventDefault();
      this.handle.focus();
      this.handle.setPointerCapture(event.pointerId);
      const move = (next) => this.set({ start: this.point(next) });
      this.handle.addEventListener("pointermove", move);
      for (const end of ["pointerup", "pointercancel"]) this.handle.addEventListener(end, () => this.handle.removeEventListener("pointermove", move), { once: true });
    }

    key(event) {
      const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] }[event.key];
      if (!way) return;
      event.preventDefault();
      const [left, right, low, high] = this.surface.extent, share = event.shiftKey ? 0.1 : 0.01;
      const [x, y] = this.settings.start;
      this.set({ start: [Math.max(left, Math.min(right, x + way[0] * share * (right - left))), Math.max(low, Math.min(high, y + way[1] * share * (high - low)))] });
    }

    tell(event) {
      if (event.pointerType === "touch") return;
      const [x, y] = this.point(event);
      this.hover.hidden = false;
      this.hover.textContent = `x ${short(x)}, y ${short(y)}, loss ${short(this.surface.value(x, y))}`;
    }

    toggle() {
      if (this.timer) { this.pause(); return; }
      if (this.settings.step >= this.steps) this.settings.step = 0;
      this.play.textContent = "Pause";
      if (matchMedia("(prefers-reduced-motion: reduce)").matches) { this.set({ step: this.steps }); this.pause(); return; }
      let begun = null;
      const from = this.settings.step, pace = Math.max(this.steps / 8, 12); // steps a second
      const frame = (now) => {
        begun ??= now;
        this.settings.step = Math.min(this.steps, from + Math.floor(((now - begun) / 1000) * pace));
        this.show();
        if (this.settings.step < this.steps) this.timer = requestAnimationFrame(frame);
        else this.pause();
      };
      this.timer = requestAnimationFrame(frame);
    }

    pause() {
      cancelAnimationFrame(this.timer);
      this.timer = null;
      this.play.textContent = "Play";
      this.tellResult();
    }

    // ---- the address: #name?start=-7,2&on=1,0&0.lr=0.95&step=20 ----

    write() {
      const { start, step, schedule, chart, on, hyper } = this.settings;
      const said = new URLSearchParams({ start: start.map(short).join(","), on: on.map(Number).join(","), step });
      if (schedule !== "constant") said.set("schedule", schedule);
      if (chart !== "loss") said.set("chart", chart);
      hyper.forEach((each, k) => Object.entries(each).forEach(([name, value]) => { if (value !== this.rules[k].hyper[name]) said.set(`${k}.${name}`, short(value)); }));
      history.replaceState(null, "", `#${this.name}?${decodeURIComponent(said)}`);
    }

    /** Take over what the address says of this figure; whether it says anything. */
    read() {
      const [name, query] = location.hash.slice(1).split("?");
      if (name !== this.name || !query) return false;
      this.settings = JSON.parse(this.initial);
      const numbers = (text) => text.split(",").map(Number);
      for (const [key, text] of new URLSearchParams(query)) {
        const [k, hyper] = key.split(".");
        if (key === "start" && numbers(text).length === 2 && numbers(text).every(Number.isFinite)) this.settings.start = numbers(text);
        else if (key === "step" && Number(text) >= 0) this.settings.step = Math.min(this.steps, Math.round(Number(text)));
        else if (key === "on") this.settings.on = this.rules.map((_, i) => Boolean(numbers(text)[i]));
        else if (key === "chart" && text in CHARTS) this.settings.chart = text;
        else if (key === "schedule" && text in this.schedules) this.settings.schedule = text;
        else if (hyper in (this.settings.hyper[k] || {}) && Number.isFinite(Number(text))) this.settings.hyper[k][hyper] = Number(text);
      }
      this.figure.scrollIntoView({ block: "start" });
      return true;
    }
  }

  const begin = (given) => new LiveFigure(given, document.getElementById(given.name));
  window.checkedbookLive = { descend, np, figures: (window.liveFigures || []).map(begin) };
})();

// What is seen of the runs against the step.
((live) => {
  "use strict";
  const { html, svg, short, between } = live;

  const WIDTH = 640, HEIGHT = 150, MARGIN = 4;

  // Each chart makes a series of a run and its rule; `first` is the step of its first number, for the start has no step
  // behind it. Its height is logarithmic, but for what is linear, and what is signed and somewhere negative.
  const moves = (run) => run.points.slice(1).map((point, t) => point.map((x, i) => x - run.points[t][i]));
  const both = (label, of, more) => ["x", "y"].map((axis, i) => [`${label} along ${axis}`, { first: 1, of: of(i), ...more }]);
  const effective = (i) => (run) => moves(run).map((move, t) => -move[i] / run.gradients[t][i]);
  const stateOf = (name) => (i) => (run, rule) => (rule.state.includes(name) ? run.states.map((state) => state[rule.state.indexOf(name)][i]) : []);
  const hyperOf = (name) => (run, rule) => (rule.names.includes(name) ? run.hypers.map((hyper) => hyper[rule.names.indexOf(name)]) : []);

  /** A function of what a rule knows in a step, by the names of its arguments; no numbers of a rule that lacks one. */
  const madeOf = ({ takes, value }) => (i) => (run, rule) => {
    const steps = run.states.map((state, t) => ({
      t: t + 1, theta: (run.points[t + 1] || [])[i], g: run.gradients[t][i],
      ...Object.fromEntries(rule.state.map((name, k) => [name, state[k][i]])),
      ...Object.fromEntries(rule.names.map((name, k) => [name, run.hypers[t][k]])),
    }));
    return steps.length && takes.every((name) => name in steps[0]) ? steps.map((step) => value(...takes.map((name) => step[name]))) : [];
  };

  /** The charts of a figure on a surface, by their names. The loss is seen above its minimum, where that is known. */
  live.chartsOf = (surface, { rules, measures, driven }) => {
    const least = surface.minimum && surface.value(...surface.minimum);
    const states = [...new Set(rules.flatMap((rule) => rule.state))];
    return {
      "loss": { first: 0, linear: least === null, of: (run) => run.values.map((value) => value - (least ?? 0)) },
      "length of the step": { first: 1, of: (run) => moves(run).map((move) => Math.hypot(...move)) },
      ...Object.fromEntries([
        ...both("rate", effective),
        ...driven.map((name) => [name, { first: 1, linear: true, zero: true, of: hyperOf(name) }]),
        ...Object.entries(measures).flatMap(([label, chart]) => both(label, madeOf(chart), { signed: true })),
        ...states.flatMap((name) => both(name, stateOf(name), { signed: true })),
      ]),
    };
  };

  /** One of the charts, chosen: a line for each rule, and a cursor at the step that is set. */
  live.Panel = class {
    constructor(id, label, { rules, steps, charts }, chosen) {
      Object.assign(this, { rules, steps });
      this.choice = live.choice(id, label, Object.keys(charts), chosen);
      this.curves = rules.map((rule) => svg("polyline", { stroke: rule.color, class: "live-line" }));
      this.cursor = svg("line", { y1: 0, y2: HEIGHT, class: "live-cursor" });
      this.ticks = ["live-north", "live-south"].map((end) => html("span", { class: `live-tick ${end} live-west` }));
      this.scale = html("span", { class: "live-scale" });
      this.box = html("div", {}, this.choice.box, html("div", { class: "live-chart" },
        svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", role: "img", "aria-label": "A chart against the step, of what is chosen above it." },
          ...this.curves, this.cursor), ...this.ticks, this.scale));
    }

    /** Draw one series for each rule that is on. */
    draw(name, chart, runs) {
      this.choice.show(name);
      const series = runs.map((run, k) => (run ? chart.of(run, this.rules[k]) : []));
      const seen = series.flat().filter((v) => Number.isFinite(v) && (v !== 0 || chart.linear));
      const linear = chart.linear || (chart.signed && seen.some((v) => v < 0));
      const height = linear ? (v) => v : (v) => Math.log10(Math.max(Math.abs(v), 1e-16));
      const heights = seen.map(height).sort((a, b) => a - b);
      const low = chart.zero ? 0 : heights[0] ?? 0;
      const high = Math.max(heights[Math.floor(0.98 * heights.length)] ?? low, low + 1e-9); // one peak may leave the chart
      [high, low].forEach((end, k) => { this.ticks[k].textContent = short(linear ? end : 10 ** end); });
      this.scale.textContent = linear ? "" : "logarithmic";
      const x = (t) => (((t + chart.first) / this.steps) * WIDTH).toFixed(1);
      const y = (v) => ((1 - between(-0.05, 1.05, (height(v) - low) / (high - low))) * (HEIGHT - 2 * MARGIN) + MARGIN).toFixed(1);
      series.forEach((each, k) => this.curves[k].setAttribute("points", each.map((v, t) => `${x(t)},${y(v)}`).join(" ")));
    }

    point(step) {
      for (const end of ["x1", "x2"]) this.cursor.setAttribute(end, (step / this.steps) * WIDTH);
    }
  };
})((window.checkedbookLive ??= {}));

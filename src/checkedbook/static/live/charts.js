// What is seen of the runs against the step.
((live) => {
  "use strict";
  const { html, svg, short, between } = live;

  const WIDTH = 640, HEIGHT = 150, MARGIN = 4;

  // Each chart makes a series of a run; `first` is the step of its first number, for the start has no step behind it.
  const moves = (run) => run.points.slice(1).map((point, t) => point.map((x, i) => x - run.points[t][i]));
  const effective = (i) => ({ first: 1, of: (run) => moves(run).map((move, t) => -move[i] / run.gradients[t][i]) });

  /** The charts of a surface, by their names. The loss is seen above its minimum, where that is known. */
  live.chartsOf = (surface) => {
    const least = surface.minimum && surface.value(...surface.minimum);
    return {
      "loss": { first: 0, linear: least === null, of: (run) => run.values.map((value) => value - (least ?? 0)) },
      "length of the step": { first: 1, of: (run) => moves(run).map((move) => Math.hypot(...move)) },
      "rate along x": effective(0),
      "rate along y": effective(1),
    };
  };

  /** A line for each rule, and a cursor at the step that is set. */
  live.Chart = class {
    constructor(rules, steps) {
      this.steps = steps;
      this.curves = rules.map((rule) => svg("polyline", { stroke: rule.color, class: "live-line" }));
      this.cursor = svg("line", { y1: 0, y2: HEIGHT, class: "live-cursor" });
      this.top = html("span", { class: "live-tick live-north live-west" });
      this.bottom = html("span", { class: "live-tick live-south live-west" });
      this.box = html("div", { class: "live-chart" },
        svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", role: "img", "aria-label": "A chart against the step, of what is chosen above it." },
          ...this.curves, this.cursor), this.top, this.bottom);
    }

    /** Draw one series for each rule that is on; logarithmic, unless the chart is linear. */
    draw(chart, runs) {
      const series = runs.map((run) => (run ? chart.of(run) : []));
      const height = chart.linear ? (v) => v : (v) => Math.log10(Math.max(Math.abs(v), 1e-16));
      const back = chart.linear ? (h) => h : (h) => 10 ** h;
      const heights = series.flat().filter(Number.isFinite).map(height).sort((a, b) => a - b);
      const low = heights[0] ?? 0, high = Math.max(heights[Math.floor(0.98 * heights.length)] ?? 1, low + 1e-9); // one peak may leave the chart
      this.top.textContent = short(back(high));
      this.bottom.textContent = short(back(low));
      const x = (t) => (((t + chart.first) / this.steps) * WIDTH).toFixed(1);
      const y = (v) => ((1 - between(-0.05, 1.05, (height(v) - low) / (high - low))) * (HEIGHT - 2 * MARGIN) + MARGIN).toFixed(1);
      series.forEach((each, k) => this.curves[k].setAttribute("points", each.map((v, t) => `${x(t)},${y(v)}`).join(" ")));
    }

    point(step) {
      for (const end of ["x1", "x2"]) this.cursor.setAttribute(end, (step / this.steps) * WIDTH);
    }
  };
})((window.checkedbookLive ??= {}));

// The contours of a surface, and on them the paths of the rules.
((live) => {
  "use strict";
  const { svg, short, between } = live;

  live.Stage = class extends live.Plane {
    constructor(rules, name, moved) {
      super(null, {
        says: "The paths on the contours; the result below says where they end.",
        moved, tells: ([x, y]) => `x ${short(x)}, y ${short(y)}, loss ${short(this.surface.value(x, y))}`,
      });
      this.clouds = rules.map((rule) => svg("path", { stroke: rule.color, class: "live-cloud" }));
      this.paths = rules.map((rule) => svg("polyline", { stroke: rule.color, class: "live-line" }));
      this.dots = rules.map((rule) => svg("circle", { r: 6, fill: rule.color }));
      this.drawing.prepend(svg("clipPath", { id: `${name}-clip` }, svg("rect", { width: 640, height: 400 })));
      this.drawing.append(svg("g", { "clip-path": `url(#${name}-clip)` }, ...this.clouds, ...this.paths, ...this.dots));
    }

    on({ surface, contours }) {
      if (surface === this.surface) return;
      this.surface = surface;
      this.lay(surface.extent, surface.minimum, ...contours.map((d) => svg("path", { d, class: "live-level", "fill-rule": "evenodd" })));
    }

    /** Take over the paths, and for each those of other draws; of what leaves the plane, as much as shows where to. */
    take(runs, others) {
      this.lines = runs.map((run) => run && run.points.map((point) => this.text(point)));
      this.others = others;
    }

    text(point) {
      return this.place(point).map((c) => between(-1e4, 1e4, c).toFixed(1)).join(",");
    }

    /** Draw them up to a step. */
    draw(step) {
      const at = (line) => line[Math.min(step, line.length - 1)];
      this.lines.forEach((line, k) => {
        this.paths[k].setAttribute("points", line ? line.slice(0, step + 1).join(" ") : "");
        this.clouds[k].setAttribute("d", this.others[k].map((other) => `M${this.text(at(other.points))}h0`).join(""));
        this.dots[k].setAttribute("visibility", line ? "visible" : "hidden");
        if (!line) return;
        const [cx, cy] = at(line).split(",");
        this.dots[k].setAttribute("cx", cx);
        this.dots[k].setAttribute("cy", cy);
      });
    }

    start([x, y]) {
      this.show([x, y], `Start point, x ${short(x)}, y ${short(y)}.`);
    }
  };
})((window.checkedbookLive ??= {}));

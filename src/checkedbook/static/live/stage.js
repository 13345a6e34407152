// The plane on which the paths are drawn, and a point on it that the reader moves: by mouse, touch or arrow keys.
((live) => {
  "use strict";
  const { html, svg, short, between } = live;

  const WIDTH = 640, HEIGHT = 400; // five units of contours.py to one of these
  const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] };

  /** A framed part of a plane with a handle on it. ``moved(point)`` hears of the hand, ``tells(point)`` says what is under it. */
  live.Plane = class {
    constructor(extent, drawn, { says, moved, tells }) {
      Object.assign(this, { extent, moved });
      this.drawing = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": says }, ...drawn);
      this.handle = html("button", { type: "button", class: "live-start", onkeydown: (event) => this.key(event), onpointerdown: (event) => this.grab(event) });
      this.hover = html("div", { class: "live-hover", hidden: true });
      const tell = (event) => {
        this.hover.hidden = event.pointerType === "touch";
        this.hover.textContent = tells(this.under(event));
      };
      const [left, right, low, high] = extent;
      this.box = html("div", { class: "live-stage", onpointermove: tell, onpointerleave: () => { this.hover.hidden = true; } },
        this.drawing, html("span", { class: "live-tick live-south live-west" }, `(${left}, ${low})`),
        html("span", { class: "live-tick live-north live-east" }, `(${right}, ${high})`), this.handle, this.hover);
    }

    /** Where a point lies in the drawing. */
    place([x, y]) {
      const [left, right, low, high] = this.extent;
      return [((x - left) / (right - left)) * WIDTH, ((high - y) / (high - low)) * HEIGHT];
    }

    /** Move the handle, and say where it is. */
    show(point, label) {
      const [left, top] = this.place(point);
      this.at = point;
      this.handle.style.left = `${(100 * left) / WIDTH}%`;
      this.handle.style.top = `${(100 * top) / HEIGHT}%`;
      this.handle.setAttribute("aria-label", label);
    }

    under(event) {
      const box = this.drawing.getBoundingClientRect();
      const [left, right, low, high] = this.extent;
      return [left + between(0, 1, (event.clientX - box.left) / box.width) * (right - left),
        high - between(0, 1, (event.clientY - box.top) / box.height) * (high - low)];
    }

    grab(event) {
      event.preventDefault();
      this.handle.focus();
      this.handle.setPointerCapture(event.pointerId);
      const move = (next) => this.moved(this.under(next));
      this.handle.addEventListener("pointermove", move);
      for (const end of ["pointerup", "pointercancel"]) this.handle.addEventListener(end, () => this.handle.removeEventListener("pointermove", move), { once: true });
    }

    /** A hundredth of the plane by a key, a tenth with shift. */
    key(event) {
      const way = WAYS[event.key];
      if (!way) return;
      event.preventDefault();
      const [left, right, low, high] = this.extent, share = event.shiftKey ? 0.1 : 0.01;
      const [x, y] = this.at;
      this.moved([between(left, right, x + way[0] * share * (right - left)), between(low, high, y + way[1] * share * (high - low))]);
    }
  };

  /** The contours of a surface, and on them the paths of the rules. */
  live.Stage = class extends live.Plane {
    constructor(surface, contours, rules, name, moved) {
      const levels = svg("g", { transform: "scale(0.2)" }, ...contours.map((d) => svg("path", { d, class: "live-level", "fill-rule": "evenodd" })));
      const drawn = svg("g", { "clip-path": `url(#${name}-clip)` }, levels);
      super(surface.extent, [svg("clipPath", { id: `${name}-clip` }, svg("rect", { width: WIDTH, height: HEIGHT })), drawn], {
        says: "The paths on the contours; the result below says where they end.",
        moved, tells: ([x, y]) => `x ${short(x)}, y ${short(y)}, loss ${short(surface.value(x, y))}`,
      });
      this.paths = rules.map((rule) => svg("polyline", { stroke: rule.color, class: "live-line" }));
      this.dots = rules.map((rule) => svg("circle", { r: 6, fill: rule.color }));
      if (surface.minimum) drawn.append(svg("path", { d: "M-6,0H6M0,-6V6", class: "live-minimum", transform: `translate(${this.place(surface.minimum)})` }));
      drawn.append(...this.paths, ...this.dots);
    }

    /** Take over the paths; of what leaves the plane, as much as shows where to. */
    take(runs) {
      const text = (point) => this.place(point).map((c) => between(-1e4, 1e4, c).toFixed(1)).join(",");
      this.lines = runs.map((run) => run && run.points.map(text));
    }

    /** Draw them up to a step. */
    draw(step) {
      this.lines.forEach((line, k) => {
        const upto = line ? Math.min(step, line.length - 1) : 0;
        this.paths[k].setAttribute("points", line ? line.slice(0, upto + 1).join(" ") : "");
        this.dots[k].setAttribute("visibility", line ? "visible" : "hidden");
        if (!line) return;
        const [cx, cy] = line[upto].split(",");
        this.dots[k].setAttribute("cx", cx);
        this.dots[k].setAttribute("cy", cy);
      });
    }

    start([x, y]) {
      this.show([x, y], `Start point, x ${short(x)}, y ${short(y)}. Drag it, or move it with the arrow keys.`);
    }
  };
})((window.checkedbookLive ??= {}));

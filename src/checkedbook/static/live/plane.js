// A part of a plane, and a point on it that the reader moves: by mouse, touch or arrow keys.
((live) => {
  "use strict";
  const { html, svg, short, between } = live;

  const WIDTH = 640, HEIGHT = 400; // contours.py has five units to one of these
  const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] };

  /** ``moved(point)`` hears of the hand, ``tells(point)`` says what is under it. */
  live.Plane = class {
    constructor(extent, { says, moved, tells }) {
      Object.assign(this, { extent, moved });
      this.ground = svg("g", { transform: "scale(0.2)" });
      this.drawing = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": says }, this.ground);
      this.handle = html("button", { type: "button", class: "live-start", onkeydown: (event) => this.key(event), onpointerdown: (event) => this.grab(event) });
      this.hover = html("div", { class: "live-hover" }, "Drag the ring");
      const tell = (event) => {
        this.hover.hidden = event.pointerType === "touch";
        this.hover.textContent = tells(this.under(event));
      };
      this.corners = ["live-south live-west", "live-north live-east"].map((place) => html("span", { class: `live-tick ${place}` }));
      this.box = html("div", { class: "live-stage", onpointermove: tell, onpointerleave: () => { this.hover.hidden = true; } },
        this.drawing, ...this.corners, this.handle, this.hover);
    }

    /** Show another part, with paths drawn below all else, and a cross where the least value is. */
    lay(extent, minimum, ...ground) {
      const [left, right, low, high] = this.extent = extent;
      this.corners[0].textContent = `(${short(left)}, ${short(low)})`;
      this.corners[1].textContent = `(${short(right)}, ${short(high)})`;
      this.ground.replaceChildren(...ground);
      if (minimum) this.ground.append(svg("path", { d: "M-30,0H30M0,-30V30", class: "live-minimum", transform: `translate(${this.place(minimum).map((c) => 5 * c)})` }));
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
      this.handle.style.left = `${between(0, 100, (100 * left) / WIDTH)}%`;
      this.handle.style.top = `${between(0, 100, (100 * top) / HEIGHT)}%`;
      this.handle.setAttribute("aria-label", `${label} Drag it, or move it with the arrow keys.`);
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

  /** The map of the factor of a step over one or two hyperparameters; beyond the line at 1 it diverges. */
  live.FactorMap = class extends live.Plane {
    constructor({ names, extent, minimum, value, regions, curve, border, outside, limits, beside }, moved) {
      super(extent, {
        says: `A map of the factor of a step over ${names.join(" and ")}.`,
        moved: (point) => moved(Object.fromEntries(names.map((name, i) => [name, point[i]]))),
        tells: (point) => this.said(point),
      });
      Object.assign(this, { names, value, beside });
      const path = (d, kind) => svg("path", { d, class: kind, "fill-rule": "evenodd" });
      const drawn = curve ? [path(border, "live-border"), path(curve, "live-curve")] : regions.map((d, k) => path(d, k ? "live-shade" : "live-shade live-border"));
      this.lay(extent, minimum, ...drawn, ...beside.map(({ region }) => path(region, "live-border")));
      if (outside) {
        const [left, top] = this.place(outside);
        this.box.append(html("span", { class: "live-tick live-outside", style: `left:${left / 6.4}%;top:${top / 4}%` }, "diverges"));
      }
      this.note = html("p", { class: "live-note" });
      const origin = curve ? `The factor of a step against ${names[0]}; it diverges beyond ${limits.map(short).join(", ")}.`
        : `The factor of a step, ${names[0]} to the right and ${names[1]} up: drawn when the book was built, a line every 0.05, the outer one at 1${beside.map(({ label }) => `, the broken one where that of ${label} is`).join("")}.`;
      this.whole = html("div", {}, this.box, this.note, html("p", { class: "live-note" }, `${origin} The cross is the best.`));
    }

    said(point) {
      const at = this.names.map((name, i) => `${name} ${short(point[i])}`).join(", "), factor = this.value(...point.slice(0, this.names.length));
      const tenth = Math.ceil(Math.log(10) / -Math.log(factor));
      const others = this.beside.map((other) => `; ${other.label} ${short(other.value(...point.slice(0, 2)))}`).join("");
      return `${at}: ${short(factor)} a step, ${factor < 1 ? `a tenth in ${tenth} step${tenth === 1 ? "" : "s"}` : factor === 1 ? "no nearer" : "it diverges"}${others}`;
    }

    /** Put the point where the hyperparameters are. */
    take(hyper) {
      const point = this.names.map((name) => hyper[name]);
      if (point.length === 1) point.push(this.value(...point));
      this.note.textContent = this.said(point);
      this.show(point, `Point at ${this.note.textContent}.`);
    }
  };
})((window.checkedbookLive ??= {}));

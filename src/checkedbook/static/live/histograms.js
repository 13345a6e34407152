// Histograms by layer, for the settings on a grid that the package has computed.
((live) => {
  "use strict";
  const { html, svg, choice, slider, short } = live;
  const WIDTH = 100, HEIGHT = 60, DIGITS = 36 ** 2 - 1;

  live.HistogramFigure = class extends live.Addressed {
    constructor(given, figure) {
      super();
      Object.assign(this, given, { figure, keys: Object.keys(given.grid), depths: given.sizes[0].length });
      this.settings = this.asked() || this.initial();
      this.build();
      this.update();
      if (this.asked()) this.figure.scrollIntoView({ block: "start" });
    }

    /** In the middle of the grid, all layers. */
    initial() {
      const middle = (values) => (typeof values[0] === "number" ? Math.floor(values.length / 2) : 0);
      return { ...Object.fromEntries(this.keys.map((key) => [key, middle(this.grid[key])])), depth: this.depths };
    }

    build() {
      const id = (part) => `${this.name}-${part}`;
      this.controls = this.keys.map((key) => {
        const values = this.grid[key], last = Math.max(1, values.length - 1);
        if (typeof values[0] !== "number") {
          const made = choice(id(key), key, values, (value) => this.set({ [key]: values.indexOf(value) }));
          return { box: made.box, show: () => made.show(values[this.settings[key]]) };
        }
        const made = slider(id(key), key, { to: (u) => values[Math.round(u * last)], from: (v) => values.indexOf(v) / last }, (value) => this.set({ [key]: values.indexOf(value) }));
        return { box: made.box, show: () => made.show(values[this.settings[key]]) };
      });
      const depth = slider(id("depth"), "depth", live.wholes(this.depths), (value) => this.set({ depth: value }));
      this.controls.push({ box: depth.box, show: () => depth.show(this.settings.depth) });
      this.layers = Array.from({ length: this.depths }, (_, i) => {
        const bars = svg("path", { class: "live-bars" }), size = html("span", {});
        const box = html("div", { class: "live-layer" }, html("span", {}, `layer ${i + 1}`),
          svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", "aria-hidden": "true" }, bars), size);
        return { box, bars, size };
      });
      this.result = html("p", { class: "live-result", role: "status" });
      const [low, high] = this.edges;
      live.enter(this.figure, html("div", { class: "live" },
        html("div", { class: "live-layers" }, ...this.layers.map(({ box }) => box)), this.result,
        html("div", { class: "live-rules" }, html("div", {}, ...this.controls.map(({ box }) => box))),
        html("p", { class: "live-note" }, `Shares from ${short(low)} to ${short(high)}, what lies beyond in the outer bars; below, the root mean square. Computed by the package on a grid when the book was built.`)), this.unfolded);
      this.followLinks();
    }

    update() {
      const at = this.keys.reduce((place, key) => place * this.grid[key].length + this.settings[key], 0);
      const { depth } = this.settings, sizes = this.sizes[at];
      this.layers.forEach(({ box, bars, size }, i) => {
        box.hidden = i >= depth;
        bars.setAttribute("d", this.path(at * this.depths + i));
        size.textContent = short(sizes[i]);
      });
      for (const { show } of this.controls) show();
      const setting = this.keys.map((key) => `${key} ${this.said(key)}`).join(", ");
      this.result.textContent = `${this.what}, ${setting}: root mean square ${short(sizes[0])} in layer 1` + (depth > 1 ? `, ${short(sizes[depth - 1])} in layer ${depth}.` : ".");
    }

    said(key) {
      const value = this.grid[key][this.settings[key]];
      return typeof value === "number" ? short(value) : value;
    }

    /** The bars of one layer of one setting. */
    path(place) {
      const digits = this.bars.slice(2 * this.bins * place, 2 * this.bins * (place + 1)), width = WIDTH / this.bins;
      return Array.from({ length: this.bins }, (_, i) => {
        const height = (parseInt(digits.slice(2 * i, 2 * i + 2), 36) / DIGITS) * HEIGHT;
        return height ? `M${(i * width).toFixed(1)},${HEIGHT}v${-height.toFixed(1)}h${width.toFixed(1)}V${HEIGHT}z` : "";
      }).join("");
    }

    written() {
      const said = new URLSearchParams({ ...Object.fromEntries(this.keys.map((key) => [key, this.said(key)])), depth: this.settings.depth });
      return `#${this.name}?${said}`;
    }

    asked() {
      const query = live.query(this.name);
      if (!query) return null;
      const settings = this.initial();
      for (const [key, text] of query) {
        const place = (Object.hasOwn(this.grid, key) ? this.grid[key] : []).findIndex((value) => (typeof value === "number" ? short(value) === text : value === text));
        if (place >= 0) settings[key] = place;
        if (key === "depth" && Number(text) >= 1) settings.depth = Math.min(this.depths, Math.round(Number(text)));
      }
      return settings;
    }
  };
})((window.checkedbookLive ??= {}));

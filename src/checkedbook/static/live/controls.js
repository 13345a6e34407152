// The controls beside the drawing: a box of sliders for each rule, and what moves the time.
((live) => {
  "use strict";
  const { html, slider, scaleOf, wholes } = live;

  /** Whether a rule is on, and its hyperparameters. */
  live.RuleBox = class {
    constructor(rule, steps, id, { switched, moved }) {
      this.on = html("input", { type: "checkbox", id: id("on"), onchange: () => switched(this.on.checked) });
      const scale = (name) => (rule.whole.includes(name) ? wholes(2 * Math.max(steps, rule.hyper[name])) : scaleOf(name.split(".").pop(), rule.ranges[name]));
      this.sliders = Object.keys(rule.hyper).map((name) => [name, slider(id(name), name, scale(name), (value) => moved(name, value))]);
      const swatch = html("span", { class: "live-swatch", style: `background:${rule.color}` });
      this.box = html("fieldset", {}, html("legend", {}, this.on, html("label", { for: id("on") }, swatch, rule.label)),
        ...this.sliders.map(([, each]) => each.box),
        ...rule.tables.map((table) => html("p", { class: "live-note" }, `${table}, ${steps} values that the package computed when the book was built`)));
    }

    show(on, hyper) {
      this.on.checked = on;
      this.box.classList.toggle("live-off", !on);
      for (const [name, { show }] of this.sliders) show(hyper[name]);
    }
  };

  /** Play, step, scrub and reset. ``go(step)`` moves the time: as a reader's choice, or on the way of a film. */
  live.Transport = class {
    constructor(id, steps, { go, film, stopped, reset }) {
      Object.assign(this, { steps, go, film, stopped, timer: null });
      this.play = html("button", { type: "button", onclick: () => this.toggle() }, "Play");
      this.scrub = html("input", { type: "range", id, min: 0, max: steps, step: 1, oninput: () => this.leap(Number(this.scrub.value)) });
      this.says = html("span", { class: "live-number" });
      this.box = html("div", { class: "live-bar live-transport" }, this.play,
        html("button", { type: "button", onclick: () => this.leap(Math.min(steps, this.step + 1)) }, "Step"),
        html("label", { for: id }, "step"), this.scrub, this.says,
        html("button", { type: "button", onclick: () => { this.pause(); reset(); } }, "Reset"));
    }

    show(step) {
      this.step = this.scrub.value = step;
      this.says.textContent = `${step} of ${this.steps}`;
    }

    leap(step) {
      this.pause();
      this.go(step);
    }

    toggle() {
      if (this.timer) { this.pause(); return; }
      if (matchMedia("(prefers-reduced-motion: reduce)").matches) { this.leap(this.steps); return; }
      this.play.textContent = "Pause";
      let begun = null;
      const from = this.step < this.steps ? this.step : 0, pace = Math.max(this.steps / 8, 12); // steps a second
      const frame = (now) => {
        begun ??= now;
        this.film(Math.min(this.steps, from + Math.floor(((now - begun) / 1000) * pace)));
        if (this.step < this.steps) this.timer = requestAnimationFrame(frame);
        else this.pause();
      };
      this.timer = requestAnimationFrame(frame);
    }

    pause() {
      cancelAnimationFrame(this.timer);
      this.timer = null;
      this.play.textContent = "Play";
      this.stopped();
    }
  };
})((window.checkedbookLive ??= {}));

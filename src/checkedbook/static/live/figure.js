// Descents under the reader's hand: settings in, pictures and a sentence out.
((live) => {
  "use strict";
  const { html, choice, slider, short } = live;
  const OTHERS = 16, FEW = 4; // draws in a cloud; of those, as many as keep up with a hand

  live.DescentFigure = class extends live.Addressed {
    constructor(given, figure) {
      super();
      Object.assign(this, given.make(), { name: given.name, figure });
      this.charts = this.chartsOn(this.courses[0]);
      this.settings = this.asked() || this.initial();
      this.build(given.unfolded);
      this.update();
      if (this.asked()) this.figure.scrollIntoView({ block: "start" });
    }

    chartsOn({ surface }) {
      return live.chartsOf(surface, this);
    }

    /** The settings at first, on one of the surfaces. */
    initial(surface = this.courses[0].label) {
      const { start, hyper } = this.courses.find(({ label }) => label === surface);
      return {
        surface, start: [...start], step: this.steps, schedule: "constant", chart: "loss", below: this.second, batch: 1, draw: 1,
        on: this.rules.map((rule) => rule.on), hyper: hyper.map((each) => ({ ...each })),
      };
    }

    build(unfolded) {
      const id = (part) => `${this.name}-${part}`;
      this.stage = new live.Stage(this.rules, this.name, (start) => this.set({ start }));
      this.map = this.plane && new live.FactorMap(this.plane, (hyper) => this.set({ hyper: this.settings.hyper.map((each) => ({ ...each, ...hyper })) }));
      const panel = (key, label) => [key, new live.Panel(id(key), label, this, (name) => this.set({ [key]: name }))];
      this.panels = [panel("chart", "below, against the step:"), ...(this.second ? [panel("below", "and:")] : [])];
      this.transport = new live.Transport(id("step"), this.steps, {
        go: (step) => this.set({ step }), film: (step) => { this.settings.step = step; this.show(); },
        stopped: () => this.tell(), reset: () => this.set(this.initial(this.settings.surface)),
      });
      this.boxes = this.rules.map((rule, k) => new live.RuleBox(rule, this.steps, (part) => id(`${k}-${part}`), {
        switched: (on) => { this.settings.on[k] = on; this.set({}); },
        moved: (name, value) => { this.settings.hyper[k][name] = value; this.set({}); },
      }));
      this.choices = [
        ["surface", choice(id("surface"), "surface", this.courses.map(({ label }) => label), (surface) => {
          const { start, hyper } = this.initial(surface);
          this.set({ surface, start, hyper });
        })],
        ["schedule", choice(id("schedule"), "learning rate", ["constant", ...Object.keys(this.schedules)], (schedule) => this.set({ schedule }))],
      ];
      this.result = html("p", { class: "live-result", role: "status" });
      const [[, surface], [, schedule]] = this.choices;
      live.enter(this.figure, html("div", { class: "live" }, surface.box,
        html("div", { class: this.map ? "live-pair" : "" }, this.map ? this.map.whole : "", this.stage.box),
        ...this.panels.map(([, each]) => each.box), this.transport.box, this.result, this.noise ? this.dice(id) : "",
        html("div", { class: "live-rules" }, ...this.boxes.map((each) => each.box)), schedule.box), unfolded);
      this.followLinks();
    }

    /** The controls of the noise. */
    dice(id) {
      this.batch = slider(id("batch"), "batch size B", live.batches, (batch) => this.set({ batch }));
      return html("div", {}, html("div", { class: "live-bar" }, this.batch.box,
        html("button", { type: "button", onclick: () => this.set({ draw: this.settings.draw + 1 }) }, "Draw again")),
      html("p", { class: "live-note" }, `Noise of standard deviation ${short(this.noise)}/√B in either slope, drawn by your browser from a seed; pale dots: ${OTHERS} other draws at this step, ${FEW} while you drag.`));
    }

    asked() {
      return live.asked(this);
    }

    written() {
      return live.written(this);
    }

    follow() {
      if (this.asked()) this.transport.pause();
      super.follow();
    }

    /** Run all rules anew, and draw; of the other draws a few at once, the rest when the hand rests. */
    update() {
      const { surface, start, on, draw, batch } = this.settings;
      const course = this.courses.find(({ label }) => label === surface);
      const descend = (rule, k, seed) => live.descend(this.noise ? live.shaken(course.surface, this.noise / Math.sqrt(batch), seed) : course.surface,
        rule, this.hyper(k), start, this.steps);
      this.runs = this.rules.map((rule, k) => on[k] && descend(rule, k, draw));
      this.others = this.rules.map(() => []);
      const scatter = (many) => this.others.forEach((each, k) => { while (on[k] && each.length < many) each.push(descend(this.rules[k], k, -1 - each.length - OTHERS * draw)); });
      this.least = course.surface.minimum;
      this.charts = this.chartsOn(course);
      this.stage.on(course);
      this.stage.take(this.runs, this.others);
      for (const [key, panel] of this.panels) panel.draw(this.settings[key], this.charts[this.settings[key]], this.runs);
      if (this.noise) scatter(FEW);
      this.show();
      this.tell();
      clearTimeout(this.resting);
      if (this.noise) this.resting = setTimeout(() => { scatter(OTHERS); this.show(); this.tell(); }, 150);
    }

    /** The hyperparameters of a rule, as numbers and as functions of the step. */
    hyper(k) {
      const rule = this.rules[k], set = this.settings.hyper[k], schedule = this.schedules[this.settings.schedule];
      const value = (name) => {
        const { fields, make } = rule.drives[name] || {};
        if (make) return make(...fields.map((field) => set[`${name}.${field}`]));
        return name === "lr" && schedule ? (t) => set.lr * schedule(t) : set[name];
      };
      return Object.fromEntries(rule.names.map((name) => [name, value(name)]));
    }

    /** Draw the paths up to the step that is set, and set the controls. */
    show() {
      const { step, start, on, hyper, batch } = this.settings;
      this.stage.draw(step);
      this.stage.start(start);
      for (const [, panel] of this.panels) panel.point(step);
      for (const [key, each] of this.choices) each.show(this.settings[key]);
      this.transport.show(step);
      this.boxes.forEach((box, k) => box.show(on[k], hyper[k]));
      if (this.map) this.map.take(hyper[0]);
      if (this.noise) this.batch.show(batch);
    }

    /** Say where the rules are. */
    tell() {
      const { step } = this.settings, drawn = this.least && this.others.find(({ length }) => length);
      const told = this.runs.map((run, k) => {
        if (!run) return null;
        const at = Math.min(step, run.values.length - 1), { label } = this.rules[k];
        const said = run.diverged !== null && step >= run.diverged ? `diverged at step ${run.diverged}` : short(run.values[at]);
        return `${label}: ${said}${drawn ? ` (${this.spread(k)})` : ""}`;
      });
      const far = drawn ? `, in brackets how far ${drawn.length} other draws are from the minimum (root mean square)` : "";
      this.result.textContent = `Loss at step ${step}${far}. ${told.filter(Boolean).join("; ")}.`;
    }

    /** How far the other draws are from the minimum. */
    spread(k) {
      const at = this.others[k].map(({ points }) => points[Math.min(this.settings.step, points.length - 1)]);
      const mean = at.reduce((sum, point) => sum + Math.hypot(...point.map((x, i) => x - this.least[i])) ** 2, 0) / at.length;
      return short(Math.sqrt(mean));
    }
  };
})((window.checkedbookLive ??= {}));

// A descent under the reader's hand: settings in, pictures and a sentence out.
((live) => {
  "use strict";
  const { html, select, short } = live;

  live.LiveFigure = class {
    constructor(given, figure) {
      const { name, steps, start, contours } = given;
      Object.assign(this, given.make(live.np, Math.sqrt), { name, steps, contours, figure });
      this.charts = live.chartsOf(this.surface);
      this.initial = () => ({
        start: [...start], step: steps, schedule: "constant", chart: "loss",
        on: this.rules.map((rule) => rule.on), hyper: this.rules.map((rule) => ({ ...rule.hyper })),
      });
      this.settings = live.asked(this) || this.initial();
      this.build();
      this.update();
      if (live.asked(this)) this.figure.scrollIntoView({ block: "start" });
    }

    build() {
      const id = (part) => `${this.name}-${part}`;
      this.stage = new live.Stage(this.surface, this.contours, this.rules, this.name, (start) => this.set({ start }));
      this.curves = new live.Chart(this.rules, this.steps);
      this.transport = new live.Transport(id("step"), this.steps, {
        go: (step) => this.set({ step }), film: (step) => { this.settings.step = step; this.show(); },
        stopped: () => this.tell(), reset: () => this.set(this.initial()),
      });
      this.boxes = this.rules.map((rule, k) => new live.RuleBox(rule, (part) => id(`${k}-${part}`), {
        switched: (on) => { this.settings.on[k] = on; this.set({}); },
        moved: (name, value) => { this.settings.hyper[k][name] = value; this.set({}); },
      }));
      this.chart = select(id("chart"), Object.keys(this.charts), (chart) => this.set({ chart }));
      this.schedule = select(id("schedule"), ["constant", ...Object.keys(this.schedules)], (schedule) => this.set({ schedule }));
      this.result = html("p", { class: "live-result", role: "status" });
      const bar = (label, control) => html("p", { class: "live-bar" }, html("label", { for: control.id }, label), control);
      live.enter(this.figure, html("div", { class: "live" },
        this.stage.box, bar("below, against the step:", this.chart), this.curves.box, this.transport.box, this.result,
        html("div", { class: "live-rules" }, ...this.boxes.map((each) => each.box)),
        Object.keys(this.schedules).length ? bar("learning rate", this.schedule) : ""));
      live.followLinks(this.name, () => this.follow());
    }

    follow() {
      const settings = live.asked(this);
      if (!settings) return;
      this.settings = settings;
      this.transport.pause();
      this.update();
      this.figure.scrollIntoView({ block: "start" });
    }

    /** Change settings, as the reader has asked. */
    set(change) {
      Object.assign(this.settings, change);
      this.update();
      clearTimeout(this.writing);
      this.writing = setTimeout(() => history.replaceState(null, "", live.written(this)), 300);
    }

    /** Run all rules anew, and draw. */
    update() {
      const { start, on, schedule } = this.settings;
      this.runs = this.rules.map((rule, k) => on[k] && live.descend(this.surface, rule, this.hyper(k, this.schedules[schedule]), start, this.steps));
      this.stage.take(this.runs);
      this.curves.draw(this.charts[this.settings.chart], this.runs);
      this.show();
      this.tell();
    }

    /** The hyperparameters of a rule, its learning rate under a schedule. */
    hyper(k, schedule) {
      const hyper = { ...this.settings.hyper[k] };
      if (schedule && "lr" in hyper) hyper.lr = (t) => this.settings.hyper[k].lr * schedule(t);
      return hyper;
    }

    /** Draw the paths up to the step that is set, and set the controls. */
    show() {
      const { step, start, on, hyper } = this.settings;
      this.stage.draw(step);
      this.stage.start(start);
      this.curves.point(step);
      this.transport.show(step);
      this.schedule.value = this.settings.schedule;
      this.chart.value = this.settings.chart;
      this.boxes.forEach((box, k) => box.show(on[k], hyper[k]));
    }

    /** Say where the rules are. */
    tell() {
      const { step } = this.settings;
      const told = this.runs.map((run, k) => {
        if (!run) return null;
        const at = Math.min(step, run.values.length - 1), { label } = this.rules[k];
        return run.diverged !== null && step >= run.diverged ? `${label}: diverged at step ${run.diverged}` : `${label}: ${short(run.values[at])}`;
      });
      this.result.textContent = `Loss at step ${step}. ${told.filter(Boolean).join("; ")}.`;
    }
  };
})((window.checkedbookLive ??= {}));

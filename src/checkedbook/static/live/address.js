// A figure's settings in the address of the page: #name?start=-7,2&on=1,0&0.lr=0.95&step=20
((live) => {
  "use strict";
  const { short } = live;

  // The settings that are words or whole numbers, and whether a word from outside is one of them.
  const WORDS = {
    chart: ({ charts }, text) => Object.hasOwn(charts, text), below: ({ charts }, text) => Object.hasOwn(charts, text),
    schedule: ({ schedules }, text) => Object.hasOwn(schedules, text), surface: ({ courses }, text) => courses.some(({ label }) => label === text),
  };
  const COUNTS = ["batch", "draw"];

  /** What is said of a figure, for a link. */
  live.written = (figure) => {
    const { settings } = figure, first = figure.initial(settings.surface);
    const said = new URLSearchParams({ start: settings.start.map(short).join(","), on: settings.on.map(Number).join(","), step: settings.step });
    if (settings.surface !== figure.courses[0].label) said.set("surface", settings.surface);
    for (const key of ["chart", "below", "schedule", ...COUNTS]) if (settings[key] !== first[key]) said.set(key, settings[key]);
    settings.hyper.forEach((each, k) => Object.entries(each).forEach(([key, value]) => { if (value !== first.hyper[k][key]) said.set(`${k}.${key}`, short(value)); }));
    return `#${figure.name}?${String(said).replaceAll("%2C", ",")}`;
  };

  /** What the address says of the figure ``name``; nothing, where it does not. */
  live.query = (name) => {
    const [whose, query] = location.hash.slice(1).split("?");
    return whose === name && query ? new URLSearchParams(query) : null;
  };

  /** The settings that the address asks for, on top of those that a figure has at first; nothing, where it asks for none. */
  live.asked = (figure) => {
    const asked = live.query(figure.name);
    if (!asked) return null;
    const settings = figure.initial(WORDS.surface(figure, asked.get("surface")) ? asked.get("surface") : undefined);
    const numbers = (text) => text.split(",").map(Number);
    for (const [key, text] of asked) {
      const [, k, name] = key.match(/^(\d+)\.(.+)$/) || [];
      if (key === "start" && numbers(text).length === 2 && numbers(text).every(Number.isFinite)) settings.start = numbers(text);
      else if (key === "step" && Number(text) >= 0) settings.step = Math.min(figure.steps, Math.round(Number(text)));
      else if (key === "on") settings.on = figure.rules.map((_, i) => Boolean(numbers(text)[i]));
      else if (Object.hasOwn(WORDS, key) && WORDS[key](figure, text)) settings[key] = text;
      else if (COUNTS.includes(key) && Number(text) >= 1) settings[key] = Math.round(Number(text));
      else if (Object.hasOwn(settings.hyper[k] || {}, name) && text && live.within(figure.rules[k].ranges[name], Number(text))) settings.hyper[k][name] = Number(text);
    }
    return settings;
  };

  /** A figure whose settings go into the address, and come from there; it says what is ``written()`` and ``asked()``. */
  live.Addressed = class {
    /** Change settings, as the reader has asked. */
    set(change) {
      Object.assign(this.settings, change);
      this.update();
      clearTimeout(this.writing);
      this.writing = setTimeout(() => history.replaceState(null, "", this.written()), 300);
    }

    /** The settings that the address asks for, if it asks for any. */
    follow() {
      const settings = this.asked();
      if (!settings) return;
      this.settings = settings;
      this.update();
      this.figure.scrollIntoView({ block: "start" });
    }

    /** Follow the address when it changes, or a sentence links into the figure. */
    followLinks() {
      window.addEventListener("hashchange", () => this.follow());
      for (const link of document.querySelectorAll(`a[data-live][href="#${this.name}"]`)) {
        link.addEventListener("click", (event) => {
          event.preventDefault();
          clearTimeout(this.writing);
          history.replaceState(null, "", this.written());  // for the way back
          history.pushState(null, "", `#${this.name}?${link.dataset.live}`);
          this.follow();
        });
      }
    }
  };

  /** Put controls in a figure; its drawing stays below them, under a fold. */
  live.enter = (figure, controls, open) => {
    const image = figure.querySelector("img, object");
    const drawing = image.closest("a.reference, picture") || image;
    const printed = live.html("details", { class: "live-printed", open }, live.html("summary", {}, "As printed"));
    drawing.replaceWith(controls, printed);
    printed.append(drawing);
  };
})((window.checkedbookLive ??= {}));

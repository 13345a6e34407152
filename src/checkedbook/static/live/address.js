// A figure's settings in the address of the page: #name?start=-7,2&on=1,0&0.lr=0.95&step=20
((live) => {
  "use strict";
  const { short } = live;

  /** What is said of ``figure``, for a link. */
  live.written = ({ name, rules, settings }) => {
    const { start, step, schedule, chart, on, hyper } = settings;
    const said = new URLSearchParams({ start: start.map(short).join(","), on: on.map(Number).join(","), step });
    if (schedule !== "constant") said.set("schedule", schedule);
    if (chart !== "loss") said.set("chart", chart);
    hyper.forEach((each, k) => Object.entries(each).forEach(([key, value]) => { if (value !== rules[k].hyper[key]) said.set(`${k}.${key}`, short(value)); }));
    return `#${name}?${decodeURIComponent(said)}`;
  };

  /** The settings that the address asks for, of those that a figure has at first; nothing, where it asks for none. */
  live.asked = ({ name, steps, rules, charts, schedules, initial }) => {
    const [whose, query] = location.hash.slice(1).split("?");
    if (whose !== name || !query) return null;
    const settings = initial();
    const numbers = (text) => text.split(",").map(Number);
    for (const [key, text] of new URLSearchParams(query)) {
      const [k, hyper] = key.split(".");
      if (key === "start" && numbers(text).length === 2 && numbers(text).every(Number.isFinite)) settings.start = numbers(text);
      else if (key === "step" && Number(text) >= 0) settings.step = Math.min(steps, Math.round(Number(text)));
      else if (key === "on") settings.on = rules.map((_, i) => Boolean(numbers(text)[i]));
      else if (key === "chart" && text in charts) settings.chart = text;
      else if (key === "schedule" && text in schedules) settings.schedule = text;
      else if (hyper in (settings.hyper[k] || {}) && Number.isFinite(Number(text))) settings.hyper[k][hyper] = Number(text);
    }
    return settings;
  };

  /** Have ``follow`` called when the address changes, or a sentence links into the figure ``name``. */
  live.followLinks = (name, follow) => {
    window.addEventListener("hashchange", follow);
    for (const link of document.querySelectorAll(`a[data-live][href="#${name}"]`)) {
      link.addEventListener("click", (event) => {
        event.preventDefault();
        history.pushState(null, "", `#${name}?${link.dataset.live}`);
        follow();
      });
    }
  };

  /** Put controls in a figure; its drawing stays, folded, below them. */
  live.enter = (figure, controls) => {
    const image = figure.querySelector("img, object");
    const drawing = image.closest("a.reference") || image;
    const printed = live.html("details", { class: "live-printed" }, live.html("summary", {}, "As printed"));
    drawing.replaceWith(controls, printed);
    printed.append(drawing);
  };
})((window.checkedbookLive ??= {}));

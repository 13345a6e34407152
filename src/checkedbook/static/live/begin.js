// Each figure of the page that has been handed over.
((live) => {
  "use strict";
  live.figures = (window.liveFigures || []).map((given) => new live.LiveFigure(given, document.getElementById(given.name)));
})((window.checkedbookLive ??= {}));

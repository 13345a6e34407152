// Each figure of the page that has been handed over.
((live) => {
  "use strict";
  const KINDS = { descents: live.DescentFigure, histograms: live.HistogramFigure };
  live.figures = (window.liveFigures || []).map((given) => new KINDS[given.kind](given, document.getElementById(given.name)));
})((window.checkedbookLive ??= {}));

// The package's functions at work. Rules, surfaces and schedules were translated from its Python when the book was
// built; a descent takes their steps one by one, as the package does.
((live) => {
  "use strict";

  const at = (value, t) => (typeof value === "function" ? value(t) : value);

  /**
   * Descend the surface from a start. A hyperparameter is a number or a function of the step.
   * Kept are the points and their values; of each step its gradient, and the state and hyperparameters it had;
   * and the step at which the descent left all bounds, if it did.
   */
  live.descend = (surface, rule, hyper, start, steps) => {
    const theta = [...start];
    const state = rule.state.map(() => [0, 0]);
    const settings = Object.values(hyper);
    const run = { points: [[...theta]], values: [surface.value(...theta)], gradients: [], states: [], hypers: [], diverged: null };
    const far = 1e3 * Math.max(1, Math.abs(run.values[0]));
    for (let t = 1; t <= steps; t++) {
      const now = settings.map((value) => at(value, t));
      const here = [0, 1].map((i) => state.map((each) => each[i]));
      if (rule.ahead) for (const i of [0, 1]) theta[i] = rule.ahead(theta[i], ...here[i], ...now)[0];
      const g = surface.slopes(theta[0], theta[1]);
      for (const i of [0, 1]) {
        const changed = rule.update(theta[i], g[i], t, ...here[i], ...now);
        theta[i] = changed[0];
        for (let k = 0; k < state.length; k++) state[k][i] = changed[k + 1];
      }
      run.gradients.push(g);
      run.states.push(state.map((each) => [...each]));
      run.hypers.push(now);
      const value = surface.value(...theta);
      if (!(Math.abs(value) < far)) {
        run.diverged = t;
        break;
      }
      run.points.push([...theta]);
      run.values.push(value);
    }
    return run;
  };

  /** Standard normal numbers from a seed, the same wherever they are drawn (mulberry32; Box and Muller). */
  live.normals = (seed) => {
    let state = seed;
    const uniform = () => {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    };
    return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  };

  /** The surface with noise of a standard deviation in its slopes, fresh at each call. */
  live.shaken = (surface, deviation, seed) => {
    const normal = live.normals(seed);
    return { ...surface, slopes: (x, y) => surface.slopes(x, y).map((slope) => slope + deviation * normal()) };
  };
})((window.checkedbookLive ??= {}));

"""Why deep networks train: update rules, initializers, layers and the experiments on them.

NumPy alone is needed to import any module here, but :mod:`~trainability.plot`. The floors, from the
ground up; a module imports only from the floors below its own:

0. :mod:`~trainability.rule`, :mod:`~trainability.initializers`, :mod:`~trainability.layers`,
   :mod:`~trainability.activations`, :mod:`~trainability.normalization`, :mod:`~trainability.losses`,
   :mod:`~trainability.network`, :mod:`~trainability.objectives`, :mod:`~trainability.schedules`,
   :mod:`~trainability.surfaces`, :mod:`~trainability.datasets`, :mod:`~trainability.named`
1. :mod:`~trainability.rules`, :mod:`~trainability.fit`, :mod:`~trainability.dropout`, :mod:`~trainability.checkpoint`,
   :mod:`~trainability.sweep`
2. :mod:`~trainability.training`, :mod:`~trainability.stopping`
3. :mod:`~trainability.theory`, closed forms; :mod:`~trainability.bench`, what experiments share;
   :mod:`~trainability.tasks`, what is learned
4. :mod:`~trainability.experiments`, one module per question; :mod:`~trainability.plot`, arrays to artists
5. the chapters of the book
"""

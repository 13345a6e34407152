"""The experiments of the book: one module per question that two or more figures ask.

What their settings have in common is said here, once: ``kinds``, ``rules``, ``methods`` and the like are names, keys of a table of that
module; ``rates`` are learning rates; ``seeds`` is how often all is repeated, with generators of seeds 0, 1, ...; ``steps`` is how
many updates are made, and ``every`` how many from one measurement to the next.

So is what they return: a dict of :class:`~trainability.named.Named` arrays. Their axes are the settings, in the order of the
arguments and in the singular; then ``seed``; then time, mostly ``step``; then parts, such as ``layer``. ``loss`` is the mean loss of
the batches since the last measurement, ``accuracy`` the share of the test images that are read right.
"""

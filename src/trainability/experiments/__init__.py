"""The experiments of the book: one module per question that two or more figures ask.

Each returns a dict of :class:`~trainability.named.Named` arrays. Their axes are the settings, in the order of the arguments and
in the singular; then ``seed``; then time, mostly ``step``; then parts, such as ``layer``.
"""

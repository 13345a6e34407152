"""Rules compiled to one loop: one pass over memory, from the source that is the equation.

In NumPy each ``*`` and ``+`` of a rule makes an array. :func:`fused` reads the rule as a function of numbers
(``trainability.rule.reading``), writes a loop over elements around it (``trainability.fusion.kernel``), and has Numba
compile that.
"""

from ..rule import Rule
from ..rule.reading import UnreadableRule


def fused(rule: Rule, threads: int | None = None) -> Rule:
    """The same rule, compiled: each step reads and writes every array once.

    Parameters
    ----------
    rule : Rule
        One of the package's or of yours, with its hyperparameters: numbers, arrays and schedules as ever.
    threads : int, optional
        How many share arrays of 200 000 elements or more, at least 1; by default as many as there are processors for this process.

    Returns
    -------
    Rule
        For ``float32`` and ``float64``. A step is that of ``rule`` in every bit, but where a function of NumPy rounds otherwise
        than the compiler's.

    Raises
    ------
    ImportError
        If Numba is not installed, which comes with ``trainability[fast]``.
    UnreadableRule
        If the rule does what cannot be compiled, here or when the first step compiles it; says in which line.

    Notes
    -----
    What has been compiled is kept in ``trainability/fused`` in the user's cache, for other processes.

    Examples
    --------
    >>> from trainability.rules import adam
    >>> fused(adam(lr=0.1))
    fused(adam(lr=0.1, beta1=0.9, beta2=0.999, eps=1e-08))
    """
    try:
        import numba  # noqa: F401
    except ImportError:
        raise ImportError('fused rules are compiled by Numba: pip install "trainability[fast]"') from None
    from .compiled import Fused

    return Fused(rule, threads)


__all__ = ["fused", "UnreadableRule"]

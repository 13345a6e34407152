"""Closed forms: convergence rates, averages over a normal variable, mean field, maps of the plane."""

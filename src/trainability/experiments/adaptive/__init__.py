"""Part 3: a rate for each parameter."""

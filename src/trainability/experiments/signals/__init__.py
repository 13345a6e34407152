"""Part 1: signals through a deep network, and the first weights."""

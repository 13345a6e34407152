"""Part 4: batch normalization."""

"""Part 5: the 2013 paper, initialization and momentum together."""

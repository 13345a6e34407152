"""Part 6: what else helps descent, and what came after the notes."""

"""Part 2: batches, momentum, schedules, clipping."""

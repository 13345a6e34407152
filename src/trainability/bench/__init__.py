"""What experiments share: how runs are started, watched, tuned and judged."""

"""How deep has a stone fallen that air slows down?"""

import numpy as np


def depths(steps: int, drag: float) -> dict[str, np.ndarray]:
    """The depth after each of some steps of 0.1 s, in metres."""
    speed, depth, found = 0.0, 0.0, []
    for _ in range(steps):
        speed += 0.1 * (9.81 - drag * speed)
        depth += 0.1 * speed
        found.append(depth)
    return {"depth": np.array(found)}

"""What a build says while chapters run: what runs now, on a terminal; each chapter as it ends."""

import threading
import time

from tqdm import tqdm

from .manuscript import Chapter


class Progress:
    """A bar of cells, and behind it the chapters that run: at which cell, and since how many seconds. In a log it is a
    line for each chapter.

    Parameters
    ----------
    chapters
        Those that will run.
    """

    def __init__(self, chapters: list[Chapter]):
        self.bar = tqdm(total=sum(len(chapter.cells) for chapter in chapters), unit="cell", disable=None, leave=False)
        self.running = {}  # name: cell, of how many, since when
        self.told = 0
        self.over = threading.Event()

    def __enter__(self):
        self.clock = threading.Thread(target=self._tick, daemon=True)
        self.clock.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.clock.join()
        self.bar.close()

    def cell(self, chapter: Chapter, number: int) -> None:
        """A cell of the chapter begins, the first or the `number`-th."""
        if number > 1:
            self.bar.update()
        self.running[chapter.name] = number, len(chapter.cells), time.monotonic()

    def end(self, chapter: Chapter, seconds: float) -> None:
        """The chapter has ended."""
        self.running.pop(chapter.name, None)
        self.bar.update()
        tqdm.write(f"{seconds:8.1f} s  {chapter.name}")

    def _tick(self) -> None:
        while not self.over.wait(0.5):
            now = time.monotonic()
            self.bar.set_postfix_str(
                ", ".join(
                    f"{name} {number}/{all} {now - since:.0f} s" for name, (number, all, since) in list(self.running.items())
                )
            )

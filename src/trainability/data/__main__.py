"""Make ``mnist_sample.npz`` from the four files of MNIST: ``python -m trainability.data DIRECTORY``."""

import argparse
import io
from pathlib import Path

import numpy as np

from trainability.datasets.idx import MD5, read_idx

SAMPLE = Path(__file__).with_name("mnist_sample.npz")


def packed_sample(directory: Path) -> bytes:
    """The sample as an npz file, from the first 10,000 training images and every fifth test image in ``directory``."""
    train_images, train_labels, test_images, test_labels = (read_idx(directory, name) for name in MD5)
    file = io.BytesIO()
    np.savez_compressed(
        file,
        train_images=train_images[:10_000],
        train_labels=train_labels[:10_000],
        test_images=test_images[::5],
        test_labels=test_labels[::5],
    )
    return file.getvalue()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m trainability.data", description=__doc__)
    parser.add_argument("directory", type=Path, help="where the four files are, gzipped or not")
    SAMPLE.write_bytes(packed_sample(parser.parse_args().directory))

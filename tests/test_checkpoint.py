"""What is saved comes back to the last bit, and nothing else is taken for it."""

import os
import pickle
import subprocess
import sys
import textwrap
from itertools import islice

import numpy as np
import pytest

from trainability.activations import relu
from trainability.checkpoint import load, save, saving
from trainability.dropout import Dropout
from trainability.fit import Minibatches, draws
from trainability.initializers import kaiming_normal
from trainability.layers import Dense
from trainability.losses import squared_error
from trainability.network import Network
from trainability.normalization import BatchNorm
from trainability.rule import Descent
from trainability.rules import adam, momentum


@pytest.fixture
def path(tmp_path):
    return tmp_path / "it.npz"


def training(seed=0, runs=(), sample=draws, widths=(3, 8, 2)):
    """A training with everything that remembers: rule, running statistics, dropout, mini-batches."""
    rng = np.random.default_rng(seed)
    n_in, n, n_out = widths
    network = Network(Dense(n_in, n), BatchNorm(n), relu, Dropout(0.2, np.random.default_rng(seed + 1)), Dense(n, n_out))
    x, target = rng.normal(size=(20, n_in)), rng.normal(size=(20, n_out))
    theta = network.initial(rng, runs=runs, W=kaiming_normal, dtype=np.float32)
    data = Minibatches(network, squared_error, x.astype("f4"), target.astype("f4"), 6, rng, runs=runs, sample=sample)
    return {"network": network, "data": data, "descent": Descent(data, theta, adam)}


def steps(parts, n):
    return [np.array(value) for value in islice(parts["descent"], n)]


@pytest.mark.parametrize("runs", [(), (3,)], ids=str)
@pytest.mark.parametrize("taken", [1, 5, 23])
def test_a_training_goes_on_bit_for_bit(runs, taken, path):
    whole = training(runs=runs)
    steps(whole, taken)
    save(path, **whole)
    values = steps(whole, 10)

    again = training(runs=runs)
    load(path, **again)
    np.testing.assert_array_equal(steps(again, 10), values)
    np.testing.assert_array_equal(again["descent"].theta, whole["descent"].theta)
    for one, other in ((again, whole), (whole, again)):
        assert one["network"].state_dict().keys() == other["network"].state_dict().keys()
    np.testing.assert_array_equal(again["network"].layers[1].var, whole["network"].layers[1].var)


@pytest.mark.parametrize("left_out", ["network", "data", "descent"])
def test_every_part_counts(left_out, path):
    whole, again = training(), training()
    steps(whole, 5)
    save(path, **{name: part for name, part in whole.items() if name != left_out})
    load(path, **{name: part for name, part in again.items() if name != left_out})
    assert not np.array_equal(steps(again, 10), steps(whole, 10))


def test_a_killed_training_resumed_gives_the_same_weights(path, tmp_path):
    """Killed at any moment, even while it writes: the file is whole, and what follows from it is the same."""
    program = textwrap.dedent(f"""
        import sys
        sys.path.insert(0, {str(os.path.dirname(__file__))!r})
        from test_checkpoint import saving, training
        parts = training()
        for value in saving(parts["descent"], {str(path)!r}, 5, **parts):
            print(parts["descent"].t, flush=True)
    """)
    running = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    for line in running.stdout:
        if int(line) >= 42:
            break
    running.kill()
    running.wait()
    running.stdout.close()

    resumed, whole = training(), training()
    load(path, **resumed)
    assert resumed["descent"].t >= 40 and resumed["descent"].t % 5 == 0
    steps(resumed, 3)
    steps(whole, resumed["descent"].t)
    np.testing.assert_array_equal(resumed["descent"].theta, whole["descent"].theta)


def test_a_model_is_its_network_and_its_parameters(path):
    trained = training()
    steps(trained, 7)
    theta, x = trained["descent"].theta, np.ones((2, 3), np.float32)
    save(path, network=trained["network"], theta=theta)
    fresh = training(seed=5)["network"]
    room = np.empty_like(theta)
    load(path, network=fresh, theta=room)
    np.testing.assert_array_equal(fresh.inference(x, room)[0], trained["network"].inference(x, theta)[0])
    assert room.tobytes() == theta.tobytes()


def test_another_network_is_refused_and_left_alone(path):
    trained = training()
    save(path, network=trained["network"], theta=trained["descent"].theta)
    other = training(widths=(3, 9, 2))
    network, theta = other["network"], other["descent"].theta
    before = theta.copy()
    with pytest.raises(ValueError) as refused:
        load(path, network=network, theta=theta)
    assert str(refused.value) == f"network.layers in {path} is {repr(trained['network'])!r}; here it is {repr(network)!r}"
    np.testing.assert_array_equal(theta, before)


@pytest.mark.parametrize("name", ["theta", "weights"])
def test_parameters_of_another_shape_are_refused(name, path):
    save(path, **{name: np.ones(3)})
    theta = np.zeros((2, 3))
    with pytest.raises(ValueError) as refused:
        load(path, **{name: theta})
    assert str(refused.value) == f"{name} in {path} is float64 array of shape (3,); here it is float64 array of shape (2, 3)"
    assert (theta == 0).all()


def test_a_descent_of_other_runs_is_refused(path):
    one, three = training(), training(runs=(3,))
    save(path, descent=one["descent"])
    with pytest.raises(
        ValueError, match=r"^descent in .*: theta is float32 array of shape \(66,\); here it is float32 array of shape \(3, 66\)$"
    ):
        load(path, descent=three["descent"])


def test_another_rule_is_refused(path):
    parts = training()
    save(path, descent=parts["descent"])
    other = Descent(parts["data"], np.zeros_like(parts["descent"].theta), momentum)
    with pytest.raises(ValueError) as refused:
        load(path, descent=other)
    assert str(refused.value) == (
        f"what is kept in {path} is descent.m, descent.rule, descent.t, descent.theta, descent.v; "
        "here it is descent.rule, descent.t, descent.theta, descent.v"
    )


@pytest.mark.parametrize("part", [0.0, 0.1, 0.5, 0.99])
def test_a_truncated_file_is_refused(part, path):
    theta = np.random.default_rng(0).normal(size=1000)
    save(path, theta=theta)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(part * len(whole))])
    with pytest.raises(ValueError) as refused:
        load(path, theta=theta)
    assert str(refused.value).startswith(f"{path} is no checkpoint, or not a whole one: ")


def test_a_flipped_bit_is_found(path):
    theta = np.random.default_rng(0).normal(size=1000)
    save(path, theta=theta)
    damaged = bytearray(path.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    path.write_bytes(damaged)
    with pytest.raises(ValueError, match="not a whole one"):
        load(path, theta=theta)


def test_pickles_are_refused(path):
    class Trap:
        def __reduce__(self):
            return pytest.fail, ("it was unpickled",)

    for write in (lambda file: pickle.dump(Trap(), file), lambda file: np.savez(file, theta=np.array([Trap()]), format=1)):
        with path.open("wb") as file:
            write(file)
        with pytest.raises(ValueError, match="no checkpoint, or not a whole one: .*pickle"):
            load(path, theta=np.zeros(1))


def test_another_version_is_refused(path):
    for given, found in (({"format": 1}, 1), ({".format": 3}, 3), ({}, None)):
        with path.open("wb") as file:
            np.savez(file, theta=np.zeros(1), **given)
        with pytest.raises(ValueError) as refused:
            load(path, theta=np.zeros(1))
        assert str(refused.value) == f"{path} is of format {found}; this version reads format 2"


def test_a_missing_file_is_missing(path):
    with pytest.raises(FileNotFoundError):
        load(path, theta=np.zeros(1))


def test_what_was_there_stays_until_the_new_is_whole(path):
    class Broken:
        def state_dict(self):
            raise RuntimeError("no memory")

        def load_state_dict(self, state):
            pass

    save(path, theta=np.ones(2))
    with pytest.raises(RuntimeError):
        save(path, theta=np.zeros(2), broken=Broken())
    theta = np.zeros(2)
    load(path, theta=theta)
    assert (theta == 1).all() and os.listdir(path.parent) == [path.name]


def test_saving_writes_every_so_often_and_yields_each_step(path):
    theta = np.zeros(1)

    def counting():
        for t in range(1, 8):
            theta[:] = t
            yield t
            assert not path.exists() or t >= 3

    assert list(saving(counting(), path, 3, theta=theta)) == [1, 2, 3, 4, 5, 6, 7]
    load(path, theta=theta)
    assert theta == 6

"""What a live figure can have beside surface and rules: a map of the factor, charts of the state, other surfaces,
schedules, noise; and histograms."""

import re

import numpy as np
import pytest

from checkedbook.live import Tabled, live
from trainability.rules import momentum, nesterov, rmsprop, sgd
from trainability.schedules import Cosine, NesterovSequence
from trainability.surfaces import beale, ravine
from trainability.training import path

SCIENCE = """
import numpy as np
from trainability.surfaces import surface

@surface(minimum=(0.9, 0.8), extent=(0, 1.2, 0, 1.5))
def one(lr):
    return np.maximum(np.abs(1 - 2 * lr), np.abs(1 - lr / 10))

@surface(minimum=(0.5, 0.25), extent=(0, 2, 0, 1))
def two(lr, mu):
    return np.maximum(lr - mu / 2, mu)

@surface(minimum=(0.2, 0.5), extent=(0, 9, 0, 9))
def other(lr, mu):
    return 2 * lr + 0 * mu

def root(s):
    return np.sqrt(s)

def pace(s, lr, eps):
    return lr / (np.sqrt(s) + eps)

def age(t):
    return t

def odd(s, eps):
    return 1 / (s + eps)

def passed(kind, scale):
    return [np.full(100, (1 if kind == "up" else -1) * scale**layer) for layer in (1, 2, 3)]
"""
PAGE = """
# Try

```{cell}
import sys; sys.path.insert(0, "src")
import matplotlib.pyplot as plt, numpy as np, science
from checkedbook import figure
from checkedbook.live import Tabled, live
from checkedbook.live.histograms import histograms
from trainability.rules import adam, momentum, nesterov, rmsprop, sgd
from trainability.schedules import Cosine, NesterovSequence
from trainability.surfaces import beale, ravine
def drawn(name):
    fig, ax = plt.subplots()
    ax.plot([1, 2])
    figure(name, fig)
    return name
start = (-7, 2)
live(drawn("map"), ravine, {"ball": momentum(lr=0.1)}, start=start, steps=60, plane=science.two, beside={"other": science.other})
live(drawn("limit"), ravine, {"descent": sgd(lr=0.5)}, start=start, steps=60, plane=science.one, unfolded=True)
live(drawn("state"), ravine, {"RMSprop": rmsprop(lr=0.1), "descent": sgd(lr=0.1)}, start=start, steps=30,
     charts={"root": science.root, "pace": science.pace, "age": science.age, "η / (√s + ε) & 50%": science.odd},
     elsewhere={"Beale": (beale, (1, 1.5), {"RMSprop": rmsprop(lr=0.01), "descent": sgd(lr=0.02)})})
live(drawn("falling"), ravine, {"constant": sgd(lr=0.5), "cosine": sgd(lr=Cosine(0.5, 100)),
      "growing": nesterov(lr=0.1, mu=Tabled(NesterovSequence()))}, start=start, steps=100)
live(drawn("noisy"), ravine, {"descent": sgd(lr=0.2)}, start=(0, 0), steps=200, noise=1.0)
histograms(drawn("layers"), science.passed, edges=np.linspace(-2, 2, 9), what="Constants", kind=["up", "down"], scale=[0.5, 1.0, 1.5])
```
""" + "".join(
    f"\n```{{plot}} {name}\n:alt: A line that stands for the figure {name}.\n\nA caption.\n```\n"
    for name in ("map", "limit", "state", "falling", "noisy", "layers")
)


@pytest.fixture(scope="module")
def built(make_book):
    book = make_book("kinds")
    book.write("src/science.py", SCIENCE)
    book.chapter("index", PAGE.replace('"src"', f'"{book.root}/src"'))
    build = book.build()
    assert build.passed, build.warnings
    return book


def result(page, name):
    return page.locator(f"#{name} .live-result").text_content()


def loss(page, name, label):
    return float(re.search(rf"{label}: ([\d.e-]*\d)", result(page, name))[1])


def settings(page, name):
    return page.evaluate(f"checkedbookLive.figures.find((each) => each.name === '{name}').settings")


# ---- the map of the factor ----


def test_a_point_on_the_map_sets_both_hyperparameters(opened):
    page = opened()
    handle = page.locator("#map .live-start").first
    assert "Point at lr 0.1, mu 0.9: 0.9 a step, a tenth in 22 steps" in handle.get_attribute("aria-label")
    handle.focus()
    for key in ("Shift+ArrowRight", "Shift+ArrowDown", "Shift+ArrowDown"):
        page.keyboard.press(key)
    assert settings(page, "map")["hyper"] == [{"lr": pytest.approx(0.3), "mu": pytest.approx(0.7)}]
    assert loss(page, "map", "ball") == pytest.approx(
        ravine.value(*path(ravine, [-7.0, 2.0], momentum(lr=0.3, mu=0.7), 60)[-1]), rel=1e-2
    )
    page.wait_for_function("location.hash.includes('0.lr=0.3&0.mu=0.7')")


def test_the_map_says_where_it_diverges_and_a_slider_moves_its_point(opened):
    page = opened("#map?0.lr=1.8&0.mu=0.1")
    assert (
        "it diverges" in page.locator("#map .live-note").first.text_content()
        and page.locator("#map .live-outside").text_content() == "diverges"
    )
    page.locator("#map fieldset").get_by_label("mu", exact=True).fill("0")
    assert page.locator("#map .live-note").first.text_content() == "lr 1.8, mu 0: 1.8 a step, it diverges; other 3.6"


def test_beside_it_another_factor_is_told_and_its_border_drawn(opened):
    page = opened()
    assert "a tenth in 22 steps; other 0.2" in page.locator("#map .live-note").first.text_content()
    assert "the outer one at 1, the broken one where that of other is." in page.locator("#map .live").text_content()
    border = page.locator("#map path.live-border:not(.live-shade)")
    box, stage = border.bounding_box(), page.locator("#map .live-stage svg").first.bounding_box()
    assert box["width"] == pytest.approx(stage["width"] / 4, abs=10), "below 1 up to 0.5, of 2"


@pytest.mark.parametrize("touch", [False, True], ids=["mouse", "touch"])
def test_the_point_on_the_map_is_dragged(opened, touch):
    page = opened(width=390, has_touch=touch)
    handle, stage = page.locator("#map .live-start").first, page.locator("#map .live-stage").first
    handle.scroll_into_view_if_needed()
    frame = stage.bounding_box()
    at = {
        "clientX": frame["x"] + frame["width"] / 2,
        "clientY": frame["y"] + frame["height"] / 2,
        "pointerId": 1,
        "bubbles": True,
    }
    for event in ("pointerdown", "pointermove", "pointerup"):
        handle.dispatch_event(event, at | {"pointerType": "touch" if touch else "mouse"})
    assert settings(page, "map")["hyper"] == [{"lr": pytest.approx(1, abs=0.02), "mu": pytest.approx(0.5, abs=0.02)}]


def test_a_map_of_one_hyperparameter_is_a_curve_with_its_limit(opened):
    page = opened()
    notes = page.locator("#limit .live-note")
    assert notes.nth(0).text_content() == "lr 0.5: 0.95 a step, a tenth in 45 steps"
    assert notes.nth(1).text_content() == "The factor of a step against lr; it diverges beyond 1. The cross is the best."
    page.locator("#limit .live-start").first.focus()
    for _ in range(6):
        page.keyboard.press("Shift+ArrowRight")
    assert settings(page, "limit")["hyper"] == [{"lr": 1.2}] and "it diverges" in notes.nth(0).text_content()


def test_a_drawing_that_shows_more_is_unfolded(opened):
    page = opened()
    assert page.locator("#limit img").is_visible() and not page.locator("#map img").is_visible()
    page.locator("#limit summary").click()
    assert not page.locator("#limit img").is_visible()


# ---- charts of the state, other surfaces ----


def test_state_and_what_is_made_of_it_is_charted(opened):
    from itertools import islice

    from trainability.rule import Descent
    from trainability.rules import rmsprop

    theta, roots = np.array([-7.0, 2.0]), []
    descent = Descent(ravine, theta, rmsprop(lr=0.1))
    for _ in islice(descent, 30):
        roots.append(descent.state["s"][0] ** 0.5)
    page = opened()
    panel = page.locator("#state .live-chart").nth(1)
    assert page.locator("#state-below").input_value() == "root along x"
    high, low = map(float, panel.locator(".live-tick").all_text_contents())
    assert low == pytest.approx(min(roots), rel=1e-2) and high == pytest.approx(max(roots), rel=0.05)
    assert [line.get_attribute("points").count(",") for line in panel.locator("polyline").all()] == [
        30,
        0,
    ]  # plain descent keeps nothing
    page.locator("#state-below").select_option("age along y")
    assert panel.locator(".live-tick").all_text_contents() == ["30", "1"]  # steps count from 1
    page.locator("#state-below").select_option("pace along y")
    page.locator("#state-chart").select_option("s along y")
    page.wait_for_function("location.hash.includes('chart=s+along+y&below=pace+along+y')")
    again = opened(page.evaluate("location.hash"))
    assert again.locator("#state-below").input_value() == "pace along y"


def test_an_address_holds_any_name(opened):
    page = opened()
    page.locator("#state-chart").select_option("η / (√s + ε) & 50% along y")
    page.wait_for_function("location.hash.includes('chart=')")
    again = opened(page.evaluate("location.hash"))
    assert again.locator("#state-chart").input_value() == "η / (√s + ε) & 50% along y"


def seen(s):
    return np.sqrt(s)


def test_the_charts_that_a_link_can_ask_for_are_those_that_there_are(opened, shown):
    charts = dict.fromkeys(["root", "pace", "age", "η / (√s + ε) & 50%"], seen)
    live("state", ravine, {"RMSprop": rmsprop, "descent": sgd}, start=(-7, 2), steps=30, charts=charts)
    growing = nesterov(mu=Tabled(NesterovSequence()))
    live("falling", ravine, {"constant": sgd, "cosine": sgd(lr=Cosine(0.5, 100)), "growing": growing}, start=(-7, 2), steps=9)
    live("noisy", ravine, {"descent": sgd}, start=(0, 0), steps=9, schedules={"cosine": Cosine(1.0, 60)})
    page, (state, falling, noisy) = opened(), (metadata["checkedbook"]["keys"] for _, metadata in shown)
    there = "(name) => Object.keys(checkedbookLive.figures.find((each) => each.name === name).charts)"
    assert page.evaluate(there, "state") == state["chart"] == state["below"]
    assert page.evaluate(there, "falling") == falling["chart"] == falling["below"]
    assert (
        page.evaluate(there, "noisy") == [name for name in noisy["chart"] if name != "lr"] and "below" not in noisy
    )  # no schedule there


def test_another_surface_brings_its_start_and_rates(opened):
    page = opened()
    page.locator("#state-surface").select_option("Beale")
    assert settings(page, "state")["start"] == [1, 1.5] and settings(page, "state")["hyper"][1] == {"lr": 0.02}
    assert loss(page, "state", "descent") == pytest.approx(beale.value(*path(beale, [1.0, 1.5], sgd(lr=0.02), 30)[-1]), rel=1e-2)
    page.wait_for_function("location.hash.includes('surface=Beale') && !location.hash.includes('1.lr')")
    again = opened("#state?surface=Beale&1.lr=0.01")
    assert settings(again, "state")["start"] == [1, 1.5] and settings(again, "state")["hyper"][1] == {"lr": 0.01}


# ---- schedules of a rule ----


def test_a_schedule_has_sliders_and_its_shape_is_seen(opened):
    page = opened()
    rule = {"cosine": sgd(lr=Cosine(0.5, 100)), "growing": nesterov(lr=0.1, mu=NesterovSequence())}
    for label, each in rule.items():
        assert loss(page, "falling", label) == pytest.approx(ravine.value(*path(ravine, [-7.0, 2.0], each, 100)[-1]), rel=1e-2)
    assert page.locator("#falling-below").input_value() == "lr"
    box = page.locator("#falling fieldset")
    assert (
        box.nth(2).locator("input[type=range]").count() == 1
        and "NesterovSequence(), 100 values that the package computed" in box.nth(2).text_content()
    )
    box.nth(1).get_by_label("lr.T").fill("0.25")
    assert settings(page, "falling")["hyper"][1]["lr.T"] == 50
    assert loss(page, "falling", "cosine") == pytest.approx(
        ravine.value(*path(ravine, [-7.0, 2.0], sgd(lr=Cosine(0.5, 50)), 100)[-1]), rel=1e-2
    )
    page.wait_for_function("location.hash.includes('1.lr.T=50')")
    assert settings(opened("#falling?1.lr.T=50"), "falling")["hyper"][1]["lr.T"] == 50


# ---- noise ----


def rested(page):
    """The result on ``page``, when the hand rests and all sixteen draws are there."""
    page.wait_for_function("document.querySelector('#noisy .live-result').textContent.includes('16 other draws')")
    return result(page, "noisy")


def spread(page):
    """How far the other draws are from the minimum."""
    return float(re.search(r"descent: \S+ \((\S+)\)", rested(page))[1])


def test_noise_is_normal_repeats_and_keeps_the_variance_it_should(opened):
    page = opened()
    mean, square, fourth = page.evaluate("""() => { const draw = checkedbookLive.normals(7), n = 100000; let sums = [0, 0, 0];
        for (let i = 0; i < n; i++) { const x = draw(); sums = sums.map((sum, k) => sum + [x, x * x, x ** 4][k] / n); } return sums; }""")
    assert abs(mean) < 0.02 and abs(square - 1) < 0.03 and abs(fourth - 3) < 0.2
    first, before = rested(page), spread(page)
    variance = page.evaluate("""() => { const f = checkedbookLive.figures.find((each) => each.name === 'noisy');
        const all = f.others[0].flatMap((run) => run.points.slice(50).map(([, y]) => y * y)); return all.reduce((a, b) => a + b) / all.length; }""")
    assert variance == pytest.approx(0.2 / (2 * (2 - 0.2 * 2)), rel=0.15)  # the floor of curvature 2 and rate 0.2
    assert first == rested(opened())
    page.locator("#noisy").get_by_role("button", name="Draw again").click()
    assert rested(page) != first and settings(page, "noisy")["draw"] == 2 and spread(page) != before


def test_a_hand_has_few_of_the_draws_and_all_when_it_rests(opened):
    page = opened()
    count = "new Set(document.querySelector('#noisy .live-cloud').getAttribute('d').split('M')).size - 1"  # of places
    rested(page)
    assert page.evaluate(count) == 16
    moved = "checkedbookLive.figures.find((each) => each.name === 'noisy').update()"
    few, told = page.evaluate(
        f"() => {{ {moved}; return [{count}, document.querySelector('#noisy .live-result').textContent]; }}"
    )
    assert few == 4 and told.startswith(
        "Loss at step 200, in brackets how far 4 other draws are from the minimum (root mean square). descent: "
    )


def test_a_batch_of_a_hundred_has_a_tenth_of_the_noise(opened):
    page = opened()
    one = spread(page)
    page.locator("#noisy-batch").fill("0.664")
    assert settings(page, "noisy")["batch"] == 100 and spread(page) == pytest.approx(one / 10, rel=1e-2)
    page.wait_for_function("location.hash.includes('batch=100')")


# ---- histograms ----


def test_histograms_follow_their_controls(opened):
    page = opened()
    assert result(page, "layers") == "Constants, kind up, scale 1: root mean square 1 in layer 1, 1 in layer 3."
    page.locator("#layers-scale").fill("1")
    page.locator("#layers-kind").select_option("down")
    page.locator("#layers-depth").fill("0.6")
    assert result(page, "layers") == "Constants, kind down, scale 1.5: root mean square 1.5 in layer 1, 2.25 in layer 2."
    assert page.locator("#layers .live-layer:visible").count() == 2
    assert (
        page.locator("#layers .live-bars").nth(1).get_attribute("d") == "M0.0,60v-60h12.5V60z"
    )  # all beyond the edge, so in the first bar
    page.wait_for_function("location.hash === '#layers?kind=down&scale=1.5&depth=2'")
    assert result(opened("#layers?kind=down&scale=1.5&depth=2"), "layers") == result(page, "layers")


@pytest.mark.parametrize(
    "hash", ["#layers?kind=sideways&scale=7&depth=-1", "#layers?depth=99", "#layers?", "#layers?constructor=1&toString="]
)
def test_histograms_ignore_an_address_that_makes_no_sense(opened, hash):
    assert result(opened(hash), "layers").endswith("scale 1: root mean square 1 in layer 1, 1 in layer 3.")

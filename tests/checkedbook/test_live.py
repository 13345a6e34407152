"""Live figures of a small book: a page of two under the hand of a reader."""

import re

import pytest

from trainability.rules import momentum, sgd
from trainability.surfaces import ravine

PAGE = """
# Try

```{cell}
import matplotlib.pyplot as plt
from checkedbook import figure
from checkedbook.live import live
from trainability.rules import adam, momentum, nesterov, sgd, rmsprop, adagrad
from trainability.schedules import Cosine
from trainability.surfaces import beale, ravine
for name, surface, rules, start in (
    ("valley", ravine, {"descent": sgd(lr=0.95), "ball": momentum(lr=0.1)}, (-7, 2)),
    ("curved", beale, {rule.__name__: rule(lr=0.01) for rule in (sgd, momentum, nesterov, adagrad, rmsprop, adam)}, (1, 1.5)),
):
    fig, ax = plt.subplots()
    ax.plot([1, 2])
    figure(name, fig)
    live(name, surface, rules, start=start, steps=60, schedules={"cosine": Cosine(1.0, 60)})
```

```{plot} valley
:alt: A line that stands for the paths on the valley.

A valley. {live}`See it diverge <valley?0.lr=1.2&step=60>`.
```

```{plot} curved
:alt: A line that stands for the paths on the curved.

Beale's function.
```
"""


@pytest.fixture(scope="module")
def built(make_book):
    book = make_book("live")
    book.chapter("index", PAGE)
    build = book.build()
    assert build.passed, build.warnings
    return book


def result(page, name="valley"):
    return page.locator(f"#{name} .live-result").text_content()


def slider(page, name, label, k=0):
    return page.locator(f"#{name} fieldset").nth(k).get_by_label(label, exact=True)


# ---- in the browser ----


def test_both_figures_move_and_each_by_itself(opened):
    page = opened()
    assert page.locator(".live").count() == 2
    before = result(page, "curved")
    slider(page, "valley", "lr").fill("0.5")
    assert re.fullmatch(r"Loss at step 60\. descent: \S+; ball: \S+\.", result(page)) and result(page, "curved") == before
    assert page.locator("#valley").get_by_role("status").count() == 1


def test_the_loss_is_that_of_the_package(opened):
    from trainability.training import path

    page, ends = opened(), {}
    for label, rule in (("descent", sgd(lr=0.95)), ("ball", momentum(lr=0.1))):
        ends[label] = float(ravine.value(*path(ravine, [-7.0, 2.0], rule, 60)[-1]))
    told = dict(re.findall(r"(descent|ball): ([\d.e-]+[\d])", result(page)))
    assert {label: float(value) for label, value in told.items()} == pytest.approx(ends, rel=5e-3)


def test_keys_move_the_start(opened):
    page = opened()
    handle = page.locator("#valley .live-start")
    handle.focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowUp", "Shift+ArrowLeft"):
        page.keyboard.press(key)
    assert "x -8.6, y 2.08" in handle.get_attribute("aria-label")  # of 20 by 8: two hundredths, less a tenth; one hundredth
    page.keyboard.press("a")  # does nothing
    assert "x -8.6, y 2.08" in handle.get_attribute("aria-label")


@pytest.mark.parametrize("touch", [False, True], ids=["mouse", "touch"])
def test_the_start_is_dragged_and_stays_on_the_stage(opened, touch):
    page = opened(width=390, has_touch=touch)
    handle, stage = page.locator("#valley .live-start"), page.locator("#valley .live-stage")
    handle.scroll_into_view_if_needed()
    box, frame = handle.bounding_box(), stage.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    kind = "touch" if touch else "mouse"
    for event, at in (
        ("pointerdown", (x, y)),
        ("pointermove", (frame["x"] + frame["width"] / 2, frame["y"] - 50)),
        ("pointerup", (x, y)),
        ("pointermove", (x, y)),
    ):
        handle.dispatch_event(event, {"clientX": at[0], "clientY": at[1], "pointerId": 1, "pointerType": kind, "bubbles": True})
    label = handle.get_attribute("aria-label")
    found = [float(number) for number in re.search(r"x (\S+), y (\S+)\.", label).groups()]
    assert found == [pytest.approx(0, abs=0.1), 4]


def test_play_steps_and_reset(opened):
    page = opened()
    first = result(page)
    bar = page.locator("#valley .live-transport")
    slider_of_steps = bar.get_by_label("step", exact=True)
    slider_of_steps.fill("3")
    assert result(page).startswith("Loss at step 3.")
    bar.get_by_role("button", name="Step", exact=True).click()
    assert result(page).startswith("Loss at step 4.")
    bar.get_by_role("button", name="Play").click()
    page.wait_for_function("Number(document.querySelector('#valley-step').value) > 6")
    bar.get_by_role("button", name="Pause").click()
    stopped = slider_of_steps.input_value()
    page.wait_for_timeout(200)
    assert 6 < int(stopped) == int(slider_of_steps.input_value())
    bar.get_by_role("button", name="Reset").click()
    assert result(page) == first


def test_paths_and_cursor_end_at_the_step_and_small_numbers_have_a_power(opened):
    page = opened("#valley?step=99&0.lr=0.00005")
    assert result(page).startswith("Loss at step 60.")  # as far as it goes
    assert slider(page, "valley", "lr").get_attribute("aria-valuetext") == "5e-5"
    page.locator("#valley-step").fill("3")
    assert page.locator("#valley .live-stage polyline").first.get_attribute("points").count(",") == 4
    assert page.locator("#valley .live-cursor").get_attribute("x1") == "32"  # of 640 for 60 steps


def test_the_chart_shows_the_rate_of_each_direction(opened):
    """Plain descent has its learning rate in both; the ball has another in every step, and ends are in the corners."""
    page = opened("#valley?on=1,0&0.lr=0.5")
    page.locator("#valley-chart").select_option("rate along x")
    assert page.locator("#valley .live-chart .live-tick").all_text_contents() == ["0.5", "0.5"]
    assert page.locator("#valley .live-chart polyline").nth(0).get_attribute("points").count(",") == 60
    page.wait_for_function("location.hash.includes('chart=rate+along+x')")


def test_motion_is_not_forced(opened):
    page = opened(reduced_motion="reduce")
    bar = page.locator("#valley .live-transport")
    bar.get_by_label("step", exact=True).fill("3")
    bar.get_by_role("button", name="Play").click()
    assert result(page).startswith("Loss at step 60.") and bar.get_by_role("button", name="Play").is_visible()


def test_a_sentence_sets_the_figure_and_divergence_is_said(opened):
    page = opened()
    assert "diverged" not in result(page)
    page.get_by_role("link", name="See it diverge").click()
    page.wait_for_function("document.querySelector('#valley .live-result').textContent.includes('descent: diverged at step')")
    assert slider(page, "valley", "lr").get_attribute("aria-valuetext") == "1.2"


def test_the_address_holds_the_state(opened):
    page = opened()
    slider(page, "valley", "mu", 1).fill("0.5")
    page.locator("#valley fieldset").nth(0).get_by_role("checkbox").uncheck()
    page.get_by_label("learning rate").first.select_option("cosine")
    page.wait_for_function(
        "location.hash.includes('1.mu') && location.hash.includes('cosine') && location.hash.includes('on=0,1')"
    )
    again = opened(page.evaluate("location.hash"))
    assert result(again) == result(page) and "descent" not in result(again)


@pytest.mark.parametrize(
    "hash", ["#valley?start=a,b&step=-3&on=&9.lr=1&0.nothing=2&schedule=none", "#valley", "#nowhere?x=1", "#%"]
)
def test_an_address_that_makes_no_sense_changes_nothing(opened, hash):
    page = opened(hash)
    assert "descent: " in result(page) or "on=" in hash
    assert "NaN" not in result(page)


@pytest.mark.parametrize("key", ["chart", "below", "schedule", "0.constructor", "constructor", "surface"])
def test_an_address_that_names_what_every_object_has_changes_nothing(opened, key):
    assert result(opened(f"#valley?{key}=constructor&0.lr=&1.mu=7")) == result(opened())


def test_a_slider_gives_what_it_shows_and_the_address_what_it_gives(opened):
    page = opened()
    for at, value in (("1", 0.9999), ("0.7", 0.9984), ("0.3", 0.937), ("0", 0)):
        slider(page, "curved", "beta2", 5).fill(at)
        assert slider(page, "curved", "beta2", 5).get_attribute("aria-valuetext") == str(value)
        assert page.evaluate("checkedbookLive.figures[1].settings.hyper[5].beta2") == value
        page.wait_for_function(f"(location.hash + '&').includes('5.beta2={value}&')")
        assert result(opened(page.evaluate("location.hash")), "curved") == result(page, "curved")


def test_the_way_back_brings_the_figure_back(opened):
    page = opened()
    slider(page, "valley", "lr").fill("0.5")
    before = result(page)
    page.get_by_role("link", name="See it diverge").click()
    page.wait_for_timeout(400)  # longer than it takes a slider to be written
    assert result(page) != before
    page.go_back()
    page.wait_for_function(f"document.querySelector('#valley .live-result').textContent === {before!r}")
    page.go_forward()
    page.wait_for_function("document.querySelector('#valley .live-result').textContent.includes('descent: diverged at step')")


def test_without_scripts_the_drawing_stands(opened):
    page = opened(java_script_enabled=False)
    image = page.locator("figure#valley img")
    assert image.is_visible() and image.get_attribute("alt") == "A line that stands for the paths on the valley."
    assert page.locator(".live").count() == 0


def test_the_drawing_is_a_fold_away(opened):
    page = opened()
    image = page.locator("figure#valley img")
    assert not image.is_visible()
    page.locator("#valley summary").click()
    assert image.is_visible() and image.get_attribute("alt") and page.locator("#valley .live").is_visible()


def test_it_is_quick_and_small(opened, built):
    import gzip

    page = opened()
    spent, step = page.evaluate("""() => {
        const least = act => Math.min(...Array.from({length: 60}, (_, i) => {
            const begin = performance.now(); act(i); return performance.now() - begin; }));
        const [f] = checkedbookLive.figures.slice(1);
        const roots = () => { let sum = 0; for (let i = 0; i < 1e6; i++) sum += Math.sqrt(i); return sum; };
        return [least(i => { f.settings.start[0] = i / 60; f.update(); }), least(roots)]; }""")
    assert spent < 16 * step  # a million roots take about a millisecond; a picture of sixty a second has sixteen
    live = [*built.html.glob("_static/live/*.js"), built.html / "_static/live.css", built.html / "index.html"]
    assert sum(len(gzip.compress(file.read_bytes())) for file in live) < 60_000


# ---- on the way there ----


@pytest.mark.parametrize(
    "link, why",
    [
        ("{live}`a <nothing?0.lr=1>`", "there is no live figure 'nothing' in this chapter"),
        (
            "{live}`a <valley?2.lr=1>`",
            "the live figure 'valley' has no 2.lr; it has start, step, on, chart, schedule, 0.lr, 1.lr, 1.mu",
        ),
        ("{live}`a <valley?0.lr=abc>`", "0.lr of the live figure 'valley' must be a number, in [0, ∞); got 'abc'"),
        ("{live}`a <valley?0.lr=>`", "0.lr of the live figure 'valley' must be a number, in [0, ∞); got ''"),
        ("{live}`a <valley?1.mu=1.5>`", "1.mu of the live figure 'valley' must be a number, in [0, 1]; got '1.5'"),
        ("{live}`a <valley?step=-4>`", "step of the live figure 'valley' must be a whole number, in [0, 60]; got '-4'"),
        ("{live}`a <valley?step=2.5>`", "step of the live figure 'valley' must be a whole number, in [0, 60]; got '2.5'"),
        ("{live}`a <valley?step>`", "step of the live figure 'valley' must be a whole number, in [0, 60]; got ''"),
        ("{live}`a <valley?start=1>`", "start of the live figure 'valley' must be 2 numbers, with commas, in (-∞, ∞); got '1'"),
        (
            "{live}`a <valley?on=1,2>`",
            "on of the live figure 'valley' must be 2 whole numbers, with commas, in [0, 1]; got '1,2'",
        ),
        (
            "{live}`a <valley?chart=rate>`",
            "chart of the live figure 'valley' must be one of loss, length of the step, rate along x, ",
        ),
        ("{live}`a`", "expected `text <figure?key=value>`, got 'a'"),
    ],
)
def test_links_to_what_is_not_there_fail_the_build(book, link, why):
    book.chapter("index", PAGE + f"\n{link}\n")
    build = book.build()
    assert not build.passed and any(why in warning for warning in build.warnings), build.warnings


def test_a_rule_edited_changes_the_figure_at_the_next_build(book):
    book.write(
        "src/science.py", "from trainability.rule import Rule\n\n@Rule\ndef mine(theta, g, t, *, lr=0.1):\n    theta -= lr * g\n"
    )
    page = PAGE.replace(
        "import matplotlib", f"import sys; sys.path.insert(0, '{book.root}/src')\nfrom science import mine\nimport matplotlib"
    )
    book.chapter("index", page.replace('"descent": sgd(lr=0.95)', '"descent": mine(lr=0.95)'))
    assert book.build().passed and "theta -= lr * g;" in book.page("index")
    book.edit("src/science.py", "lr * g", "lr * g / 7")
    assert book.build().passed and "theta -= (lr * g) / 7;" in book.page("index")


def test_a_live_figure_needs_a_figure(book):
    book.chapter("index", PAGE.replace("live(name,", 'live(name + "s",'))
    build = book.build()
    assert not build.passed
    assert any("the live figure 'valleys' needs a figure of that name" in warning for warning in build.warnings), build.warnings

"""What a live figure needs: a surface to roll down, and a rule to do it by."""

from inspect import signature


class Hill:
    """A function of the plane with its slopes."""

    minimum, extent = (0, 0), (-2, 2, -2, 2)

    def __init__(self, value, slopes):
        self.value, self.slopes, self.__name__ = value, slopes, value.__name__


class Rule:
    """An update of theta in place, from its gradient g in step t; what it takes by name are its hyperparameters."""

    ahead, state_names = None, ()

    def __init__(self, update, **hyper):
        defaults = {each.name: each.default for each in signature(update).parameters.values() if each.kind is each.KEYWORD_ONLY}
        self.update, self.hyper, self.__name__ = update, defaults | hyper, update.__name__

    def __call__(self, **hyper):
        return Rule(self.update, **self.hyper | hyper)


def bowl(x, y):
    return (x * x + 4 * y * y) / 2


def slopes(x, y):
    return x, 4 * y


@Rule
def roll(theta, g, t, *, lr=0.1):
    theta -= lr * g


hill = Hill(bowl, slopes)

"""Answers to the exercise of ``6-beyond/helping-sgd``: stopping early."""

import numpy as np


def stop(losses, patience):
    kept, waited = 0, 0
    for look, loss in enumerate(losses):
        if look == 0 or loss < losses[kept]:
            kept, waited = look, 0
        else:
            waited += 1
        if waited == patience:
            return kept, look + 1
    return kept, len(losses)


def keeps_the_last(losses, patience):
    """what the last look saw"""
    _, taken = stop(losses, patience)
    return taken - 1, taken


def waits_one_more(losses, patience):
    """is the count one off?"""
    return stop(losses, patience + 1)


def looks_ahead(losses, patience):
    """does not live to see it"""
    return int(np.argmin(losses)), stop(losses, patience)[1]


def never_forgets(losses, patience):
    """a new lowest loss starts the count anew"""
    kept, waited = 0, 0
    for look, loss in enumerate(losses):
        if look == 0 or loss < losses[kept]:
            kept = look
        else:
            waited += 1
        if waited == patience:
            return kept, look + 1
    return kept, len(losses)


def compares_with_the_look_before(losses, patience):
    """lower than the look before is not enough"""
    kept, waited = 0, 0
    for look, loss in enumerate(losses):
        if look == 0 or loss < losses[look - 1]:
            waited = 0
        else:
            waited += 1
        if loss < losses[kept]:
            kept = look
        if waited == patience:
            return kept, look + 1
    return kept, len(losses)


def content_with_equals(losses, patience):
    """an equal loss is no gain"""
    kept, waited = 0, 0
    for look, loss in enumerate(losses):
        if loss <= losses[kept]:
            kept, waited = look, 0
        else:
            waited += 1
        if waited == patience:
            return kept, look + 1
    return kept, len(losses)

"""Answers to the exercise of ``4-normalization/algorithm``: average what batch normalization uses after training."""


def averages(batches):
    return batches.mean(axis=(0, 1)), batches.var(axis=1, ddof=1).mean(axis=0)


def all_rows_together(batches):
    """that of all rows together counts how the batches differ, too"""
    rows = batches.reshape(-1, batches.shape[-1])
    return rows.mean(axis=0), rows.var(axis=0, ddof=1)


def biased(batches):
    """N / (N - 1) is missing"""
    return batches.mean(axis=(0, 1)), batches.var(axis=1).mean(axis=0)


def counts_batches(batches):
    """N counts the rows of one batch"""
    number = len(batches)
    return batches.mean(axis=(0, 1)), batches.var(axis=1).mean(axis=0) * number / max(number - 1, 1)


def averages_deviations(batches):
    """a mean of deviations, squared, is smaller"""
    return batches.mean(axis=(0, 1)), batches.std(axis=1, ddof=1).mean(axis=0) ** 2


def one_mean_for_all_columns(batches):
    """two columns have two means"""
    return batches.mean(), batches.var(axis=1, ddof=1).mean(axis=0)

"""Answers to the exercises, one module per starter in ``docs/exercises``: the solution, under its name there, and wrong ones.

The docstring of a wrong answer is what the starter's tests must say to it.
"""

"""Chapters are numbered through the book, and in each of them figures, tables and equations: Fig. 7.3.

A chapter is a page that a ``{toctree}`` with the option ``numbered`` names. Sphinx would begin again at each such list, and number
the sections within, too; its hook for that is the collector of contents, whose place this one takes.
"""

from collections.abc import Iterator

from docutils import nodes
from sphinx.addnodes import toctree
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.environment.collectors.toctree import TocTreeCollector


class Chapters(TocTreeCollector):
    """Sphinx's collector of contents, for which a chapter has one number and its sections have none."""

    def assign_section_numbers(self, env: BuildEnvironment) -> list[str]:
        before, env.toc_secnumbers = env.toc_secnumbers, {}
        for number, page in enumerate(chapters(env, env.config.root_doc), 1):
            title, *sections = env.tocs[page].findall(nodes.reference)
            title["secnumber"] = env.titles[page]["secnumber"] = [number]
            env.toc_secnumbers[page] = {"": (number,), **{section["anchorname"]: () for section in sections}}
        return [page for page, numbers in env.toc_secnumbers.items() if numbers != before.get(page)]


def chapters(env: BuildEnvironment, page: str) -> Iterator[str]:
    """The chapters that are listed on a page and below, in the order of the contents."""
    for listed in env.tocs[page].findall(toctree):
        for _, name in listed["entries"]:
            if name in env.tocs:
                if listed["numbered"]:
                    yield name
                yield from chapters(env, name)


def setup(app: Sphinx) -> None:
    for listener in app.events.listeners["env-get-updated"]:
        if type(collector := getattr(listener.handler, "__self__", None)) is TocTreeCollector:
            collector.disable(app)
            break
    app.add_env_collector(Chapters)

"""What the press borrows: names of its libraries that are private or documented nowhere, each with what for and where.

An upgrade may move them without a word. What begins with an underscore is used here, or by the modules that are named with it.
``tests/checkedbook/test_borrowed.py`` looks whether each is still there, and whether there are others.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Loan:
    """A borrowed name: in full, what for, and the modules of the press that use it."""

    name: str
    reason: str
    users: tuple[str, ...]

    def __str__(self):
        return f"{self.name}, for {', '.join(self.users)}: {self.reason}"


def _loans(users: str, reason: str, *names: str) -> tuple[Loan, ...]:
    return tuple(Loan(name, reason, tuple(users.split())) for name in names)


LOANS = (
    *_loans(
        "borrowed",
        "a directive's way to MyST's renderer, to read what a register or a docstring says as the page is read",
        "myst_parser.mocking.MockState._renderer",
    ),
    *_loans(
        "mime",
        "to read MyST that is not in the file, with the lines counted from a place in it",
        "myst_parser.mdit_to_docutils.base.DocutilsRenderer.current_node_context",
        "myst_parser.mdit_to_docutils.base.DocutilsRenderer.nested_render_text",
        "myst_parser.mdit_to_docutils.sphinx_.SphinxRenderer.sphinx_env",
    ),
    *_loans(
        "mime",
        "what a renderer of outputs is given: the way to the page, a file beside it, the cell that made the output",
        "myst_nb.core.render.MimeData.cell_index",
        "myst_nb.core.render.MimeData.output_metadata",
        "myst_nb.core.render.NbElementRenderer.render_markdown",
        "myst_nb.core.render.NbElementRenderer.renderer",
        "myst_nb.core.render.NbElementRenderer.write_file",
    ),
    *_loans(
        "manuscript",
        "to read a chapter's cells before Sphinx starts exactly as MyST-NB reads them then",
        "myst_nb.core.read.MystMetadataParsingError",
        "myst_nb.core.read.is_myst_markdown_notebook",
        "myst_nb.core.read.read_myst_markdown_notebook",
    ),
    *_loans("manuscript", "to find the pages that Sphinx will find", "sphinx.util.matching.get_matching_files"),
    *_loans(
        "rendering",
        "a suffix in nb_custom_formats may be a whole path, and the longest counts: so a chapter has its own reader",
        "myst_nb.core.read.create_nb_reader",
    ),
    *_loans(
        "chapter experiments lesson notebook",
        "how MyST-NB marks a cell: what it is, its place, its tags, what is folded and by which words; where the lines of fences are",
        "myst_nb node nb_element",
        "myst_nb node cell_index",
        "myst_nb node cell_metadata",
        "myst_nb node hide_mode",
        "myst_nb node prompt_show",
        "myst_nb metadata source_map",
    ),
    *_loans("provenance", "a bound number that keeps its name on the page", "myst_nb.ext.glue.roles.PasteTextRole"),
    *_loans(
        "numbering",
        "to number chapters through the book, which Sphinx does part by part",
        "sphinx.environment.collectors.toctree.TocTreeCollector",
        "sphinx.environment.BuildEnvironment.toc_secnumbers",
    ),
    *_loans("outline", "to find the pages that quote numbers of others", "myst_nb.ext.glue.utils.PendingGlueReference"),
    *_loans(
        "rendering",
        "to keep what Sphinx knows of the pages as it is when all are written, for a build that goes on from it",
        "sphinx.application.ENV_PICKLE_FILENAME",
    ),
    *_loans(
        "rendering",
        "to run Sphinx in this process as its own command does",
        "sphinx.util.docutils.docutils_namespace",
        "sphinx.util.docutils.patch_docutils",
    ),
    *_loans(
        "rendering",
        "to take words that stand on no page any more from the search's index, which is JSON in a call",
        "sphinx.search.IndexBuilder.dump",
    ),
    *_loans(
        "rendering lean nodes plots",
        "how Sphinx calls what it writes beside the pages",
        "sphinx.builders.html file .buildinfo",
        "sphinx.builders.html file searchindex.js",
        "sphinx.builders.html file documentation_options.js",
        "sphinx.builders.html file _downloads",
    ),
    *_loans("outline", "to write listings of code anew that has changed", "sphinx.ext.viewcode.OUTPUT_DIRNAME"),
    *_loans("equation", "a displayed equation that comes from a docstring", "sphinx.directives.patches.MathDirective"),
    *_loans(
        "notebook rendering",
        "the numbers of figures and equations, and the files that pages show or offer",
        "sphinx.environment.BuildEnvironment.dlfiles",
        "sphinx.environment.BuildEnvironment.images",
        "sphinx.environment.BuildEnvironment.toc_fignumbers",
    ),
    *_loans(
        "kernel execution",
        "to start a kernel as a fork: what a provisioner remembers of the process, which must have the face of Popen",
        "jupyter_client.provisioning.LocalProvisioner.connection_info",
        "jupyter_client.provisioning.LocalProvisioner.launch_kernel",
        "jupyter_client.provisioning.LocalProvisioner.pgid",
        "jupyter_client.provisioning.LocalProvisioner.pid",
        "jupyter_client.provisioning.LocalProvisioner.process",
    ),
    *_loans(
        "execution",
        "what execute is given beyond its own arguments reaches the provisioner: who watches a kernel",
        "nbclient.NotebookClient.async_start_new_kernel",
    ),
    *_loans(
        "kernel",
        "to be a kernel in a process that is there already, and to end with its parent",
        "ipykernel.kernelapp.IPKernelApp.parent_handle",
        "ipykernel.kernelapp.launch_new_instance",
    ),
    *_loans(
        "plotted",
        "to read data off artists: which way a band goes, how bars stand, categories on an axis, the axes of a colour bar",
        "matplotlib.axes label <colorbar>",
        "matplotlib.category.StrCategoryFormatter",
        "matplotlib.collections.FillBetweenPolyCollection.t_direction",
        "matplotlib.container.BarContainer.orientation",
    ),
    *_loans(
        "narrow",
        "to lay out anew what stands above a panel: the titles at its sides, and a legend in other columns",
        "matplotlib.axes._base._AxesBase._left_title",
        "matplotlib.axes._base._AxesBase._right_title",
        "matplotlib.axes._base._AxesBase._set_title_offset_trans",
        "matplotlib.legend.Legend._legend_handle_box",
        "matplotlib.offsetbox.OffsetBox._children",
    ),
    *_loans(
        "lean",
        "scripts and styles of the theme that a page can do without",
        "sphinx_book_theme file scripts/fontawesome.js",
    ),
    *_loans(
        "notebook",
        "a template of the theme's, between which and ours the head of a page is divided",
        "sphinx_book_theme file components/article-header-buttons.html",
    ),
)

# Of Sphinx's environment, what is of the build, of files, or of one page alone, so that no other page sees it. Whatever else
# Sphinx or an extension keeps there is taken for what pages see of each other (:mod:`.outline`).
ENVIRONMENT = {
    "of the build": (
        "_app _builder_cls _pickled_doctree_cache _write_doc_doctree_cache config config_status config_status_extra"
        " current_document domains events project settings version versioning_compare versioning_condition myst_config"
        " mystnb_config sd_config"
    ),
    "of files": "_viewcode_modules all_docs dependencies included original_image_uri reread_always",
    "of one page": "nb_metadata nb_new_exec_data ref_context",
    "of older versions": "_doctreedir _srcdir",
}
OWN = {name for names in ENVIRONMENT.values() for name in names.split()}
INDEX = "_search_index_"  # begins the names of what the search keeps there; it is made anew


def renderer(directive):
    """The renderer of the page on which a directive stands."""
    return directive.state._renderer

"""What chapters say in short: on top of each, and together on the page of answers."""

import re

PAGE = """\
# {title}

```{{short}}
- Which rate? It is {{glue:text}}`rate:.1f`, see [the other]({other}.md).
- Use it.
```

```{{needs}}
Nothing.
```

{words}

```{{cell}}
from checkedbook import bind
bind(rate={rate})
```
"""
INDEX = """\
# Book

```{toctree}
two
one
answers
```
"""


def write(book, rate=0.25):
    book.write("docs/index.md", INDEX)
    book.chapter("one", PAGE.format(title="One", other="two", rate=rate, words="word " * 100))
    book.chapter("two", PAGE.format(title="Two", other="one", rate=0.5, words="word " * 3000))
    book.write("docs/answers.md", "# Answers\n\n```{answers}\n```\n")


def text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", "", html).split())


def test_the_page_of_answers_has_all_in_the_order_of_the_book_and_follows_them(book):
    write(book)
    build = book.build()
    assert build.passed, build.warnings
    page = book.page("answers")
    shown = text(page[page.index("<h1>Answers") : page.index("</section>")])
    assert shown.endswith("Two Which rate? It is 0.5, see the other. Use it. One Which rate? It is 0.2, see the other. Use it.")
    assert 'href="two.html"' in page and "In short" in book.page("one")
    assert "You need: Nothing. It takes about 5 minutes." in text(book.page("one"))
    assert "It takes about 20 minutes." in text(book.page("two"))
    book.edit("docs/one.md", "rate=0.25", "rate=0.75")
    assert book.build().passed and "It is 0.8" in text(book.page("answers"))


def test_what_is_said_in_short_is_short(book):
    write(book)
    book.edit("docs/one.md", "- Use it.\n", "- Use it.\n" * 5)
    [warning] = book.build().warnings
    assert "what is said in short has 6 lines: at most 5" in warning

"""The experiments of the book: one module per question that two or more figures ask."""

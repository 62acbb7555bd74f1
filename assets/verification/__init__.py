"""The numbers of a report once more, on another way: from `core` and `ref` in Polars, never from `mart` or `release`,
and with formulas of its own. A module makes the tables of one family; `registry.py` says which, `answers.py` looks a
cell up, `formulas.py` works out what is made of cells, `page.py` finds the numbers of a page and `shown.py` says how
they look."""

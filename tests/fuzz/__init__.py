"""Files that nobody should send, by the thousand: whatever the bytes are, reading gives an answer and invents nothing.

    python -m tests.fuzz.run --each 5000 --seed 1        (or: make fuzz)

- `seeds`: small files of every format, clean and odd, whose cells carry a word that no finding may repeat.
- `damage`: bytes at random, bytes that are known to hurt, two files spliced; inside the members of an archive too.
- `tables`: Hypothesis strategies that change rows, cells, titles and sheets of a clean table and write it anew.
- `mutants`: from a seed number to a batch of mutants; the same number gives the same mutants on the same machine.
- `said`: what a file says, found with plain searches and not with our readers: where every value must come from.
- `truths`: what must hold of each mutant. `harness`: judges batches in processes of their own, so that one that dies,
  hangs or swallows memory is a failure like any other. `run`: the command and its figures.

What is no part of it: whether a value is the right one (`tests/intake`, `tests/corpus`).
"""

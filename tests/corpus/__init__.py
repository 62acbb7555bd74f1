"""The corpus of seeded defects: clean school files, and the same files with one named defect each in known cells.

It measures the validator. Precision: of what it finds, how much was put there. Recall: of what was put there, how much
it finds. Both are judged at cell level (`score.judge`) and must be 1.0. The kinds in `blind*.py` and `harmless*.py`
were devised from the contract alone, by somebody who had not seen the intake's code; each quotes its sentence.

How it fits together:

- `people`, `network`: invented pupils with valid check characters; schools of six kinds.
- `dialects`, `plans`, `clean`: what five management systems and our own template export when nothing is wrong
  (`clean.RECIPES`). A clean file deserves no blocking and no warning finding.
- `table`, `writers`, `workbooks`: a table as data, and its bytes in each format; a written row knows the row number
  that Excel shows.
- `blind*`, `harmless*`: the kinds; `blind.blind_kinds()` lists them. Kinds devised with the intake's code in sight go
  into a module of their own and are never mixed with these: `build(folder, kinds)` takes whichever are wanted.
- `score`: what was found against what was put there.
- `defect`: what a kind of defect is (`@kind`), what it gives back (`Damaged`) and what it expects (`Expected`).
- `build`: `build(folder)` writes a home's `schools.csv` and `inbox/`. Every file has a school of its own with its own
  roll and its own pupils, so that no file disturbs another: all may lie in one home, or be judged one by one.
  `python -m tests.corpus.build FOLDER` writes it to be looked at.

Everything follows from fixed numbers: no clock, no chance. What is no part of it: reading files, the rules themselves.
"""

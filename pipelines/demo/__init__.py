"""Networks to try things on: an invented one with its dropped files, and England's published counts as pupil rows.

Everybody in here is made up. The production wiring never imports this package except for `init --demo` and `demo`.
"""

"""A whole year of a whole network, lived through day by day with known truth.

`world` invents pupils and their stories, `files` what schools drop and when, `truth_*` say from the definitions alone
what every mart must hold on a day, `replay` lets the warehouse live through it, `compare` holds the two together.
"""

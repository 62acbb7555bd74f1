"""The wiring: which jobs, sensors and commands run the assets. `definitions.py` is the composition root: read it
first."""

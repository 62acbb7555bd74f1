"""Makes what other tests already have importable: the small network of the models, the steps of the flow."""

from __future__ import annotations

import sys
from pathlib import Path

for folder in ("models", "flow"):
    sys.path.insert(0, str(Path(__file__).parent.parent / folder))
sys.path.insert(0, str(Path(__file__).parent))

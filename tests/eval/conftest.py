"""The scorers are scripts as well as test helpers: let the tests of this folder import them by name."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

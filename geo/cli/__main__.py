"""`python -m geo.cli …` is `dateline …`."""

import sys

from geo.cli.main import main

sys.exit(main())

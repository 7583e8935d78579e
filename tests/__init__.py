import os
from pathlib import Path

# What is kept between runs is shared by all tests, and is not the developer's own.
os.environ.setdefault("REPORTGEN_CACHE", str(Path(__file__).parent.parent / ".pytest_cache" / "reportgen"))

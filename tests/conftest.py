"""What all tests share: Hypothesis in three settings, chosen by HYPOTHESIS_PROFILE.

`nightly` is for the lexer's five laws, a million examples in all (`make nightly`).
`repeatable` (the default) tries the same examples in every run, so that a red test is a changed program; `explore`
tries new ones, and more of them.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

SLOW_MACHINE = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]

settings.register_profile(
    "repeatable", max_examples=50, derandomize=True, deadline=None, database=None, suppress_health_check=SLOW_MACHINE
)
settings.register_profile("explore", max_examples=2000, deadline=None, suppress_health_check=SLOW_MACHINE)
settings.register_profile("nightly", max_examples=200_000, deadline=None, suppress_health_check=SLOW_MACHINE)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))

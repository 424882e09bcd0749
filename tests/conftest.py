"""Profiles of hypothesis: HYPOTHESIS_PROFILE=hour tries a hundred thousand examples of what is short by default."""

import contextlib
import os

with contextlib.suppress(ImportError):  # some environments run tests that need no hypothesis
    from hypothesis import settings

    settings.register_profile("hour", max_examples=100_000, deadline=None)
    if profile := os.environ.get("HYPOTHESIS_PROFILE"):  # else hypothesis's own: in CI the same examples each time
        settings.load_profile(profile)

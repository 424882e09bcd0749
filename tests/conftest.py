"""Profiles of hypothesis: HYPOTHESIS_PROFILE=hour tries a hundred thousand examples of what is short by default."""

import contextlib
import os

with contextlib.suppress(ImportError):  # some environments run tests that need no hypothesis
    from hypothesis import settings

    settings.register_profile("hour", max_examples=100_000, deadline=None)
    settings.register_profile("untimed", deadline=None)  # a busy machine is no failure
    if profile := os.environ.get("HYPOTHESIS_PROFILE") or ("" if os.environ.get("CI") else "untimed"):
        settings.load_profile(profile)  # in CI hypothesis's own: the same examples each time, untimed too

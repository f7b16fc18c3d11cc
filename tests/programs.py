"""Programs beside Python that a few tests need."""

from __future__ import annotations

import os
import shutil

import pytest


def needed(*programs: str, package: str) -> None:
    """Skip the test where a program is missing, and say so; fail where everything has to be there (.ci/run)."""
    missing = [program for program in programs if shutil.which(program) is None]
    if not missing:
        return
    told = f"{' and '.join(missing)} missing: install the Debian package(s) {package}"
    if os.environ.get("CI"):
        pytest.fail(told)
    pytest.skip(told)

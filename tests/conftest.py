"""What all tests share: repeatable random examples, and a cache of rulebooks that is not the user's own."""

from __future__ import annotations

import pytest
from hypothesis import settings

settings.register_profile("jixiao", deadline=None, derandomize=True, max_examples=150, database=None)
settings.load_profile("jixiao")


@pytest.fixture(autouse=True, scope="session")
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keeps the tests, and the processes they start, away from the cache of whoever runs them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JIXIAO_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield

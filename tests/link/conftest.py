"""The shipped knowledge base, loaded once for all tests of linking."""

import pytest
from zhfacts import link


@pytest.fixture(scope="session")
def kb() -> link.KnowledgeBase:
    return link.KnowledgeBase.load()

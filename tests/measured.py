"""In which tests coverage is measured, where it is measured at all.

Measuring makes a test more than twice as long. A test of the whole program that is run with several values,
or on several databases, is measured the first time only. All are where packages must be covered to the last
branch, and in storage, which has lines for one database only.
"""

from collections.abc import Generator

import pytest

ONCE = {"cli", "conversations", "discord", "services"}
# Tests of what stands in for Discord: not one line of the bot is theirs.
OF_THE_STUB = "test_stub_"

IS_MEASURED = pytest.StashKey[bool]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Find out which are measured: the same ones, whoever runs them and in whatever order."""
    seen: set[str] = set()
    for item in items:
        test = item.nodeid.partition("[")[0]
        is_again = item.path.parent.name in ONCE and test in seen
        item.stash[IS_MEASURED] = not is_again and not item.path.name.startswith(OF_THE_STUB)
        seen.add(test)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Pause measuring while a test is set up, runs and ends that is not measured."""
    plugin = item.config.pluginmanager.getplugin("_cov")
    measuring = None if plugin is None else plugin.cov_controller
    if measuring is None or item.stash[IS_MEASURED]:
        return (yield)
    measuring.pause()
    try:
        return (yield)
    finally:
        measuring.resume()

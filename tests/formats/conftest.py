"""A browser for the tests that look at pages."""

from tests.browser import chromium, pytest_runtest_teardown

__all__ = ["chromium", "pytest_runtest_teardown"]

"""A browser for the tests that look at pages."""

from tests.browser import chromium, new_page, pytest_runtest_teardown

__all__ = ["chromium", "new_page", "pytest_runtest_teardown"]

"""Talks as calendar entries: events, time zones, feeds."""

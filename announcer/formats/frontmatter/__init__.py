"""Talks as pages of somebody else's site: Markdown with front matter, and data files.

This room alone knows what Jekyll and Hugo want. Nothing of it is part of a build: it is
written into a site that exists, when it is asked for. What is not public on our own
pages is not in these files either.
"""

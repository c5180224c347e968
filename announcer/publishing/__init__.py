"""Publishing the site: what goes out, what must not, and in which order.

This room alone knows when a folder is a site, that no secret leaves with it, and that
nobody may meet a link to a page that is not there yet.
"""

from announcer.publishing.gathering import gather, stale
from announcer.publishing.privacy import leaks
from announcer.publishing.steps import Plan, carry_out, plan

__all__ = ["Plan", "carry_out", "gather", "leaks", "plan", "stale"]

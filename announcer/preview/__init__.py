"""The preview room: the site and the mails in a browser, as the records stand now.

It builds in memory and makes a page when somebody asks for it, so that a saved record
is seen at once. This room alone knows the web server, the watching of files and what a
page needs to reload itself. It sends nothing, and what people were told it only reads.
"""

from announcer.preview.server import Address, is_loopback
from announcer.preview.serving import serving
from announcer.preview.workshop import Failed, News, Rebuilt, Sources

__all__ = ["Address", "Failed", "News", "Rebuilt", "Sources", "is_loopback", "serving"]

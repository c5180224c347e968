"""Letters about talks as finished messages (.eml), and pages to preview them.

This room alone knows how a mail is put together: header fields, MIME, styles in tags.
It writes header fields and parts itself and takes only the date from the standard
library's email package. Who is told what, and when, is not known here: that is said by
the ``Letter``, and the same letter always gives the same octets.
"""

from announcer.formats.mail.message import Message, message, note
from announcer.formats.mail.preview import Sent, drafts

__all__ = ["Message", "Sent", "drafts", "message", "note"]

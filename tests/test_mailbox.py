"""Addresses and host names: read once, and the same everywhere."""

import re

import pytest

from announcer.errors import BadValue
from announcer.ledger.nouns import telling_id
from announcer.mailbox import Mailbox, ascii_host, key, mailbox

NOW = ("--now", "2021-03-01T09:00")


@pytest.mark.parametrize(
    ("written", "address", "name"),
    [
        ("talks@example.edu", "talks@example.edu", ""),
        ("Talks <talks@example.edu>", "talks@example.edu", "Talks"),
        ('"Org, Olga" <o@example.edu>', "o@example.edu", "Org, Olga"),
        ("o@exämple.org", "o@xn--exmple-cua.org", ""),
        ("o@straße.example", "o@xn--strae-oqa.example", ""),
        ("Talks\r\n <talks@example.edu>", "talks@example.edu", "Talks"),
    ],
)
def test_an_address_is_read_as_organisers_write_it(written, address, name):
    assert mailbox(written) == Mailbox(address, name)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "olga",
        "olga@",
        "@example.edu",
        "ölga@example.edu",
        "a@b@c.edu",
        "a b@example.edu",
        "a@example.edu\r\nBcc: x@y.z",
        "a@example.edu, b@example.edu",
        "o@exa mple.org",
        "o@-example.org",
        "o@例え😀.org",
        "o@faß\u200b .org",
    ],
)
def test_what_is_no_address_is_refused_with_a_cure(written):
    with pytest.raises(BadValue) as caught:
        mailbox(written)
    assert caught.value.hint


@pytest.mark.parametrize(
    ("domain", "coded"),
    [
        ("straße.example", "xn--strae-oqa.example"),
        ("STRASSE.example", "strasse.example"),
        ("βόλος.example", "xn--nxasmm1c.example"),
        ("Exämple.ORG.", "xn--exmple-cua.org"),
        ("例え.jp", "xn--r8jz45g.jp"),
        ("xn--strae-oqa.example", "xn--strae-oqa.example"),
    ],
)
def test_a_domain_is_coded_as_today_s_registries_do(domain, coded):
    """IDNA 2008 keeps ß and final sigma; the older rules made another host of them."""
    assert ascii_host(domain) == coded


def test_two_spellings_of_one_address_are_one_in_the_memory():
    """Who was told under one spelling is not told again under the other."""
    one, other = "Talks@straße.example", "talks@xn--strae-oqa.example"
    assert key(one) == key(other)
    assert telling_id("u", "digest", "1", one) == telling_id("u", "digest", "1", other)


def test_one_domain_is_one_host_in_every_place(run, project):
    """From, Message-ID, UID and calendar name one machine, however it is written."""
    site = project / "talks" / "site.yaml"
    text = site.read_text(encoding="utf-8")
    text = re.sub(r"(?m)^url:.*", "url: https://talks.straße.example", text)
    text += "\nmail: {from: Talks <talks@straße.example>}\n"
    site.write_text(text, encoding="utf-8")
    out = run("-C", project, *NOW, "show", "soudry", "--as", "eml").out
    hosts = set(re.findall(r"@((?:talks\.)?[\w-]*stra[\w-]*\.example)", out))
    assert hosts == {"xn--strae-oqa.example", "talks.xn--strae-oqa.example"}

"""What is made when somebody asks for it is then what it would have been at once."""

import re

from announcer.lazy import Call, pattern


def test_a_pattern_is_compiled_when_it_is_first_used(monkeypatch):
    """Until then it is only its text; afterwards it finds what any pattern finds."""
    compiled = []
    real = re.compile

    def watched(text, flags):
        compiled.append((text, flags))
        return real(text, flags)

    monkeypatch.setattr(re, "compile", watched)
    vowel = pattern("[aeiou]", re.IGNORECASE)
    assert (vowel.pattern, compiled) == ("[aeiou]", [])
    assert vowel.sub("-", "Ada") == "-d-"
    assert vowel.findall("Ida") == ["I", "a"]
    assert vowel.fullmatch("x") is None
    assert compiled == [("[aeiou]", re.IGNORECASE)]


def test_what_a_pattern_cannot_do_it_has_not():
    """A method that no pattern has is missing, as usual."""
    assert not hasattr(pattern("a"), "find")


def test_a_call_waits_with_its_arguments():
    """Nothing is made before somebody asks; then it is what the call returns."""
    made: list[str] = []
    later = Call(made.append, "one")
    assert made == []
    assert later() is None
    assert made == ["one"]
    assert Call(divmod, 7, 2)() == divmod(7, 2)

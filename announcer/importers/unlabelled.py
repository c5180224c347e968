"""What the lines without labels say: blocks, banners and sentences."""

from __future__ import annotations

import re
from itertools import dropwhile, takewhile

from announcer.importers.afterwards import is_stop
from announcer.importers.announcing import says_event
from announcer.importers.blocks import names_below, read_block
from announcer.importers.clocks import Trust, clocks_in
from announcer.importers.days import NEAR, days_in
from announcer.importers.found import Given
from announcer.importers.guesses import Guess
from announcer.importers.labelled import Line, text_of
from announcer.importers.names import HOME, HONORIFIC, RANK
from announcer.importers.paragraphs import Paragraph, bare, paragraphs_of, unlink
from announcer.importers.phrases import (
    GREETING,
    QUOTED,
    SERIES,
    WHOLE,
    inside,
    quoted_in,
)
from announcer.importers.placenews import told_place
from announcer.importers.places import place_in
from announcer.importers.sentences import (
    ACTIVE,
    HEBREW,
    HELD,
    INVERSE,
    speaking,
    tells_by,
)
from announcer.importers.titles import LEADS, is_heading, names_title, title_in

_EMPHASIS = re.compile(r"(?<![\w*])\*{1,2}(?=\w)|(?<=[\w.,:!?)])\*{1,2}(?![\w*])")
_NEAR = 16  # letters behind a day in which 11 to 12 are hours
_LEAST_OF_BIO = 110  # letters; a shorter text of a talk is what there is of its matter
_HEAD = 160  # letters of a sentence that heads the rest: when, where
_CORNER = 60  # letters of a line in a corner of a notice
_AHEAD = 50  # letters before the day in it
_LONG = 250  # letters of a sentence that only says where and when
_MOST = 4000  # letters of a paragraph that say when, where and by whom
_WILL = re.compile(r"\b(?:will|wird|donnera|terrà|dará)\b|[ית](?:דבר|רצה|ציג)")


_ABOUT_LINK = re.compile(
    r"(?:about|on|über|sur|su|sobre|di|de|thema|titel|titolo|título|titre|entitled|titled"
    r"|intitulée?|על|בנושא)\s+(?:\[([^\]]{4,120})\]\(|\*{1,2}([^*\n]{4,120})\*{1,2}"
    r"|_([^_\n]{4,120})_)",
    re.IGNORECASE,
)


def guess(
    lines: list[Line],
    known: set[str],
    names: list[str],
    given: Given,
    *,
    below: int = 0,
) -> Guess:
    """Read the loose lines of an announcement; ``known`` kinds stand at labels.

    ``below`` is the line of the last of several labels: a text below it is that of the
    talk, and what stands above them is of the mail.
    """
    found = Guess()
    body: list[Paragraph] = []
    in_body = False
    leads = False
    for paragraph in paragraphs_of(lines):
        flat = paragraph.text
        if leads and _is_title(flat, given) and not QUOTED.match(flat):
            found.titles.append((7, bare(flat)))
            leads = False
            continue
        leads = "title" not in known and bool(LEADS.search(flat))
        if in_body and not _is_head(paragraph, given):
            place = _place_below(flat) if not (found.places or "place" in known) else ""
            if place:
                found.places.append(place)
            else:
                body.append(paragraph)
        elif _read(paragraph, found, known, given):
            body.append(paragraph)
            in_body = in_body or bool(found.titles or "title" in known)
    later = (one for one in body if one.lines[0][0] > below and one.is_text)
    if below and any(map(_is_own, later)):
        body = [one for one in body if one.lines[0][0] > below]
    _parted(body, found, [*names, *(person["name"] for person in found.people)])
    return found


def _is_title(flat: str, given: Given) -> bool:
    """Say whether a paragraph below `on` or `entitled` may be the title."""
    return len(flat) < 200 and not days_in(flat, given) and not clocks_in(flat)


def _read(paragraph: Paragraph, found: Guess, known: set[str], given: Given) -> bool:
    """Read a paragraph; say whether it is text about the matter of the talk."""
    flat = _EMPHASIS.sub("", unlink(paragraph.text[:_MOST]))
    whole = WHOLE.match(flat)
    if paragraph.is_list:
        return True
    headed = paragraph.ruled and not is_heading(flat)
    if headed and len(flat) < 200 and not days_in(flat, given):
        found.titles.append((7, bare(flat)))
    elif whole and len(paragraph.lines) <= 4:
        found.titles.append((8, inside(whole)))
    elif names_below(paragraph) or not (
        paragraph.is_text or _is_sentence(flat, found, known)
    ):
        read_block(paragraph, found, known, given)
    else:
        found.open_home = False
        dated = bool(days_in(flat, given) or (NEAR.search(flat) and clocks_in(flat)))
        told = dated or bool(_WILL.search(flat) and QUOTED.search(flat))
        before = len(found.people)
        _sentences(flat, found, known, told=told)
        named = len(found.people) > before or _names_home(flat, found)
        announced = named and quoted_in(flat) and says_event(flat)
        if told and (linked := _ABOUT_LINK.search(paragraph.text)):
            found.titles.append((5, linked[1] or linked[2] or linked[3]))
        short = len(flat) < 350 and bool(announced or title_in(flat) or clocks_in(flat))
        of_event = (dated and clocks_in(flat)) or short or (dated and len(flat) < 350)
        of_event = of_event or bool(told_place(flat) or _is_only_where(flat))
        return not (of_event or is_stop(flat) or GREETING.match(flat))
    return False


def _is_sentence(flat: str, found: Guess, known: set[str]) -> bool:
    """Say whether a short paragraph is a sentence, and no block of lines."""
    if ACTIVE.search(flat) or INVERSE.search(flat) or HEBREW.search(flat):
        return True
    if _WILL.search(flat) and _names_home(flat, found):
        return True
    titled = found.titles or "title" in known
    text = len(flat.split()) > 7 and flat.endswith(".") and not clocks_in(flat)
    below_title = titled and text
    return bool(below_title or (len(flat) > 60 and tells_by(flat)))


def _place_below(flat: str) -> str:
    """Return the room where a sentence below the title says: We meet at 4 in Room 2."""
    told = len(flat) < _LONG and HELD.search(flat) and clocks_in(flat)
    return place_in(flat) if told else ""


def _is_only_where(flat: str) -> bool:
    """Say whether a sentence tells where the talk takes place, and no more."""
    told = len(flat) < _HEAD and HELD.search(flat) and SERIES.search(flat)
    return bool(told and place_in(flat))


def _is_head(paragraph: Paragraph, given: Given) -> bool:
    flat = paragraph.text
    first = re.split(r"(?<=[^\W\d][.!?]) +(?=[A-ZÀ-Þ])", flat)[0]
    days = days_in(first, given)  # On Tuesday, 5 May, at noon in Room 2. Wine follows.
    heads = [first] if days and days[0].place[0] <= _AHEAD else []
    heads += [flat] if len(flat) < _HEAD else []
    return any(
        len(one) < _HEAD and days_in(one, given) and clocks_in(one) for one in heads
    )


def _sentences(flat: str, found: Guess, known: set[str], *, told: bool) -> None:
    """Read what full sentences say, as far as it is certain."""
    spoken = False
    if "speaker" not in known and (not found.people or _is_weak(found.people)):
        people = speaking(flat, told=told)
        if people and (not found.people or "affiliation" in people[0]):
            found.people, spoken = people, True
    _find_homes(flat, found)
    if told:  # surer than the day of a newsletter above it
        found.moments.append((flat, 6 if spoken and clocks_in(flat) else 4))
    _titles(flat, found, told=told)
    place = ""
    if "place" not in known:
        near = told or HELD.search(flat) or clocks_in(flat)
        place = told_place(flat) or (place_in(flat) if near else "")
    for person in found.people:
        place = place.partition(person["name"])[0].strip(" ,")
    if place:
        found.places.append(place)


def _find_homes(flat: str, found: Guess) -> None:
    for person in found.people:
        if "affiliation" not in person and (home := _home_in(flat, person["name"])):
            person["affiliation"] = home


def _names_home(flat: str, found: Guess) -> bool:
    return any(_home_in(flat, one["name"]) for one in found.people)


def _home_in(flat: str, name: str) -> str:
    """Return where somebody is from who has one half of the name here: Ada (Rice)."""
    words = name.split()
    halves = "|".join(re.escape(one) for one in {*words[:1], *words[-1:]} if one[2:])
    home = re.search(rf"(?<![\w-] )(?:{halves}) \(([^()]{{4,90}})\)", flat)
    return home[1] if halves and home and HOME.search(home[1]) else ""


def _titles(flat: str, found: Guess, *, told: bool) -> None:
    """Add the titles that sentences name, the surer the more they say beside."""
    if not (told or found.people):
        return
    titled = title_in(flat)
    quoted = quoted_in(flat)
    if quoted and (found.people or _tells_of(quoted, flat)):
        days = days_in(flat, Given())
        behind = [flat[one.place[1] : one.place[1] + _NEAR] for one in days]
        hours = clocks_in(flat) or any(clocks_in(one, Trust.DATE) for one in behind)
        sure = told and hours and len({str(one.day) for one in days}) < 2
        rank = 7 if sure else 6 if told or not found.titles else 5
        found.titles.append((rank, quoted))
    if titled:
        found.titles.append((6 if told else 5, titled))


def _tells_of(quoted: str, flat: str) -> bool:
    """Say whether the sentence with a quotation is of a talk: by its words or an hour.

    `Her report "Costs 2026" is attached` is none.
    """
    for sentence in re.split(r"(?<=[.!?])\s+(?=[A-ZÀ-Þ])", flat):
        if quoted[:20] in sentence:
            timed = clocks_in(sentence) or days_in(sentence, Given())
            return bool(timed or names_title(sentence) or says_event(sentence))
    return True


def _is_weak(people: list[dict[str, str]]) -> bool:
    """Say whether who speaks is only a line with the form of a name."""
    return len(people) == 1 and "affiliation" not in people[0]


def _parted(body: list[Paragraph], found: Guess, names: list[str]) -> None:
    """Part running text into the abstract and what is said of the speaker."""
    body = [one for one in body if len(one.text.split()) > 5]
    body = list(takewhile(_is_own, dropwhile(lambda one: not _is_own(one), body)))
    about = [_is_bio(one.text, names) for one in body]
    for place in range(1, len(body)):
        goes_on = re.match(
            r"(?:he|she|his|her|they|er|sie|il|elle)\b", body[place].text, re.IGNORECASE
        )
        about[place] = about[place] or (about[place - 1] and bool(goes_on))
    sure = body and _is_life(body[0].text, names)
    if all(about) and body and not sure and len(body[0].text) < _LEAST_OF_BIO:
        about = [False] * len(body)
    pairs = list(zip(body, about, strict=True))
    found.abstract = _texts([one for one, bio in pairs if not bio])
    found.bio = _ABOUT_HEAD.sub("", _texts([one for one, bio in pairs if bio]))


def _is_own(paragraph: Paragraph) -> bool:
    """Say whether a paragraph is of the talk, and nothing that stands below it."""
    return not is_stop(paragraph.text) and not _is_corner(paragraph)


def _is_corner(paragraph: Paragraph) -> bool:
    """Say whether short lines are of things beside the talk: `cookies: Ann`."""
    lines = [line.strip() for _, line in paragraph.lines]
    said = [line for line in lines if re.match(r"\W*[^\W\d_][\w ]{2,24}: +\S", line)]
    return 1 < len(said) >= len(lines) / 2 and max(map(len, lines)) < _CORNER


def _texts(paragraphs: list[Paragraph]) -> str:
    return "\n\n".join(text_of([line for _, line in one.lines]) for one in paragraphs)


# What is said of people and not of their matter.
_LIVES = (
    r"is|was|has|received|joined|earned|obtained|holds|studied|works|graduated|got"
    r"|took|spent|writes|wrote|serves|leads|teaches|completed|did|grew|began|led"
    r"|(?:co-?)?founded|runs|heads|directs|grew up|builds|gründete|fond[aò]|fundó"
    r"|dirigió"
    r"|ist|war|hat|studierte|promovierte|arbeitet|forscht|leitet|lehrt|erhielt"
    r"|est|a|travaille|dirige|enseigne|étudie|è|ha|lavora|insegna|studia|si occupa"
    r"|es|estudió|trabaja|obtuvo|é|trabalha|obteve|formou-se|coordena"
    r"|studeerde|werkt|promoveerde|jest|pracuje|ukończył[a]?|vystudoval[a]?|je|působí"
    r"|är|disputerade|arbetar|forskar|er|arbejder|forsker|jobber|arbeider"
    r"|סיימה?|הוא|היא|קיבלה?|חוקרת?|למדה?"
)


_ABOUT_WORDS = r"about|über|zu|à propos d[eu’']|sobre|om|o|su|על|אודות"
_ABOUT_HEAD = re.compile(rf"^\W*(?:{_ABOUT_WORDS})\s[^:.\n]{{3,40}}:\s*", re.IGNORECASE)
# What is said of a life for sure: `is a staff engineer`, but not `is going to show`.
_LIFE = re.compile(
    r"\b(?:is|was|ist|war|est|è|es|é)\s+(?:(?:currently|derzeit|actuellement"
    r"|attualmente|actualmente)\s+)?(?:an?|the|one|eine?|der|die|une?|le|la|il|un[ao]?"
    rf"|um|uma|{RANK})\b|\b(?:works?|leads?|leitet|arbeitet|forscht|lehrt|promoviert"
    r"|travaille|dirige|enseigne|lavora|insegna|trabaja|enseña|has (?:been|worked)"
    r"|founded|runs|heads|gründete|fond[aò]|fundó"
    r"|studied|studierte)\b|(?:הוא|היא)\s",
    re.IGNORECASE,
)


def _is_life(flat: str, names: list[str]) -> bool:
    """Say whether a text is of somebody's life, however short it is."""
    return _is_bio(flat, names) and bool(_LIFE.search(flat) or _ABOUT_HEAD.match(flat))


def life_below(text: str, names: list[str]) -> tuple[str, str]:
    """Part a text that ends with paragraphs on those who speak: the text, and those."""
    parts = re.split(r"\n[ \t]*\n", text)
    for at in range(1, len(parts)):
        if _is_life(" ".join(parts[at].split()), names):
            bio = _ABOUT_HEAD.sub("", "\n\n".join(parts[at:]))
            return "\n\n".join(parts[:at]).rstrip(), bio
    return text, ""


def _is_bio(flat: str, names: list[str]) -> bool:
    words = {
        word
        for name in names
        for word in (name, name.split()[-1], name.split()[0])
        if len(word) > 2
    }
    if not any(word in flat for word in words):
        return False
    begin = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    about = rf"(?i:{_ABOUT_WORDS}) (?:{begin})[^:.]{{0,25}}\s*[:.–-]"
    return bool(re.match(about, flat) or re.match(
        rf"(?:{HONORIFIC})?(?:[^\s:]+\s+){{0,2}}?(?:{begin})(?!\w)[^.:]{{0,60}}?"
        rf"\s(?:{_LIVES})\s",
        flat,
    ))  # fmt: skip

"""Words of many languages for who speaks, is welcomed to speak, or only helps."""

from __future__ import annotations

import re

from announcer.importers.names import HONORIFIC

# A line for each language: English, German, French, Italian, Spanish, Portuguese,
# Dutch, Polish, Czech, Scandinavian.
SPEAKS = (
    r"will (?:be )?(?:giv|deliver|present|speak|talk|lectur|discuss|tell|visit|lead"
    r"|address|join|explor|introduc|explain|show|describ|share|take|argue|with us"
    r"|our (?:guest|speaker))\w*"
    r"|(?:is|are) (?:giving|speaking|presenting|visiting|talking|coming to|going to"
    r"|our (?:guest|speaker))|gives?|presents?|speaks?|talks?|lectures|discuss(?:es)?"
    r"|explores?|shares|tells|reports on|opens"
    r"|spricht|sprechen|hält|halten|wird|werden|trägt|tragen|referier(?:t|en)"
    r"|berichte(?:t|n)|erzähl(?:t|en)|stell(?:t|en)|gibt|redet|liest|präsentier(?:t|en)"
    r"|nimmt|ist (?:bei uns )?zu gast"
    r"|(?:donn|parl|présent|expos|évoqu|anim|propos)er(?:a|ont)|interviendr(?:a|ont)"
    r"|viendra|tiendra|prononcera|fera|sera (?:notre|parmi)|(?:nous|vous) \w+|présente"
    r"|soutien(?:dra|t)|will defend|defends|verteidigt|defender[áà]|discuterà"
    r"|(?:terr|parler|presenter|illustrer|racconter|discuter|esporr|interverr)(?:à"
    r"|anno)"
    r"|ci \w+à|tiene|presenta|sarà (?:nostr[oa] |con )?\w+"
    r"|(?:dar|hablar|impartir|presentar|ofrecer|expondr|disertar|pronunciar)(?:á|án)"
    r"|nos \w+(?:rá|rán|a)|imparte|estará con"
    r"|(?:falar|apresentar|proferir|ministrar|abordar|discutir)(?:á|ão)|irá \w+"
    r"|v(?:em|ai) \w+ar|apresenta|profere"
    r"|vertelt|spreekt|geeft|houdt|zal|presenteert|verzorgt|bespreekt|komt \w+en|gaat"
    r"|wygłosi|opowie|przedstawi|zaprezentuje|omówi|poprowadzi|będzie \w+"
    r"|přednese|promluví|představí|pohovoří|vystoupí|bude \w+t|přednáší|povypráví"
    r"|prednesie|vystúpi"
    r"|håller|talar|berättar|föreläser|presenterar|kommer (?:att )?\w+|gästar|besöker"
    r"|holder|fortæller|taler|vil \w+|forteller|snakker|foreleser|fremlægger"
    r"|præsenterer|besøger|gjester"
)
# What a speaker follows upon: `we welcome`, `Gast ist`, `le plaisir de recevoir`.
HOSTS = (
    r"(?:pleased|happy|delighted|glad|honou?red|lucky|fortunate|thrilled|excited|proud)"
    r" to (?:have|host|welcome|announce|present|invite|be joined by)|will host|hosting"
    r"|welcom(?:es?|ing)|hear(?:ing)? from|(?:talk|visit) (?:from|by|of)|joined by"
    r"|featuring|(?:guest|speaker|presenter|lecturer)s?(?: \w+)? (?:is|are|will be)"
    r"|(?:presented|given|delivered|led) by|(?:evening|afternoon|morning|conversation"
    r"|lecture|talk|seminar|session|lunch|event) with|presents?:"
    r"|komm(?:t|en)(?: zu uns)?|begrüßen(?: wir| zu dürfen)?|empfangen|(?:trägt"
    r"|tragen) vor|vorträgt|besuch von"
    r"|gast (?:ist|wird|haben wir)|zu gast ist|gehalten von|referent(?:in)? ist"
    r"|accueill\w+|écouter|recevoir|recev(?:ons|ra|rons)|en compagnie de"
    r"|rencontre avec|(?:donnée?|animée?|présentée?) par|(?:oratrice|orateur|invitée?)"
    r" (?:est|sera)"
    r"|ospit(?:a|iamo|eremo|erà|are)|accogli\w+|incontro con|a cura di|tenut[oa] da\w*"
    r"|intervien[ei]|(?:relatore|relatrice|ospite) (?:è|sarà)"
    r"|recib(?:iremos|imos|ir|e)(?: a)?|contaremos con|a cargo de"
    r"|(?:impartid|dictad)[oa] por|nos (?:visita|acompaña)|ponente (?:es|será)"
    r"|receb(?:e|er|emos|eremos)|contar(?:á|emos)? com|(?:proferid|ministrad)[oa] por"
    r"|(?:orador|oradora|convidad[oa]) (?:é|será)"
    r"|ontvangen|verwelkomen|te gast(?: is)?|(?:gegeven|verzorgd) door|spreker is"
    r"|bezoek van|gości(?:ć|my|ł)|powitać|(?:gościem|prelegentem|prelegentką)"
    r" (?:jest|będzie)|přivítá\w*|hostem (?:je|bude)|(?:hålls|holdes) a[vf]"
    r"|(?:soutenance|defen[cs]e)(?: de th[èe]se| de doctorat| d['’]hdr)?(?: de| of|:)?"
    r"|disputation von|rigorosum von|promotie van|obrona \w+|discussione della tesi di"
    r"|besök av|besøg af|besøk av|välkomna|velkommen til|(?:gäst|gæst|gjest) (?:är|er)"
)
TALK = (
    r"\w*talk|lecture(?! notes)|\w*seminar\w*|[ck]olloqui\w+|presentation|vortrag"
    r"|exposé"
    r"|séminaire"
    r"|conférence|seminario|conferenza|conferencia|charla|ponencia|palestra|seminário"
    r"|lezing|praatje|wykład|odczyt|referat|přednáška|přednášku|föredrag|foredrag"
)
BY = r"(?:by|von|vom|par|di|de|da|dal|dalla|por|door|van|av|af|przez|od)"
# Others whom an announcement names.
OTHERS = re.compile(
    r"\b(?:moderat\w+|moder[aieuá]\w*|chair\w*|hosts?|hosted by|introduc\w+|einführung"
    r"|organi[sz]\w+|organisat\w+|contact\w*|kontakt\w*|begrüßung|discussant"
    r"|discutant\w*"
    r"|jury|committee|supervis\w+|advis[oe]r\w*|promotor|opponent\w*|joint work"
    r"|(?:joint(?:ly)?|together|gemeinsam|wspólnie|společně|samarbete|collaborat\w+"
    r"|commun|insieme|colaborac\w+|samen)(?: work)?(?: with| mit| z| s| med| avec| a"
    r"| con| com| met)?|wrote|schrieb|skrev|schreef|napisał|e-?mail|call|ring|behalf"
    r"|rsvp"
    r"|anmeldung|register|book by|theorem of|method of|work of|results? of|due to"
    r"|leitung|vermittlung|queries|questions|fragen|biography of|introduce"
    r"|apresentação)\W*"
    r"(?:(?:bei|by|is|to|of|von|with|par|da|por|at|an|go|goes|die|the|l['’])\W+){0,2}"
    rf"(?:[a-zà-ÿ]+ )?(?:{HONORIFIC})?$",
    re.IGNORECASE,
)

"""German."""

from bot.articles.languages.de_pages import GERMAN_PAGES
from bot.articles.languages.tables import Tables

GERMAN = Tables(
    code="de",
    common=(
        "der die das und ist ein eine zu den dem nicht mit von sich auf für im des auch als wird sind "
        "haben nach bei aus wie oder aber"
    ),
    determiners=(
        "der die das den dem des ein eine einen einem einer eines dieser diese dieses diesen diesem "
        "jeder jede jedes sein seine seinen seiner ihr ihre ihren ihrer unser unsere euer eure mein "
        "meine kein keine viele einige mehrere alle manche beide"
    ),
    pronouns="er sie es wir ich ihr man wer was dies das jener niemand jemand",
    connectors=(
        "und aber oder denn doch sondern weil wenn als ob dass damit obwohl während nachdem bevor seit "
        "bis in im an am auf aus bei beim mit nach von vom vor zu zum zur für gegen ohne um durch über "
        "unter zwischen neben trotz wegen laut so auch noch nur schon dann da hier dort heute gestern "
        "morgen jetzt nun immer nie oft bereits außerdem zudem jedoch dennoch trotzdem allerdings "
        "deshalb daher also zuletzt zunächst inzwischen nicht rund etwa mehr weniger insgesamt "
        "vielleicht dabei dazu dafür daran darauf danach davor ab je"
    ),
    question_words=(
        "was wer wie wo wann warum weshalb wieso welche welcher welches welchen wen wem wessen wohin "
        "woher womit wofür"
    ),
    question_verbs=(
        "ist sind hat haben kann können soll sollte sollten wird werden würde würden darf dürfen muss "
        "müssen war"
    ),
    titles="dr prof hr fr st hl dipl ing mag",
    numbered="nr art abs bd kap s tel ziff",
    abbreviations=(
        "usw bzw ca etc z.b d.h u.a z.t o.ä evtl ggf inkl str jan feb mär apr jun jul aug sept okt nov "
        "dez mio mrd gmbh v.a u.s sog vgl"
    ),
    months=("januar|jänner|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember"),
    speech=(
        "sagt(?:e|en)?|sagen|gesagt|erklärt(?:e|en)?|meint(?:e|en)?|betont(?:e|en)?|ergänzt(?:e|en)?|"
        "fügt(?:e|en)?|berichtet(?:e|en)?|erzählt(?:e|en)?|kritisiert(?:e|en)?|warnt(?:e|en)?|"
        "fordert(?:e|en)?|versichert(?:e|en)?|behauptet(?:e|en)?|bestätigt(?:e|en)?|kündigt(?:e|en)?|"
        "schreibt|schrieb(?:en)?|geschrieben|räumt(?:e|en)?|gibt|gab|findet|fand|glaubt(?:e)?|"
        "hofft(?:e)?|erinnert(?:e)?|antwortet(?:e)?|fragt(?:e)?|lobt(?:e)?|freut(?:e)?|bedauert(?:e)?|"
        "schildert(?:e)?|urteilt(?:e)?|resümiert(?:e)?|entgegnet(?:e)?|stellt(?:e)?|verspricht|versprach|"
        "heißt|hieß|so|klagt(?:e)?|spricht|sprach|teilt(?:e)?|begründet(?:e)?|rechnet(?:e)?|"
        "verteidigt(?:e)?|lacht(?:e)?|nennt|nannte|verrät|verriet|widerspricht|widersprach|weiß|wusste|"
        "bilanziert(?:e)?|schwärmt(?:e)?|vermutet(?:e)?|mahnt(?:e)?|unterstreicht|unterstrich|hält|hielt|"
        "zitiert(?:e)?|kommentiert(?:e)?|ruft|rief|bekräftigt(?:e)?|bemerkt(?:e)?"
    ),
    speech_behind=r"(?:SPEECH)\s(?:sich\s)?(?P<pronoun_de>er|sie)\b",
    according=("laut|nach (?:Angaben|Ansicht|Einschätzung|Worten) (?:von|der|des)|so|zufolge|für"),
    honorifics=(
        "herr frau dr prof professor professorin bürgermeister bürgermeisterin oberbürgermeister "
        "oberbürgermeisterin minister ministerin direktor direktorin präsident präsidentin richter "
        "richterin staatsanwalt staatsanwältin landrat landrätin stadträtin stadtrat trainer trainerin "
        "sprecher sprecherin leiter leiterin geschäftsführer geschäftsführerin kapitän kapitänin "
        "kommissar kommissarin pfarrer pfarrerin autor autorin forscherin forscher biologin biologe "
        "rektorin rektor schulleiter schulleiterin verteidiger verteidigerin anwalt anwältin"
    ),
    feminine_titles=(
        "frau professorin bürgermeisterin oberbürgermeisterin ministerin direktorin präsidentin "
        "richterin staatsanwältin landrätin trainerin sprecherin leiterin geschäftsführerin autorin "
        "forscherin biologin rektorin schulleiterin anwältin"
    ),
    masculine_titles=(
        "herr professor bürgermeister oberbürgermeister minister direktor präsident richter staatsanwalt "
        "landrat trainer sprecher leiter geschäftsführer autor forscher biologe rektor schulleiter anwalt"
    ),
    feminine_pronouns="sie",
    masculine_pronouns="er",
    plural_pronouns="sie",
    first_person=r"ich|mir|mich|mein\w*|wir|uns|unser\w*",
    prepositions=(
        "von|vom|der|des|aus|in|im|an|am|auf|bei|beim|mit|nach|zu|zum|zur|für|gegen|ohne|um|durch|über|"
        "unter|zwischen|neben|und|als|wie|seit|bis|vor|gegenüber"
    ),
    articles=r"(?:der|die|das|ein|eine|sein|seine|ihr|ihre)\s",
    adverbials=(
        "in|im|am|an|auf|bei|beim|mit|nach|vor|während|über|zu|zum|zur|gestern|heute|der|die|das|dem|den|"
        "gegenüber|aus|seit|für|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag"
    ),
    roles=(
        "(?:[A-ZÄÖÜa-zäöüß]{0,24})(?:meister(?:in)?|minister(?:in)?|direktor(?:in)?|präsident(?:in)?|"
        "forscher(?:in)?|anw(?:alt|ältin)|autor(?:in)?|professor(?:in)?|leiter(?:in)?|führer(?:in)?|"
        "sprecher(?:in)?|richter(?:in)?|trainer(?:in)?|lehrer(?:in)?|ärztin|arzt|biolog(?:e|in)|"
        "ökolog(?:e|in)|histori?ker(?:in)?|wirt(?:in)?|bauer|bäuerin|landwirt(?:in)?|bäcker(?:in)?|"
        "inhaber(?:in)?|besitzer(?:in)?|rat|rätin|chef(?:in)?|kapitän(?:in)?|spieler(?:in)?|torwart|"
        "torhüter(?:in)?|schüler(?:in)?|student(?:in)?|zeug(?:e|in)|angeklagte[r]?|gründer(?:in)?|"
        "schriftsteller(?:in)?|ingenieur(?:in)?|bewohner(?:in)?|anwohner(?:in)?|nachbar(?:in)?|"
        "verteidiger(?:in)?|rektor(?:in)?|wissenschaftler(?:in)?|vorsitzende[r]?|beauftragte[r]?|"
        "jährige[r]?|bibliothekar(?:in)?|geolog(?:e|in)|physiker(?:in)?)"
    ),
    personal="er:m sie:f es:n",
    demonstratives="dies das diese dieser dieses",
    demonstratives_alone="dies das",
    impersonal=(
        r"es (?:ist|war|gibt|gab|wird|scheint|bleibt|geht|ging|handelt|regnet|kommt|dauert|braucht)\b"
    ),
    subjectless="hat|haben|ist|sind|war|waren|wird|werden|kann|soll|muss",
    verbs=(
        "(?:hat|haben|ist|sind|war|waren|wird|werden|wurde|wurden|kann|können|soll|sollen|muss|müssen|"
        "hatte|hatten|will|wollen|gilt|liegt|kostet|[a-zäöüß]{2,20}(?:te|ten|t))"
    ),
    feminine=(r"(?:die|eine|diese|seine|ihre)\s[A-ZÄÖÜ]\w+(?:in|ung|heit|keit|schaft|tion|tät|e|ei|ur|ik)\b"),
    masculine=r"(?:der|dieser)\s",
    neuter=r"(?:das|dieses)\s",
    plural=r"(?:viele|einige|mehrere|alle|beide|zwei|drei|vier|fünf|\d+)\s",
    relative="der die das welche welcher",
    contrast="aber doch während sondern",
    addition="und denn weil",
    loose="mit nach um darunter sowie da wobei nachdem",
    narrator="wir|ich|stellen sie sich|man stelle",
    numerals=(
        "zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|zwanzig|dreißig|fünfzig|hundert|"
        "tausend|millionen?|milliarden?|hälfte|drittel|dutzend"
    ),
    events=(
        "(?:hat|haben|hatte|ist|sind|war|waren|wird|werden|wurde|wurden|kann|soll|muss|will|gilt|kam|"
        "ging|gab|fand|stand|blieb|lag|fiel|stieg|bekam|begann|verlor|gewann|starb|schloss|bekannt|"
        "[a-zäöüß]{2,20}(?:te|ten))"
    ),
    commentary=(
        r"(?:das )?(?:wird|muss) (?:sich )?(?:die zeit |noch )?(?:zeigen|abwarten)|(?:es )?bleibt "
        r"(?:abzuwarten|spannend)|die zeit wird es zeigen|man darf gespannt sein|fortsetzung folgt|eines "
        r"ist (?:sicher|klar)|wer weiß|so viel (?:ist|steht)|ob das (?:reicht|gelingt|genügt)\b.{0,40}"
    ),
    money="euro|franken|dollar|prozent|cent",
    weekdays="montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag",
    deeds=(
        "(?:angekündigt|beschlossen|beschloss|gekündigt|zurückgetreten|ernannt|gewählt|verabschiedet|"
        "abgelehnt|verboten|eröffnet|geschlossen|schließt|unterzeichnet|verkauft|gekauft|verurteilt|"
        "freigesprochen|veröffentlicht|gewonnen|gewann|verloren|verlor|gestorben|verhaftet|entdeckt|"
        "kündigte|startet|besiegte|genehmigt)"
    ),
    future="wird|werden|soll|sollen",
    relative_time=(
        r"vor (?:einigen|zwei|drei|wenigen|\d+) (?:tagen|wochen|monaten|jahren)|gestern|letzte woche|"
        r"letzten monat|letztes jahr|diese woche|kürzlich"
    ),
    hedges=("vielleicht|womöglich|könnte|könnten|scheint|offenbar|wahrscheinlich|vermutlich"),
    pages=GERMAN_PAGES,
)

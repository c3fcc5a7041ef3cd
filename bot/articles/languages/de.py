"""German."""

from bot.articles.languages.tables import Tables

GERMAN = Tables(
    code="de",
    common=(
        "der die das und ist ein eine zu den dem nicht mit von sich auf für im des auch als wird sind "
        "haben nach bei "
        "aus wie oder aber"
    ),
    determiners=(
        "der die das den dem des ein eine einen einem einer eines dieser diese dieses diesen diesem "
        "jeder jede jedes "
        "sein seine seinen seiner ihr ihre ihren ihrer unser unsere euer eure mein meine kein keine "
        "viele einige mehrere "
        "alle manche beide"
    ),
    pronouns="er sie es wir ich ihr man wer was dies das jener niemand jemand",
    connectors=(
        "und aber oder denn doch sondern weil wenn als ob dass damit obwohl während nachdem bevor seit "
        "bis in im an am auf "
        "aus bei beim mit nach von vom vor zu zum zur für gegen ohne um durch über unter zwischen "
        "neben trotz wegen laut so "
        "auch noch nur schon dann da hier dort heute gestern morgen jetzt nun immer nie oft bereits "
        "außerdem zudem jedoch "
        "dennoch trotzdem allerdings deshalb daher also zuletzt zunächst inzwischen nicht rund etwa "
        "mehr weniger insgesamt "
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
        "dez mio mrd gmbh v.a "
        "u.s sog vgl"
    ),
    months="januar|jänner|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember",
    speech=(
        r"sagt(?:e|en)?|sagen|gesagt|erklärt(?:e|en)?|meint(?:e|en)?|betont(?:e|en)?|ergänzt(?:e|en)?|"
        r"fügt(?:e|en)?|"
        r"berichtet(?:e|en)?|erzählt(?:e|en)?|kritisiert(?:e|en)?|warnt(?:e|en)?|fordert(?:e|en)?|"
        r"versichert(?:e|en)?|"
        r"behauptet(?:e|en)?|bestätigt(?:e|en)?|kündigt(?:e|en)?|schreibt|schrieb(?:en)?|geschrieben|"
        r"räumt(?:e|en)?|gibt|gab|"
        r"findet|fand|glaubt(?:e)?|hofft(?:e)?|erinnert(?:e)?|antwortet(?:e)?|fragt(?:e)?|lobt(?:e)?|"
        r"freut(?:e)?|bedauert(?:e)?|"
        r"schildert(?:e)?|urteilt(?:e)?|resümiert(?:e)?|entgegnet(?:e)?|stellt(?:e)?|verspricht|"
        r"versprach|heißt|hieß|so|"
        r"klagt(?:e)?|spricht|sprach|teilt(?:e)?|begründet(?:e)?|rechnet(?:e)?|verteidigt(?:e)?|"
        r"lacht(?:e)?|nennt|nannte|"
        r"verrät|verriet|widerspricht|widersprach|weiß|wusste|bilanziert(?:e)?|schwärmt(?:e)?|"
        r"vermutet(?:e)?|mahnt(?:e)?|"
        r"unterstreicht|unterstrich|hält|hielt|zitiert(?:e)?|kommentiert(?:e)?|ruft|rief|"
        r"bekräftigt(?:e)?|bemerkt(?:e)?"
    ),
    speech_behind=r"(?:SPEECH)\s(?:sich\s)?(?P<pronoun_de>er|sie)\b",
    according=r"laut|nach (?:Angaben|Ansicht|Einschätzung|Worten) (?:von|der|des)|so|zufolge|für",
    honorifics=(
        "herr frau dr prof professor professorin bürgermeister bürgermeisterin oberbürgermeister "
        "oberbürgermeisterin "
        "minister ministerin direktor direktorin präsident präsidentin richter richterin staatsanwalt "
        "staatsanwältin "
        "landrat landrätin stadträtin stadtrat trainer trainerin sprecher sprecherin leiter leiterin "
        "geschäftsführer "
        "geschäftsführerin kapitän kapitänin kommissar kommissarin pfarrer pfarrerin autor autorin "
        "forscherin forscher "
        "biologin biologe rektorin rektor schulleiter schulleiterin verteidiger verteidigerin anwalt anwältin"
    ),
    feminine_titles=(
        "frau professorin bürgermeisterin oberbürgermeisterin ministerin direktorin präsidentin "
        "richterin staatsanwältin "
        "landrätin trainerin sprecherin leiterin geschäftsführerin autorin forscherin biologin "
        "rektorin schulleiterin anwältin"
    ),
    masculine_titles=(
        "herr professor bürgermeister oberbürgermeister minister direktor präsident richter "
        "staatsanwalt landrat trainer "
        "sprecher leiter geschäftsführer autor forscher biologe rektor schulleiter anwalt"
    ),
    feminine_pronouns="sie",
    masculine_pronouns="er",
    first_person=r"ich|mir|mich|mein\w*|wir|uns|unser\w*",
    plural_pronouns="sie",
    prepositions=(
        "von|vom|der|des|aus|in|im|an|am|auf|bei|beim|mit|nach|zu|zum|zur|für|gegen|ohne|um|durch|über|"
        "unter|zwischen|"
        "neben|und|als|wie|seit|bis|vor|gegenüber"
    ),
    articles=r"(?:der|die|das|ein|eine|sein|seine|ihr|ihre)\s",
    adverbials=(
        "in|im|am|an|auf|bei|beim|mit|nach|vor|während|über|zu|zum|zur|gestern|heute|der|die|das|dem|den|"
        "gegenüber|aus|seit|für|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag"
    ),
    roles=(
        r"(?:[A-ZÄÖÜa-zäöüß]{0,24})(?:meister(?:in)?|minister(?:in)?|direktor(?:in)?|präsident(?:in)?|"
        r"forscher(?:in)?|anw(?:alt|ältin)|"
        r"autor(?:in)?|professor(?:in)?|leiter(?:in)?|führer(?:in)?|sprecher(?:in)?|richter(?:in)?|"
        r"trainer(?:in)?|"
        r"lehrer(?:in)?|ärztin|arzt|biolog(?:e|in)|ökolog(?:e|in)|histori?ker(?:in)?|wirt(?:in)?|bauer|"
        r"bäuerin|landwirt(?:in)?|"
        r"bäcker(?:in)?|inhaber(?:in)?|besitzer(?:in)?|rat|rätin|chef(?:in)?|kapitän(?:in)?|"
        r"spieler(?:in)?|torwart|torhüter(?:in)?|"
        r"schüler(?:in)?|student(?:in)?|zeug(?:e|in)|angeklagte[r]?|gründer(?:in)?|"
        r"schriftsteller(?:in)?|ingenieur(?:in)?|"
        r"bewohner(?:in)?|anwohner(?:in)?|nachbar(?:in)?|verteidiger(?:in)?|rektor(?:in)?|"
        r"wissenschaftler(?:in)?|vorsitzende[r]?|beauftragte[r]?|jährige[r]?|bibliothekar(?:in)?|"
        r"geolog(?:e|in)|physiker(?:in)?)"
    ),
    personal="er:m sie:f es:n",
    demonstratives="dies das diese dieser dieses",
    demonstratives_alone="dies das",
    impersonal=r"es (?:ist|war|gibt|gab|wird|scheint|bleibt|geht|ging|handelt|regnet|kommt|dauert|braucht)\b",
    subjectless="hat|haben|ist|sind|war|waren|wird|werden|kann|soll|muss",
    verbs=(
        r"(?:hat|haben|ist|sind|war|waren|wird|werden|wurde|wurden|kann|können|soll|sollen|muss|müssen|"
        r"hatte|hatten|will|"
        r"wollen|gilt|liegt|kostet|[a-zäöüß]{2,20}(?:te|ten|t))"
    ),
    feminine=r"(?:die|eine|diese|seine|ihre)\s[A-ZÄÖÜ]\w+(?:in|ung|heit|keit|schaft|tion|tät|e|ei|ur|ik)\b",
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
        "tausend|millionen?|"
        "milliarden?|hälfte|drittel|dutzend"
    ),
    events=(
        r"(?:hat|haben|hatte|ist|sind|war|waren|wird|werden|wurde|wurden|kann|soll|muss|will|gilt|kam|"
        r"ging|gab|fand|stand|"
        r"blieb|lag|fiel|stieg|bekam|begann|verlor|gewann|starb|schloss|bekannt|[a-zäöüß]{2,20}(?:te|ten))"
    ),
    commentary=(
        r"(?:das )?(?:wird|muss) (?:sich )?(?:die zeit |noch )?(?:zeigen|abwarten)|(?:es )?bleibt "
        r"(?:abzuwarten|spannend)|"
        r"die zeit wird es zeigen|man darf gespannt sein|fortsetzung folgt|eines ist (?:sicher|klar)|"
        r"wer weiß|so viel (?:ist|steht)|"
        r"ob das (?:reicht|gelingt|genügt)\b.{0,40}"
    ),
    money=r"euro|franken|dollar|prozent|cent",
    weekdays="montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag",
    deeds=(
        r"(?:angekündigt|beschlossen|beschloss|gekündigt|zurückgetreten|ernannt|gewählt|verabschiedet|"
        r"abgelehnt|verboten|"
        r"eröffnet|geschlossen|schließt|unterzeichnet|verkauft|gekauft|verurteilt|freigesprochen|"
        r"veröffentlicht|gewonnen|"
        r"gewann|verloren|verlor|gestorben|verhaftet|entdeckt|kündigte|startet|besiegte|genehmigt)"
    ),
    future=r"wird|werden|soll|sollen",
    relative_time=(
        r"vor (?:einigen|zwei|drei|wenigen|\d+) (?:tagen|wochen|monaten|jahren)|gestern|letzte woche|letzten monat|letztes jahr|diese woche|kürzlich"
    ),
    hedges="vielleicht|womöglich|könnte|könnten|scheint|offenbar|wahrscheinlich|vermutlich",
    furniture=(
        r"bildunterschrift|antworten sie auf diese|markiere wörter|lies (?:zuerst|den text)|hefte das",
        r"sie erhalten diesen|ende der (?:mitteilung|meldung)|abdruck (?:honorarfrei|frei)|belegexemplar|summe\s?:|lesezeit\b",
        r"(?:artikel )?teilen\b.{0,40}\Z|(?:jetzt )?(?:abonnieren|anmelden|registrieren|einloggen|"
        r"spenden)\b.{0,60}\Z|newsletter\b|"
        r"folgen sie uns|folge uns|unterstützen sie (?:uns|unsere)|melden sie sich|haben sie schon ein "
        r"abo|mitglied werden",
        r"(?:lesen|sehen|hören) sie (?:auch|mehr|hier|dazu)\b|mehr (?:zum thema|lesen|dazu|artikel)\b|"
        r"weiterlesen|"
        r"das könnte sie auch|auch interessant|verwandte artikel|zum thema\b|lesetipp|(?:mehr lesen|"
        r"mehr erfahren|lust auf mehr).{0,40}\Z",
        r"(?:alle rechte vorbehalten|datenschutz|impressum|wir verwenden cookies|diese (?:web)?seite "
        r"(?:nutzt|verwendet)|alle "
        r"(?:cookies )?akzeptieren|anzeige\b|werbung\b|gesponsert)",
        r"(?:fotos?|bild|video|grafik|schlagwörter|themen|kategorien?|tags?|kontakt|pressekontakt|"
        r"lesezeit|quelle bild)\s?:|"
        r"(?:veröffentlicht|aktualisiert|stand)\b(?: am|:)?.{0,50}\Z|\d{1,2} min(?:uten)?(?: "
        r"lesezeit)?\Z|\d{1,5} kommentare\Z",
        r"(?:von|text|interview|aufgezeichnet von|übersetzt von)\s?:? ?(?-i:[A-ZÀ-Þ][\w'’-]{1,30}(?: "
        r"[A-ZÀ-Þ][\w'’.-]{0,30}){1,3})"
        r"(?:\W{0,3}DATE.{0,30}|,? (?:\||·|-|–|—|und).{0,40})?\Z|das (?:interview|gespräch) führte|"
        r"korrektur\s?:|anm(?:erkung)?\.? d(?:er)?",
    ),
    furniture_inside=r"alle rechte vorbehalten|unseren newsletter|in ihr postfach",
    ending=(
        r"zum weiterlesen|literatur(?:hinweise)?|(?:\d{1,5} )?kommentare?|leserkommentare|diskussion der leser|literatur|einzelnachweise|"
        r"quellen und anmerkungen"
    ),
    related=(
        r"(?:lesen|sehen) sie auch|mehr zum thema|auch interessant|das könnte sie (?:auch "
        r")?interessieren|verwandte artikel|"
        r"weitere (?:artikel|themen|nachrichten|meldungen)|meistgelesen|lesetipps|zum thema"
    ),
    author=r"(?:über|zu[rm]) (?:den|die|der|dem)? ?autor(?:in)?|(?:der autor|die autorin)|zur person",
    author_line=r"ist (?:freie[r]? |redakteur|journalist|reporter|korrespondent|autor)\w{0,20}\b.{0,80}",
    source=r"quellen?|via",
    question_heading=(
        r"\b(?:fragen|diskussionsfragen|leitfragen|verständnisfragen|impulse|anregungen|denkanstöße|"
        r"aufgaben|themen|stoff) (?:zur?m?|für|"
        r"an|zum|über) (?:die |das |den |eine |unsere |euch|sie)?(?:diskussion|debatte|gespräch|"
        r"nachdenken|weiterdenken|text|leser\w*|"
        r"gruppe|klasse|austausch|reflexion|diskutieren|unterricht|lektüre|runde)?|"
        r"\b(?:diskussionsfragen|verständnisfragen|leitfragen|denkanstöße|gesprächsstoff|zum "
        r"(?:nachdenken|diskutieren|weiterdenken|"
        r"mitreden)|zur diskussion|ihre meinung(?: ist gefragt)?|eure meinung|und (?:sie|ihr|du)|was "
        r"(?:meinen sie|meint ihr|meinst du|"
        r"denken sie|denkt ihr)|jetzt (?:sind sie|seid ihr|bist du) (?:dran|gefragt)|diskutieren sie "
        r"mit|reden wir|sie sind gefragt|"
        r"vor dem lesen|nach dem lesen|was sagen sie|schreiben sie uns|diskutiert)(?=\s*[?:!.…\n–—-]|"
        r"\s*\Z|\s*(?-i:[A-ZÀ-Þ]))"
    ),
    discussing=(
        r"leser\w*|diskuss\w*|diskutier\w*|debatt\w*|fragen?|nachdenk\w*|gespräch\w*|denk\w*|überleg\w*|"
        r"aufgaben?|übung\w*|pause|reden|meinung|austausch|gesprächs\w+|streiten|mitreden|einstieg"
    ),
    question_label=(
        "fragen?|diskussion|debatte|aufgaben?|arbeitsaufträge|nachgedacht|gesprächsstoff|verständnis|"
        "übungen?|ihre meinung"
    ),
    faq_heading=(
        r"häufige fragen|fragen und antworten|häufig gestellte fragen|die wichtigsten (?:fragen|"
        r"antworten)|umfrage|quiz|was sie wissen"
    ),
    imperative=(
        r"(?:beschreib|entwickl|erfind|ergänz|gestalt|bild|diskutier|schildere|zähl|interview|mal|bereit|erklär|diskutier|vergleich|nenn|stell|überleg|schreib|begründ|erläuter|fass|"
        r"entwirf|erzähl|such|sammel|"
        r"untersuch|bewert|beurteil|recherchier|wähl|notier|erörter|gib|gebt|geben|finde|findet|"
        r"entwickel|tausch|formulier|zeichne|"
        r"analysier|interpretier|spiel|denk|sprich|sprecht|sprechen|versetz|ordne|lies|lest|benenn|"
        r"argumentier)(?:e|en|t|et|n)?\b"
        r"(?! (?:wir|ich|er|die|der)\b)"
    ),
    settings=(
        r"stell(?:en|t)? (?:dir|sie sich|euch)|schau|lies|lest|lesen sie|betrachte|denk|nimm|"
        r"angenommen|erinnere"
    ),
    truth=r"richtig oder falsch|wahr oder falsch|stimmt(?: das| es)?|ja oder nein",
    instructions=(
        r"beantwort|richtig oder falsch|kreuz|ergänz|korrigier|verbinde|in (?:paaren|gruppen)|"
        r"partnerarbeit|gruppenarbeit|wähl|unterstreich|bearbeite"
    ),
    reader=r"sie|ihnen|ihre?[rnm]?|du|dir|dich|dein\w*|ihr|euch|eure?[rnm]?",
    opinion=(
        r"(?:was|wie) (?:meinen|denken|halten|finden|sehen) sie|(?:meint|denkt|findet) ihr|(?:meinst|"
        r"denkst|findest) du|würden sie|"
        r"würdest du|würdet ihr|sollte|soll|sind sie|haben sie|kennen sie|kennst du|ihrer meinung"
    ),
    anaphors=(
        r"(?:und |aber |oder )?(?:warum(?: nicht| \(nicht\))?|weshalb|wieso|wie|welche[rsn]?|wer|wann|"
        r"wo|inwiefern|inwieweit|zu welchem preis|"
        r"unter welchen (?:bedingungen|umständen)|in welche[mnr]? (?:fällen|maße|weise|form)|woran|"
        r"wofür|wozu|womit|mit welchem \w{3,15}|"
        r"zum beispiel|stimmen sie zu|was (?:spricht|folgt) .{0,40})|(?:wenn (?:ja|nein|nicht)|falls "
        r"(?:ja|nein|nicht)|in diesem fall)\b.{0,120}|"
        r"(?:begründe|erkläre|erläutere|nenne)\w{0,3}\b.{0,80}"
    ),
    joining=r"und|aber|oder|sondern",
    back_references="das dies dies es sie ihn dafür dagegen daran davon dazu darüber diese dieser",
)

"""German: how pages are furnished, and how questions are put."""

from bot.articles.languages.tables import PageTables

GERMAN_PAGES = PageTables(
    furniture=(
        "bildunterschrift|antworten sie auf diese|markiere wörter|lies (?:zuerst|den text)|hefte das",
        r"sie erhalten diesen|ende der (?:mitteilung|meldung)|abdruck (?:honorarfrei|frei)|"
        r"belegexemplar|summe\s?:|lesezeit\b",
        r"(?:artikel )?teilen\b.{0,40}\Z|(?:jetzt )?(?:abonnieren|anmelden|registrieren|einloggen|"
        r"spenden)\b.{0,60}\Z|newsletter\b|folgen sie uns|folge uns|unterstützen sie (?:uns|unsere)|"
        r"melden sie sich|haben sie schon ein abo|mitglied werden",
        r"(?:lesen|sehen|hören) sie (?:auch|mehr|hier|dazu)\b|mehr (?:zum thema|lesen|dazu|artikel)\b|"
        r"weiterlesen|das könnte sie auch|auch interessant|verwandte artikel|zum thema\b|lesetipp|"
        r"(?:mehr lesen|mehr erfahren|lust auf mehr).{0,40}\Z",
        r"(?:alle rechte vorbehalten|datenschutz|impressum|wir verwenden cookies|diese (?:web)?seite "
        r"(?:nutzt|verwendet)|alle (?:cookies )?akzeptieren|anzeige\b|werbung\b|gesponsert)",
        r"(?:fotos?|bild|video|grafik|schlagwörter|themen|kategorien?|tags?|kontakt|pressekontakt|"
        r"lesezeit|quelle bild)\s?:|(?:veröffentlicht|aktualisiert|stand)\b(?: am|:)?.{0,50}\Z|"
        r"\d{1,2} min(?:uten)?(?: lesezeit)?\Z|\d{1,5} kommentare\Z",
        r"(?:von|text|interview|aufgezeichnet von|übersetzt von)\s?:? ?(?-i:[A-ZÀ-Þ][\w'’-]{1,30}(?: "
        r"[A-ZÀ-Þ][\w'’.-]{0,30}){1,3})(?:\W{0,3}DATE.{0,30}|,? (?:\||·|-|–|—|und).{0,40})?\Z|das "
        r"(?:interview|gespräch) führte|korrektur\s?:|anm(?:erkung)?\.? d(?:er)?",
    ),
    furniture_inside="alle rechte vorbehalten|unseren newsletter|in ihr postfach",
    ending=(
        r"zum weiterlesen|literatur(?:hinweise)?|(?:\d{1,5} )?kommentare?|leserkommentare|diskussion der "
        r"leser|literatur|einzelnachweise|quellen und anmerkungen"
    ),
    related=(
        "(?:lesen|sehen) sie auch|mehr zum thema|auch interessant|das könnte sie (?:auch )?interessieren|"
        "verwandte artikel|weitere (?:artikel|themen|nachrichten|meldungen)|meistgelesen|lesetipps|zum "
        "thema"
    ),
    author=("(?:über|zu[rm]) (?:den|die|der|dem)? ?autor(?:in)?|(?:der autor|die autorin)|zur person"),
    author_line=(r"ist (?:freie[r]? |redakteur|journalist|reporter|korrespondent|autor)\w{0,20}\b.{0,80}"),
    source="quellen?|via",
    question_heading=(
        r"\b(?:fragen|diskussionsfragen|leitfragen|verständnisfragen|impulse|anregungen|denkanstöße|"
        r"aufgaben|themen|stoff) (?:zur?m?|für|an|zum|über) (?:die |das |den |eine |unsere |euch|"
        r"sie)?(?:diskussion|debatte|gespräch|nachdenken|weiterdenken|text|leser\w*|gruppe|klasse|"
        r"austausch|reflexion|diskutieren|unterricht|lektüre|runde)?|\b(?:diskussionsfragen|"
        r"verständnisfragen|leitfragen|denkanstöße|gesprächsstoff|zum (?:nachdenken|diskutieren|"
        r"weiterdenken|mitreden)|zur diskussion|ihre meinung(?: ist gefragt)?|eure meinung|und (?:sie|"
        r"ihr|du)|was (?:meinen sie|meint ihr|meinst du|denken sie|denkt ihr)|jetzt (?:sind sie|seid ihr|"
        r"bist du) (?:dran|gefragt)|diskutieren sie mit|reden wir|sie sind gefragt|vor dem lesen|nach "
        r"dem lesen|was sagen sie|schreiben sie uns|diskutiert)(?=\s*[?:!.…\n–—-]|\s*\Z|"
        r"\s*(?-i:[A-ZÀ-Þ]))"
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
        "häufige fragen|fragen und antworten|häufig gestellte fragen|die wichtigsten (?:fragen|"
        "antworten)|umfrage|quiz|was sie wissen"
    ),
    imperative=(
        r"(?:beschreib|entwickl|erfind|ergänz|gestalt|bild|diskutier|schildere|zähl|interview|mal|bereit|"
        r"erklär|diskutier|vergleich|nenn|stell|überleg|schreib|begründ|erläuter|fass|entwirf|erzähl|"
        r"such|sammel|untersuch|bewert|beurteil|recherchier|wähl|notier|erörter|gib|gebt|geben|finde|"
        r"findet|entwickel|tausch|formulier|zeichne|analysier|interpretier|spiel|denk|sprich|sprecht|"
        r"sprechen|versetz|ordne|lies|lest|benenn|argumentier)(?:e|en|t|et|n)?\b(?! (?:wir|ich|er|die|"
        r"der)\b)"
    ),
    settings=(
        "stell(?:en|t)? (?:dir|sie sich|euch)|schau|lies|lest|lesen sie|betrachte|denk|nimm|angenommen|"
        "erinnere"
    ),
    truth="richtig oder falsch|wahr oder falsch|stimmt(?: das| es)?|ja oder nein",
    instructions=(
        "beantwort|richtig oder falsch|kreuz|ergänz|korrigier|verbinde|in (?:paaren|gruppen)|"
        "partnerarbeit|gruppenarbeit|wähl|unterstreich|bearbeite"
    ),
    reader=r"sie|ihnen|ihre?[rnm]?|du|dir|dich|dein\w*|ihr|euch|eure?[rnm]?",
    opinion=(
        "(?:was|wie) (?:meinen|denken|halten|finden|sehen) sie|(?:meint|denkt|findet) ihr|(?:meinst|"
        "denkst|findest) du|würden sie|würdest du|würdet ihr|sollte|soll|sind sie|haben sie|kennen sie|"
        "kennst du|ihrer meinung"
    ),
    anaphors=(
        r"(?:und |aber |oder )?(?:warum(?: nicht| \(nicht\))?|weshalb|wieso|wie|welche[rsn]?|wer|wann|wo|"
        r"inwiefern|inwieweit|zu welchem preis|unter welchen (?:bedingungen|umständen)|in welche[mnr]? "
        r"(?:fällen|maße|weise|form)|woran|wofür|wozu|womit|mit welchem \w{3,15}|zum beispiel|stimmen "
        r"sie zu|was (?:spricht|folgt) .{0,40})|(?:wenn (?:ja|nein|nicht)|falls (?:ja|nein|nicht)|in "
        r"diesem fall)\b.{0,120}|(?:begründe|erkläre|erläutere|nenne)\w{0,3}\b.{0,80}"
    ),
    joining="und|aber|oder|sondern",
    back_references=("das dies dies es sie ihn dafür dagegen daran davon dazu darüber diese dieser"),
)

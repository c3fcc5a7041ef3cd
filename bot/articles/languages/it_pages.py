"""Italian: how pages are furnished, and how questions are put."""

from bot.articles.languages.tables import PageTables

ITALIAN_PAGES = PageTables(
    furniture=(
        "leggi i commenti|rispondi a questa",
        "ricevi questa|le opinioni espresse|materiale fotocopiabile|adattato da",
        r"condividi\b.{0,40}\Z|(?:abbonati|iscriviti|registrati|accedi|sostienici|seguici|dona)\b|sei "
        r"già (?:abbonato|iscritto)|ricevi (?:la|ogni|le)|vuoi (?:leggere|saperne|"
        r"ricevere)\b.{0,60}\?\Z",
        r"(?:leggi|guarda|ascolta|scopri) (?:anche|tutto|di più|pure|la|il)\b|potrebbe(?:ro)? "
        r"interessarti|articoli correlati|per saperne di più|altre notizie|più letti|ti potrebbe|"
        r"continua a leggere|notizie correlate",
        r"(?:tutti i diritti riservati|riproduzione riservata|informativa|privacy policy|utilizziamo "
        r"(?:i )?cookie|questo sito (?:usa|utilizza)|accetta (?:tutti|i cookie)|pubblicità\b|"
        r"sponsorizzato|©)",
        r"(?:foto|immagine|video|tag|etichette|argomenti|categori[ae]|contatti|ufficio stampa|tempo "
        r"di lettura|crediti)\s?:|(?:pubblicato|aggiornato) (?:il|alle)\b.{0,50}\Z|\d{1,2} "
        r"min(?:uti)?(?: di lettura)?\Z|\d{1,5} commenti\Z",
        r"(?:di|testo di|intervista di|a cura di) (?-i:[A-ZÀ-Þ][\w'’-]{1,30}(?: "
        r"[A-ZÀ-Þ][\w'’.-]{0,30}){1,3})(?:\W{0,3}DATE.{0,30}|,? (?:\||·|-|–|—).{0,40})?\Z|errata "
        r"corrige|nota della redazione|correzione\s?:",
    ),
    furniture_inside=("tutti i diritti riservati|riproduzione riservata|nostra newsletter|nella tua casella"),
    ending=(
        r"per approfondire|letture consigliate|(?:\d{1,5} )?commenti|lascia un commento|bibliografia|"
        r"riferimenti|i commenti dei lettori|note"
    ),
    related=(
        "leggi anche|guarda anche|articoli correlati|potrebbe(?:ro)? interessarti(?: anche)?|altre "
        "notizie|(?:i )?più letti|notizie correlate|per approfondire|da non perdere|ti consigliamo"
    ),
    author="(?:sull[’'])?(?:l[’'])?aut(?:ore|rice)|chi è l[’']aut(?:ore|rice)",
    author_line=(
        r"è (?:una? )?(?:giornalista|redat(?:tore|trice)|corrispondente|scrit(?:tore|trice))\b.{0,80}"
    ),
    source="fonti|fonte|via",
    question_heading=(
        r"\b(?:domande|spunti|temi|questioni|punti|idee|stimoli|proposte) (?:per|di|da|sul|sulla|ai|per "
        r"il|per la) (?:il |la |un |i |le |far |lettori)?(?:dibattito|discussione|discutere|riflessione|"
        r"riflettere|confronto|parlarne|classe|gruppo|lettori|lettura|testo|comprensione|conversazione|"
        r"dialogo|ragionare)?\b|\b(?:per (?:discutere|riflettere|parlarne|il dibattito|la discussione|"
        r"confrontarsi|ragionare|continuare il confronto|discuterne)(?: insieme| in classe)?|e (?:voi|tu|"
        r"lei)(?:,? (?:cosa|che cosa|che) ne (?:pensate|pensi|pensa))?|(?:cosa|che) ne (?:pensate|pensi|"
        r"pensa)|la parola a voi|tocca (?:a (?:voi|te)|ai lettori|a chi legge)|a voi la parola|dite la "
        r"vostra|di[’'] la tua|parliamone|discutiamone|apriamo il (?:dibattito|confronto)|prima di "
        r"leggere|dopo la lettura|il dibattito è aperto|ora tocca a (?:voi|te))(?=\s*[?:!.…\n–—-]|\s*\Z|"
        r"\s*(?-i:[A-ZÀ-Þ]))"
    ),
    discussing=(
        r"lettori|lettrici|a voi|dibatt\w+|domand\w+|rifle\w+|discu\w+|convers\w+|parl(?:are|iamone|"
        r"atene|arne)|pensare|spunti|confront\w+|attività|esercizi|pausa|ragion\w+|la tua opinione|"
        r"chiacchier\w+|per cominciare"
    ),
    question_label=(
        "domande?|dibattito|discussione|riflessione|spunti|attività|comprensione|esercizi|parliamone"
    ),
    faq_heading=("domande frequenti|domande e risposte|sondaggio|quiz|cosa sapere|cosa c[’']è da sapere"),
    imperative=(
        r"(?:descriv(?:i|ete|a)|chied(?:i|ete|a)|invent(?:a|ate|i)|intervist(?:a|ate|i)|prepar(?:a|ate|"
        r"i)|fa(?:te|i)|spieg(?:a|ate|hi)|immagin(?:a|ate|i)|confront(?:a|ate|i)|cit(?:a|ate|i)|"
        r"scriv(?:i|ete|a)|trov(?:a|ate|i)|raccont(?:a|ate|i)|discut(?:i|ete|a|iamo|ete)|propon(?:i|ete|"
        r"ga)|elenc(?:a|ate)|elenchi|sceg(?:li|liete|lga)|motiv(?:a|ate|i)|giustific(?:a|ate|hi)|"
        r"analizz(?:a|ate|i)|indic(?:a|ate|hi)|riassum(?:i|ete|a)|pens(?:a|ate|i)|cerc(?:a|ate|hi)|"
        r"commenta(?:te)?|argomenta(?:te)?|valuta(?:te)?|ricerca(?:te)?|individua(?:te)?|prova(?:te)?|"
        r"fa(?:te)?|prendete|dividetevi|disegna(?:te)?)\b"
    ),
    settings=(
        "immagina(?:te)? (?:che|di)|immagini (?:che|di)|guarda|guardate|osserva|osservate|leggi|leggete|"
        "rileggi|rileggete|pensa|pensate|ricorda|considera|considerate|mettetevi"
    ),
    truth="vero o falso|sì o no",
    instructions=(
        "rispond|vero o falso|completa|correggi|scegli|in (?:coppia|gruppo|gruppi)|sottolinea|segna|"
        "abbina|collega"
    ),
    reader=(
        "voi|vostr[oaie]|vi|tu|tu[oa]i?|tue|ti|lei|pensate|pensi|avete|hai|siete|sei|fareste|faresti|"
        "credete|credi|conoscete|conosci"
    ),
    opinion=(
        "(?:cosa|che cosa|che) ne (?:pensate|pensi|pensa)|secondo (?:voi|te|lei)|siete d[’']accordo|sei "
        "d[’']accordo|fareste|faresti|credete|credi|pensate|pensi|vi è mai|ti è mai|conoscete|conosci|"
        "avete|hai"
    ),
    anaphors=(
        r"(?:e |ma |o )?(?:perché(?: no| sì)?|come|quale|quali|chi|quando|dove|in che (?:modo|misura|"
        r"senso)|a quali? (?:condizion[ei]|prezzo)|in quali? cas[io]|fino a che punto|per esempio|siete "
        r"d[’']accordo|sei d[’']accordo|con quali? .{3,30}|a che prezzo|per quale motivo|da chi)|(?:se "
        r"(?:sì|no|così)|in (?:questo|quel|tal) caso)\b.{0,120}|(?:motivate|motiva|spiegate|spiega|"
        r"giustificate|giustifica|argomentate)\b.{0,80}"
    ),
    joining="e|ed|ma|o|oppure",
    back_references="ciò ne ci questo quello loro",
)

"""Italian."""

from bot.articles.languages.tables import Tables

ITALIAN = Tables(
    code="it",
    common=(
        "il gli e è una un di che per non con del della sono si le dei nel alla come più anche ha ma "
        "delle questo "
        "secondo tra"
    ),
    determiners=(
        "il lo la l i gli le un uno una questo questa questi queste quel quello quella quei quegli "
        "quelle suo sua suoi sue "
        "loro nostro nostra mio mia ogni alcuni alcune molti molte tutti tutte tutto tutta nessun "
        "nessuna vari varie"
    ),
    pronouns="egli lui lei essi loro io noi voi chi ciò cui si qualcuno nessuno",
    connectors=(
        "e ed o ma però perché poiché se quando come mentre secondo per con senza su sul sulla sotto "
        "dopo prima da dal dalla "
        "di del della dei delle in nel nella nei tra fra a al alla ai anche ancora poi allora così "
        "quindi inoltre tuttavia "
        "invece oggi ieri domani qui lì già non né più meno molto solo forse dove dato infatti insomma "
        "intanto durante verso "
        "contro eppure circa quasi appena"
    ),
    question_words="cosa che chi quale quali come quando dove perché quanto quanta quanti quante",
    titles="sig sigg dott prof avv ing on arch geom dr mons",
    numbered="n nn art pag pagg p pp vol cap fig tel",
    abbreviations="ecc es gen feb mar apr mag giu lug ago set sett ott nov dic s.p.a s.r.l p.es ca",
    months="gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre",
    speech=(
        r"(?:ha|hanno|aveva) (?:detto|spiegato|dichiarato|aggiunto|affermato|sottolineato|raccontato|"
        r"ricordato|commentato|"
        r"precisato|annunciato|scritto|risposto|ammesso|assicurato|concluso|osservato|replicato|"
        r"confermato|ribadito|avvertito|"
        r"insistito|sostenuto|chiesto|criticato|rivelato|confessato|riconosciuto|promesso|riassunto|"
        r"scherzato|denunciato|"
        r"garantito|specificato|chiarito|lamentato|proseguito|continuato|esclamato|definito)|"
        r"dice|dicono|disse|dissero|diceva|spiega(?:va|no)?|spiegò|dichiara(?:va)?|dichiarò|"
        r"aggiunge(?:va)?|aggiunse|afferma"
        r"(?:va)?|affermò|sottolinea(?:va)?|sottolineò|racconta(?:va|no)?|raccontò|ricorda(?:va)?|"
        r"ricordò|commenta(?:va)?|commentò|precisa|"
        r"precisò|annuncia|annunciò|scrive|scrisse|risponde|rispose|ammette|ammise|assicura|assicurò|"
        r"conclude|concluse|"
        r"osserva|osservò|replica|replicò|conferma|confermò|avverte|avvertì|insiste|sostiene|sosteneva|"
        r"chiede|chiese|"
        r"critica|criticò|confessa|riconosce|promette|riassume|scherza|ritiene|riteneva|pensa|crede|"
        r"teme|spera|sorride|lamenta|"
        r"esclama|esclamò|prosegue|continua|denuncia|garantisce|chiarisce|ribadisce|ribadì|definisce|"
        r"nota|rivela|rivelò"
    ),
    speech_behind=r"(?:SPEECH)\s(?P<pronoun_it>lui|lei)\b",
    according=r"secondo|per|a detta di|a giudizio di|stando a|nelle parole di",
    honorifics=(
        "signor signora signorina sig dott dottor dottoressa prof professor professore professoressa "
        "avv avvocato avvocata "
        "ing ingegnere presidente sindaco sindaca ministro ministra direttore direttrice giudice "
        "capitano generale onorevole "
        "don suor padre assessore assessora preside maestra maestro"
    ),
    feminine_titles=(
        "signora signorina dottoressa professoressa avvocata sindaca ministra direttrice assessora "
        "suor maestra"
    ),
    masculine_titles=(
        "signor dottor professor professore sindaco ministro direttore capitano don padre assessore maestro"
    ),
    feminine_pronouns="lei",
    masculine_pronouns="lui egli",
    first_person=r"io|mi|mia|mio|miei|mie|ho|noi|nostr[oaie]|credo|m[’']",
    plural_pronouns="loro essi",
    prepositions=(
        "di|del|della|dei|degli|delle|dell|a|al|alla|ai|da|dal|dalla|in|nel|nella|nei|con|su|sul|sulla|"
        "per|tra|fra|contro|"
        "senza|e|come|verso|presso|dopo|prima|d"
    ),
    articles=r"(?:il|lo|la|i|gli|le|un|una|uno|suo|sua)\s|l[’']",
    adverbials=(
        "in|nel|nella|durante|lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica|ieri|oggi|al|"
        "alla|a|con|per|che|chi|"
        "da|dal|dopo|prima|su|sul|di fronte|davanti|mentre|quando"
    ),
    roles=(
        r"sindac[oa]|ministr[oa]|diret(?:tore|trice)|presidente(?:ssa)?|ricerca(?:tore|trice)|"
        r"avvocat[oa]|aut(?:ore|rice)|"
        r"professor(?:e|essa)|scienziat[oa]|senat(?:ore|rice)|ingegner[ea]|fonda(?:tore|trice)|"
        r"economista|medic[oa]|allena(?:tore|trice)|"
        r"portavoce|cap[oa]|responsabile|assessor[ea]|giudice|procura(?:tore|trice)|bibliotecari[oa]|"
        r"titolare|proprietari[oa]|"
        r"agricolt(?:ore|rice)|pesca(?:tore|trice)|scrit(?:tore|trice)|biolog[oa]|ecolog[oa]|"
        r"geolog[oa]|storic[oa]|segretari[oa]|capitan[oa]|"
        r"gioca(?:tore|trice)|portiere|attaccante|maestr[oa]|student(?:e|essa)|volontari[oa]|testimone|"
        r"imputat[oa]|coordina(?:tore|"
        r"trice)|giornalista|infermier[ea]|panettier[ea]|libra[io]a?|residente|preside|consiglier[ea]|"
        r"curat(?:ore|rice)|fisic[oa]"
    ),
    personal="egli:m lui:m lei:f essi:mp loro:p",
    demonstratives="ciò questo questa questi queste quello quella",
    demonstratives_alone="ciò",
    subjectless="ha|hanno|è|sono|era|erano|aveva|sarà|va|può|deve|non",
    verbs=(
        r"(?:non\s|si\s|lo\s|la\s|gli\s|le\s|ne\s|ci\s|l[’'])?(?:ha|hanno|è|sono|era|erano|aveva|"
        r"avevano|sarà|saranno|va|vanno|"
        r"può|possono|deve|devono|viene|vengono|fu|furono|costa|resta|[a-zàèéìòù]{3,20}(?:ava|avano|"
        r"eva|evano|ì|irono|arono|ò|erà|"
        r"eranno|irà))"
    ),
    feminine=r"(?:la|una|questa|quella)\s|l[’'][^ ]{2,30}(?:zione|tà|a)\b",
    masculine=r"(?:il|lo|un|uno|questo|quel)\s|l[’'][^ ]{2,30}(?:o|ore|ento)\b",
    plural=r"(?:i|gli|le|questi|queste|quei|alcuni|alcune|molti|molte|due|tre|quattro|cinque|\d+)\s",
    relative="che cui quale dove",
    contrast="ma mentre però sebbene",
    addition="e ed poi perché",
    loose="con dopo per in da inoltre compreso",
    narrator="noi|io|immaginate|immaginiamo|vediamo|pensate",
    numerals=(
        "due|tre|quattro|cinque|sei|sette|otto|nove|dieci|undici|dodici|quindici|venti|trenta|"
        "cinquanta|cento|mille|mila|"
        "milion[ei]|miliard[oi]|metà|terzo|dozzina"
    ),
    events=(
        r"ha|hanno|è|sono|era|erano|aveva|fu|sarà|saranno|viene|può|deve|[a-zàèéìòù]{2,20}(?:ava|avano|"
        r"eva|evano|ò|arono|irono|erono|"
        r"erà|eranno)|disse|fece|nacque|morì|vinse|perse|chiuse|aprì"
    ),
    commentary=(
        r"(?:solo )?il tempo (?:ce )?lo dirà|resta da (?:vedere|capire)|staremo a vedere|vedremo|"
        r"chissà|una cosa è (?:certa|sicura)|"
        r"non è (?:poco|detto)|continua|si vedrà|la partita è aperta"
    ),
    money=r"euro|dollari|sterline|franchi|per cento",
    weekdays="lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica",
    deeds=(
        r"(?:annunciato|deciso|approvato|respinto|bocciato|nominato|eletto|votato|lanciato|aperto|"
        r"riaperto|chiuso|firmato|vietato|venduto|"
        r"acquistato|condannato|assolto|pubblicato|vinto|perso|morto|arrestato|scoperto|inaugurato|"
        r"multato|dimesso|costerà|batte|"
        r"battuto)"
    ),
    future=r"sarà|saranno|dovrà|[a-zàèéìòù]{3,20}(?:erà|eranno|irà|iranno)",
    relative_time=(
        r"(?:qualche|due|tre|poche|pochi|\d+) (?:giorni|giorno|settimane|settimana|mesi|anni) fa|ieri|la settimana scorsa|il mese scorso|l[’']anno scorso|questa settimana"
    ),
    hedges="forse|magari|potrebbe|potrebbero|sembra|probabilmente|possibilmente",
    furniture=(
        r"leggi i commenti|rispondi a questa",
        r"ricevi questa|le opinioni espresse|materiale fotocopiabile|adattato da",
        r"condividi\b.{0,40}\Z|(?:abbonati|iscriviti|registrati|accedi|sostienici|seguici|dona)\b|sei "
        r"già (?:abbonato|iscritto)|"
        r"ricevi (?:la|ogni|le)|vuoi (?:leggere|saperne|ricevere)\b.{0,60}\?\Z",
        r"(?:leggi|guarda|ascolta|scopri) (?:anche|tutto|di più|pure|la|il)\b|potrebbe(?:ro)? "
        r"interessarti|articoli correlati|"
        r"per saperne di più|altre notizie|più letti|ti potrebbe|continua a leggere|notizie correlate",
        r"(?:tutti i diritti riservati|riproduzione riservata|informativa|privacy policy|utilizziamo "
        r"(?:i )?cookie|questo sito "
        r"(?:usa|utilizza)|accetta (?:tutti|i cookie)|pubblicità\b|sponsorizzato|©)",
        r"(?:foto|immagine|video|tag|etichette|argomenti|categori[ae]|contatti|ufficio stampa|tempo di "
        r"lettura|crediti)\s?:|"
        r"(?:pubblicato|aggiornato) (?:il|alle)\b.{0,50}\Z|\d{1,2} min(?:uti)?(?: di lettura)?\Z|"
        r"\d{1,5} commenti\Z",
        r"(?:di|testo di|intervista di|a cura di) (?-i:[A-ZÀ-Þ][\w'’-]{1,30}(?: "
        r"[A-ZÀ-Þ][\w'’.-]{0,30}){1,3})(?:\W{0,3}DATE.{0,30}|,? "
        r"(?:\||·|-|–|—).{0,40})?\Z|errata corrige|nota della redazione|correzione\s?:",
    ),
    furniture_inside=r"tutti i diritti riservati|riproduzione riservata|nostra newsletter|nella tua casella",
    ending=r"per approfondire|letture consigliate|(?:\d{1,5} )?commenti|lascia un commento|bibliografia|riferimenti|i commenti dei lettori|note",
    related=(
        r"leggi anche|guarda anche|articoli correlati|potrebbe(?:ro)? interessarti(?: anche)?|altre "
        r"notizie|(?:i )?più letti|notizie "
        r"correlate|per approfondire|da non perdere|ti consigliamo"
    ),
    author=r"(?:sull[’'])?(?:l[’'])?aut(?:ore|rice)|chi è l[’']aut(?:ore|rice)",
    author_line=(
        r"è (?:una? )?(?:giornalista|redat(?:tore|trice)|corrispondente|scrit(?:tore|trice))\b.{0,80}"
    ),
    source=r"fonti|fonte|via",
    question_heading=(
        r"\b(?:domande|spunti|temi|questioni|punti|idee|stimoli|proposte) (?:per|di|da|sul|sulla|ai|"
        r"per il|per la) (?:il |la |un |i |le |far |"
        r"lettori)?(?:dibattito|discussione|discutere|riflessione|riflettere|confronto|parlarne|classe|"
        r"gruppo|lettori|lettura|testo|"
        r"comprensione|conversazione|dialogo|ragionare)?\b|"
        r"\b(?:per (?:discutere|riflettere|parlarne|il dibattito|la discussione|confrontarsi|ragionare|"
        r"continuare il confronto|discuterne)(?: insieme|"
        r" in classe)?|e (?:voi|tu|lei)(?:,? (?:cosa|che cosa|che) ne (?:pensate|pensi|pensa))?|"
        r"(?:cosa|che) ne (?:pensate|pensi|pensa)|la parola a voi|"
        r"tocca (?:a (?:voi|te)|ai lettori|a chi legge)|a voi la parola|dite la vostra|di[’'] la tua|parliamone|discutiamone|"
        r"apriamo il (?:dibattito|confronto)|prima di leggere|dopo la "
        r"lettura|il dibattito è aperto|ora tocca a (?:voi|te))(?=\s*[?:!.…\n–—-]|\s*\Z|\s*(?-i:[A-ZÀ-Þ]))"
    ),
    discussing=(
        r"lettori|lettrici|a voi|dibatt\w+|domand\w+|rifle\w+|discu\w+|convers\w+|parl(?:are|iamone|atene|arne)|pensare|spunti|"
        r"confront\w+|attività|esercizi|pausa|ragion\w+|la tua opinione|chiacchier\w+|"
        r"per cominciare"
    ),
    question_label=(
        "domande?|dibattito|discussione|riflessione|spunti|attività|comprensione|esercizi|parliamone"
    ),
    faq_heading="domande frequenti|domande e risposte|sondaggio|quiz|cosa sapere|cosa c[’']è da sapere",
    imperative=(
        r"(?:descriv(?:i|ete|a)|chied(?:i|ete|a)|invent(?:a|ate|i)|intervist(?:a|ate|i)|prepar(?:a|ate|i)|fa(?:te|i)|spieg(?:a|ate|hi)|immagin(?:a|ate|i)|confront(?:a|ate|i)|cit(?:a|ate|"
        r"i)|scriv(?:i|ete|a)|trov(?:a|ate|i)|"
        r"raccont(?:a|ate|i)|discut(?:i|ete|a|iamo|ete)|propon(?:i|ete|ga)|elenc(?:a|ate)|elenchi|"
        r"sceg(?:li|liete|lga)|motiv(?:a|ate|i)|"
        r"giustific(?:a|ate|hi)|analizz(?:a|ate|i)|indic(?:a|ate|hi)|riassum(?:i|ete|a)|pens(?:a|ate|"
        r"i)|cerc(?:a|ate|hi)|commenta(?:te)?|"
        r"argomenta(?:te)?|valuta(?:te)?|ricerca(?:te)?|individua(?:te)?|prova(?:te)?|fa(?:te)?|"
        r"prendete|dividetevi|disegna(?:te)?)\b"
    ),
    settings=(
        r"immagina|immaginate|immagini|guarda|guardate|osserva|osservate|leggi|leggete|rileggi|"
        r"rileggete|pensa|pensate|ricorda|considera|considerate|mettetevi"
    ),
    truth=r"vero o falso|sì o no",
    instructions=(
        r"rispond|vero o falso|completa|correggi|scegli|in (?:coppia|gruppo|gruppi)|sottolinea|"
        r"segna|abbina|collega"
    ),
    reader=(
        r"voi|vostr[oaie]|vi|tu|tu[oa]i?|tue|ti|lei|pensate|pensi|avete|hai|siete|sei|fareste|faresti|"
        r"credete|credi|conoscete|conosci"
    ),
    opinion=(
        r"(?:cosa|che cosa|che) ne (?:pensate|pensi|pensa)|secondo (?:voi|te|lei)|siete d[’']accordo|"
        r"sei d[’']accordo|fareste|faresti|"
        r"credete|credi|pensate|pensi|vi è mai|ti è mai|conoscete|conosci|avete|hai"
    ),
    anaphors=(
        r"(?:e |ma |o )?(?:perché(?: no| sì)?|come|quale|quali|chi|quando|dove|in che (?:modo|misura|"
        r"senso)|a quali? (?:condizion[ei]|prezzo)|in quali? "
        r"cas[io]|fino a che punto|per esempio|siete d[’']accordo|sei d[’']accordo|con quali? .{3,30}|"
        r"a che prezzo|per quale motivo|da chi)|"
        r"(?:se (?:sì|no|così)|in (?:questo|quel|tal) caso)\b.{0,120}|(?:motivate|motiva|spiegate|"
        r"spiega|giustificate|giustifica|argomentate)\b.{0,80}"
    ),
    joining=r"e|ed|ma|o|oppure",
    back_references="ciò lo la li le ne ci questo quello loro",
)

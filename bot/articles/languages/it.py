"""Italian."""

from bot.articles.languages.it_pages import ITALIAN_PAGES
from bot.articles.languages.tables import Tables

ITALIAN = Tables(
    code="it",
    common=(
        "il gli e è una un di che per non con del della sono si le dei nel alla come più anche ha ma "
        "delle questo secondo tra"
    ),
    determiners=(
        "il lo la l i gli le un uno una questo questa questi queste quel quello quella quei quegli "
        "quelle suo sua suoi sue loro nostro nostra mio mia ogni alcuni alcune molti molte tutti tutte "
        "tutto tutta nessun nessuna vari varie"
    ),
    pronouns="egli lui lei essi loro io noi voi chi ciò cui si qualcuno nessuno",
    connectors=(
        "e ed o ma però perché poiché se quando come mentre secondo per con senza su sul sulla sotto "
        "dopo prima da dal dalla di del della dei delle in nel nella nei tra fra a al alla ai anche "
        "ancora poi allora così quindi inoltre tuttavia invece oggi ieri domani qui lì già non né più "
        "meno molto solo forse dove dato infatti insomma intanto durante verso contro eppure circa quasi "
        "appena"
    ),
    question_words=("cosa che chi quale quali come quando dove perché quanto quanta quanti quante"),
    titles="sig sigg dott prof avv ing on arch geom dr mons",
    numbered="n nn art pag pagg p pp vol cap fig tel",
    abbreviations=("ecc es gen feb mar apr mag giu lug ago set sett ott nov dic s.p.a s.r.l p.es ca"),
    months=("gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre"),
    speech=(
        "(?:ha|hanno|aveva) (?:detto|spiegato|dichiarato|aggiunto|affermato|sottolineato|raccontato|"
        "ricordato|commentato|precisato|annunciato|scritto|risposto|ammesso|assicurato|concluso|"
        "osservato|replicato|confermato|ribadito|avvertito|insistito|sostenuto|chiesto|criticato|"
        "rivelato|confessato|riconosciuto|promesso|riassunto|scherzato|denunciato|garantito|specificato|"
        "chiarito|lamentato|proseguito|continuato|esclamato|definito)|dice|dicono|disse|dissero|diceva|"
        "spiega(?:va|no)?|spiegò|dichiara(?:va)?|dichiarò|aggiunge(?:va)?|aggiunse|afferma(?:va)?|"
        "affermò|sottolinea(?:va)?|sottolineò|racconta(?:va|no)?|raccontò|ricorda(?:va)?|ricordò|"
        "commenta(?:va)?|commentò|precisa|precisò|annuncia|annunciò|scrive|scrisse|risponde|rispose|"
        "ammette|ammise|assicura|assicurò|conclude|concluse|osserva|osservò|replica|replicò|conferma|"
        "confermò|avverte|avvertì|insiste|sostiene|sosteneva|chiede|chiese|critica|criticò|confessa|"
        "riconosce|promette|riassume|scherza|ritiene|riteneva|pensa|crede|teme|spera|sorride|lamenta|"
        "esclama|esclamò|prosegue|continua|denuncia|garantisce|chiarisce|ribadisce|ribadì|definisce|nota|"
        "rivela|rivelò"
    ),
    speech_behind=r"(?:SPEECH)\s(?P<pronoun_it>lui|lei)\b",
    according="secondo|per|a detta di|a giudizio di|stando a|nelle parole di",
    honorifics=(
        "signor signora signorina sig dott dottor dottoressa prof professor professore professoressa avv "
        "avvocato avvocata ing ingegnere presidente sindaco sindaca ministro ministra direttore "
        "direttrice giudice capitano generale onorevole don suor padre assessore assessora preside "
        "maestra maestro"
    ),
    feminine_titles=(
        "signora signorina dottoressa professoressa avvocata sindaca ministra direttrice assessora suor "
        "maestra"
    ),
    masculine_titles=(
        "signor dottor professor professore sindaco ministro direttore capitano don padre assessore maestro"
    ),
    feminine_pronouns="lei",
    masculine_pronouns="lui egli",
    plural_pronouns="loro essi",
    first_person="io|mi|mia|mio|miei|mie|ho|noi|nostr[oaie]|credo|m[’']",
    prepositions=(
        "di|del|della|dei|degli|delle|dell|a|al|alla|ai|da|dal|dalla|in|nel|nella|nei|con|su|sul|sulla|"
        "per|tra|fra|contro|senza|e|come|verso|presso|dopo|prima|d"
    ),
    articles=r"(?:il|lo|la|i|gli|le|un|una|uno|suo|sua)\s|l[’']",
    adverbials=(
        "in|nel|nella|durante|lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica|ieri|oggi|al|alla|"
        "a|con|per|che|chi|da|dal|dopo|prima|su|sul|di fronte|davanti|mentre|quando"
    ),
    roles=(
        "sindac[oa]|ministr[oa]|diret(?:tore|trice)|presidente(?:ssa)?|ricerca(?:tore|trice)|avvocat[oa]|"
        "aut(?:ore|rice)|professor(?:e|essa)|scienziat[oa]|senat(?:ore|rice)|ingegner[ea]|fonda(?:tore|"
        "trice)|economista|medic[oa]|allena(?:tore|trice)|portavoce|cap[oa]|responsabile|assessor[ea]|"
        "giudice|procura(?:tore|trice)|bibliotecari[oa]|titolare|proprietari[oa]|agricolt(?:ore|rice)|"
        "pesca(?:tore|trice)|scrit(?:tore|trice)|biolog[oa]|ecolog[oa]|geolog[oa]|storic[oa]|"
        "segretari[oa]|capitan[oa]|gioca(?:tore|trice)|portiere|attaccante|maestr[oa]|student(?:e|essa)|"
        "volontari[oa]|testimone|imputat[oa]|coordina(?:tore|trice)|giornalista|infermier[ea]|"
        "panettier[ea]|libra[io]a?|residente|preside|consiglier[ea]|curat(?:ore|rice)|fisic[oa]"
    ),
    personal="egli:m lui:m lei:f essi:mp loro:p",
    demonstratives="ciò questo questa questi queste quello quella",
    demonstratives_alone="ciò",
    subjectless="ha|hanno|è|sono|era|erano|aveva|sarà|va|può|deve|non",
    verbs=(
        r"(?:non\s|si\s|lo\s|la\s|gli\s|le\s|ne\s|ci\s|l[’'])?(?:ha|hanno|è|sono|era|erano|aveva|avevano|"
        r"sarà|saranno|va|vanno|può|possono|deve|devono|viene|vengono|fu|furono|costa|resta|"
        r"[a-zàèéìòù]{3,20}(?:ava|avano|eva|evano|ì|irono|arono|ò|erà|eranno|irà))"
    ),
    feminine=r"(?:la|una|questa|quella)\s|l[’'][^ ]{2,30}(?:zione|tà|a)\b",
    masculine=r"(?:il|lo|un|uno|questo|quel)\s|l[’'][^ ]{2,30}(?:o|ore|ento)\b",
    plural=(r"(?:i|gli|le|questi|queste|quei|alcuni|alcune|molti|molte|due|tre|quattro|cinque|\d+)\s"),
    relative="che cui quale dove",
    contrast="ma mentre però sebbene",
    addition="e ed poi perché",
    loose="con dopo per in da inoltre compreso",
    narrator="noi|io|immaginate|immaginiamo|vediamo|pensate",
    numerals=(
        "due|tre|quattro|cinque|sei|sette|otto|nove|dieci|undici|dodici|quindici|venti|trenta|cinquanta|"
        "cento|mille|mila|milion[ei]|miliard[oi]|metà|terzo|dozzina"
    ),
    events=(
        "ha|hanno|è|sono|era|erano|aveva|fu|sarà|saranno|viene|può|deve|[a-zàèéìòù]{2,20}(?:ava|avano|"
        "eva|evano|ò|arono|irono|erono|erà|eranno)|disse|fece|nacque|morì|vinse|perse|chiuse|aprì"
    ),
    commentary=(
        "(?:solo )?il tempo (?:ce )?lo dirà|resta da (?:vedere|capire)|staremo a vedere|vedremo|chissà|"
        "una cosa è (?:certa|sicura)|non è (?:poco|detto)|continua|si vedrà|la partita è aperta"
    ),
    money="euro|dollari|sterline|franchi|per cento",
    weekdays="lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica",
    deeds=(
        "(?:annunciato|deciso|approvato|respinto|bocciato|nominato|eletto|votato|lanciato|aperto|"
        "riaperto|chiuso|firmato|vietato|venduto|acquistato|condannato|assolto|pubblicato|vinto|perso|"
        "morto|arrestato|scoperto|inaugurato|multato|dimesso|costerà|batte|battuto)"
    ),
    future="sarà|saranno|dovrà|[a-zàèéìòù]{3,20}(?:erà|eranno|irà|iranno)",
    relative_time=(
        r"(?:qualche|due|tre|poche|pochi|\d+) (?:giorni|giorno|settimane|settimana|mesi|anni) fa|ieri|la "
        r"settimana scorsa|il mese scorso|l[’']anno scorso|questa settimana"
    ),
    hedges="forse|magari|potrebbe|potrebbero|sembra|probabilmente|possibilmente",
    pages=ITALIAN_PAGES,
)

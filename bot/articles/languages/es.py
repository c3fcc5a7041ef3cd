"""Spanish."""

from bot.articles.languages.es_pages import SPANISH_PAGES
from bot.articles.languages.tables import Tables

SPANISH = Tables(
    code="es",
    common=(
        "el los las y es una un del en que por para con no se su al lo más como pero sus este está fue "
        "son han según también entre"
    ),
    determiners=(
        "el la los las un una unos unas este esta estos estas ese esa esos esas aquel aquella su sus mi "
        "mis nuestro nuestra cada varios varias algunos algunas muchos muchas todo toda todos todas "
        "ningún ninguna otro otra otros otras lo"
    ),
    pronouns=("él ella ellos ellas yo nosotros usted ustedes eso esto ello quien quienes se le les nadie"),
    connectors=(
        "y e o u pero sino aunque porque pues si cuando como mientras según para por con sin sobre bajo "
        "tras ante desde hasta entre en de a al del durante además también tampoco así entonces luego "
        "después antes hoy ayer mañana aquí allí ya aún todavía sin embargo no ni más menos muy solo "
        "sólo quizá quizás tal donde dado hace casi"
    ),
    question_words=("qué quién quiénes cuál cuáles cómo cuándo dónde cuánto cuánta cuántos cuántas"),
    titles=("sr sra sres dr dra d dña dª prof profa ing lic arq gral cnel cap fr sto sta st mons"),
    numbered="núm no n nº art arts pág págs p pp vol cap fig figs tel tlf",
    abbreviations=(
        "etc aprox ee.uu ej p.ej cía s.a ene feb mar abr may jun jul ago sept oct nov dic av avda"
    ),
    months=(
        "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre"
    ),
    speech=(
        "dij(?:o|eron)|dice[n]?|decía|diciendo|ha dicho|asegur(?:ó|a|aba|ando|aron)|afirm(?:ó|a|aba|ando|"
        "aron|an)|explic(?:ó|a|aba|ando|aron)|añad(?:ió|e|ía|iendo)|señal(?:ó|a|aba|ando|aron)|indic(?:ó|"
        "a|aba|ando)|declar(?:ó|a|aba|ando)|coment(?:ó|a|aba|ando)|cont(?:ó|aba)|cuenta|cuentan|recuerda|"
        "record(?:ó|aba)|sostiene|sostuvo|sostenía|subray(?:ó|a|aba)|destac(?:ó|a|aba)|advierte|advirtió|"
        "avis(?:ó|a)|reconoce|reconoció|admite|admitió|confiesa|confesó|insiste|insistió|concluye|"
        "concluyó|responde|respondió|replic(?:ó|a)|pregunt(?:ó|a|aba)|exclam(?:ó|a)|lament(?:ó|a|aba)|"
        "critic(?:ó|a)|opin(?:ó|a|aba)|precis(?:ó|a|aba)|apunt(?:ó|a|aba)|resum(?:ió|e)|anunci(?:ó|a)|"
        "escrib(?:ió|e)|defiende|defendió|celebr(?:ó|a)|puntualiz(?:ó|a)|matiz(?:ó|a)|relat(?:ó|a)|"
        "narr(?:ó|a)|argument(?:ó|a)|cree|piensa|considera|consideró|calcula|estim(?:ó|a)|revel(?:ó|a)|"
        "bromea|bromeó|agreg(?:ó|a)|manifest(?:ó|a)|aclar(?:ó|a)|prometió|promete|zanj(?:ó|a)|remat(?:ó|"
        "a)|ironiz(?:ó|a)|confirm(?:ó|a)|detall(?:ó|a)|ha (?:explicado|asegurado|afirmado|añadido|"
        "señalado|declarado|reconocido|recordado|comentado|admitido|advertido|destacado|contado|"
        "lamentado|anunciado|concluido|insistido|respondido)"
    ),
    speech_behind=r"(?:SPEECH)\s(?P<pronoun_es>él|ella|ellos|ellas)",
    according="según|de acuerdo con|para|a juicio de|en palabras de|en opinión de",
    honorifics=(
        "sr sra srta señor señora señorita don doña dr dra doctor doctora prof profesor profesora d dña "
        "presidente presidenta alcalde alcaldesa ministro ministra director directora juez jueza fiscal "
        "capitán general coronel"
    ),
    feminine_titles=(
        "sra srta señora señorita doña dra doctora profesora dña presidenta alcaldesa ministra directora "
        "jueza"
    ),
    masculine_titles="sr señor don d doctor profesor presidente alcalde ministro director juez",
    feminine_pronouns="ella ellas",
    masculine_pronouns="él ellos",
    plural_pronouns="ellos ellas",
    first_person=(
        "yo|me|mi|mis|nos|nuestr[oa]s?|he|hemos|tengo|soy|estoy|fui|era|creo|[a-z]{3,12}(?:amos|imos)"
    ),
    prepositions=("de|del|a|al|en|con|por|para|sobre|desde|hasta|entre|contra|sin|y|como|ante|tras"),
    articles=r"(?:el|la|los|las|un|una|su|sus|este|esta)\s",
    adverbials=(
        "en|durante|ante|tras|el lunes|el martes|el miércoles|el jueves|el viernes|el sábado|el domingo|"
        "ayer|hoy|al|a|con|por|para|desde|que|quien|cuando|mientras|antes|después|sobre|este|esta"
    ),
    roles=(
        "alcalde(?:sa)?|ministr[oa]|director[a]?|president[ea]|investigador[a]?|abogad[oa]|autor[a]?|"
        "profesor[a]?|científic[oa]|senador[a]?|ingenier[oa]|fundador[a]?|economista|médic[oa]|"
        "entrenador[a]?|portavoz|jef[ea]|responsable|vecin[oa]|concejal[a]?|juez[a]?|fiscal|"
        "bibliotecari[oa]|dueñ[oa]|propietari[oa]|agricultor[a]?|pescador[a]?|escritor[a]?|novelista|"
        "bióloga|biólogo|ecóloga|ecólogo|geólog[oa]|historiador[a]?|secretari[oa]|capitán|capitana|"
        "jugador[a]?|porter[oa]|delanter[oa]|maestr[oa]|estudiante|voluntari[oa]|testigo|acusad[oa]|"
        "coordinador[a]?|periodista|enfermer[oa]|gerente|técnic[oa]|panader[oa]|librer[oa]|consejer[oa]|"
        "deleg[ao]d[oa]"
    ),
    personal="él:m ella:f ellos:mp ellas:fp",
    demonstratives="esto eso ello este esta estos estas ese esa esos esas",
    demonstratives_alone="esto eso ello",
    subjectless=("ha|han|es|son|fue|fueron|era|eran|había|tiene|tienen|será|serán|va|van|puede|debe|no"),
    verbs=(
        r"(?:no\s|se\s|lo\s|la\s|le\s|les\s|los\s|las\s)?(?:ha|han|es|son|fue|fueron|era|eran|había|"
        r"habían|tiene|tienen|tenía|está|están|será|serán|va|van|puede|pueden|debe|deben|cuenta|"
        r"[a-záéíóúñ]{3,20}(?:ó|aron|ieron|aba|aban|ía|ían|ará|arán|erá|irá))"
    ),
    feminine=r"(?:la|una|esta|esa)\s",
    masculine=r"(?:el|un|este|ese)\s",
    plural=(
        r"(?:los|las|unos|unas|estos|estas|esos|esas|varios|varias|muchos|muchas|dos|tres|cuatro|cinco|"
        r"\d+)\s"
    ),
    relative="que quien quienes cuyo cuya donde",
    contrast="pero mientras aunque sino",
    addition="y e pues porque",
    loose="con tras para en desde además incluyendo",
    narrator="nosotros|yo|imaginemos|imagine|veamos",
    numerals=(
        "dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|quince|veinte|treinta|cincuenta|cien|"
        "ciento|mil|millón|millones|mitad|tercio|docena"
    ),
    events=(
        "[a-záéíóúñ]{2,20}(?:ó|aron|ieron|aba|aban|ía|ían|ará|arán)|ha|han|fue|fueron|es|son|era|está|"
        "están|será|tiene|dijo|hizo|hubo|va|van"
    ),
    commentary=(
        "(?:el|solo el) tiempo (?:lo )?dirá|habrá que (?:ver|esperar)|está por ver|queda por ver|nada "
        "(?:está|es) (?:seguro|menos)|ya veremos|continuará|veremos|una cosa es (?:segura|cierta)|quién "
        "sabe|no es (?:poco|para menos)"
    ),
    money="euros?|dólares|pesos?|por ciento",
    weekdays="lunes|martes|miércoles|jueves|viernes|sábado|domingo",
    deeds=(
        "(?:anunció|decidió|dimitió|nombró|votó|aprobó|rechazó|lanzó|abrió|reabrió|cerró|firmó|prohibió|"
        "vendió|compró|condenó|publicó|ganó|perdió|venció|murió|detuvo|absolvió|inauguró|multó|costará|"
        "ha (?:anunciado|decidido|aprobado|condenado|rechazado|ganado))"
    ),
    future=("será|serán|va a|van a|deberá|[a-záéíóú]{3,20}(?:ará|arán|erá|erán|irá|irán)"),
    relative_time=(
        r"hace (?:unos|dos|tres|varios|unas|varias|\d+) (?:días|semanas|meses|años)|ayer|la semana "
        r"pasada|el mes pasado|el año pasado|esta semana"
    ),
    hedges="quizá|quizás|tal vez|parece|podría|podrían|probablemente|posiblemente",
    pages=SPANISH_PAGES,
)

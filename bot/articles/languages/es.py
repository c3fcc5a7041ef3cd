"""Spanish."""

from bot.articles.languages.tables import Tables

SPANISH = Tables(
    code="es",
    common=(
        "el los las y es una un del en que por para con no se su al lo más como pero sus este está fue "
        "son han según "
        "también entre"
    ),
    determiners=(
        "el la los las un una unos unas este esta estos estas ese esa esos esas aquel aquella su sus "
        "mi mis nuestro "
        "nuestra cada varios varias algunos algunas muchos muchas todo toda todos todas ningún ninguna "
        "otro otra otros "
        "otras lo"
    ),
    pronouns="él ella ellos ellas yo nosotros usted ustedes eso esto ello quien quienes se le les nadie",
    connectors=(
        "y e o u pero sino aunque porque pues si cuando como mientras según para por con sin sobre "
        "bajo tras ante desde "
        "hasta entre en de a al del durante además también tampoco así entonces luego después antes "
        "hoy ayer mañana aquí "
        "allí ya aún todavía sin embargo no ni más menos muy solo sólo quizá quizás tal donde dado hace casi"
    ),
    question_words="qué quién quiénes cuál cuáles cómo cuándo dónde cuánto cuánta cuántos cuántas",
    titles="sr sra sres dr dra d dña dª prof profa ing lic arq gral cnel cap fr sto sta st mons",
    numbered="núm no n nº art arts pág págs p pp vol cap fig figs tel tlf",
    abbreviations="etc aprox ee.uu ej p.ej cía s.a ene feb mar abr may jun jul ago sept oct nov dic av avda",
    months=(
        "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre"
    ),
    speech=(
        r"dij(?:o|eron)|dice[n]?|decía|diciendo|ha dicho|asegur(?:ó|a|aba|ando|aron)|afirm(?:ó|a|aba|"
        r"ando|aron|an)|"
        r"explic(?:ó|a|aba|ando|aron)|añad(?:ió|e|ía|iendo)|señal(?:ó|a|aba|ando|aron)|indic(?:ó|a|aba|ando)|"
        r"declar(?:ó|a|aba|ando)|coment(?:ó|a|aba|ando)|cont(?:ó|aba)|cuenta|cuentan|recuerda|"
        r"record(?:ó|aba)|"
        r"sostiene|sostuvo|sostenía|subray(?:ó|a|aba)|destac(?:ó|a|aba)|advierte|advirtió|avis(?:ó|a)|"
        r"reconoce|"
        r"reconoció|admite|admitió|confiesa|confesó|insiste|insistió|concluye|concluyó|responde|respondió|"
        r"replic(?:ó|a)|pregunt(?:ó|a|aba)|exclam(?:ó|a)|lament(?:ó|a|aba)|critic(?:ó|a)|opin(?:ó|a|aba)|"
        r"precis(?:ó|a|aba)|apunt(?:ó|a|aba)|resum(?:ió|e)|anunci(?:ó|a)|escrib(?:ió|e)|defiende|defendió|"
        r"celebr(?:ó|a)|puntualiz(?:ó|a)|matiz(?:ó|a)|relat(?:ó|a)|narr(?:ó|a)|argument(?:ó|a)|cree|piensa|"
        r"considera|consideró|calcula|estim(?:ó|a)|revel(?:ó|a)|bromea|bromeó|agreg(?:ó|a)|manifest(?:ó|a)|"
        r"aclar(?:ó|a)|prometió|promete|zanj(?:ó|a)|remat(?:ó|a)|ironiz(?:ó|a)|confirm(?:ó|a)|detall(?:ó|a)|"
        r"ha (?:explicado|asegurado|afirmado|añadido|señalado|declarado|reconocido|recordado|comentado|"
        r"admitido|"
        r"advertido|destacado|contado|lamentado|anunciado|concluido|insistido|respondido)"
    ),
    speech_behind=r"(?:SPEECH)\s(?P<pronoun_es>él|ella|ellos|ellas)",
    according=r"según|de acuerdo con|para|a juicio de|en palabras de|en opinión de",
    honorifics=(
        "sr sra srta señor señora señorita don doña dr dra doctor doctora prof profesor profesora d "
        "dña presidente "
        "presidenta alcalde alcaldesa ministro ministra director directora juez jueza fiscal capitán "
        "general coronel"
    ),
    feminine_titles=(
        "sra srta señora señorita doña dra doctora profesora dña presidenta alcaldesa ministra "
        "directora jueza"
    ),
    masculine_titles="sr señor don d doctor profesor presidente alcalde ministro director juez",
    feminine_pronouns="ella ellas",
    masculine_pronouns="él ellos",
    first_person=r"yo|me|mi|mis|nos|nuestr[oa]s?|he|hemos|tengo|soy|estoy|fui|era|creo|[a-z]{3,12}(?:amos|imos)",
    plural_pronouns="ellos ellas",
    prepositions="de|del|a|al|en|con|por|para|sobre|desde|hasta|entre|contra|sin|y|como|ante|tras",
    articles=r"(?:el|la|los|las|un|una|su|sus|este|esta)\s",
    adverbials=(
        "en|durante|ante|tras|el lunes|el martes|el miércoles|el jueves|el viernes|el sábado|el "
        "domingo|ayer|hoy|al|a|"
        "con|por|para|desde|que|quien|cuando|mientras|antes|después|sobre|este|esta"
    ),
    roles=(
        r"alcalde(?:sa)?|ministr[oa]|director[a]?|president[ea]|investigador[a]?|abogad[oa]|autor[a]?|"
        r"profesor[a]?|"
        r"científic[oa]|senador[a]?|ingenier[oa]|fundador[a]?|economista|médic[oa]|entrenador[a]?|"
        r"portavoz|jef[ea]|"
        r"responsable|vecin[oa]|concejal[a]?|juez[a]?|fiscal|bibliotecari[oa]|dueñ[oa]|propietari[oa]|"
        r"agricultor[a]?|"
        r"pescador[a]?|escritor[a]?|novelista|bióloga|biólogo|ecóloga|ecólogo|geólog[oa]|"
        r"historiador[a]?|secretari[oa]|"
        r"capitán|capitana|jugador[a]?|porter[oa]|delanter[oa]|maestr[oa]|estudiante|voluntari[oa]|"
        r"testigo|acusad[oa]|"
        r"coordinador[a]?|periodista|enfermer[oa]|gerente|técnic[oa]|panader[oa]|librer[oa]|"
        r"consejer[oa]|deleg[ao]d[oa]"
    ),
    personal="él:m ella:f ellos:mp ellas:fp",
    demonstratives="esto eso ello este esta estos estas ese esa esos esas",
    demonstratives_alone="esto eso ello",
    subjectless="ha|han|es|son|fue|fueron|era|eran|había|tiene|tienen|será|serán|va|van|puede|debe|no",
    verbs=(
        r"(?:no\s|se\s|lo\s|la\s|le\s|les\s|los\s|las\s)?(?:ha|han|es|son|fue|fueron|era|eran|había|"
        r"habían|tiene|tienen|"
        r"tenía|está|están|será|serán|va|van|puede|pueden|debe|deben|cuenta|[a-záéíóúñ]{3,20}(?:ó|aron|"
        r"ieron|aba|aban|"
        r"ía|ían|ará|arán|erá|irá))"
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
        "dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|quince|veinte|treinta|cincuenta|"
        "cien|ciento|mil|"
        "millón|millones|mitad|tercio|docena"
    ),
    events=(
        r"[a-záéíóúñ]{2,20}(?:ó|aron|ieron|aba|aban|ía|ían|ará|arán)|ha|han|fue|fueron|es|son|era|está|"
        r"están|será|tiene|"
        r"dijo|hizo|hubo|va|van"
    ),
    commentary=(
        r"(?:el|solo el) tiempo (?:lo )?dirá|habrá que (?:ver|esperar)|está por ver|queda por ver|nada "
        r"(?:está|es) "
        r"(?:seguro|menos)|ya veremos|continuará|veremos|una cosa es (?:segura|cierta)|quién sabe|no "
        r"es (?:poco|para menos)"
    ),
    money=r"euros?|dólares|pesos?|por ciento",
    weekdays="lunes|martes|miércoles|jueves|viernes|sábado|domingo",
    deeds=(
        r"(?:anunció|decidió|dimitió|nombró|votó|aprobó|rechazó|lanzó|abrió|reabrió|cerró|firmó|"
        r"prohibió|vendió|compró|"
        r"condenó|publicó|ganó|perdió|venció|murió|detuvo|absolvió|inauguró|multó|costará|ha "
        r"(?:anunciado|decidido|"
        r"aprobado|condenado|rechazado|ganado))"
    ),
    future=r"será|serán|va a|van a|deberá|[a-záéíóú]{3,20}(?:ará|arán|erá|erán|irá|irán)",
    relative_time=(
        r"hace (?:unos|dos|tres|varios|unas|varias|\d+) (?:días|semanas|meses|años)|ayer|la semana pasada|el mes pasado|el año pasado|esta semana"
    ),
    hedges="quizá|quizás|tal vez|parece|podría|podrían|probablemente|posiblemente",
    furniture=(
        r"licencia cc|responde(?:r)? a este correo|manda(?:nos)? ",
        r"recib(?:es|e) este|responde stop|las opiniones (?:expresadas|vertidas)|material fotocopiable|adaptado de|fe de (?:errores|erratas)",
        r"compart(?:ir|e|a)\b.{0,40}\Z|suscríb(?:ete|ase)|suscribirse|suscripción\b|regístr(?:ate|ese)|"
        r"inicia(?:r)? sesión|"
        r"síguenos|únete|apóyanos|haz(?:te)? (?:un donativo|soci[oa]|clic)|recib[ea] (?:nuestr|cada|en tu)",
        r"(?:lee|leer|lea|ver|vea|escucha) (?:también|además|más)\b|te puede interesar|también te "
        r"puede|noticias "
        r"relacionadas|más (?:noticias|información|sobre)\b|artículos? relacionados?|no te pierdas|"
        r"(?:te interesa|quieres "
        r"(?:saber|leer) más).{0,40}\?\Z",
        r"(?:todos los derechos reservados|derechos reservados|política de (?:privacidad|cookies)|"
        r"aviso legal|utilizamos "
        r"cookies|usamos cookies|este sitio (?:web )?(?:usa|utiliza)|aceptar (?:todas|cookies)|"
        r"publicidad\b|patrocinado)",
        r"(?:foto(?:grafía)?s?|imagen|vídeo|video|crédito|etiquetas|temas|categorías?|contacto(?: de "
        r"prensa)?|archivado en|"
        r"tiempo de lectura|para más información)\s?:",
        r"(?:publicado|actualizado) (?:el|a las|hace)?\b.{0,60}\Z|\d{1,2} min(?:utos)?(?: de "
        r"lectura)?\Z|\d{1,5} comentarios\Z",
        r"(?:por|texto de|redacción de|entrevista de) (?-i:[A-ZÀ-Þ][\w'’-]{1,30}(?: "
        r"[A-ZÀ-Þ][\w'’.-]{0,30}){1,3})(?:\W{0,3}DATE"
        r".{0,30}|,? (?:\||·|-|–|—).{0,40})?\Z|nota de (?:la redacción|prensa)\b.{0,40}\Z|corrección\s?:",
    ),
    furniture_inside=r"todos los derechos reservados|nuestro bolet[ií]n|nuestra newsletter|en tu correo",
    ending=(
        r"para leer más|para saber más|lecturas recomendadas|(?:\d{1,5} )?comentarios?|deja un comentario|referencias|bibliografía|opiniones de los "
        r"lectores|notas"
    ),
    related=(
        r"(?:lee|leer|lea|ver) (?:también|además|más)|te puede interesar|también te puede interesar|"
        r"noticias relacionadas|"
        r"artículos relacionados|más noticias|lo más (?:leído|visto)|en portada|recomendados"
    ),
    author=r"sobre (?:el autor|la autora)|(?:el autor|la autora)",
    author_line=r"es (?:periodista|redactora?|corresponsal|columnista|escritora?)\b.{0,60}",
    source=r"fuentes?|vía",
    question_heading=(
        r"\b(?:preguntas?|temas?|cuestiones|ideas|puntos|propuestas) (?:para|de|a|sobre) (?:el |la |"
        r"los |las |un |tu )?(?:debate|"
        r"debatir|discutir|discusión|reflexión|reflexionar|conversar|conversación|comentar|pensar|"
        r"diálogo|lectores|lectoras|"
        r"grupo|clase|comprensión|texto|lectura|coloquio|club)\b|"
        r"\b(?:para (?:debatir|reflexionar|pensar|conversar|comentar|discutir|el debate|la reflexión|"
        r"hablar)(?: en (?:clase|grupo))?|"
        r"y (?:tú|usted|ustedes|vosotros)(?:, ¿?qué (?:opinas|piensas|opináis|pensáis|opina|piensan))?|"
        r"tu opinión|"
        r"abrimos (?:el )?debate|debate abierto|te toca|ahora tú|a debate|queremos (?:saber tu|conocer "
        r"su|leerte|leer tu)(?: "
        r"opinión)?|antes de leer|después de leer|danos tu opinión|"
        r"cuéntanos|hablemos|para ir más allá|participa)(?=\s*[?:!.…\n–—-]|\s*\Z|\s*(?-i:[A-ZÀ-Þ¿]))"
    ),
    discussing=(
        r"lectores|lectoras|debat\w+|preguntas?|reflexi\w+|conversa\w*|habl(?:ar|emos)|pensar|piensa|coment\w+|"
        r"discu\w+|tertulia|coloquio|actividad(?:es)?|ejercicios?|taller|pausa|tu turno|opin\w+|"
        r"para empezar"
    ),
    question_label=(
        "preguntas?|debate|reflexión|discusión|actividades|comprensión|ejercicios?|tu turno|opina|reflexiona"
    ),
    faq_heading="preguntas? (?:frecuentes|y respuestas)|dudas frecuentes|claves|encuesta|cuestionario|test",
    imperative=(
        r"(?:describ[ea]|invent(?:a|e|ad)|prepar(?:a|e|ad)|intent(?:a|e|ad)|haz|haced|cre(?:a|e|ad) un|dibuj(?:a|e|ad)|razona|razone|razonad|explic(?:a|que|ad)|coment(?:a|e|ad)|compar(?:a|e|ad)|imagin(?:a|e|ad)|"
        r"escrib(?:e|a|id)|busc(?:a|ad)|"
        r"busque|da(?:d)?|dé|cit(?:a|e|ad)|discut(?:e|a|id)|debat(?:e|a|id|an)|reflexion(?:a|e|ad)|"
        r"resum(?:e|a|id)|"
        r"prop[oó]n(?:ga|ed)?|enumer(?:a|e|ad)|eleg(?:id)|elige|elija|justific(?:a|ad)|justifique|"
        r"analiz(?:a|ad)|analice|señal(?:a|e)|"
        r"piens(?:a|e)|cuent(?:a|e)|redact(?:a|e|ad)|investig(?:a|ue)|valor(?:a|e)|identific(?:a|ad)|"
        r"identifique)\b(?! que )"
    ),
    settings=(
        r"imagina|imagine|imaginad|observa|observad|lee|lea|leed|mira|mire|fíjate|piensa|recuerda|"
        r"supón|considera|ponte"
    ),
    truth=r"verdadero o falso|sí o no",
    instructions=(
        r"contesta|responde|conteste|responda|verdadero o falso|corrige|completa|elige|"
        r"en (?:parejas|grupos?)|rodea|subraya|marca|relaciona|piensa y comparte"
    ),
    reader=r"usted|ustedes|tú|tu|tus|te|vosotros|vuestr[oa]s?|crees|piensas|opinas|harías|conoces|has|tienes",
    opinion=(
        r"qué (?:opinas|opina|opinan|piensas|piensa|piensan|te parece|le parece|harías|haría)|crees|"
        r"cree usted|estás de "
        r"acuerdo|en tu opinión|en su opinión|a tu juicio"
    ),
    anaphors=(
        r"(?:y |pero |o )?(?:por qué(?: no)?|cómo|cuál|cuáles|quién|quiénes|cuándo|dónde|hasta qué punto|en qué (?:sentido|medida|casos?|condiciones)|a qué precio|de qué (?:manera|forma)|con qué (?:fin|resultado)|para qué|por ejemplo|estás de acuerdo|está usted de acuerdo|qué (?:harías|cambiarías|opinas|conclusión))|(?:si (?:es así|no|sí)(?=,)|en (?:ese|tal|caso)(?: caso)?|de ser así)\b.{0,120}|(?:justific|explic|razon|argument)\w{1,6}\b.{0,80}"
    ),
    joining=r"y|e|pero|o",
    back_references="eso esto ello lo la los las ellos ellas le les",
)

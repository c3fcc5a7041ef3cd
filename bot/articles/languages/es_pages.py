"""Spanish: how pages are furnished, and how questions are put."""

from bot.articles.languages.tables import PageTables

SPANISH_PAGES = PageTables(
    furniture=(
        "licencia cc|responde(?:r)? a este correo|manda(?:nos)? ",
        "recib(?:es|e) este|responde stop|las opiniones (?:expresadas|vertidas)|material "
        "fotocopiable|adaptado de|fe de (?:errores|erratas)",
        r"compart(?:ir|e|a)\b.{0,40}\Z|suscríb(?:ete|ase)|suscribirse|suscripción\b|regístr(?:ate|"
        r"ese)|inicia(?:r)? sesión|síguenos|únete|apóyanos|haz(?:te)? (?:un donativo|soci[oa]|clic)|"
        r"recib[ea] (?:nuestr|cada|en tu)",
        r"(?:lee|leer|lea|ver|vea|escucha) (?:también|además|más)\b|te puede interesar|también te "
        r"puede|noticias relacionadas|más (?:noticias|información|sobre)\b|artículos? relacionados?|"
        r"no te pierdas|(?:te interesa|quieres (?:saber|leer) más).{0,40}\?\Z",
        r"(?:todos los derechos reservados|derechos reservados|política de (?:privacidad|cookies)|"
        r"aviso legal|utilizamos cookies|usamos cookies|este sitio (?:web )?(?:usa|utiliza)|aceptar "
        r"(?:todas|cookies)|publicidad\b|patrocinado)",
        r"(?:foto(?:grafía)?s?|imagen|vídeo|video|crédito|etiquetas|temas|categorías?|contacto(?: de "
        r"prensa)?|archivado en|tiempo de lectura|para más información)\s?:",
        r"(?:publicado|actualizado) (?:el|a las|hace)?\b.{0,60}\Z|\d{1,2} min(?:utos)?(?: de "
        r"lectura)?\Z|\d{1,5} comentarios\Z",
        r"(?:por|texto de|redacción de|entrevista de) (?-i:[A-ZÀ-Þ][\w'’-]{1,30}(?: "
        r"[A-ZÀ-Þ][\w'’.-]{0,30}){1,3})(?:\W{0,3}DATE.{0,30}|,? (?:\||·|-|–|—).{0,40})?\Z|nota de "
        r"(?:la redacción|prensa)\b.{0,40}\Z|corrección\s?:",
    ),
    furniture_inside=("todos los derechos reservados|nuestro bolet[ií]n|nuestra newsletter|en tu correo"),
    ending=(
        r"para leer más|para saber más|lecturas recomendadas|(?:\d{1,5} )?comentarios?|deja un "
        r"comentario|referencias|bibliografía|opiniones de los lectores|notas"
    ),
    related=(
        "(?:lee|leer|lea|ver) (?:también|además|más)|te puede interesar|también te puede interesar|"
        "noticias relacionadas|artículos relacionados|más noticias|lo más (?:leído|visto)|en portada|"
        "recomendados"
    ),
    author="sobre (?:el autor|la autora)|(?:el autor|la autora)",
    author_line=(r"es (?:periodista|redactora?|corresponsal|columnista|escritora?)\b.{0,60}"),
    source="fuentes?|vía",
    question_heading=(
        r"\b(?:preguntas?|temas?|cuestiones|ideas|puntos|propuestas) (?:para|de|a|sobre) (?:el |la |los |"
        r"las |un |tu )?(?:debate|debatir|discutir|discusión|reflexión|reflexionar|conversar|"
        r"conversación|comentar|pensar|diálogo|lectores|lectoras|grupo|clase|comprensión|texto|lectura|"
        r"coloquio|club)\b|\b(?:para (?:debatir|reflexionar|pensar|conversar|comentar|discutir|el debate|"
        r"la reflexión|hablar)(?: en (?:clase|grupo))?|y (?:tú|usted|ustedes|vosotros)(?:, ¿?qué "
        r"(?:opinas|piensas|opináis|pensáis|opina|piensan))?|tu opinión|abrimos (?:el )?debate|debate "
        r"abierto|te toca|ahora tú|a debate|queremos (?:saber tu|conocer su|leerte|leer tu)(?: opinión)?|"
        r"antes de leer|después de leer|danos tu opinión|cuéntanos|hablemos|para ir más allá|"
        r"participa)(?=\s*[?:!.…\n–—-]|\s*\Z|\s*(?-i:[A-ZÀ-Þ¿]))"
    ),
    discussing=(
        r"lectores|lectoras|debat\w+|preguntas?|reflexi\w+|conversa\w*|habl(?:ar|emos)|pensar|piensa|"
        r"coment\w+|discu\w+|tertulia|coloquio|actividad(?:es)?|ejercicios?|taller|pausa|tu turno|"
        r"opin\w+|para empezar"
    ),
    question_label=(
        "preguntas?|debate|reflexión|discusión|actividades|comprensión|ejercicios?|tu turno|opina|reflexiona"
    ),
    faq_heading=("preguntas? (?:frecuentes|y respuestas)|dudas frecuentes|claves|encuesta|cuestionario|test"),
    imperative=(
        r"(?:describ[ea]|invent(?:a|e|ad)|prepar(?:a|e|ad)|intent(?:a|e|ad)|haz|haced|cre(?:a|e|ad) un|"
        r"dibuj(?:a|e|ad)|razona|razone|razonad|explic(?:a|que|ad)|coment(?:a|e|ad)|compar(?:a|e|ad)|"
        r"imagin(?:a|e|ad)|escrib(?:e|a|id)|busc(?:a|ad)|busque|da(?:d)?|dé|cit(?:a|e|ad)|discut(?:e|a|"
        r"id)|debat(?:e|a|id|an)|reflexion(?:a|e|ad)|resum(?:e|a|id)|prop[oó]n(?:ga|ed)?|enumer(?:a|e|"
        r"ad)|eleg(?:id)|elige|elija|justific(?:a|ad)|justifique|analiz(?:a|ad)|analice|señal(?:a|e)|"
        r"piens(?:a|e)|cuent(?:a|e)|redact(?:a|e|ad)|investig(?:a|ue)|valor(?:a|e)|identific(?:a|ad)|"
        r"identifique)\b(?! que )"
    ),
    settings=(
        "imagina(?:d)? que|imagine que|observa|observad|lee|lea|leed|mira|mire|fíjate|piensa|recuerda|"
        "supón|considera|ponte"
    ),
    truth="verdadero o falso|sí o no",
    instructions=(
        "contesta|responde|conteste|responda|verdadero o falso|corrige|completa|elige|en (?:parejas|"
        "grupos?)|rodea|subraya|marca|relaciona|piensa y comparte"
    ),
    reader=(
        "usted|ustedes|tú|tu|tus|te|vosotros|vuestr[oa]s?|crees|piensas|opinas|harías|conoces|has|tienes"
    ),
    opinion=(
        "qué (?:opinas|opina|opinan|piensas|piensa|piensan|te parece|le parece|harías|haría)|crees|cree "
        "usted|estás de acuerdo|en tu opinión|en su opinión|a tu juicio"
    ),
    anaphors=(
        r"(?:y |pero |o )?(?:por qué(?: no)?|cómo|cuál|cuáles|quién|quiénes|cuándo|dónde|hasta qué punto|"
        r"en qué (?:sentido|medida|casos?|condiciones)|a qué precio|de qué (?:manera|forma)|con qué "
        r"(?:fin|resultado)|para qué|por ejemplo|estás de acuerdo|está usted de acuerdo|qué (?:harías|"
        r"cambiarías|opinas|conclusión))|(?:si (?:es así|no|sí)(?=,)|en (?:ese|tal|caso)(?: caso)?|de "
        r"ser así)\b.{0,120}|(?:justific|explic|razon|argument)\w{1,6}\b.{0,80}"
    ),
    joining="y|e|pero|o",
    back_references="eso esto ello ellos ellas",
)

"""French: how pages are furnished, and how questions are put."""

from bot.articles.languages.tables import PageTables

FRENCH_PAGES = PageTables(
    furniture=(
        r"laissez-(?:nous|vos?)\b.{0,80}|corrigé le\b|document libre de droits|passez nous voir|menu "
        r"(?-i:S)e connecter",
        r"(?:la semaine prochaine|le mois prochain|prochain (?:article|numéro|épisode|rendez-vous)|"
        r"dans (?:le|notre) prochain numéro)\b.{0,120}\Z",
        r"vous recevez ce\b|répondez stop\b|dans notre (?:édition|numéro) du\b|contrairement à ce que "
        r"nous avons (?:écrit|indiqué)|toutes nos excuses\b|reproduction interdite|les (?:tribunes|"
        r"opinions|propos) (?:publiée?s|exprimée?s)\b|pour vous désabonner|imprimé sur\b|ne pas "
        r"jeter\b|réf\.? :|fiche à (?:rendre|découper)|note\s?:\s?[._/]",
        r"partage[rz]\b(?=.{0,40}\b(?:facebook|twitter|x|linkedin|whatsapp|mail|e-mail|réseaux|"
        r"article|lien|page)\b|[^.]{0,12}\Z)",
        r"(?:ré)?abonne[rz](?:-vous)?\b|s[’']abonner\b|inscrivez-vous\b|s[’']inscrire\b|désabonn|"
        r"recevez (?:notre|nos|chaque|la|toute|gratuitement)\b|vous (?:souhaitez|voulez|aimeriez) "
        r"(?:recevoir|lire la suite|en savoir|plus)\b|envie d[’'](?:en (?:lire|savoir)|aller plus "
        r"loin)\b.{0,40}\?\Z|newsletter\b|je m[’'](?:abonne|inscris)\b",
        r"(?:suivez|rejoignez|retrouvez|contactez|soutenez)(?:-nous| (?:nous|notre|nos|toute|toutes|"
        r"l[’']actualité|l[’']info|la rédaction))\b|pour nous (?:contacter|écrire|soutenir)\b|faire "
        r"un don\b|faites un don\b",
        r"(?:à |a )?(?:lire|voir|écouter|découvrir|relire|revoir)(?: aussi| également| ensuite| en "
        r"plus|\s?:)|lire (?:la suite|plus|l[’']article|l[’']intégralité)\b|en savoir plus\b|(?:sur "
        r"le même sujet|articles? (?:liés?|similaires?|connexes?|recommandés?|suivant|précédent)|dans "
        r"le même dossier|plus d[’']infos?|nos derniers articles|nos autres articles|retour (?:à "
        r"l[’']accueil|en haut)|aller au contenu|voir tous?|tous les articles)\b",
        r"(?:vous avez aimé|vous aimez|cet article vous a|cliquez|connectez-vous|se connecter\b|déjà "
        r"abonnée?|créez (?:votre|un) compte|téléchargez (?:notre|l[’']appli)|"
        r"commentez\b(?=.{0,30}\Z)|laissez un commentaire|réagissez|signaler une erreur|imprimer|"
        r"publicité\b|annonce\b|contenu sponsorisé|accueil\W{0,3}\Z|menu\W{0,3}\Z|rechercher\W{0,3}\Z|"
        r"une erreur dans (?:cet|l[’'])|poster un commentaire|réserver\W{0,3}\Z)",
        "(?:tous droits réservés|droits? d[’']auteur|mentions légales|politique de confidentialité|"
        "nous utilisons des cookies|accepter (?:les cookies|et fermer|tout)|tout accepter|tout "
        "refuser|ce site utilise|paramétrer|gérer (?:les|mes) cookies|en poursuivant votre "
        "navigation|conditions générales)",
        r"(?:crédits?(?: photos?)?|photos?|image|illustration|légende|vidéo|getty images|temps de "
        r"lecture|mots?[- ]clés?|étiquettes|tags?|thèmes?|rubrique|catégories?|copyright|contacts?(?: "
        r"presse)?|niveau|dossier|durée|audio|podcast|infographie|pour (?:plus d[’']informations?|en "
        r"savoir plus)|propos recueillis|à propos d[eu] .{1,40})\s?:",
        r"(?:temps de lecture|lecture)\b.{0,20}\bmin|\d{1,2} min(?:utes?)?(?: de lecture)?\W{0,2}\Z|"
        r"lu \d|\d{1,5} (?:commentaires?|réactions?|partages?)\Z",
        r"(?:publié|mis à jour|modifié|posté|mise à jour|rédigé|paru) (?:le|à|il y a|par)\b.{0,60}\Z",
        r"(?:propos recueillis par|article (?:traduit|rédigé|écrit|paru|publié)|traduit (?:de|par)|"
        r"cet article (?:a été|est) (?:initialement )?(?:publié|paru|réservé|issu)|la rédaction "
        r"(?:vous conseille|de)|avec (?:afp|reuters|agences)\W*\Z|texte(?: et photos?)? (?:de|par|:)|"
        r"rectificatif|correction\s?:|erratum|mise à jour\s?[:(]|note de la rédaction|les propos "
        r"tenus|cette tribune n[’']engage)",
        r"par (?-i:[A-ZÀ-Þ][\w'’-]{1,30}(?: [A-ZÀ-Þ][\w'’.-]{0,30}){1,3})(?:,? (?:et|le|publié|à|pour|"
        r"\||·|-|–|—).{0,60}|\W{0,3}DATE.{0,30})?\Z",
        r"(?:écrivez|contactez|appelez|rendez-vous sur|envoyez) .{0,60}(?:@|\bwww\.|https?://|\d\d[ "
        r".]\d\d).{0,60}\Z",
        r"(?:sondage|votez|résultats? du sondage|répondez à notre sondage|participez à "
        r"notre)\b.{0,80}\Z|communiqué de presse\W{0,3}\Z|pour diffusion immédiate",
    ),
    furniture_inside=(
        "tous droits réservés|notre (?:newsletter|infolettre|lettre d[’']information)|nos newsletters|"
        "dans votre boîte (?:mail|de réception)"
    ),
    ending=(
        r"pour en lire plus|à lire pour aller plus loin|pour en savoir plus|(?:\d{1,5} )?commentaires?|"
        r"réactions?|discussion des lecteurs|laisser un commentaire|notes?|références|bibliographie|vos "
        r"(?:commentaires|réactions)|les (?:commentaires|réactions)(?: des lecteurs)?|courrier des "
        r"lecteurs"
    ),
    related=(
        "(?:à |a )?(?:lire|voir|découvrir|écouter)(?: aussi| également| ensuite)|sur le même (?:sujet|"
        "thème)|articles? (?:liés?|similaires?|connexes?|recommandés?)|dans la même rubrique|les plus "
        "(?:lus|populaires)|nos derniers articles|à la une|dans l[’']actualité|le reste de "
        "l[’']actualité|vous aimerez aussi|nos (?:dossiers|autres articles)|pour aller plus loin|voir "
        "aussi|plus d[’']articles|recommandé pour vous|aussi dans (?:ce numéro|l[’']actualité)|en continu"
    ),
    author=(
        "(?:à propos de|qui est) (?:l[’']auteure?|l[’']autrice|cet auteur)|biographie|l[’']auteure?|"
        "l[’']autrice|les auteurs"
    ),
    author_line=(
        r"est (?:[\w-]{1,20} ){0,3}(?:journaliste|rédact(?:eur|rice)|correspondante?|chroniqueu(?:r|se)|"
        r"pigiste)\b.{0,30}\b(?:à|au|chez|pour|spécialisée?)\b|couvre l[’']actualité|collabore "
        r"régulièrement|\b(?:dernier|premier|nouveau) (?:livre|ouvrage|roman|essai) (?:paru|publié)\b|"
        r"\best l[’']aut(?:eure?|rice) (?:de|du|d[’'])\b.{0,80}"
    ),
    source="sources?|via|d[’']après|adapté de",
    question_heading=(
        r"\b(?:questions?|pistes?|points?|sujets?|thèmes?|éléments?|idées|quelques questions) (?:pour|de|"
        r"à|du|en|qui) (?:le |la |en |les |lancer le |nourrir le |nourrir la |ouvrir le |aller plus loin|"
        r"la )?(?:débats?|débattre|discussions?|discuter|réflexion|réfléchir|échanges?|échanger|"
        r"compréhension|partager|lecture|groupe|classe|rencontre|prochaine|se poser|fâchent|lecteurs)\b|"
        r"\bquestions? (?:aux|pour (?:les|nos|vos)|à nos|à vous poser|sur (?:le |la |les )?[\w’' "
        r"-]{2,30}|ouvertes)\b(?: lecteurs| lectrices| élèves)?|\bquestions? pour en discuter\b|"
        r"\bquestionnaire\b|\b(?:pour (?:débattre|discuter|en débattre|en discuter|en parler|échanger|"
        r"réfléchir|ouvrir le débat|lancer le débat|(?:lancer|nourrir|prolonger|animer|guider|alimenter|"
        r"ouvrir) (?:la discussion|le débat|la réflexion|l[’']échange|les échanges|vos échanges)|aller "
        r"plus loin(?: dans le débat)?|continuer la discussion))\b(?=\s*(?::|…|\n|\Z|[–—-]|"
        r"(?-i:[A-ZÀ-Þ])))|\b(?:à vous (?:la parole|de jouer|de débattre|de réagir|de répondre|de "
        r"réfléchir)|le débat est (?:ouvert|lancé)|place au débat|et vous|à débattre|à discuter|"
        r"parlons-en|débattons(?:-en)?|discutons(?:-en)?|la parole est à vous|vous avez la parole|prenez "
        r"la parole|avant (?:la lecture|de lire)|après (?:la lecture|avoir lu)|pendant la lecture|as-tu "
        r"bien compris|avez-vous bien compris|de quoi (?:discuter|débattre)|réfléchissons|ouvrons le "
        r"débat|matière à débat|le coin du débat|le débat|au fil (?:de la lecture|du texte)|je "
        r"(?:réfléchis|m[’']interroge)|tour de table|arrêtez-vous un instant)(?=\s*[?:!…\n–—-]|\s*\Z|"
        r"\s*(?-i:[A-ZÀ-Þ]))|\b(?:votre avis nous intéresse|donnez(?:-nous)? votre avis|qu[’']en "
        r"pensez-vous|dites-nous|votre opinion|nous attendons vos réponses)(?=\s*[:\n…]|\s*\Z)|\bet "
        r"(?:vous|toi),? qu[’']en (?:pensez-vous|penses-tu)(?=\s*\?\s*(?:\n|\Z))"
    ),
    discussing=(
        r"lecteurs|lectrices|disputer|démarrer|discu\w+|débat\w*|questions?|réfl\w+|échang\w+|parl(?:er|"
        r"ons)|conversation|pause|penser|méditer|à vous|votre avis|bavarder|causer|exercices?|activités?|"
        r"consignes?|travail|mise en route|tour de table|interroger|arrêt\w+|échauff\w+|causer"
    ),
    question_label=(
        "questions?|débat|débattre|discussion|discuter|réflexion|à vous|compréhension|expression|"
        "échanges?|vos questions|activités?|exercices?|votre avis|pour en parler|à méditer|travail|"
        "consignes?|les questions"
    ),
    faq_heading=(
        r"foire aux questions|questions? fréquentes?|questions?[- ]réponses?|(?:vos|vos) questions?,? "
        r"nos|quiz|vrai ou faux|on vous (?:répond|explique)|ce qu[’']il faut savoir|sondage|tout "
        r"(?:savoir|comprendre)|en \w{2,8} questions|vos questions|nous avons répondu"
    ),
    imperative=(
        r"(?!(?:partagez|abonnez|inscrivez|suivez|cliquez|retrouvez|téléchargez|lisez la suite|découvrez|"
        r"recevez|rejoignez|contactez|connectez|consultez|soutenez|réservez|rendez|assez|chez|nez|venez|"
        r"réagissez|commentez|votez)\b)[a-zà-ÿ]{2,20}ez\b(?!-(?:vous|nous))|(?:décris|explique|imagine|"
        r"compare|cite|donne|rédige|écris|trouve|relève|complète|choisis|discute|résume|dis|raconte|"
        r"propose|justifie|classe|observe|recherche|prépare|dessine|souligne|indique|présente|échange|"
        r"débats?|note|lis)\b(?= |[.!]?\Z)|(?:décrire|dire|raconter|écrire|inventer|choisir|définir|"
        r"relire|chercher|dessiner|classer|présenter|repérer|préparer|expliquer|imaginer|comparer|citer|"
        r"donner|rédiger|trouver|relever|compléter|discuter|résumer|proposer|justifier|débattre|échanger|"
        r"commenter|lister|identifier)\b"
    ),
    settings=(
        "imaginez (?:que|qu[’']|vous)|imaginons|imagine (?:que|qu[’'])|regardez|regarde|observez|observe|"
        "relisez|relis|lisez|lis|prenez|considérez|supposez|supposons|songez|pensez|rappelez-vous|"
        "mettez-vous"
    ),
    truth="vrai ou faux|oui ou non|d[’']accord ou pas(?: d[’']accord)?",
    instructions=(
        "répond(?:ez|s|re)|vrai ou faux|coche[rz]?|entoure[rz]?|souligne[rz]?|compl[eéè]te[rz]?|"
        "corrige[rz]?|travail (?:en|à)|par deux|en (?:groupes?|binômes?)|choisis(?:sez)?|relie[rz]?|à "
        "l[’']oral|à l[’']écrit|lisez le texte"
    ),
    reader="vous|votre|vos|toi|tu|ton|tes|t[’']|-vous|-tu",
    opinion=(
        "(?:qu[’'](?:en )?|que |en |le |y )?(?:pensez|croyez|feriez|choisiriez|diriez|voyez|accepteriez|"
        "seriez|êtes|avez|iriez|pourriez|connaissez|aimeriez|voudriez)-vous|(?:penses|crois|ferais|es|as|"
        "connais|aimerais|voudrais)-tu|selon (?:vous|toi)|à (?:votre|ton) avis|d[’']après vous|(?:quel "
        "est )?votre (?:avis|opinion|point de vue)|chez vous"
    ),
    anaphors=(
        r"(?:et |mais |ou )?(?:pourquoi(?: pas)?|pour quelles? raisons?|comment(?: cela| ça)?|dans "
        r"quelles? (?:mesure|conditions?|cas|but|circonstances)|à quelles? conditions?|à quel (?:prix|"
        r"point|titre)|sous quelle forme|lesquel(?:le)?s|laquelle|lequel|qui|quand|où|de quelle "
        r"(?:manière|façon)|par qui|avec qui|par quoi|en quoi|par quels? moyens?|auxquel(?:le)?s|"
        r"jusqu[’']où|combien|par exemple|vraiment|ou pas|y croyez-vous|le feriez-vous|êtes-vous "
        r"d[’']accord|qu[’']en (?:pensez|dites|avez|concluez|retirez|retenez|attendez|"
        r"diriez)-vous.{0,40}|est-ce (?:suffisant|réaliste|souhaitable|possible|juste|grave|un problème)|"
        r"quel(?:le)?s?|pour (?:qui|quoi)|avec quels? (?:résultats?|effets?|moyens?))|(?:si (?:oui|non|"
        r"c[’']est le cas)|le cas échéant|dans ce cas|sinon)\s?,.{0,120}|(?:justifiez|expliquez|"
        r"argumentez|précisez|développez|donnez|justifie|explique|donne)\b.{0,100}"
    ),
    joining=r"et|mais|ou|pour quel(?:le)?s? [\w-]{3,15} \?|à sa place",
    back_references="y en cela ça ceci celui-ci celle-ci ils elles celles-ci ceux-ci",
)

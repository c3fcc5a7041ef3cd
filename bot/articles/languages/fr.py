"""French."""

from bot.articles.languages.tables import Tables

_SPEECH = (
    r"(?:déclar|affirm|expliqu|ajout|précis|indiqu|estim|assur|soulign|annon[cç]|confi|rappel|racont|témoign|"
    r"regrett|déplor|dénon[cç]|insist|répliqu|lan[cç]|martel|jug|ironis|résum|détaill|argument|tempèr|tempér|"
    r"nuan[cç]|soupir|gliss|observ|constat|analys|confirm|souhait|prôn|tranch|tweet|post|interrog|demand|"
    r"questionn|balay|avou|raill|balan[cç]|pest|fustig|critiqu|not|considèr|considér|commenc?t|salu|"
    r"espèr|espér|"
    r"exprim|recommand|propos|alert|évoqu|ét?al|protest|plaisant|murmur|cri|reproch|prévoi|détaill|calcul|"
    r"conseill|évalu|enchaîn|rétorqu|souffl|grond|exclam|justifi|corrig|ass[eè]n|riposte?|rassur|"
    r"signal|invoqu|"
    r"hasard|chuchot|bougonn|plaid|sanctionn|renseign|rappel|objecte?|relèv|relev|rectifi|reconnaî|"
    r"commentai|mett)"
    r"(?:e|é|ée|és|ent|ait|aient|a|èrent|ant)|"
    r"(?:plaint|plaignait|écri(?:t|vait|vit|vent|vant)|di(?:t|sait|sent|sant)|adme(?:t|ttait|ttant)|admis|"
    r"reconna[iî]t|reconnaissait|reconnu|prév(?:ient|enu|enait|enant)|averti(?:t|ssait)?|plaid(?:e|é|"
    r"ait|ant)|"
    r"conclu(?:t|ait|ant)?|répond(?:u|ait|ant)?|poursui(?:t|vi|vait|vant)|promet(?:tait)?|promis|"
    r"révèl(?:e|ait)|révél(?:é|ant)|renchéri(?:t|ssait)?|concèd(?:e|ait)|concédé|craint|pense|croit|"
    r"abond(?:e|é|ait)|repren(?:d|ait)|repris|enthousiasm(?:e|é|ait)|indign(?:e|é|ait)|inqui[eè]t(?:e|é|ait)|"
    r"amus(?:e|é|ait)|réjoui(?:t|ssait)?|félicit(?:e|é|ait)|désol(?:e|é|ait)|agac(?:e|é|ait)|alarm(?:e|"
    r"é|ait)|"
    r"étonn(?:e|é|ait)|émerveill(?:e|é|ait)|souvient|souvenait|défend(?:u|ait)?|soutient|soutenu|"
    r"fait (?:valoir|savoir|remarquer|observer|part)|montre|prédit|garanti(?:t)?|compl[eè]t(?:e|ait)|"
    r"complété|"
    r"commente(?:nt)?|commenté|commentait|sourit|souriait|rit|requis|requiert|cité|cite|résumait|lit-on|"
    r"met en garde|mettait en garde|mis en garde|veut croire|se veut|relativise|relativisé|rêve|peste|raille|"
    r"s[’']emporte|s[’']impatiente|s[’']excuse|se défend|s[’']interroge|se rappelle|entend|reste|"
    r"convenu|convient|"
    r"tonne|tonné|appelle|maintient|maintenu|décrit|décrivait|parle|parlait|fulmine)"
)

FRENCH = Tables(
    code="fr",
    common=(
        "le la les des et est une un du dans que qui pour pas sur au avec plus par ne se son ses aux "
        "ce cette sont "
        "nous vous elle il ont été mais ou leur comme être selon après à"
    ),
    determiners=(
        "le la les l un une des du au aux ce cet cette ces son sa ses leur leurs mon ma mes notre nos "
        "votre vos "
        "chaque plusieurs certains certaines quelques tous toutes tout toute aucun aucune"
    ),
    pronouns=(
        "il elle ils elles on je j tu nous vous cela ceci ça c ce celui celle ceux celles qui certains "
        "beaucoup "
        "rien personne"
    ),
    connectors=(
        "mais et ou or donc car ni puis ainsi alors aussi cependant toutefois pourtant néanmoins enfin "
        "ensuite selon "
        "pour dans en avec sans sur sous après avant depuis pendant lors dès malgré parmi si quand "
        "comme lorsque "
        "aujourd hier demain ici là ne d s n y de par chez entre vers jusqu dont où à contre face "
        "grâce outre quant "
        "désormais surtout bientôt jamais toujours souvent parfois même peut-être autant seul seule "
        "seuls difficile "
        "impossible certes voilà voici bref reste soit sinon près loin hors durant autour autrement "
        "sitôt aussitôt "
        "dommage heureusement faute plus moins mieux trop assez peu"
    ),
    question_words=(
        "que qu quoi qui quel quelle quels quelles comment pourquoi combien où quand lequel laquelle "
        "lesquels "
        "lesquelles"
    ),
    titles="m mm mme mmes mlle me mgr dr pr st ste gén cf env approx av vs",
    numbered="no n nº art arts p pp vol ch chap fig figs sec par al § éd ed tab réf ref tel tél eq",
    abbreviations=(
        "etc inc cie janv févr fév avr juil juill août sept oct nov déc lun mar mer jeu ven sam dim ex "
        "min max hab"
    ),
    months=(
        "janv(?:ier)?|févr?(?:ier)?|mars|avr(?:il)?|mai|juin|juil(?:let)?|août|sept(?:embre)?|oct(?:obre)?|"
        "nov(?:embre)?|déc(?:embre)?"
    ),
    speech=_SPEECH,
    speech_behind=r"[\wà-ÿ’']{1,20}-(?:t-)?(?P<pronoun_fr>ils?|elles?|on)",
    according=r"selon|d[’']après|pour|aux yeux de|de l[’']avis de|à en croire|dixit",
    honorifics=(
        "m mm mme mmes mlle monsieur madame mademoiselle messieurs mesdames dr pr professeur "
        "professeure docteur "
        "docteure maître me mgr pdg dg général colonel capitaine commandant lieutenant adjudant juge "
        "procureur "
        "procureure père sœur frère"
    ),
    feminine_titles="mme mmes mlle madame mademoiselle mesdames professeure docteure procureure sœur",
    masculine_titles="m mm monsieur messieurs père frère",
    feminine_pronouns="elle elles",
    masculine_pronouns="il ils",
    first_person=r"je|j[’']|mon|ma|mes|m[’']|me|moi|nous|notre|nos",
    plural_pronouns="ils elles",
    prepositions=(
        "de|du|des|d|à|au|aux|chez|sur|dans|en|par|avec|sans|pour|contre|vers|entre|et|comme|depuis|"
        "après|avant|"
        "sous|près de|via"
    ),
    articles=r"(?:un|une|le|la|les|des|son|sa|ses|leur|leurs|cette|cet|ce|ces|notre)\s|l[’']",
    adverbials=(
        "lors|dans|sur|devant|auprès|mardi|lundi|mercredi|jeudi|vendredi|samedi|dimanche|hier|au|à|en|"
        "après|avant|"
        "pendant|via|avec|par|qui|dont|où|depuis|pour|sans|ce|cette|dès|face|aux|non|quand|lorsque|comme"
    ),
    roles=(
        "intéressée?|élue?|maire|ministre|direct(?:eur|rice)|présidente?|patronn?e?|cherch(?:eur|euse)|"
        "dirigeante?|"
        "députée?|sénat(?:eur|rice)|avocate?|médecin|professeure?|fondat(?:eur|rice)|responsable|"
        "auteure?|autrice|"
        "scientifique|ingénieure?|économiste|sociologue|historienn?e?|entraîneure?|adjointe?|préfète?|"
        "procureure?|"
        "porte-parole|secrétaire|biologiste|écologue|géologue|astronome|physicienn?e?|chimiste|"
        "infirmi(?:er|ère)|"
        "enseignante?|principale?|proviseure?|bibliothécaire|libraire|romanci(?:er|ère)|écrivaine?|"
        "agricult(?:eur|rice)|"
        "éleveu(?:r|se)|gérante?|propriétaire|habitante?|riveraine?|commerçante?|boulang(?:er|ère)|"
        "capitaine|joueu(?:r|"
        "se)|gardienn?e?|attaquante?|buteu(?:r|se)|prévenue?|accusée?|témoin|victime|magistrate?|juge|"
        "conseill(?:er|ère)|"
        "trésori(?:er|ère)|déléguée?|animat(?:eur|rice)|coordinat(?:eur|rice)|conservat(?:eur|rice)|"
        "restaurat(?:eur|rice)|"
        "journaliste|coach|sélectionneu(?:r|se)|technicienn?e?|quinquagénaire|sexagénaire|trentenaire|"
        "quadragénaire|"
        "septuagénaire|octogénaire|retraitée?|étudiante?|bénévole|paysann?e?|vigneronn?e?|maraîch(?:er|"
        "ère)|pêcheu(?:r|se)|"
        "artisane?|céramiste|ébéniste|jeune (?:femme|homme|fille)|champion(?:ne)?|coureu(?:r|se)|mère|"
        "père|veuve|fils|"
        "fille|édile|première? magistrate?|expert(?:e)?|spécialiste|climatologue|hydrologue|pédiatre|"
        "pharmacien(?:ne)?"
    ),
    personal="il:m elle:f ils:mp elles:fp",
    demonstratives="cela ceci ça c ce cet cette ces celui celle",
    demonstratives_alone="cela ceci ça celui celle",
    impersonal=(
        r"il (?:y (?:a|avait|aura|eut)|n[’']y |n[’']est (?:pas |plus |jamais )?\w{1,14} (?:de|que)|"
        r"faut|faudra|fallait|semble|"
        r"paraît|s[’']agit|reste|convient|existe|suffit|importe|manque|arrive|pleut|neige|fait (?:beau|"
        r"froid|chaud|nuit)|est "
        r"(?:\w{1,12} )?(?:[\wé]{3,14} )?(?:que|de|d[’'])|était (?:\w{1,12} )?(?:[\wé]{3,14} )?(?:que|"
        r"de|d[’']|temps)|"
        r"(?:ne )?(?:faudra|fallut|s[’']est agi))|(?:c[’']est|c[’']était|ce (?:sera|fut|sont)) "
        r".{1,60}\b(?:qui|que|qu[’']|"
        r"dont|où)\b"
    ),
    subjectless=(
        r"n[’'](?:a|ont|est)|ne|a|ont|est|sont|avait|était|va|doit|peut|tout en|affirmant|précisant|ajoutant|"
        r"estimant|disant"
    ),
    verbs=(
        r"(?:n[’']|ne\s|s[’']|se\s|y\s|en\s|l[’']|lui\s|leur\s)?(?:a|ont|est|sont|était|étaient|avait|"
        r"avaient|aura|"
        r"auront|sera|seront|va|vont|doit|doivent|peut|peuvent|fait|font|vient|veut|compte|consiste|fut|eut|"
        r"[a-zà-ÿ]{3,20}(?:era|eront|erait|eraient|ait|aient|èrent|irent|urent|ient))"
    ),
    feminine=(
        r"(?:la|une|cette|sa|ma|notre)\s|(?:l[’'])?[^ ]{2,30}(?:tion|sion|té|ette|ance|ence|ure|ise|"
        r"ille|esse|ée|ie)\b|"
        r"l[’'](?:équipe|étude|école|enquête|usine|entreprise|œuvre|idée|affaire|ville|île|aide|eau|élue)\b"
    ),
    masculine=(
        r"(?:le|un|ce|cet|son|mon)\s|l[’'](?:[^ ]{1,20}(?:ment|age|teur|isme|oir|ier|eur|al|el)|homme|"
        r"élu|arrêté|essai|"
        r"accord|avis|outil|appel|hôtel|hôpital|étang|oiseau|arbre|auteur|avion|été|hiver|an)\b"
    ),
    plural=(
        r"(?:les|des|ces|ses|leurs|plusieurs|quelques|certains|certaines|deux|trois|quatre|cinq|six|"
        r"sept|huit|neuf|dix|"
        r"\d+|nos|vos|tous|toutes)\s"
    ),
    relative="qui que dont où lequel laquelle lesquels lesquelles",
    contrast="mais tandis alors or",
    addition="et puis car puisque",
    loose="avec après afin pour tout en avant depuis notamment dont",
    narrator=r"nous|j[’']|je|voici|voyons|imaginez|imaginons|prenons",
    numerals=(
        "deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|vingt|trente|"
        "quarante|"
        "cinquante|soixante|cent|mille|millions?|milliards?|moitié|tiers|quart|dizaines?|centaines?|milliers?"
    ),
    events=(
        r"(?:a|ont|avait|avaient|est|sont|était|étaient|s[’']est|se sont|sera|"
        r"seront)(?:\s[\wà-ÿ]{1,12})?\s[a-zà-ÿ]{2,20}"
        r"(?:é|ée|és|ées|i|is|ie|it|u|ue|us|ues|ert|erte)|[a-zà-ÿ]{2,20}(?:ait|aient|èrent|era|eront)|"
        r"est|sont|a|ont|"
        r"reste|va|vont|doit|doivent|peut|fait"
    ),
    commentary=(
        r"(?:seul )?l[’']avenir (?:nous )?(?:le )?dira|(?:il )?reste(?:ra)? (?:donc |encore |"
        r"maintenant |désormais |"
        r"plus qu[’'])?à (?:savoir|voir|convaincre)|affaires? à suivre|à suivre|(?:une|la) (?:chose|"
        r"histoire|affaire) "
        r"(?:est (?:sûre|certaine)|à suivre)|rien n[’']est moins sûr|le temps (?:nous )?(?:le )?dira|"
        r"et ce n[’']est "
        r"(?:pas|qu)|autant dire|force est de constater|on l[’']aura compris|(?:la|le|cette|ce) "
        r"(?:question|débat|sujet|"
        r"dossier)\b(?!.{0,200}\d)(?!.{0,80}\b(?:a|ont|est|sera) [a-zà-ÿ]{2,15}(?:é|ée|is|u)\b)|(?:un|"
        r"une) pari "
        r"\w{3,15}(?:, donc)?\.|chaque pays a|c[’']est (?:peu|tout|dit)\b.{0,12}\Z|qui (?:vivra|lira) "
        r"verra|rendez-vous"
        r" est pris|tout un symbole|de quoi (?:nourrir|alimenter)"
    ),
    money=r"euros?|livres?|francs?|pour ?cents?",
    weekdays="lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche",
    deeds=(
        r"(?:a|ont|va|vont|sera|seront|doit|doivent|est|s[’']est|a été|ont "
        r"été)\s(?:[\wà-ÿ]{1,15}\s)?(?:annoncée?s?|"
        r"décidée?s?|quittée?s?|nommée?s?|votée?s?|levée?s?|obtenue?s?|lancée?s?|ouverte?s?|"
        r"rouverte?s?|fermée?s?|signée?s?|"
        r"adoptée?s?|interdite?s?|supprimée?s?|créée?s?|achetée?s?|rachetée?s?|vendue?s?|condamnée?s?|"
        r"publiée?s?|"
        r"commencée?|investi\w*|jugée?s?|réduite?s?|augmentée?s?|perdue?s?|gagnée?s?|remportée?s?|"
        r"démissionné|"
        r"licenciée?s?|construite?s?|livrée?s?|approuvée?s?|rejetée?s?|démis|élue?s?|mise?s? en examen|"
        r"relaxée?s?|"
        r"découverte?s?|battue?s?|inaugurée?s?|mort|morte|décédée?|arrêtée?s?|tuée?s?|imposée?s?)|"
        r"action en justice|procès|plainte|interdiction|rachat|"
        r"démission|condamnation|poursuites"
    ),
    future=r"sera|seront|va|vont|doit|doivent|devra|devront|[a-zà-ÿ]{3,20}(?:era|eront|ira|iront)",
    relative_time=(
        r"il y a (?:quelques|deux|trois|plusieurs|une?|dix|\d+) (?:jours?|semaines?|mois|ans?)|hier|la semaine dernière|le mois dernier|l[’']an(?:née)? derni(?:er|ère)|cette semaine|ce matin|récemment"
    ),
    hedges="peut-être|sans doute|il semble|pourrait|pourraient|semblerait|paraît-il|probablement",
    furniture=(
        r"laissez-(?:nous|vos?)\b.{0,80}|corrigé le\b|document libre de droits|passez nous voir|menu (?-i:S)e connecter",
        r"(?:la semaine prochaine|le mois prochain|prochain (?:article|numéro|épisode|rendez-vous)|dans (?:le|notre) prochain numéro)\b.{0,120}\Z",
        r"vous recevez ce\b|répondez stop\b|dans notre (?:édition|numéro) du\b|contrairement à ce que nous avons (?:écrit|indiqué)|"
        r"toutes nos excuses\b|reproduction interdite|les (?:tribunes|opinions|propos) (?:publiée?s|exprimée?s)\b|pour vous désabonner|"
        r"imprimé sur\b|ne pas jeter\b|réf\.? :|fiche à (?:rendre|découper)|note\s?:\s?[._/]",
        r"partage[rz]\b(?=.{0,40}\b(?:facebook|twitter|x|linkedin|whatsapp|mail|e-mail|réseaux|article|"
        r"lien|page)\b|"
        r"[^.]{0,12}\Z)",
        r"(?:ré)?abonne[rz](?:-vous)?\b|s[’']abonner\b|inscrivez-vous\b|s[’']inscrire\b|désabonn|"
        r"recevez (?:notre|nos|"
        r"chaque|la|toute|gratuitement)\b|vous (?:souhaitez|voulez|aimeriez) (?:recevoir|lire la suite|"
        r"en savoir|"
        r"plus)\b|envie d[’'](?:en (?:lire|savoir)|aller plus loin)\b.{0,40}\?\Z|newsletter\b|je "
        r"m[’'](?:abonne|inscris)\b",
        r"(?:suivez|rejoignez|retrouvez|contactez|soutenez)(?:-nous| (?:nous|notre|nos|toute|toutes|"
        r"l[’']actualité|"
        r"l[’']info|la rédaction))\b|pour nous (?:contacter|écrire|soutenir)\b|faire un don\b|faites "
        r"un don\b",
        r"(?:à |a )?(?:lire|voir|écouter|découvrir|relire|revoir)(?: aussi| également| ensuite| en "
        r"plus|\s?:)|lire (?:la "
        r"suite|plus|l[’']article|l[’']intégralité)\b|en savoir plus\b|(?:sur le même sujet|articles? "
        r"(?:liés?|similaires?|"
        r"connexes?|recommandés?|suivant|précédent)|dans le même dossier|plus d[’']infos?|nos derniers "
        r"articles|nos "
        r"autres articles|retour (?:à l[’']accueil|en haut)|aller au contenu|voir tous?|tous les articles)\b",
        r"(?:vous avez aimé|vous aimez|cet article vous a|cliquez|connectez-vous|se connecter\b|déjà "
        r"abonnée?|créez "
        r"(?:votre|un) compte|téléchargez (?:notre|l[’']appli)|commentez\b(?=.{0,30}\Z)|laissez un "
        r"commentaire|réagissez|"
        r"signaler une erreur|imprimer|publicité\b|annonce\b|contenu sponsorisé|accueil\W{0,3}\Z|"
        r"menu\W{0,3}\Z|rechercher"
        r"\W{0,3}\Z|une erreur dans (?:cet|l[’'])|poster un commentaire|réserver\W{0,3}\Z)",
        r"(?:tous droits réservés|droits? d[’']auteur|mentions légales|politique de confidentialité|"
        r"nous utilisons des "
        r"cookies|accepter (?:les cookies|et fermer|tout)|tout accepter|tout refuser|ce site utilise|"
        r"paramétrer|gérer "
        r"(?:les|mes) cookies|en poursuivant votre navigation|conditions générales)",
        r"(?:crédits?(?: photos?)?|photos?|image|illustration|légende|vidéo|getty images|temps de "
        r"lecture|mots?[- ]clés?|"
        r"étiquettes|tags?|thèmes?|rubrique|catégories?|copyright|contacts?(?: presse)?|niveau|dossier|"
        r"durée|audio|"
        r"podcast|infographie|pour (?:plus d[’']informations?|en savoir plus)|propos recueillis|à "
        r"propos d[eu] .{1,40})\s?:",
        r"(?:temps de lecture|lecture)\b.{0,20}\bmin|\d{1,2} min(?:utes?)?(?: de lecture)?\W{0,2}\Z|lu "
        r"\d|\d{1,5} "
        r"(?:commentaires?|réactions?|partages?)\Z",
        r"(?:publié|mis à jour|modifié|posté|mise à jour|rédigé|paru) (?:le|à|il y a|par)\b.{0,60}\Z",
        r"(?:propos recueillis par|article (?:traduit|rédigé|écrit|paru|publié)|traduit (?:de|par)|cet "
        r"article (?:a été|est) "
        r"(?:initialement )?(?:publié|paru|réservé|issu)|la rédaction (?:vous conseille|de)|avec "
        r"(?:afp|reuters|agences)\W*\Z|"
        r"texte(?: et photos?)? (?:de|par|:)|rectificatif|correction\s?:|erratum|mise à jour\s?[:(]|"
        r"note de la rédaction|"
        r"les propos tenus|cette tribune n[’']engage)",
        r"par (?-i:[A-ZÀ-Þ][\w'’-]{1,30}(?: [A-ZÀ-Þ][\w'’.-]{0,30}){1,3})(?:,? (?:et|le|publié|à|pour|"
        r"\||·|-|–|—).{0,60}|"
        r"\W{0,3}DATE.{0,30})?\Z",
        r"(?:écrivez|contactez|appelez|rendez-vous sur|envoyez) .{0,60}(?:@|\bwww\.|https?://|\d\d[ "
        r".]\d\d).{0,60}\Z",
        r"(?:sondage|votez|résultats? du sondage|répondez à notre sondage|participez à "
        r"notre)\b.{0,80}\Z|communiqué de "
        r"presse\W{0,3}\Z|pour diffusion immédiate",
    ),
    furniture_inside=(
        r"tous droits réservés|notre (?:newsletter|infolettre|lettre d[’']information)|nos newsletters|"
        r"dans votre boîte "
        r"(?:mail|de réception)"
    ),
    ending=(
        r"pour en lire plus|à lire pour aller plus loin|pour en savoir plus|(?:\d{1,5} )?commentaires?|réactions?|discussion des lecteurs|laisser un commentaire|notes?|"
        r"références|"
        r"bibliographie|vos (?:commentaires|réactions)|les (?:commentaires|réactions)(?: des "
        r"lecteurs)?|courrier des lecteurs"
    ),
    related=(
        r"(?:à |a )?(?:lire|voir|découvrir|écouter)(?: aussi| également| ensuite)|sur le même (?:sujet|"
        r"thème)|articles? (?:liés?|"
        r"similaires?|connexes?|recommandés?)|dans la même rubrique|les plus (?:lus|populaires)|nos "
        r"derniers articles|à la une|"
        r"dans l[’']actualité|le reste de l[’']actualité|vous aimerez aussi|nos (?:dossiers|autres "
        r"articles)|pour aller plus "
        r"loin|voir aussi|plus d[’']articles|recommandé pour vous|aussi dans (?:ce numéro|"
        r"l[’']actualité)|en continu"
    ),
    author=(
        r"(?:à propos de|qui est) (?:l[’']auteure?|l[’']autrice|cet auteur)|biographie|l[’']auteure?|"
        r"l[’']autrice|les auteurs"
    ),
    author_line=(
        r"est (?:[\w-]{1,20} ){0,3}(?:journaliste|rédact(?:eur|rice)|correspondante?|chroniqueu(?:r|"
        r"se)|pigiste)\b.{0,30}"
        r"\b(?:à|au|chez|pour|spécialisée?)\b|couvre l[’']actualité|collabore régulièrement|"
        r"\b(?:dernier|premier|nouveau) "
        r"(?:livre|ouvrage|roman|essai) (?:paru|publié)\b|\best l[’']aut(?:eure?|rice) (?:de|du|"
        r"d[’'])\b.{0,80}"
    ),
    source=r"sources?|via|d[’']après|adapté de",
    question_heading=(
        r"\b(?:questions?|pistes?|points?|sujets?|thèmes?|éléments?|idées|quelques questions) (?:pour|de|à|du|en|qui) (?:le |la |en |les |lancer le |nourrir le |nourrir la |ouvrir le |aller plus loin|la )?(?:débats?|débattre|discussions?|discuter|réflexion|réfléchir|échanges?|échanger|compréhension|partager|lecture|groupe|classe|rencontre|prochaine|se poser|fâchent|lecteurs)\b|\bquestions? (?:aux|pour (?:les|nos|vos)|à nos|à vous poser|sur (?:le |la |les )?[\w’' -]{2,30}|ouvertes)\b(?: lecteurs| lectrices| élèves)?|\bquestions? pour en discuter\b|\bquestionnaire\b|\b(?:pour (?:débattre|discuter|en débattre|en discuter|en parler|échanger|réfléchir|ouvrir le débat|lancer le débat|(?:lancer|nourrir|prolonger|animer|guider|alimenter|ouvrir) (?:la discussion|le débat|la réflexion|l[’']échange|les échanges|vos échanges)|aller plus loin(?: dans le débat)?|continuer la discussion))\b(?=\s*(?::|…|\n|\Z|[–—-]|(?-i:[A-ZÀ-Þ])))|\b(?:à vous (?:la parole|de jouer|de débattre|de réagir|de répondre|de réfléchir)|le débat est (?:ouvert|lancé)|place au débat|et vous|à débattre|à discuter|parlons-en|débattons(?:-en)?|discutons(?:-en)?|la parole est à vous|vous avez la parole|prenez la parole|avant (?:la lecture|de lire)|après (?:la lecture|avoir lu)|pendant la lecture|as-tu bien compris|avez-vous bien compris|de quoi (?:discuter|débattre)|réfléchissons|ouvrons le débat|matière à débat|le coin du débat|le débat|au fil (?:de la lecture|du texte)|je (?:réfléchis|m[’']interroge)|tour de table|arrêtez-vous un instant)(?=\s*[?:!…\n–—-]|\s*\Z|\s*(?-i:[A-ZÀ-Þ]))|\b(?:votre avis nous intéresse|donnez(?:-nous)? votre avis|qu[’']en pensez-vous|dites-nous|votre opinion|nous attendons vos réponses)(?=\s*[:\n…]|\s*\Z)|\bet (?:vous|toi),? qu[’']en (?:pensez-vous|penses-tu)(?=\s*\?\s*(?:\n|\Z))"
    ),
    discussing=(
        r"lecteurs|lectrices|discu\w+|débat\w*|questions?|réfl\w+|échang\w+|parl(?:er|ons)|conversation|pause|penser|méditer|à vous|votre avis|bavarder|causer|exercices?|activités?|consignes?|travail|mise en route|tour de table|interroger|arrêt\w+|échauff\w+|causer"
    ),
    question_label=(
        "questions?|débat|débattre|discussion|discuter|réflexion|à vous|compréhension|expression|échanges?|vos questions|activités?|exercices?|votre avis|pour en parler|à méditer|travail|consignes?|les questions"
    ),
    faq_heading=(
        r"foire aux questions|questions? fréquentes?|questions?[- ]réponses?|(?:vos|vos) questions?,? nos|quiz|vrai ou faux|on vous (?:répond|explique)|ce qu[’']il faut savoir|sondage|tout (?:savoir|comprendre)|en \w{2,8} questions|vos questions|nous avons répondu"
    ),
    imperative=(
        r"(?!(?:partagez|abonnez|inscrivez|suivez|cliquez|retrouvez|téléchargez|lisez la suite|découvrez|recevez|rejoignez|contactez|connectez|consultez|soutenez|réservez|rendez|assez|chez|nez|venez|réagissez|commentez|votez)\b)[a-zà-ÿ]{2,20}ez\b(?!-(?:vous|nous))|(?:décris|explique|imagine|compare|cite|donne|rédige|écris|trouve|relève|complète|choisis|discute|résume|dis|raconte|propose|justifie|classe|observe|recherche|prépare|dessine|souligne|indique|présente|échange|débats?|note|lis)\b(?= |[.!]?\Z)|(?:décrire|dire|raconter|écrire|inventer|choisir|définir|relire|chercher|dessiner|classer|présenter|repérer|préparer|expliquer|imaginer|comparer|citer|donner|rédiger|trouver|relever|compléter|discuter|résumer|proposer|justifier|débattre|échanger|commenter|lister|identifier)\b"
    ),
    settings=(
        r"imaginez|imaginons|imagine|regardez|regarde|observez|observe|relisez|relis|lisez|lis|prenez|considérez|supposez|supposons|songez|pensez|rappelez-vous|mettez-vous"
    ),
    truth=r"vrai ou faux|oui ou non|d[’']accord ou pas(?: d[’']accord)?",
    instructions=(
        r"répond(?:ez|s|re)|vrai ou faux|coche[rz]?|entoure[rz]?|souligne[rz]?|compl[eéè]te[rz]?|corrige[rz]?|travail (?:en|à)|par deux|en (?:groupes?|binômes?)|choisis(?:sez)?|relie[rz]?|à l[’']oral|à l[’']écrit|lisez le texte"
    ),
    reader=r"vous|votre|vos|toi|tu|ton|tes|t[’']|-vous|-tu",
    opinion=(
        r"(?:qu[’'](?:en )?|que |en |le |y )?(?:pensez|croyez|feriez|choisiriez|diriez|voyez|accepteriez|seriez|êtes|avez|iriez|pourriez|connaissez|aimeriez|voudriez)-vous|(?:penses|crois|ferais|es|as|connais|aimerais|voudrais)-tu|selon (?:vous|toi)|à (?:votre|ton) avis|d[’']après vous|(?:quel est )?votre (?:avis|opinion|point de vue)|chez vous"
    ),
    anaphors=(
        r"(?:et |mais |ou )?(?:pourquoi(?: pas)?|pour quelles? raisons?|comment(?: cela| ça)?|dans quelles? (?:mesure|conditions?|cas|but|circonstances)|à quelles? conditions?|à quel (?:prix|point|titre)|sous quelle forme|lesquel(?:le)?s|laquelle|lequel|qui|quand|où|de quelle (?:manière|façon)|par qui|avec qui|par quoi|en quoi|par quels? moyens?|auxquel(?:le)?s|jusqu[’']où|combien|par exemple|vraiment|ou pas|y croyez-vous|le feriez-vous|êtes-vous d[’']accord|qu[’']en (?:pensez|dites|avez|concluez|retirez|retenez|attendez|diriez)-vous.{0,40}|est-ce (?:suffisant|réaliste|souhaitable|possible|juste|grave|un problème)|quel(?:le)?s?|pour (?:qui|quoi)|avec quels? (?:résultats?|effets?|moyens?))|(?:si (?:oui|non|c[’']est le cas)|le cas échéant|dans ce cas|sinon)\s?,.{0,120}|(?:justifiez|expliquez|argumentez|précisez|développez|donnez|justifie|explique|donne)\b.{0,100}"
    ),
    joining=r"et|mais|ou|pour quel(?:le)?s? [\w-]{3,15} \?|à sa place",
    back_references="y en cela ça ceci celui-ci celle-ci ils elles le la les leur lui celles-ci ceux-ci",
)

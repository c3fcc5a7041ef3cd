"""French."""

from bot.articles.languages.fr_pages import FRENCH_PAGES
from bot.articles.languages.tables import Tables

FRENCH = Tables(
    code="fr",
    common=(
        "le la les des et est une un du dans que qui pour pas sur au avec plus par ne se son ses aux ce "
        "cette sont nous vous elle il ont été mais ou leur comme être selon après à"
    ),
    determiners=(
        "le la les l un une des du au aux ce cet cette ces son sa ses leur leurs mon ma mes notre nos "
        "votre vos chaque plusieurs certains certaines quelques tous toutes tout toute aucun aucune"
    ),
    pronouns=(
        "il elle ils elles on je j tu nous vous cela ceci ça c ce celui celle ceux celles qui certains "
        "beaucoup rien personne"
    ),
    connectors=(
        "mais et ou or donc car ni puis ainsi alors aussi cependant toutefois pourtant néanmoins enfin "
        "ensuite selon pour dans en avec sans sur sous après avant depuis pendant lors dès malgré parmi "
        "si quand comme lorsque aujourd hier demain ici là ne d s n y de par chez entre vers jusqu dont "
        "où à contre face grâce outre quant désormais surtout bientôt jamais toujours souvent parfois "
        "même peut-être autant seul seule seuls difficile impossible certes voilà voici bref reste soit "
        "sinon près loin hors durant autour autrement sitôt aussitôt dommage heureusement faute plus "
        "moins mieux trop assez peu"
    ),
    question_words=(
        "que qu quoi qui quel quelle quels quelles comment pourquoi combien où quand lequel laquelle "
        "lesquels lesquelles"
    ),
    titles="m mm mme mmes mlle me mgr dr pr st ste gén cf env approx av vs",
    numbered=("no n nº art arts p pp vol ch chap fig figs sec par al § éd ed tab réf ref tel tél eq"),
    abbreviations=(
        "etc inc cie janv févr fév avr juil juill août sept oct nov déc lun mar mer jeu ven sam dim ex "
        "min max hab"
    ),
    months=(
        "janv(?:ier)?|févr?(?:ier)?|mars|avr(?:il)?|mai|juin|juil(?:let)?|août|sept(?:embre)?|"
        "oct(?:obre)?|nov(?:embre)?|déc(?:embre)?"
    ),
    speech=(
        "(?:déclar|affirm|expliqu|ajout|précis|indiqu|estim|assur|soulign|annon[cç]|confi|rappel|racont|"
        "témoign|regrett|déplor|dénon[cç]|insist|répliqu|lan[cç]|martel|jug|ironis|résum|détaill|"
        "argument|tempèr|tempér|nuan[cç]|soupir|gliss|observ|constat|analys|confirm|souhait|prôn|tranch|"
        "tweet|post|interrog|demand|questionn|balay|avou|raill|balan[cç]|pest|fustig|critiqu|not|"
        "considèr|considér|commenc?t|salu|espèr|espér|exprim|recommand|propos|alert|évoqu|ét?al|protest|"
        "plaisant|murmur|cri|reproch|prévoi|détaill|calcul|conseill|évalu|enchaîn|rétorqu|souffl|grond|"
        "exclam|justifi|corrig|ass[eè]n|riposte?|rassur|signal|invoqu|hasard|chuchot|bougonn|plaid|"
        "sanctionn|renseign|rappel|objecte?|relèv|relev|rectifi|reconnaî|commentai|mett)(?:e|é|ée|és|ent|"
        "ait|aient|a|èrent|ant)|(?:plaint|plaignait|écri(?:t|vait|vit|vent|vant)|di(?:t|sait|sent|sant)|"
        "adme(?:t|ttait|ttant)|admis|reconna[iî]t|reconnaissait|reconnu|prév(?:ient|enu|enait|enant)|"
        "averti(?:t|ssait)?|plaid(?:e|é|ait|ant)|conclu(?:t|ait|ant)?|répond(?:u|ait|ant)?|poursui(?:t|"
        "vi|vait|vant)|promet(?:tait)?|promis|révèl(?:e|ait)|révél(?:é|ant)|renchéri(?:t|ssait)?|"
        "concèd(?:e|ait)|concédé|craint|pense|croit|abond(?:e|é|ait)|repren(?:d|ait)|repris|"
        "enthousiasm(?:e|é|ait)|indign(?:e|é|ait)|inqui[eè]t(?:e|é|ait)|amus(?:e|é|ait)|réjoui(?:t|"
        "ssait)?|félicit(?:e|é|ait)|désol(?:e|é|ait)|agac(?:e|é|ait)|alarm(?:e|é|ait)|étonn(?:e|é|ait)|"
        "émerveill(?:e|é|ait)|souvient|souvenait|défend(?:u|ait)?|soutient|soutenu|fait (?:valoir|savoir|"
        "remarquer|observer|part)|montre|prédit|garanti(?:t)?|compl[eè]t(?:e|ait)|complété|"
        "commente(?:nt)?|commenté|commentait|sourit|souriait|rit|requis|requiert|cité|cite|résumait|"
        "lit-on|met en garde|mettait en garde|mis en garde|veut croire|se veut|relativise|relativisé|"
        "rêve|peste|raille|s[’']emporte|s[’']impatiente|s[’']excuse|se défend|s[’']interroge|se rappelle|"
        "entend|reste|convenu|convient|tonne|tonné|appelle|maintient|maintenu|décrit|décrivait|parle|"
        "parlait|fulmine)"
    ),
    speech_behind=r"[\wà-ÿ’']{1,20}-(?:t-)?(?P<pronoun_fr>ils?|elles?|on)",
    according="selon|d[’']après|pour|aux yeux de|de l[’']avis de|à en croire|dixit",
    honorifics=(
        "m mm mme mmes mlle monsieur madame mademoiselle messieurs mesdames dr pr professeur professeure "
        "docteur docteure maître me mgr pdg dg général colonel capitaine commandant lieutenant adjudant "
        "juge procureur procureure père sœur frère"
    ),
    feminine_titles=("mme mmes mlle madame mademoiselle mesdames professeure docteure procureure sœur"),
    masculine_titles="m mm monsieur messieurs père frère",
    feminine_pronouns="elle elles",
    masculine_pronouns="il ils",
    plural_pronouns="ils elles",
    first_person="je|j[’']|mon|ma|mes|m[’']|me|moi|nous|notre|nos",
    prepositions=(
        "de|du|des|d|à|au|aux|chez|sur|dans|en|par|avec|sans|pour|contre|vers|entre|et|comme|depuis|"
        "après|avant|sous|près de|via"
    ),
    articles=(r"(?:un|une|le|la|les|des|son|sa|ses|leur|leurs|cette|cet|ce|ces|notre)\s|l[’']"),
    adverbials=(
        "lors|dans|sur|devant|auprès|mardi|lundi|mercredi|jeudi|vendredi|samedi|dimanche|hier|au|à|en|"
        "après|avant|pendant|via|avec|par|qui|dont|où|depuis|pour|sans|ce|cette|dès|face|aux|non|quand|"
        "lorsque|comme"
    ),
    roles=(
        "intéressée?|élue?|maire|ministre|direct(?:eur|rice)|présidente?|patronn?e?|cherch(?:eur|euse)|"
        "dirigeante?|députée?|sénat(?:eur|rice)|avocate?|médecin|professeure?|fondat(?:eur|rice)|"
        "responsable|auteure?|autrice|scientifique|ingénieure?|économiste|sociologue|historienn?e?|"
        "entraîneure?|adjointe?|préfète?|procureure?|porte-parole|secrétaire|biologiste|écologue|"
        "géologue|astronome|physicienn?e?|chimiste|infirmi(?:er|ère)|enseignante?|principale?|"
        "proviseure?|bibliothécaire|libraire|romanci(?:er|ère)|écrivaine?|agricult(?:eur|rice)|"
        "éleveu(?:r|se)|gérante?|propriétaire|habitante?|riveraine?|commerçante?|boulang(?:er|ère)|"
        "capitaine|joueu(?:r|se)|gardienn?e?|attaquante?|buteu(?:r|se)|prévenue?|accusée?|témoin|victime|"
        "magistrate?|juge|conseill(?:er|ère)|trésori(?:er|ère)|déléguée?|animat(?:eur|rice)|"
        "coordinat(?:eur|rice)|conservat(?:eur|rice)|restaurat(?:eur|rice)|journaliste|coach|"
        "sélectionneu(?:r|se)|technicienn?e?|quinquagénaire|sexagénaire|trentenaire|quadragénaire|"
        "septuagénaire|octogénaire|retraitée?|étudiante?|bénévole|paysann?e?|vigneronn?e?|maraîch(?:er|"
        "ère)|pêcheu(?:r|se)|artisane?|céramiste|ébéniste|jeune (?:femme|homme|fille)|champion(?:ne)?|"
        "coureu(?:r|se)|mère|père|veuve|fils|fille|édile|première? magistrate?|expert(?:e)?|spécialiste|"
        "climatologue|hydrologue|pédiatre|pharmacien(?:ne)?"
    ),
    personal="il:m elle:f ils:mp elles:fp",
    demonstratives="cela ceci ça c ce cet cette ces celui celle",
    demonstratives_alone="cela ceci ça celui celle",
    impersonal=(
        r"il (?:y (?:a|avait|aura|eut)|n[’']y |n[’']est (?:pas |plus |jamais )?\w{1,14} (?:de|que)|faut|"
        r"faudra|fallait|semble|paraît|s[’']agit|reste|convient|existe|suffit|importe|manque|arrive|"
        r"pleut|neige|fait (?:beau|froid|chaud|nuit)|est (?:\w{1,12} )?(?:[\wé]{3,14} )?(?:que|de|d[’'])|"
        r"était (?:\w{1,12} )?(?:[\wé]{3,14} )?(?:que|de|d[’']|temps)|(?:ne )?(?:faudra|fallut|s[’']est "
        r"agi))|(?:c[’']est|c[’']était|ce (?:sera|fut|sont)) .{1,60}\b(?:qui|que|qu[’']|dont|où)\b"
    ),
    subjectless=(
        "n[’'](?:a|ont|est)|ne|a|ont|est|sont|avait|était|va|doit|peut|tout en|affirmant|précisant|"
        "ajoutant|estimant|disant"
    ),
    verbs=(
        r"(?:n[’']|ne\s|s[’']|se\s|y\s|en\s|l[’']|lui\s|leur\s)?(?:a|ont|est|sont|était|étaient|avait|"
        r"avaient|aura|auront|sera|seront|va|vont|doit|doivent|peut|peuvent|fait|font|vient|veut|compte|"
        r"consiste|fut|eut|[a-zà-ÿ]{3,20}(?:era|eront|erait|eraient|ait|aient|èrent|irent|urent|ient))"
    ),
    feminine=(
        r"(?:la|une|cette|sa|ma|notre)\s|(?:l[’'])?[^ ]{2,30}(?:tion|sion|té|ette|ance|ence|ure|ise|ille|"
        r"esse|ée|ie)\b|l[’'](?:équipe|étude|école|enquête|usine|entreprise|œuvre|idée|affaire|ville|île|"
        r"aide|eau|élue)\b"
    ),
    masculine=(
        r"(?:le|un|ce|cet|son|mon)\s|l[’'](?:[^ ]{1,20}(?:ment|age|teur|isme|oir|ier|eur|al|el)|homme|"
        r"élu|arrêté|essai|accord|avis|outil|appel|hôtel|hôpital|étang|oiseau|arbre|auteur|avion|été|"
        r"hiver|an)\b"
    ),
    plural=(
        r"(?:les|des|ces|ses|leurs|plusieurs|quelques|certains|certaines|deux|trois|quatre|cinq|six|sept|"
        r"huit|neuf|dix|\d+|nos|vos|tous|toutes)\s"
    ),
    relative="qui que dont où lequel laquelle lesquels lesquelles",
    contrast="mais tandis alors or",
    addition="et puis car puisque",
    loose="avec après afin pour tout en avant depuis notamment dont",
    narrator="nous|j[’']|je|voici|voyons|imaginez|imaginons|prenons",
    numerals=(
        "deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|vingt|trente|"
        "quarante|cinquante|soixante|cent|mille|millions?|milliards?|moitié|tiers|quart|dizaines?|"
        "centaines?|milliers?"
    ),
    events=(
        r"(?:a|ont|avait|avaient|est|sont|était|étaient|s[’']est|se sont|sera|"
        r"seront)(?:\s[\wà-ÿ]{1,12})?\s[a-zà-ÿ]{2,20}(?:é|ée|és|ées|i|is|ie|it|u|ue|us|ues|ert|erte)|"
        r"[a-zà-ÿ]{2,20}(?:ait|aient|èrent|era|eront)|est|sont|a|ont|reste|va|vont|doit|doivent|peut|fait"
    ),
    commentary=(
        r"(?:seul )?l[’']avenir (?:nous )?(?:le )?dira|(?:il )?reste(?:ra)? (?:donc |encore |maintenant |"
        r"désormais |plus qu[’'])?à (?:savoir|voir|convaincre)|affaires? à suivre|à suivre|(?:une|la) "
        r"(?:chose|histoire|affaire) (?:est (?:sûre|certaine)|à suivre)|rien n[’']est moins sûr|le temps "
        r"(?:nous )?(?:le )?dira|et ce n[’']est (?:pas|qu)|autant dire|force est de constater|on "
        r"l[’']aura compris|(?:la|le|cette|ce) (?:question|débat|sujet|"
        r"dossier)\b(?!.{0,200}\d)(?!.{0,80}\b(?:a|ont|est|sera) [a-zà-ÿ]{2,15}(?:é|ée|is|u)\b)|(?:un|"
        r"une) pari \w{3,15}(?:, donc)?\.|chaque pays a|c[’']est (?:peu|tout|dit)\b.{0,12}\Z|qui "
        r"(?:vivra|lira) verra|rendez-vous est pris|tout un symbole|de quoi (?:nourrir|alimenter)"
    ),
    money="euros?|livres?|francs?|pour ?cents?",
    weekdays="lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche",
    deeds=(
        r"(?:a|ont|va|vont|sera|seront|doit|doivent|est|s[’']est|a été|ont "
        r"été)\s(?:[\wà-ÿ]{1,15}\s)?(?:annoncée?s?|décidée?s?|quittée?s?|nommée?s?|votée?s?|levée?s?|"
        r"obtenue?s?|lancée?s?|ouverte?s?|rouverte?s?|fermée?s?|signée?s?|adoptée?s?|interdite?s?|"
        r"supprimée?s?|créée?s?|achetée?s?|rachetée?s?|vendue?s?|condamnée?s?|publiée?s?|commencée?|"
        r"investi\w*|jugée?s?|réduite?s?|augmentée?s?|perdue?s?|gagnée?s?|remportée?s?|démissionné|"
        r"licenciée?s?|construite?s?|livrée?s?|approuvée?s?|rejetée?s?|démis|élue?s?|mise?s? en examen|"
        r"relaxée?s?|découverte?s?|battue?s?|inaugurée?s?|mort|morte|décédée?|arrêtée?s?|tuée?s?|"
        r"imposée?s?)|action en justice|procès|plainte|interdiction|rachat|démission|condamnation|"
        r"poursuites"
    ),
    future=("sera|seront|va|vont|doit|doivent|devra|devront|[a-zà-ÿ]{3,20}(?:era|eront|ira|iront)"),
    relative_time=(
        r"il y a (?:quelques|deux|trois|plusieurs|une?|dix|\d+) (?:jours?|semaines?|mois|ans?)|hier|la "
        r"semaine dernière|le mois dernier|l[’']an(?:née)? derni(?:er|ère)|cette semaine|ce matin|"
        r"récemment"
    ),
    hedges=("peut-être|sans doute|il semble|pourrait|pourraient|semblerait|paraît-il|probablement"),
    pages=FRENCH_PAGES,
)

"""The set phrases news pages are furnished with, in French and English."""

import re


def _any_of(*phrases: str) -> str:
    return "(?:" + "|".join(phrases) + ")"


# Announces the discussion questions.
QUESTION_HEADING = re.compile(
    _any_of(
        r"\b(?:discussion|reflection|debate|conversation) (?:questions?|prompts?|points?|topics?|"
        r"starters?)\b",
        r"\bquestions? (?:for|to) (?:the )?(?:discussion|debate|reflection|discuss|consider|"
        r"think about|ponder|explore|readers?|talk about|you)\b",
        r"\b(?:questions?|pistes?|points?|sujets?|thèmes?) (?:pour|de|à|du) (?:le |la |en |"
        r"lancer le |nourrir le |aller plus loin)?(?:débats?|débattre|discussions?|discuter|"
        r"réflexion|réfléchir)\b",
        r"\bquestions? (?:aux|pour (?:les|nos)) lecteurs\b|\bquestions? ouvertes\b|"
        r"\bquestions? pour en discuter\b",
        r"\b(?:pour (?:débattre|discuter|en débattre|en discuter|ouvrir le débat|lancer le débat|"
        r"lancer la discussion|nourrir le débat|aller plus loin dans le débat))\b(?=\s*(?::|\n|\Z|"
        r"(?-i:[A-ZÀ-Þ])))",
        r"\b(?:à vous (?:la parole|de jouer|de débattre)|le débat est ouvert|place au débat|"
        r"et vous)(?=\s*[?:!\n]|\Z|\s*(?-i:[A-ZÀ-Þ]))",
        r"\b(?:over to you|your turn|have your say|join the (?:discussion|debate|conversation)|"
        r"let[’']s (?:discuss|talk)|talk (?:about it|it over)|food for thought|think about it|"
        r"for discussion|to discuss|what do you think|tell us what you think)(?=\s*[?:!.\n]|\Z|"
        r"\s*(?-i:[A-ZÀ-Þ]))",
        r"\b(?:votre avis nous intéresse|donnez votre avis|qu[’']en pensez-vous|"
        r"votre opinion)(?=\s*[:\n]|\Z)",
        r"\bet (?:vous|toi),? qu[’']en (?:pensez-vous|penses-tu)(?=\s*\?\s*(?:\n|\Z))",
    ),
    re.IGNORECASE,
)
# Questions that the page answers itself.
FAQ_HEADING = re.compile(
    r"\b(?:faq|f\.a\.q|foire aux questions|questions? fréquentes?|(?:frequently|"
    r"commonly) asked questions|questions? (?:and|&) answers?|"
    r"q&a|questions?[- ]réponses?|(?:vos|your) questions?,? (?:nos|our|answered)|quiz)\b",
    re.IGNORECASE,
)
SOURCE_LINE = re.compile(
    r"\A[(\[]?\s?(?:sources?|via)\s?:\s?(?P<source>.*?)\s*[)\]]?\s*\Z", re.IGNORECASE | re.DOTALL
)

_MONTH = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|janv|févr|fév|avr|mai|juin|juil|août|déc)"
    r"[a-zéû]{0,8}\.?"
)
DATE = (
    rf"(?:{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|\d{{1,2}}(?:er)? {_MONTH},? \d{{4}}|"
    r"\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\d{4}-\d{2}(?:-\d{2})?)"
)
# "— Name (@handle) March 23, 2024", as embedded posts are signed.
SOCIAL_SIGNATURE = re.compile(
    rf"[—–-]{{1,2}} ?[^\n()—@]{{0,80}}\(?@[\w.@-]{{1,60}}\)?(?: ?[·,•-]? ?(?:on |le )?{DATE})?", re.IGNORECASE
)
SOCIAL_MARK = re.compile(
    r"(?<!\w)#[^\W\d_]\w{1,50}|https?://t\.co/\w|pic\.twitter\.com/|(?<![\w.])@\w{2,30}\b(?!\.\w)|"
    r"[\U0001F300-\U0001FAFF]"
)

# Posts end in their marks; an article may well mention a hashtag on the way.
SOCIAL_END = re.compile(
    r"(?:(?<!\w)[#@]\w{2,50}|https?://t\.co/\w{1,20}|pic\.twitter\.com/\w{1,20}|"
    r"[\U0001F300-\U0001FAFF])\W{0,4}\Z"
)

# A sentence that starts so is part of the page, not of the article.
BOILERPLATE = re.compile(
    r"\A\W{0,4}(?:"
    + "|".join(
        (
            r"partage[rz]\b(?=.{0,40}\b(?:facebook|twitter|x|linkedin|whatsapp|mail|e-mail|réseaux|"
            r"article|lien|page)\b|[^.]{0,12}\Z)",
            r"(?:ré)?abonne[rz](?:-vous)?\b|s[’']abonner\b|inscrivez-vous\b|s[’']inscrire\b|"
            r"désabonn|recevez (?:notre|nos|chaque|la|toute)\b",
            r"(?:suivez|rejoignez|retrouvez|contactez|soutenez)(?:-nous| (?:nous|notre|nos|toute|"
            r"toutes|l[’']actualité|l[’']info))\b",
            r"(?:à |a )?(?:lire|voir|écouter|découvrir)(?: aussi| également| ensuite|\s?:)|"
            r"lire (?:la suite|plus|l[’']article)\b|en savoir plus\b|(?:sur le même sujet|"
            r"articles? (?:liés?|similaires?|connexes?)|dans le même dossier|plus d[’']infos?|"
            r"nos derniers articles)\b",
            r"(?:vous avez aimé|cet article vous a|cliquez|connectez-vous|déjà abonné|"
            r"créez (?:votre|un) compte|téléchargez (?:notre|l[’']appli)|commentez|"
            r"laissez un commentaire|réagissez|signaler une erreur|imprimer|publicité\b|annonce\b|"
            r"contenu sponsorisé)",
            r"(?:tous droits réservés|droits? d[’']auteur|mentions légales|"
            r"politique de confidentialité|nous utilisons des cookies|accepter les cookies|ce site utilise)",
            r"(?:crédits?(?: photos?)?|photos?|image|illustration|légende|vidéo|getty images|"
            r"temps de lecture|mots?[- ]clés?|étiquettes|tags?|thèmes?|rubrique|catégories?|copyright)\s?:",
            r"(?:temps de lecture|lecture)\b.{0,20}\bmin|\d{1,2} min(?:utes?)?(?: de lecture| read)\b",
            r"(?:publié|mis à jour|modifié|posté|mise à jour) (?:le|à|il y a)\b.{0,60}\Z|"
            r"(?:published|updated|posted|last updated|last modified)(?: on| at|:)? .{0,50}\Z",
            r"(?:propos recueillis par|article (?:traduit|rédigé|écrit) par|traduit de|"
            r"cet article (?:a été|est) (?:initialement )?(?:publié|paru|réservé)|"
            r"la rédaction vous conseille|avec (?:afp|reuters|agences)\W*\Z)",
            r"(?:share|tweet|pin|email|print|copy) (?:this|on|via|the|link)\b|share\W*\Z",
            r"(?:sign up|subscribe|unsubscribe|log ?in|sign in|register)\b(?! (?:to the (?:deal|"
            r"treaty|agreement)))",
            r"follow (?:us|our|@|along)\b|(?:like|join) us\b|already a (?:subscriber|member)|"
            r"support (?:our|independent)\b|donate\b|become a (?:member|subscriber)|get (?:the|"
            r"our) (?:latest|best|daily|weekly|newsletter|app)\b",
            r"(?:read|see|watch|listen) (?:more|also|next|this next|the full)\b|read:|see also\b|"
            r"related(?: (?:articles?|stories|content|posts|coverage|reading|links))?\s?(?::|\Z)|"
            r"more (?:from|on|in) (?:this|our|the)\b|more stories\b|most read\b|you (?:may|"
            r"might) also like|recommended (?:for you|reading|stories)|don[’']t miss\b|"
            r"keep reading|continue reading|up next|click here|learn more\b|find out more\b",
            r"(?:enjoyed?|did you (?:like|enjoy)|liked?) th(?:is|e) (?:article|story|post)|"
            r"leave a (?:comment|reply)|post a comment|join the comments|advertise?ment\b|"
            r"sponsored\b|we use cookies|accept (?:all )?cookies|this site uses|terms of (?:use|"
            r"service)|privacy policy",
            r"(?:all rights reserved|copyright\b|©|\(c\) \d{4})",
            r"(?:photo(?:graph)?(?: credit| by)?|image(?: credit)?|credit|caption|video|tags?|"
            r"filed under|topics?|categories|category|keywords|reading time)\s?:",
            r"(?:reporting|additional reporting|editing|written|edited|translated) by\b|"
            r"this (?:article|story|post) (?:was|is|has been|originally|first)\b|(?:a|"
            r"an earlier) version of this (?:article|story)\b|with (?:files|reporting) from\b|"
            r"our standards\b",
            r"(?:par|by) (?-i:[A-ZÀ-Þ][\w'’-]{1,30}(?: [A-ZÀ-Þ][\w'’.-]{0,30}){1,3})(?:,? (?:et|"
            r"and|le|on|publié|à|for|pour)\b.{0,60}|\W{0,3}" + DATE + r".{0,30})?\Z",
        )
    )
    + ")",
    re.IGNORECASE,
)
# The same, wherever it stands in the sentence.
BOILERPLATE_INSIDE = re.compile(
    r"\b(?:tous droits réservés|all rights reserved|notre newsletter|our (?:daily |weekly |"
    r"free )?newsletter|nos newsletters)\b",
    re.IGNORECASE,
)
# Everything behind one of these headings is about other things.
END_HEADING = re.compile(
    r"\A\W{0,4}(?:\d{1,5} )?(?:commentaires?|comments?|réactions?|discussion des lecteurs|"
    r"leave a (?:comment|reply)|laisser un commentaire|notes?|références|references|bibliographie|"
    r"bibliography|further reading)(?: \(\d{1,5}\))?\s?:?\Z",
    re.IGNORECASE,
)
# What follows is a list of other articles.
RELATED_HEADING = re.compile(
    r"\A\W{0,4}(?:(?:à |a )?(?:lire|voir|découvrir)(?: aussi| également| ensuite)|"
    r"sur le même sujet|articles? (?:liés?|similaires?|connexes?)|dans la même rubrique|"
    r"les plus lus|nos derniers articles|"
    r"read (?:more|also|next)|see also|related(?: (?:articles?|stories|content|posts|coverage|"
    r"reading|links))?|more (?:stories|from [\w ]{1,30})|most read|you (?:may|might) also like|"
    r"recommended(?: for you| reading| stories)?)\s?:?\Z",
    re.IGNORECASE,
)
AUTHOR_HEADING = re.compile(
    r"\A\W{0,4}(?:(?:à propos de|about) (?:l[’']auteure?|the authors?|cet auteur)|biographie|"
    r"l[’']auteure?|the author)\s?:?\Z",
    re.IGNORECASE,
)
AUTHOR_LINE = re.compile(
    r"\b(?:is|was) (?:a|an|the|our) (?:[\w-]{1,20} ){0,4}(?:reporter|journalist|editor|writer|"
    r"correspondent|columnist|contributor|freelancer)\b.{0,40}\b(?:at|for|with|based|cover(?:s|ing)|who)\b"
    r"|\best (?:[\w-]{1,20} ){0,3}(?:journaliste|rédact(?:eur|rice)|correspondante?|chroniqueu(?:r|"
    r"se)|pigiste)\b.{0,30}\b(?:à|au|chez|pour|spécialisée?)\b"
    r"|\b(?:joined|covers) .{0,60}\b(?:newsroom|beat)\b|\b(?:couvre l[’']actualité|"
    r"collabore régulièrement)\b",
    re.IGNORECASE,
)
# Comment of the writer's that tells nothing one could look up.
COMMENTARY = re.compile(
    r"\A\W{0,4}(?:(?:seul )?l[’']avenir (?:nous )?(?:le )?dira|(?:il )?reste(?:ra)? (?:donc |"
    r"encore |maintenant |désormais )?à (?:savoir|voir|convaincre)|affaires? à suivre|à suivre|"
    r"(?:une|la) (?:chose|histoire|affaire) (?:est (?:sûre|certaine)|à suivre)|"
    r"rien n[’']est moins sûr|le temps (?:nous )?(?:le )?dira|et ce n[’']est (?:pas|qu)|"
    r"autant dire|force est de constater|on l[’']aura compris|"
    r"(?:la|le|cette|ce) (?:question|débat|sujet|dossier)\b(?!.{0,200}\d)|(?:only )?time will tell|"
    r"(?:it )?remains to be seen|that remains to be seen|whether .{0,80} remains (?:to be seen|"
    r"unclear)|stay tuned|to be continued|the jury is (?:still )?out|"
    r"(?:the|this|that) (?:question|debate|issue|story)\b(?!.{0,200}\d)|one thing is (?:clear|"
    r"certain)|watch this space|so far,? so good|not everyone|no one knows|nobody knows|who knows)",
    re.IGNORECASE,
)

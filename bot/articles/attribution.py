"""The verbs that say who said it."""

import re

_FRENCH = (
    r"(?:déclar|affirm|expliqu|ajout|précis|indiqu|estim|assur|soulign|annon[cç]|confi|rappel|"
    r"racont|témoign|regrett|déplor|dénon[cç]|insist|répliqu|lan[cç]|martel|"
    r"jug|ironis|résum|détaill|argument|tempèr|tempér|nuan[cç]|soupir|gliss|observ|constat|analys|"
    r"confirm|souhait|prôn|tranch|tweet|post|interrog|demand|questionn|balay|avou|"
    r"raill|balan[cç]|pest|fustig|critiqu|not|considèr|considér|commenc?t|salu|espèr|espér|exprim|"
    r"recommand|propos|alert|évoqu|ét?al|protest|plaisant|murmur|cri|reproch|prévoi)"
    r"(?:e|é|ée|és|ent|ait|aient|a|èrent|ant)"
    r"|(?:plaint|plaignait|écri(?:t|vait|vit|vent|vant)|di(?:t|sait|sent|sant)|adme(?:t|ttait|ttant)|admis|"
    r"reconna[iî]t|reconnaissait|reconnu|prév(?:ient|enu|enait|enant)|averti(?:t|ssait)?|plaid(?:e|"
    r"é|ait|ant)|"
    r"conclu(?:t|ait|ant)?|répond(?:u|ait|ant)?|poursui(?:t|vi|vait|vant)|promet(?:tait)?|promis|"
    r"révèl(?:e|ait)|révél(?:é|ant)|renchéri(?:t|ssait)?|concèd(?:e|ait)|concédé|craint|pense|"
    r"croit|abond(?:e|é|ait)|"
    r"repren(?:d|ait)|repris|enthousiasm(?:e|é|ait)|indign(?:e|é|ait)|inqui[eè]t(?:e|é|ait)|"
    r"amus(?:e|é|ait)|réjoui(?:t|ssait)?|félicit(?:e|é|ait)|désol(?:e|é|ait)|agac(?:e|é|ait)|"
    r"alarm(?:e|é|ait)|"
    r"étonn(?:e|é|ait)|émerveill(?:e|é|ait)|souvient|défend(?:u|ait)?|soutient|soutenu|"
    r"fait (?:valoir|savoir|remarquer)|montre|prédit|garanti(?:t)?|complèt(?:e|ait)|complété|"
    r"commente(?:nt)?|commenté|commentait)"
)
_ENGLISH = (
    r"said|says|sa(?:id|ying)|told|tells|wrot?e|writes|writing|add(?:ed|s|ing)|explain(?:ed|s|ing)|"
    r"argu(?:ed|es|ing)|not(?:ed|es|ing)|warn(?:ed|s|ing)|announc(?:ed|es|ing)|stat(?:ed|es|ing)|"
    r"insist(?:ed|s|ing)|recall(?:ed|s|ing)|admit(?:ted|s|ting)|ask(?:ed|s|ing)|repl(?:ied|ies|"
    r"ying)|continu(?:ed|es)|conclud(?:ed|es|ing)|observ(?:ed|es)|tweet(?:ed|s|ing)|post(?:ed|s|"
    r"ing)|claim(?:ed|s|ing)|"
    r"predict(?:ed|s|ing)|complain(?:ed|s|ing)|jok(?:ed|es|ing)|acknowledg(?:ed|es|ing)|"
    r"conced(?:ed|es|ing)|stress(?:ed|es|ing)|suggest(?:ed|s|ing)|remark(?:ed|s|ing)|testif(?:ied|ies|ying)|"
    r"declar(?:ed|es|ing)|believ(?:ed|es)|reckon(?:ed|s)|thinks?|thought|recount(?:ed|s)|"
    r"respond(?:ed|s|ing)|confirm(?:ed|s|ing)|call(?:ed|s|ing)|describ(?:ed|es|ing)|quipp?(?:ed|s)|"
    r"shout(?:ed|s)|"
    r"sigh(?:ed|s)|laugh(?:ed|s)|vow(?:ed|s)|promis(?:ed|es|ing)|urg(?:ed|es|ing)|emphasi[sz](?:ed|"
    r"es|ing)|point(?:ed|s|ing) out|pleaded|boast(?:ed|s)|cautioned|cautions|mus(?:ed|es)|"
    r"countered|counters|read|reads"
)
SPEECH_VERB = re.compile(rf"\b(?:(?:s[’'])?(?P<fr>{_FRENCH})|(?P<en>{_ENGLISH}))\b", re.IGNORECASE)

# «…» a-t-il ajouté, dit-elle, explique-t-on: and he said, she added.
FRENCH_PRONOUN = re.compile(r"[\wà-ÿ]{1,20}-(?:t-)?(?P<pronoun>ils?|elles?|on)\b")
ENGLISH_PRONOUN = re.compile(
    rf"\b(?:(?P<pronoun>he|she|they)\s(?:\w{{1,12}}\s)?(?:{_ENGLISH})|"
    rf"(?:{_ENGLISH})\s(?P<behind>he|she|they))\b",
    re.IGNORECASE,
)
_NAMED = re.compile(rf"(?:[A-ZÀ-Þ][\w.'’-]{{0,30}}\s(?:[a-z]{{2,12}}\s)?){{1,4}}(?:{_ENGLISH})\b")


def follows_quote(text: str, at: int) -> bool:
    """Whether the words at *at* name the speaker of the quotation just closed: ``"Stop!" Mr. Lind said``."""
    return bool(_NAMED.match(text, at))

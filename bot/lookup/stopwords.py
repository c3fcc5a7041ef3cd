"""The words that carry no subject: articles, pronouns, auxiliaries, and what questions begin with.

All are written as ``bot.lookup.normalise.fold`` leaves them: lower case, without accents or elisions. A
language that is missing here can be looked up all the same, only with more noise.
"""

_ENGLISH = """
a about after again all also although am an and any anybody anyone anything are aren around as asked
at be because been before being below between both but by can could couldn did didn do does doesn
doing don done down during each either else ever every everyone everything few for from further get
gets give given go got had has hasn have having he her here hers herself him himself his how i if in
into is isn it its itself just kind know let like ll lot made make makes many may me might mine more
most much must my myself neither no nobody none nor not nothing now of off on once one only onto or
other others our ours out over own per please quite rather re said same say says shall she should since so
some somebody someone something sort still such tell than that the their theirs them themselves then
there these they this those though through to too toward towards type under until up upon us ve very
was wasn we were what whatever when where whether which while who whoever whom whose why will with
within without won would yes yet you your yours article name
"""

_FRENCH = """
a ai aient ainsi ait alors apres as assez au aucun aucune aujourd aura aussi autre autres aux auquel
avaient avais avait avant avec avez avoir avons ayant beaucoup bien c ca car ce ceci cela celle
celles celui cependant certain certaine certaines certains ces cet cette ceux chaque chez ci combien
comme comment d dans de deja depuis des desquels dessus dire dit doit donc dont du duquel elle elles
en encore enfin ensuite entre es est et etaient etais etait etant ete etes etre eu eux fait faire
fois font fut furent genre gens grace hors hui ici il ils j jamais je jusqu jusque l la laquelle le
les lequel lesquels lesquelles leur leurs lors lorsqu lorsque lui m ma mais malgre me meme memes mes
mien moi moins mon n ne ni nom non nos notre nous on ont ou oui par parce parle parmi pas pendant
peu peut peuvent peux plus plusieurs plutot pour pourquoi pouvait presque puis puisqu puisque qu
quand quant que quel quelle quelles quelqu quels quelque quelques qui quoi quoique s sa sais sait
sans sauf se selon sera seront ses seulement si sien soi soient soit son sont sorte sous suis sur t
ta tandis te tel telle telles tels tes toi ton toujours tous tout toute toutes tres trop tu type un
une uns va vers veut voici voila vont vos votre vous y
"""

_SPANISH = """
a al algo algun alguna algunas algunos ante antes aquel aquella como con contra cual cuales cuando
cuanta cuantas cuanto cuantos de del desde donde dos durante e el ella ellas ellos en entre era eran
es esa esas ese eso esos esta estaba estaban estan estas este esto estos fue fueron ha habia habian
hace han hasta hay la las le les lo los mas me mi mientras mis mucho muchos muy nada ni no nombre
nos o os otra otras otro otros para pero poco por porque pues que quien quienes se segun ser si sido
sin sobre son su sus tambien tan tanto te tiene tienen tipo todo todos tras tu tuvo un una unas uno
unos y ya yo
"""

_GERMAN = """
aber alle allem allen aller alles als also am an andere anderen anderer auch auf aus bei beim bin
bis bist da dabei damit dann das dass dein dem den denn der des dessen die dies diese diesem diesen
dieser dieses doch dort du durch ein eine einem einen einer eines einige er es etwa etwas euch fur
gab gegen gibt habe haben hat hatte hatten hier ich ihm ihn ihr ihre ihrem ihren ihrer im in ins ist
ja jede jedem jeden jeder jedes jene kann kein keine konnen konnte mein man mehr mit muss nach nicht
nichts noch nun nur ob oder ohne sehr sein seine seinem seinen seiner seit sich sie sind so soll
sollte sondern sonst uber um und uns unter viel viele vom von vor wahrend war waren warum was weil
welche welchem welchen welcher welches wem wen wenn wer werden wessen wie wieder wieso wieviel wird
wo woher wohin wurde wurden zu zum zur zwischen
"""

_PRONOUNS = """
both ce cela celle celles ceci celui cette ces ceux diese dieser dieses el elle ella ellas elles
ellos er es esta estas este esto estos he her his ihr ihre il ils it its leur leurs on sa sein seine
ses she sie son su such sus that their these they this those
"""

STOP_WORDS: dict[str, frozenset[str]] = {
    "fr": frozenset(_FRENCH.split()),
    "en": frozenset(_ENGLISH.split()),
    "es": frozenset(_SPANISH.split()),
    "de": frozenset(_GERMAN.split()),
}

# A sentence that opens so speaks of what the one before it named.
PRONOUNS = frozenset(_PRONOUNS.split())

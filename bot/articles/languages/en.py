"""English."""

from bot.articles.languages.en_pages import ENGLISH_PAGES
from bot.articles.languages.tables import Tables

ENGLISH = Tables(
    code="en",
    common=(
        "the of and to in is that for it with as was on be by at this have from are not but an they "
        "which their has were will would been what you we said or if more"
    ),
    determiners=(
        "the a an this that these those his her its their our my your each every some several many most "
        "all no any both another"
    ),
    pronouns=("he she it they we i you who this that these those there one everyone nobody"),
    connectors=(
        "and so yet nor then however meanwhile moreover still also according for in on at by with "
        "without from to after before since during while when if as although though because despite "
        "among under over once until now today yesterday here not only just but either even such other "
        "more less instead nevertheless nonetheless besides perhaps maybe about above across against "
        "along around behind between beyond near through throughout towards unlike within last next "
        "later earlier first second third finally asked nearly almost let's don't it's that's there's "
        "we're i'm"
    ),
    question_words="what why how who whom whose which when where",
    question_verbs=(
        "should do does did is are was were can could would will have has had may might shall must if"
    ),
    titles=(
        "mr mrs ms dr pr prof st gov sen rep gen lt col sgt capt cmdr maj hon rev fr sr jr mt ft messrs "
        "supt insp vs cf approx dept det cpl adm pres"
    ),
    numbered="no nos vol ch chap fig figs sec p pp par art arts ed tel eq",
    abbreviations=(
        "etc inc corp ltd co llc plc bros al univ assn intl natl mfg ave blvd rd jan feb mar apr jun jul "
        "aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun phd ph.d b.a m.a a.m p.m "
        "am pm e.g i.e ex"
    ),
    months=(
        "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
        "oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
    ),
    speech=(
        "said|says|saying|told|tells|wrot?e|writes|writing|add(?:ed|s|ing)|explain(?:ed|s|ing)|argu(?:ed|"
        "es|ing)|not(?:ed|es|ing)|warn(?:ed|s|ing)|announc(?:ed|es|ing)|stat(?:ed|es|ing)|insist(?:ed|s|"
        "ing)|recall(?:ed|s|ing)|admit(?:ted|s|ting)|ask(?:ed|s|ing)|repl(?:ied|ies|ying)|continu(?:ed|"
        "es)|conclud(?:ed|es|ing)|observ(?:ed|es)|tweet(?:ed|s|ing)|post(?:ed|s|ing)|claim(?:ed|s|ing)|"
        "predict(?:ed|s|ing)|complain(?:ed|s|ing)|jok(?:ed|es|ing)|acknowledg(?:ed|es|ing)|conced(?:ed|"
        "es|ing)|stress(?:ed|es|ing)|suggest(?:ed|s|ing)|remark(?:ed|s|ing)|testif(?:ied|ies|ying)|"
        "declar(?:ed|es|ing)|believ(?:ed|es)|reckon(?:ed|s)|thinks?|thought|recount(?:ed|s)|respond(?:ed|"
        "s|ing)|confirm(?:ed|s|ing)|call(?:ed|s|ing)|describ(?:ed|es|ing)|quipp?(?:ed|s)|shout(?:ed|s)|"
        "sigh(?:ed|s)|laugh(?:ed|s)|vow(?:ed|s)|promis(?:ed|es|ing)|urg(?:ed|es|ing)|emphasi[sz](?:ed|es|"
        "ing)|point(?:ed|s|ing) out|pleaded|boast(?:ed|s)|caution(?:ed|s)|mus(?:ed|es)|counter(?:ed|s)|"
        "reads?|whisper(?:ed|s)|mutter(?:ed|s)|groan(?:ed|s)|grinn?(?:ed|s)|smil(?:ed|es)|reflect(?:ed|"
        "s)|put it|summ(?:ed|s) up|chimed in|went on|agree(?:d|s)|object(?:ed|s)|estimat(?:ed|es)|"
        "order(?:ed|s)|rul(?:ed|es)|beg(?:ged|s)|yell(?:ed|s)|advis(?:ed|es)|assur(?:ed|es)|report(?:ed|"
        "s)|recommend(?:ed|s)|remember(?:ed|s)|offer(?:ed|s)|interrupt(?:ed|s)|maintain(?:ed|s)|"
        "contend(?:ed|s)|assert(?:ed|s)|explained away|protest(?:ed|s)|answer(?:ed|s)|exclaim(?:ed|s)|"
        "figures?|jokes|shrugg(?:ed)|shrugs|nodd(?:ed)|cried"
    ),
    speech_behind=(
        r"(?P<pronoun_en>he|she|they)\s(?:\w{1,12}\s)?(?:SPEECH)|(?:SPEECH)\s(?P<pronoun_en2>he|she|they)"
    ),
    according="according to|as|in the words of|for",
    honorifics=(
        "mr mrs ms miss dr prof professor doctor rev reverend judge justice capt captain col colonel gen "
        "general sgt sergeant sen senator rep representative gov governor mayor president vice prime "
        "minister chief executive officer director chairman chairwoman chair secretary ceo cfo cto coo "
        "council councilman councilwoman councillor councilor attorney commissioner superintendent "
        "sheriff ambassador king queen prince princess lord lady sir dame detective inspector spokesman "
        "spokeswoman spokesperson co-founder founder deputy assistant senior head analyst coach manager "
        "nurse principal headteacher librarian pastor father sister brother aunt uncle lieutenant lt "
        "professor magistrate cllr alderman"
    ),
    feminine_titles=("mrs ms miss madam sister aunt lady dame queen princess chairwoman spokeswoman"),
    masculine_titles="mr sir father brother uncle lord king prince chairman spokesman",
    feminine_pronouns="she",
    masculine_pronouns="he",
    plural_pronouns="they",
    first_person="i|i[’']m|i[’']ve|i[’']d|my|me|we|our|us",
    prepositions=(
        "at|of|from|for|in|on|to|with|by|near|told|via|against|about|into|over|under|after|before|since|"
        "between|through|than|like|and"
    ),
    articles=r"(?:the|a|an|one|another|its|their|his|her|our)\s",
    adverbials=(
        "in|on|at|during|after|before|yesterday|today|last|this|via|with|who|whose|when|while|as|from|to|"
        "about|earlier|later|when|during|outside|inside|near"
    ),
    roles=(
        "mayor|minister|director|researcher|lawyer|author|professor|official|executive|scientist|"
        "president|senator|engineer|founder|economist|doctor|coach|chair(?:man|woman)?|spokes(?:man|"
        "woman|person)|manager|teacher|head|chief|captain|judge|prosecutor|detective|officer|librarian|"
        "curator|owner|farmer|resident|councillor|councilor|councilman|councilwoman|commissioner|"
        "superintendent|secretary|governor|analyst|historian|biologist|ecologist|physicist|chemist|nurse|"
        "baker|chef|driver|player|striker|goalkeeper|keeper|midfielder|defender|novelist|writer|artist|"
        "journalist|editor|activist|campaigner|leader|founder|widow|mother|father|daughter|son|student|"
        "principal|pastor|vicar|witness|defendant|victim|attorney|geologist|astronomer|oceanographer|"
        "hydrologist|epidemiologist|sociologist|psychologist|[0-9]{1,2}-year-old|woman|man|champion|"
        "runner|organi[sz]er|volunteer|fisherman|carpenter|potter|gardener|warden|ranger|pharmacist|"
        "veteran"
    ),
    personal="he:m she:f it:n they:p",
    demonstratives="this that these those",
    impersonal=(
        r"it (?:is|was|will be|remains|seems|appears|takes|took|would be)(?: \w{1,12}){0,3} (?:that|to|"
        r"whether|who|for|if)\b|it (?:seems|appears|rains|rained|snowed)\b|there "
    ),
    subjectless=("is|are|was|were|has|have|had|will|would|can|said|saying|adding|warning|noting|arguing"),
    verbs=(
        "is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|said|says|does|did|"
        "plans|expects|wants|[a-z]{3,20}ed|began|became|came|fell|found|gave|got|grew|held|kept|knew|led|"
        "left|lost|made|met|paid|ran|rose|saw|sent|sold|spent|stood|took|told|went|won|wrote|built|"
        "bought|brought|cost|cut|hit|let|put|set|shut"
    ),
    neuter=r"(?:the|a|an|this|that|its|their|his|her)\s",
    plural=(
        r"(?:these|those|many|some|several|two|three|four|five|six|seven|eight|nine|ten|\d+|both|most|"
        r"all)\s"
    ),
    relative="which who whose where that",
    contrast="but while whereas yet although though",
    addition="and then so because",
    loose="after with as in before since until including",
    narrator="we|i|let[’']s|here (?:is|are)|imagine|now",
    numerals=(
        "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|"
        "hundred|thousand|millions?|billions?|half|dozen"
    ),
    events=(
        "[a-z]{2,20}ed|won|lost|fell|rose|left|died|began|closed|went|took|made|gave|sold|bought|built|"
        "found|cut|quit|shut|held|met|paid|sent|kept|became|grew|led|said|has|have|had|will|is|are|was|"
        "were"
    ),
    commentary=(
        r"(?:only )?time will tell|(?:it )?remains to be seen|that remains to be seen|whether .{0,80} "
        r"remains (?:to be seen|unclear)|stay tuned|to be continued|the jury is (?:still )?out|(?:the|"
        r"this|that) (?:question|debate|issue|story)\b(?!.{0,200}\d)(?!.{0,80}\b(?:was|were|has|had|"
        r"said)\b)|one thing is (?:clear|certain)|watch this space|so far,? so good|not everyone|no one "
        r"knows|nobody knows|who knows|hardly\.|perhaps(?: not)?\.|maybe(?: not)?\.|we (?:shall|will) "
        r"see|that is (?:all|it)|enough said|and yet\.|so be it|it is a start|make of that"
    ),
    money="dollars?|pounds?|percent|per cent|cents?",
    weekdays="monday|tuesday|wednesday|thursday|friday|saturday|sunday",
    deeds=(
        "announced|decided|quit|resigned|named|appointed|voted|raised|launched|opened|reopened|closed|"
        "signed|adopted|approved|rejected|banned|cut|acquired|sold|sued|fined|won|lost|agreed|plans? to|"
        "will|beat|sentenced|convicted|jailed|ordered|discovered|found that|published|elected|died|"
        "killed|arrested|cancelled|canceled|awarded|ruled|stepped down|left"
    ),
    future="will|is to|are to|is due|are due|is set to|is expected",
    relative_time=(
        "last (?:week|month|year|night|summer|winter|spring|autumn|fall)|(?:a few|two|three|several) "
        "(?:days|weeks|months) ago|yesterday|this (?:week|month|morning|year)|earlier this|recently"
    ),
    hedges="perhaps|maybe|might|seems?|arguably|probably|possibly",
    pages=ENGLISH_PAGES,
)

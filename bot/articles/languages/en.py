"""English."""

from bot.articles.languages.tables import Tables

_ACTS = (
    "describe|discuss|explain|draft|revise|collect|survey|act out|brainstorm|devise|estimate|calculate|map|trace|record|practi[sc]e|learn|bring|ask (?:a|your|somebody|someone)|debate|imagine|compare|contrast|list|give|write|consider|identify|name|tell|"
    "think (?:of|about)|"
    "find|choose|debate|reflect(?: on)?|argue|propose|suggest|summari[sz]e|evaluate|assess|analy[sz]e|"
    "outline|"
    "share (?:an?|your|one|with)|talk about|justify|explore|draw|make (?:a|an|up)|design|create|pick|"
    "rank|match|"
    "decide|work (?:in|with)|interview|predict|recall|retell|rewrite|research|look (?:up|back|again)|"
    "use|complete|"
    "fill in|underline|circle|prepare|plan|state|define|support|examine|interpret|relate|role-?play|"
    "invent|sketch|"
    "put (?:the|these|yourself)|say (?:why|whether|what|how|which)|pretend|agree or disagree|true or false|"
    "take (?:a|one|two|five)|in (?:pairs|groups|your own words)|with a partner|quote|cite"
)

ENGLISH = Tables(
    code="en",
    common=(
        "the of and to in is that for it with as was on be by at this have from are not but an they "
        "which their "
        "has were will would been what you we said or if more"
    ),
    determiners=(
        "the a an this that these those his her its their our my your each every some several many "
        "most all no "
        "any both another"
    ),
    pronouns="he she it they we i you who this that these those there one everyone nobody",
    connectors=(
        "and so yet nor then however meanwhile moreover still also according for in on at by with "
        "without from to "
        "after before since during while when if as although though because despite among under over "
        "once until "
        "now today yesterday here not only just but either even such other more less instead nevertheless "
        "nonetheless besides perhaps maybe about above across against along around behind between "
        "beyond near "
        "through throughout towards unlike within last next later earlier first second third finally "
        "asked nearly "
        "almost "
        "let's don't it's that's there's we're i'm"
    ),
    question_words="what why how who whom whose which when where",
    question_verbs=(
        "should do does did is are was were can could would will have has had may might shall must if"
    ),
    titles=(
        "mr mrs ms dr pr prof st gov sen rep gen lt col sgt capt cmdr maj hon rev fr sr jr mt ft "
        "messrs supt insp "
        "vs cf approx dept det cpl adm pres"
    ),
    numbered="no nos vol ch chap fig figs sec p pp par art arts ed tel eq",
    abbreviations=(
        "etc inc corp ltd co llc plc bros al univ assn intl natl mfg ave blvd rd jan feb mar apr jun "
        "jul aug sep "
        "sept oct nov dec mon tue tues wed thu thur thurs fri sat sun phd ph.d b.a m.a a.m p.m am pm "
        "e.g i.e ex"
    ),
    months=(
        "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
        "oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
    ),
    speech=(
        r"said|says|saying|told|tells|wrot?e|writes|writing|add(?:ed|s|ing)|explain(?:ed|s|ing)|"
        r"argu(?:ed|es|ing)|"
        r"not(?:ed|es|ing)|warn(?:ed|s|ing)|announc(?:ed|es|ing)|stat(?:ed|es|ing)|insist(?:ed|s|ing)|"
        r"recall(?:ed|s|ing)|admit(?:ted|s|ting)|ask(?:ed|s|ing)|repl(?:ied|ies|ying)|continu(?:ed|es)|"
        r"conclud(?:ed|es|ing)|observ(?:ed|es)|tweet(?:ed|s|ing)|post(?:ed|s|ing)|claim(?:ed|s|ing)|"
        r"predict(?:ed|s|ing)|complain(?:ed|s|ing)|jok(?:ed|es|ing)|acknowledg(?:ed|es|ing)|"
        r"conced(?:ed|es|ing)|"
        r"stress(?:ed|es|ing)|suggest(?:ed|s|ing)|remark(?:ed|s|ing)|testif(?:ied|ies|ying)|"
        r"declar(?:ed|es|ing)|"
        r"believ(?:ed|es)|reckon(?:ed|s)|thinks?|thought|recount(?:ed|s)|respond(?:ed|s|ing)|"
        r"confirm(?:ed|s|ing)|"
        r"call(?:ed|s|ing)|describ(?:ed|es|ing)|quipp?(?:ed|s)|shout(?:ed|s)|sigh(?:ed|s)|laugh(?:ed|s)|"
        r"vow(?:ed|s)|promis(?:ed|es|ing)|urg(?:ed|es|ing)|emphasi[sz](?:ed|es|ing)|point(?:ed|s|ing) "
        r"out|pleaded|"
        r"boast(?:ed|s)|caution(?:ed|s)|mus(?:ed|es)|counter(?:ed|s)|reads?|whisper(?:ed|s)|mutter(?:ed|s)|"
        r"groan(?:ed|s)|grinn?(?:ed|s)|smil(?:ed|es)|reflect(?:ed|s)|put it|summ(?:ed|s) up|chimed in|"
        r"went on|"
        r"agree(?:d|s)|object(?:ed|s)|estimat(?:ed|es)|order(?:ed|s)|rul(?:ed|es)|beg(?:ged|s)|yell(?:ed|s)|"
        r"advis(?:ed|es)|assur(?:ed|es)|report(?:ed|s)|recommend(?:ed|s)|remember(?:ed|s)|offer(?:ed|s)|"
        r"interrupt(?:ed|s)|maintain(?:ed|s)|contend(?:ed|s)|assert(?:ed|s)|explained away|protest(?:ed|s)|"
        r"answer(?:ed|s)|exclaim(?:ed|s)|figures?|jokes|shrugg(?:ed)|shrugs|nodd(?:ed)|cried"
    ),
    speech_behind=(
        r"(?P<pronoun_en>he|she|they)\s(?:\w{1,12}\s)?(?:SPEECH)|(?:SPEECH)\s(?P<pronoun_en2>he|she|they)"
    ),
    according=r"according to|as|in the words of|for",
    honorifics=(
        "mr mrs ms miss dr prof professor doctor rev reverend judge justice capt captain col colonel "
        "gen general "
        "sgt sergeant sen senator rep representative gov governor mayor president vice prime minister chief "
        "executive officer director chairman chairwoman chair secretary ceo cfo cto coo council councilman "
        "councilwoman councillor councilor attorney commissioner superintendent sheriff ambassador "
        "king queen "
        "prince princess lord lady sir dame detective inspector spokesman spokeswoman spokesperson "
        "co-founder "
        "founder deputy assistant senior head analyst coach manager nurse principal headteacher "
        "librarian pastor "
        "father sister brother aunt uncle lieutenant lt professor magistrate cllr alderman"
    ),
    feminine_titles="mrs ms miss madam sister aunt lady dame queen princess chairwoman spokeswoman",
    masculine_titles="mr sir father brother uncle lord king prince chairman spokesman",
    feminine_pronouns="she",
    masculine_pronouns="he",
    first_person=r"i|i[’']m|i[’']ve|i[’']d|my|me|we|our|us",
    plural_pronouns="they",
    prepositions=(
        "at|of|from|for|in|on|to|with|by|near|told|via|against|about|into|over|under|after|before|"
        "since|between|"
        "through|than|like|and"
    ),
    articles=r"(?:the|a|an|one|another|its|their|his|her|our)\s",
    adverbials=(
        "in|on|at|during|after|before|yesterday|today|last|this|via|with|who|whose|when|while|as|from|"
        "to|about|"
        "earlier|later|when|during|outside|inside|near"
    ),
    roles=(
        "mayor|minister|director|researcher|lawyer|author|professor|official|executive|scientist|"
        "president|senator|"
        "engineer|founder|economist|doctor|coach|chair(?:man|woman)?|spokes(?:man|woman|person)|"
        "manager|teacher|"
        "head|chief|captain|judge|prosecutor|detective|officer|librarian|curator|owner|farmer|resident|"
        "councillor|"
        "councilor|councilman|councilwoman|commissioner|superintendent|secretary|governor|analyst|historian|"
        "biologist|ecologist|physicist|chemist|nurse|baker|chef|driver|player|striker|goalkeeper|"
        "keeper|midfielder|"
        "defender|novelist|writer|artist|journalist|editor|activist|campaigner|leader|founder|widow|"
        "mother|father|"
        "daughter|son|"
        "student|principal|pastor|vicar|witness|defendant|victim|attorney|geologist|astronomer|oceanographer|"
        "hydrologist|epidemiologist|sociologist|psychologist|[0-9]{1,2}-year-old|woman|man|champion|runner|"
        "organi[sz]er|volunteer|fisherman|carpenter|potter|gardener|warden|ranger|pharmacist|veteran"
    ),
    personal="he:m she:f it:n they:p",
    demonstratives="this that these those",
    demonstratives_alone="",
    impersonal=(
        r"it (?:is|was|will be|remains|seems|appears|takes|took|would be)(?: \w{1,12}){0,3} (?:that|to|"
        r"whether|who|"
        r"for|if)\b|it (?:seems|appears|rains|rained|snowed)\b|there "
    ),
    subjectless=("is|are|was|were|has|have|had|will|would|can|said|saying|adding|warning|noting|arguing"),
    verbs=(
        r"is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|said|says|does|did|"
        r"plans|expects|"
        r"wants|[a-z]{3,20}ed|began|became|came|fell|found|gave|got|grew|held|kept|knew|led|left|lost|"
        r"made|met|"
        r"paid|ran|rose|saw|sent|sold|spent|stood|took|told|went|won|wrote|built|bought|brought|cost|cut|"
        r"hit|let|put|set|shut"
    ),
    feminine="",
    masculine="",
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
        "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|"
        "sixty|hundred|"
        "thousand|millions?|billions?|half|dozen"
    ),
    events=(
        r"[a-z]{2,20}ed|won|lost|fell|rose|left|died|began|closed|went|took|made|gave|sold|bought|"
        r"built|found|cut|"
        r"quit|shut|held|met|paid|sent|kept|became|grew|led|said|has|have|had|will|is|are|was|were"
    ),
    commentary=(
        r"(?:only )?time will tell|(?:it )?remains to be seen|that remains to be seen|whether .{0,80} "
        r"remains (?:to "
        r"be seen|unclear)|stay tuned|to be continued|the jury is (?:still )?out|(?:the|this|that) "
        r"(?:question|debate|"
        r"issue|story)\b(?!.{0,200}\d)(?!.{0,80}\b(?:was|were|has|had|said)\b)|one thing is (?:clear|"
        r"certain)|"
        r"watch this space|so far,? so good|not everyone|no one knows|nobody knows|who knows|hardly\.|"
        r"perhaps(?: not)?\.|maybe(?: not)?\.|we (?:shall|will) see|that is (?:all|it)|enough said|"
        r"and yet\.|so be it|it is a start|make of that"
    ),
    money=r"dollars?|pounds?|percent|per cent|cents?",
    weekdays="monday|tuesday|wednesday|thursday|friday|saturday|sunday",
    deeds=(
        "announced|decided|quit|resigned|named|appointed|voted|raised|launched|opened|reopened|closed|signed|"
        "adopted|approved|rejected|banned|cut|acquired|sold|sued|fined|won|lost|agreed|plans? to|will|beat|"
        "sentenced|convicted|jailed|ordered|discovered|found that|published|elected|died|killed|arrested|"
        "cancelled|canceled|awarded|ruled|stepped down|left"
    ),
    future=r"will|is to|are to|is due|are due|is set to|is expected",
    relative_time=(
        r"last (?:week|month|year|night|summer|winter|spring|autumn|fall)|(?:a few|two|three|several) (?:days|weeks|months) ago|yesterday|this (?:week|month|morning|year)|earlier this|recently"
    ),
    hedges="perhaps|maybe|might|seems?|arguably|probably|possibly",
    furniture=(
        r"responses can be made|media enquiries|rsvp\b|mods will|\d+ thoughts on|.{0,40}\bcontributed(?: to this report)?\.\Z|.{0,30}\breported from\b|licen[sc]e\b|\d of \d \||read the (?:text|article|passage)\b",
        r"(?:next (?:week|issue|month|time)|coming (?:up|soon)|in (?:the|our) next issue)\s?[:–—].{0,120}\Z",
        r"you (?:are|re|[’']re) receiving (?:this|it)\b|you (?:get|got|received) this\b|(?:certain|some) statements in this|forward-looking|"
        r"this (?:guide|worksheet|page|text|handout) may be (?:copied|photocopied|reproduced)|photocopiable|printed (?:on|in)\b.{0,60}\Z|"
        r"(?:the )?(?:opinions|views) (?:are|expressed)|.{0,60}\bregrets? the error|(?:the|this) (?:conversation|interview) (?:has|was) been? ?.{0,20}edited|"
        r"get \d+ ?% off|total\s?:|photographs? (?:of|may|are)\b.{0,90}(?:download|press)",
        r"(?:share|tweet|pin|email|print|copy) (?:this|on|via|the|link|with)\b|share\W*\Z",
        r"(?:sign up|subscribe|unsubscribe|log ?in|sign in|register)\b(?! (?:to the (?:deal|treaty|"
        r"agreement)))",
        r"follow (?:us|our|@|along)\b|(?:like|join) us\b|already a (?:subscriber|member)|support "
        r"(?:our|independent)\b|"
        r"donate\b|become a (?:member|subscriber|supporter)|get (?:the|our) (?:latest|best|daily|"
        r"weekly|newsletter|app)\b|"
        r"(?:want|like|looking for|hungry for) (?:more|to read more)\b.{0,60}\?\Z|never miss\b|stay "
        r"(?:informed|up to date)\b",
        r"(?:read|see|watch|listen) (?:more|also|next|this next|the full)\b|read:|listen:|watch:|see also\b|"
        r"related(?: (?:articles?|stories|content|posts|coverage|reading|links))?\s?(?::|\Z)|more "
        r"(?:from|on|in) "
        r"(?:this|our|the)\b|more stories\b|most (?:read|popular|viewed)\b|you (?:may|might) also "
        r"(?:like|enjoy)|recommended "
        r"(?:for you|reading|stories)|don[’']t miss\b|keep reading|continue reading|up next|click "
        r"(?:here|to)|learn more\b|"
        r"find out more\b|more \w{2,15}:|also read\b|editor[’']s picks?\b|trending\b|skip to (?:content|main)|back to "
        r"top|next article|"
        r"previous article|jump to\b",
        r"(?:enjoyed?|did you (?:like|enjoy)|liked?|love) th(?:is|e) (?:article|story|post)|leave a "
        r"(?:comment|reply)|"
        r"post a comment|join the comments|advertise?ment\b|advertisement|sponsored\b|promoted\b|we "
        r"use cookies|accept "
        r"(?:all )?cookies|this (?:site|website|page) uses|terms of (?:use|service)|privacy policy|"
        r"manage (?:cookies|"
        r"preferences)|cookie (?:policy|settings|preferences)|by continuing to|home\W{0,3}\Z|"
        r"menu\W{0,3}\Z|search\W{0,3}\Z",
        r"(?:all rights reserved|copyright\b|©|\(c\) \d{4})",
        r"(?:photo(?:graph)?s?(?: credit| by)?|image(?: credit)?|credits?|caption|video|tags?|filed "
        r"under|topics?|"
        r"categor(?:y|ies)|keywords|reading time|picture|illustration|posted in|word count|level|media "
        r"contact|"
        r"press contact|contact|for (?:more|further) information|notes? to editors)\s?:",
        r"(?:reporting|additional reporting|editing|written|edited|translated|interview(?:ed)?|"
        r"photographs?|words) by\b|"
        r"this (?:article|story|post|interview|piece|text) (?:was|is|has been|originally|first|"
        r"appeared|has)\b|(?:a|an "
        r"earlier) version of this (?:article|story)\b|with (?:files|reporting) from\b|our standards\b|"
        r"(?:correction|"
        r"clarification|editor[’']s note|update)\s?[:(]|the views expressed\b|opinions expressed\b",
        r"(?:published|updated|posted|last updated|last modified|first published)(?: on| at|:)? .{0,50}\Z",
        r"\d{1,2}[ -]min(?:ute)?s?(?: read)?\b.{0,20}\Z|reading time\b.{0,30}\Z|\d{1,5} comments?\Z",
        r"by (?-i:[A-ZÀ-Þ][\w'’-]{1,30}(?: [A-ZÀ-Þ][\w'’.-]{0,30}){1,3})(?:,? (?:and|on|for|in|\||·|-|"
        r"–|—).{0,60}|"
        r",? (?-i:[A-Z])[^.]{0,60}|\W{0,3}DATE.{0,30})?\Z",
        r"(?:e-?mail|call|write to|contact|visit|go to) .{0,60}(?:@|\bwww\.|https?://|\d{3}[ -]\d).{0,60}\Z",
        r"(?:vote|poll|results?)\s?:|take our (?:poll|quiz|survey)\b|vote (?:now|in our|here)\b|(?:our|"
        r"reader) poll\b",
        r"ends?\W{0,4}\Z|-?\s?ends\s?-?\Z|###\Z|- ?30 ?-\Z|for immediate release\b|about [A-Z][\w& ]{1,40}\Z",
    ),
    furniture_inside=(
        r"all rights reserved|our (?:daily |weekly |free |morning |evening )?newsletter|(?:to|in) your inbox"
    ),
    ending=(
        r"further reading|read more about it|references|(?:reader )?comments?|leave a (?:comment|reply)|references|bibliography|further reading|"
        r"what readers (?:say|said)|readers[’'] comments|from the comments|join the conversation"
    ),
    related=(
        r"read (?:more|also|next)|see also|also read|related(?: (?:articles?|stories|content|posts|"
        r"coverage|reading|links))?|"
        r"more (?:stories|news|from [\w ]{1,30}|on this(?: story| topic)?|like this)|most (?:read|"
        r"popular)|you (?:may|might) also "
        r"(?:like|enjoy)|recommended(?: for you| reading| stories)?|editor[’']s picks?|trending(?: now)?|"
        r"elsewhere on (?:the|our) site|in other news|latest(?: news| stories)?|popular (?:now|posts)|"
        r"on our site"
    ),
    author="about (?:the authors?|the writer|us|the reporter)|the authors?|author bio",
    author_line=(
        r"(?:is|was) (?:a|an|the|our) (?:[\w’'-]{1,20} ){0,5}(?:reporter|journalist|editor|writer|"
        r"correspondent|columnist|"
        r"contributor|freelancer)\b.{0,60}\b(?:at|for|with|based|cover(?:s|ing)|who|of|and)\b|"
        r"\b(?:joined|covers) "
        r".{0,60}\b(?:newsroom|beat|for (?:the|this))\b|\b(?:teaches|writes|lives) .{0,60}\b(?:and|"
        r"about|in)\b.{0,40}\bher|"
        r"(?:latest|first|new|most recent) (?:book|novel) is\b|\b(?:her|his|their) (?:latest |first |"
        r"new )?(?:book|novel|work)s? "
        r"(?:is|include|has appeared)"
    ),
    source="sources?|via|adapted from|based on|source material",
    question_heading=(
        r"\bquestions? (?:on|about) (?:the |this |your )?[\w’' -]{2,30}(?=\s*[:.\n]|\s*\Z)|\b(?:discussion|reflection|debate|conversation|comprehension|talking|thinking|reading group|book club|study|essay|writing|review|class|guiding|pre-?reading|post-?reading|warm-?up|follow-?up|homework|critical thinking) (?:questions?|prompts?|points?|topics?|starters?|guide|tasks?|activit(?:y|ies)|check)\b|\b(?:questions?|prompts?|points|topics|things|ideas|something|some things|a few things) (?:for|to) (?:the |your |our |a )?(?:\w{1,15} )?(?:discussion|debate|reflection|discuss|consider|think about|ponder|explore|readers?|talk about|talk over|chew over|mull over|you|class|group|book clubs?|students|debate|get you (?:talking|started|thinking)|answer|take away|ask yourself|keep the conversation)\b|\b(?:over to you|your turn|have your say|join the (?:discussion|debate|conversation)|let[’']s (?:discuss|talk|talk about it)|talk (?:about it|it over|back)|food for thought|think about it|for discussion|to discuss|what do you think|tell us what you think|before (?:you read|reading)|while you read|as you read|after (?:you read|reading)|now (?:it[’']s your turn|you)|stop and think|think[- ]pair[- ]share|check your understanding|we want to hear from you|where do you stand|discuss|in your view|keep the conversation going|start the conversation|to get you (?:started|talking|thinking)|for (?:the|your) (?:group|class|meeting|table)|questions? at the end|around the table)(?=\s*[?:!.…–—-]|\s*\n|\s*\Z|\s*(?-i:[A-ZÀ-Þ]))"
    ),
    discussing=(
        r"readers?|discuss\w*|debat\w+|questions?|reflect\w*|think\w*|conversations?|talk\w*|ponder|chew|pause|check|warm[- ]?up|stop|your (?:turn|views?|say|thoughts?)|chat|mull\w*|exercises?|activit(?:y|ies)|homework|tasks?|prompts?|seminar|round table"
    ),
    question_label=(
        "questions?|discussion|debate|discuss|reflection|reflect|think|talk|prompts?|comprehension|activit(?:y|ies)|exercises?|tasks?|your thoughts|your views?|your opinion|writing|speaking|think again|you decide|your say|the questions"
    ),
    faq_heading=(
        r"faqs?|f\.a\.q|(?:frequently|commonly) asked(?: questions)?|questions? (?:and|&) answers?|q ?& ?a|(?:your) questions?,? answered|quiz|you asked|(?:your|common|key|top) questions? answered|everything you need to know|what you need to know|poll"
    ),
    imperative=_ACTS,
    settings=(
        r"imagine|consider|look (?:again |back )?at|suppose|picture|read|re-?read|take the|think back|remember|watch|listen|put yourself|pretend"
    ),
    truth=r"true or false|right or wrong|fact or (?:fiction|opinion)|yes or no|agree or disagree",
    instructions=(
        r"answer|correct|true or false|pair work|group work|work in|in (?:pairs|groups|small groups)|choose (?:one|the (?:right|correct|best))|use the (?:text|report|article)|complete the|match the|fill in|read the (?:text|article)|pick (?:one|two|three|any)|circle|tick|underline|check your"
    ),
    reader=r"you|your|yours|yourself",
    opinion=(
        r"(?:do|would|did) you (?:think|believe|agree|feel|know|prefer|want|support|have|trust|see)\b|would you\b|have you ever\b|could you\b|what(?:[’']s| is| are) your (?:view|opinion|take|thoughts?|favou?rite|idea)s?|in your (?:view|opinion|experience|area|town|community)|your thoughts|where do you stand"
    ),
    anaphors=(
        r"(?:and |but |or |so )?(?:why(?: or why not| not)?|how(?: so| come)?|to what (?:extent|degree)|in what (?:way|sense|circumstances)s?|under what (?:conditions|circumstances)|which(?: ones?)?|who|when|where|what for|for what reasons?|for example|what else|such as what|what (?:happened|changed|did (?:you|it)|would it|about \w{1,15})|with what (?:result|effect)|at what (?:price|cost)|or not|really|says who|like what|compared with what|is (?:it|this|that) (?:enough|fair|right|realistic|possible)|(?:do|would) you(?: agree| disagree)?(?: with (?:this|that|them|him|her|it))?)|(?:if|why|when|in) (?:so|not|yes|no|that case|this case|which case)\b.{0,120}|(?:give|explain|justify|support) (?:your|an?|one|two|three|reasons?|examples?)\b.{0,100}"
    ),
    joining=r"and|but|or|so|for what \w{3,15}\?",
    back_references="this that it they them those these so he she his her their its",
)

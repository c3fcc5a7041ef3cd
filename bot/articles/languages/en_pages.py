"""English: how pages are furnished, and how questions are put."""

from bot.articles.languages.tables import PageTables

ENGLISH_PAGES = PageTables(
    furniture=(
        r"responses can be made|media enquiries|rsvp\b|mods will|\d+ thoughts on|"
        r".{0,40}\bcontributed(?: to this report)?\.\Z|.{0,30}\breported from\b|licen[sc]e\b|\d of \d "
        r"\||read the (?:text|article|passage)\b",
        r"(?:next (?:week|issue|month|time)|coming (?:up|soon)|in (?:the|our) next "
        r"issue)\s?[:–—].{0,120}\Z",
        r"you (?:are|re|[’']re) receiving (?:this|it)\b|you (?:get|got|received) this\b|(?:certain|"
        r"some) statements in this|forward-looking|this (?:guide|worksheet|page|text|handout) may be "
        r"(?:copied|photocopied|reproduced)|photocopiable|printed (?:on|in)\b.{0,60}\Z|(?:the "
        r")?(?:opinions|views) (?:are|expressed)|.{0,60}\bregrets? the error|(?:the|this) "
        r"(?:conversation|interview) (?:has|was) been? ?.{0,20}edited|get \d+ ?% off|total\s?:|"
        r"photographs? (?:of|may|are)\b.{0,90}(?:download|press)",
        r"(?:share|tweet|pin|email|print|copy) (?:this|on|via|the|link|with)\b|share\W*\Z",
        r"(?:sign up|subscribe|unsubscribe|log ?in|sign in|register)\b(?! (?:to the (?:deal|treaty|"
        r"agreement)))",
        r"follow (?:us|our|@|along)\b|(?:like|join) us\b|already a (?:subscriber|member)|support "
        r"(?:our|independent)\b|donate\b|become a (?:member|subscriber|supporter)|get (?:the|our) "
        r"(?:latest|best|daily|weekly|newsletter|app)\b|(?:want|like|looking for|hungry for) (?:more|"
        r"to read more)\b.{0,60}\?\Z|never miss\b|stay (?:informed|up to date)\b",
        r"(?:read|see|watch|listen) (?:more|also|next|this next|the full)\b|read:|listen:|watch:|see "
        r"also\b|related(?: (?:articles?|stories|content|posts|coverage|reading|links))?\s?(?::|\Z)|"
        r"more (?:from|on|in) (?:this|our|the)\b|more stories\b|most (?:read|popular|viewed)\b|you "
        r"(?:may|might) also (?:like|enjoy)|recommended (?:for you|reading|stories)|don[’']t miss\b|"
        r"keep reading|continue reading|up next|click (?:here|to)|learn more\b|find out more\b|more "
        r"\w{2,15}:|also read\b|editor[’']s picks?\b|trending\b|skip to (?:content|main)|back to top|"
        r"next article|previous article|jump to\b",
        r"(?:enjoyed?|did you (?:like|enjoy)|liked?|love) th(?:is|e) (?:article|story|post)|leave a "
        r"(?:comment|reply)|post a comment|join the comments|advertise?ment\b|advertisement|"
        r"sponsored\b|promoted\b|we use cookies|accept (?:all )?cookies|this (?:site|website|page) "
        r"uses|terms of (?:use|service)|privacy policy|manage (?:cookies|preferences)|cookie "
        r"(?:policy|settings|preferences)|by continuing to|home\W{0,3}\Z|menu\W{0,3}\Z|search\W{0,3}\Z",
        r"(?:all rights reserved|copyright\b|©|\(c\) \d{4})",
        r"(?:photo(?:graph)?s?(?: credit| by)?|image(?: credit)?|credits?|caption|video|tags?|filed "
        r"under|topics?|categor(?:y|ies)|keywords|reading time|picture|illustration|posted in|word "
        r"count|level|media contact|press contact|contact|for (?:more|further) information|notes? to "
        r"editors)\s?:",
        r"(?:reporting|additional reporting|editing|written|edited|translated|interview(?:ed)?|"
        r"photographs?|words) by\b|this (?:article|story|post|interview|piece|text) (?:was|is|has "
        r"been|originally|first|appeared|has)\b|(?:a|an earlier) version of this (?:article|story)\b|"
        r"with (?:files|reporting) from\b|our standards\b|(?:correction|clarification|editor[’']s "
        r"note|update)\s?[:(]|the views expressed\b|opinions expressed\b",
        r"(?:published|updated|posted|last updated|last modified|first published)(?: on| at|:)? "
        r".{0,50}\Z",
        r"\d{1,2}[ -]min(?:ute)?s?(?: read)?\b.{0,20}\Z|reading time\b.{0,30}\Z|\d{1,5} comments?\Z",
        r"by (?-i:[A-ZÀ-Þ][\w'’-]{1,30}(?: [A-ZÀ-Þ][\w'’.-]{0,30}){1,3})(?:,? (?:and|on|for|in|\||·|-|"
        r"–|—).{0,60}|,? (?-i:[A-Z])[^.]{0,60}|\W{0,3}DATE.{0,30})?\Z",
        r"(?:e-?mail|call|write to|contact|visit|go to) .{0,60}(?:@|\bwww\.|https?://|\d{3}[ "
        r"-]\d).{0,60}\Z",
        r"(?:vote|poll|results?)\s?:|take our (?:poll|quiz|survey)\b|vote (?:now|in our|here)\b|"
        r"(?:our|reader) poll\b",
        r"ends?\W{0,4}\Z|-?\s?ends\s?-?\Z|###\Z|- ?30 ?-\Z|for immediate release\b|about [A-Z][\w& "
        r"]{1,40}\Z",
    ),
    furniture_inside=(
        "all rights reserved|our (?:daily |weekly |free |morning |evening )?newsletter|(?:to|in) your inbox"
    ),
    ending=(
        "further reading|read more about it|references|(?:reader )?comments?|leave a (?:comment|reply)|"
        "references|bibliography|further reading|what readers (?:say|said)|readers[’'] comments|from the "
        "comments|join the conversation"
    ),
    related=(
        r"read (?:more|also|next)|see also|also read|related(?: (?:articles?|stories|content|posts|"
        r"coverage|reading|links))?|more (?:stories|news|from [\w ]{1,30}|on this(?: story| topic)?|like "
        r"this)|most (?:read|popular)|you (?:may|might) also (?:like|enjoy)|recommended(?: for you| "
        r"reading| stories)?|editor[’']s picks?|trending(?: now)?|elsewhere on (?:the|our) site|in other "
        r"news|latest(?: news| stories)?|popular (?:now|posts)|on our site"
    ),
    author=("about (?:the authors?|the writer|us|the reporter)|the authors?|author bio"),
    author_line=(
        r"(?:is|was) (?:a|an|the|our) (?:[\w’'-]{1,20} ){0,5}(?:reporter|journalist|editor|writer|"
        r"correspondent|columnist|contributor|freelancer)\b.{0,60}\b(?:at|for|with|based|cover(?:s|ing)|"
        r"who|of|and)\b|\b(?:joined|covers) .{0,60}\b(?:newsroom|beat|for (?:the|this))\b|\b(?:teaches|"
        r"writes|lives) .{0,60}\b(?:and|about|in)\b.{0,40}\bher|(?:latest|first|new|most recent) (?:book|"
        r"novel) is\b|\b(?:her|his|their) (?:latest |first |new )?(?:book|novel|work)s? (?:is|include|"
        r"has appeared)"
    ),
    source="sources?|via|adapted from|based on|source material",
    question_heading=(
        r"\bquestions? (?:on|about) (?:the |this |your )?[\w’' -]{2,30}(?=\s*[:.\n]|\s*\Z)|"
        r"\b(?:discussion|reflection|debate|conversation|comprehension|talking|thinking|reading group|"
        r"book club|study|essay|writing|review|class|guiding|pre-?reading|post-?reading|warm-?up|"
        r"follow-?up|homework|critical thinking) (?:questions?|prompts?|points?|topics?|starters?|guide|"
        r"tasks?|activit(?:y|ies)|check)\b|\b(?:questions?|prompts?|points|topics|things|ideas|something|"
        r"some things|a few things) (?:for|to) (?:the |your |our |a )?(?:\w{1,15} )?(?:discussion|debate|"
        r"reflection|discuss|consider|think about|ponder|explore|readers?|talk about|talk over|chew over|"
        r"mull over|you|class|group|book clubs?|students|debate|get you (?:talking|started|thinking)|"
        r"answer|take away|ask yourself|keep the conversation)\b|\b(?:over to you|your turn|have your "
        r"say|join the (?:discussion|debate|conversation)|let[’']s (?:discuss|talk|talk about it)|talk "
        r"(?:about it|it over|back)|food for thought|think about it|for discussion|to discuss|what do "
        r"you think|tell us what you think|we(?:[’']d| would) (?:love|like) to hear|hear from you about|"
        r"before (?:you read|reading)|while you read|as you read|after (?:you read|reading)|now "
        r"(?:it[’']s your turn|you)|stop and think|think[- ]pair[- ]share|check your understanding|we "
        r"want to hear from you|where do you stand|discuss|in your view|keep the conversation going|"
        r"start the conversation|to get you (?:started|talking|thinking)|for (?:the|your) (?:group|class|"
        r"meeting|table)|questions? at the end|around the table)(?=\s*[?:!.…–—-]|\s*\n|\s*\Z|"
        r"\s*(?-i:[A-ZÀ-Þ]))"
    ),
    discussing=(
        r"readers?|do now|exit ticket|starter|bell ringer|plenary|discuss\w*|debat\w+|questions?|"
        r"reflect\w*|think\w*|conversations?|talk\w*|ponder|chew|pause|check|warm[- ]?up|stop|your "
        r"(?:turn|views?|say|thoughts?)|chat|mull\w*|exercises?|activit(?:y|ies)|homework|tasks?|"
        r"prompts?|seminar|round table"
    ),
    question_label=(
        "questions?|discussion|debate|discuss|reflection|reflect|think|talk|prompts?|comprehension|"
        "activit(?:y|ies)|exercises?|tasks?|your thoughts|your views?|your opinion|writing|speaking|"
        "think again|you decide|your say|the questions"
    ),
    faq_heading=(
        r"faqs?|f\.a\.q|(?:frequently|commonly) asked(?: questions)?|questions? (?:and|&) answers?|q ?& "
        r"?a|(?:your) questions?,? answered|quiz|you asked|(?:your|common|key|top) questions? answered|"
        r"everything you need to know|what you need to know|poll"
    ),
    imperative=(
        "describe|discuss|explain|draft|revise|collect|survey|act out|brainstorm|devise|estimate|"
        "calculate|map|trace|record|practi[sc]e|learn|bring|ask (?:a|your|somebody|someone)|debate|"
        "imagine (?:that|you)|suppose that|compare|contrast|list|give|write|consider|identify|name|tell|"
        "think (?:of|about)|find|choose|debate|reflect(?: on)?|argue|propose|suggest|summari[sz]e|"
        "evaluate|assess|analy[sz]e|outline|share (?:an?|your|one|with)|talk about|justify|explore|draw|"
        "make (?:a|an|up)|design|create|pick|rank|match|decide|work (?:in|with)|interview|predict|recall|"
        "retell|rewrite|research|look (?:up|back|again)|use|complete|fill in|underline|circle|prepare|"
        "plan|state|define|support|examine|interpret|relate|role-?play|invent|sketch|put (?:the|these|"
        "yourself)|say (?:why|whether|what|how|which)|pretend|agree or disagree|true or false|take (?:a|"
        "one|two|five)|in (?:pairs|groups|your own words)|with a partner|quote|cite"
    ),
    settings=(
        "imagine|consider|look (?:again |back )?at|suppose|picture|read|re-?read|take the|think back|"
        "remember|watch|listen|put yourself|pretend"
    ),
    truth=("true or false|right or wrong|fact or (?:fiction|opinion)|yes or no|agree or disagree"),
    instructions=(
        "answer|correct|true or false|pair work|group work|work in|in (?:pairs|groups|small groups)|"
        "choose (?:one|the (?:right|correct|best))|use the (?:text|report|article)|complete the|match "
        "the|fill in|read the (?:text|article)|pick (?:one|two|three|any)|circle|tick|underline|check "
        "your"
    ),
    reader="you|your|yours|yourself",
    opinion=(
        r"(?:do|would|did) you (?:think|believe|agree|feel|know|prefer|want|support|have|trust|see)\b|"
        r"would you\b|have you ever\b|could you\b|what(?:[’']s| is| are) your (?:view|opinion|take|"
        r"thoughts?|favou?rite|idea)s?|in your (?:view|opinion|experience|area|town|community)|your "
        r"thoughts|where do you stand"
    ),
    anaphors=(
        r"(?:and |but |or |so )?(?:why(?: or why not| not)?|how(?: so| come)?|to what (?:extent|degree)|"
        r"in what (?:way|sense|circumstances)s?|under what (?:conditions|circumstances)|which(?: ones?)?|"
        r"who|when|where|what for|for what reasons?|for example|what else|such as what|what (?:happened|"
        r"changed|did (?:you|it)|would it|about \w{1,15})|with what (?:result|effect)|at what (?:price|"
        r"cost)|or not|really|says who|like what|compared with what|is (?:it|this|that) (?:enough|fair|"
        r"right|realistic|possible)|(?:do|would) you(?: agree| disagree)?(?: with (?:this|that|them|him|"
        r"her|it))?)|(?:if|why|when|in) (?:so|not|yes|no|that case|this case|which case)\b.{0,120}|"
        r"(?:give|explain|justify|support) (?:your|an?|one|two|three|reasons?|examples?)\b.{0,100}"
    ),
    joining=r"and|but|or|so|for what \w{3,15}\?",
    back_references="this that it they them those these so he she his her their its",
)

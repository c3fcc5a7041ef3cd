"""Portuguese."""

from bot.articles.languages.pt_pages import PORTUGUESE_PAGES
from bot.articles.languages.tables import Tables

PORTUGUESE = Tables(
    code="pt",
    common=(
        "o os as e é uma um do da que em para com não se por dos das mais ao como foi são mas seu sua "
        "segundo também pelo"
    ),
    determiners=(
        "o a os as um uma uns umas este esta estes estas esse essa esses essas aquele aquela seu sua "
        "seus suas meu minha nosso nossa cada vários várias alguns algumas muitos muitas todo toda todos "
        "todas nenhum nenhuma outro outra outros"
    ),
    pronouns="ele ela eles elas eu nós você vocês isto isso aquilo quem ninguém alguém",
    connectors=(
        "e ou mas porém porque pois se quando como enquanto segundo para por com sem sobre sob após "
        "antes depois desde até entre em no na nos nas de do da dos das ao à aos às pelo pela durante "
        "além também ainda assim então logo hoje ontem amanhã aqui ali já não nem mais menos muito só "
        "apenas talvez onde contudo entretanto todavia apesar quase cerca há agora"
    ),
    question_words=("que quê quem qual quais como quando onde porquê porque quanto quanta quantos quantas"),
    titles="sr sra dr dra prof profa profª eng arq d exmo",
    numbered="n nº núm art pág págs p pp vol cap fig tel",
    abbreviations="etc ex jan fev mar abr mai jun jul ago set out nov dez ltda s.a av aprox",
    months=("janeiro|fevereiro|março|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro"),
    speech=(
        "diss(?:e|eram)|diz(?:em)?|dizia|afirm(?:ou|a|ava|aram|am)|explic(?:ou|a|ava)|acrescent(?:ou|a|"
        "ava)|declar(?:ou|a)|cont(?:ou|a|ava)|lembr(?:ou|a|ava)|record(?:ou|a|ava)|sublinh(?:ou|a)|"
        "destac(?:ou|a)|ressalt(?:ou|a)|coment(?:ou|a|ava)|garant(?:iu|e)|assegur(?:ou|a)|admit(?:iu|e)|"
        "reconhec(?:eu|e)|confess(?:ou|a)|insist(?:iu|e)|conclu(?:iu|i)|respond(?:eu|e)|pergunt(?:ou|a)|"
        "lament(?:ou|a)|critic(?:ou|a)|defend(?:eu|e)|avis(?:ou|a)|alert(?:ou|a)|advert(?:iu|e)|"
        "anunci(?:ou|a)|escrev(?:eu|e)|acredit(?:a|ou)|acha|achava|pensa|considera|considerou|resum(?:iu|"
        "e)|observ(?:ou|a)|not(?:ou)|adiant(?:ou|a)|referiu|refere|prometeu|promete|relat(?:ou|a)|"
        "narr(?:ou|a)|salient(?:ou|a)|frisou|frisa|apont(?:ou|a)|revel(?:ou|a)|brinc(?:ou|a)|ironiz(?:ou|"
        "a)|reit(?:erou|era)|argument(?:ou|a)|desabaf(?:ou|a)|confirm(?:ou|a)|detalh(?:ou|a)|"
        "esclarec(?:eu|e)|prosseguiu|continuou|exclamou|sustent(?:ou|a)|indic(?:ou|a)|precis(?:ou)|"
        "atir(?:ou|a)"
    ),
    speech_behind=r"(?:SPEECH)\s(?P<pronoun_pt>ele|ela|eles|elas)\b",
    according="segundo|de acordo com|para|conforme|na opinião de|nas palavras de",
    honorifics=(
        "sr sra senhor senhora dona dom seu dr dra doutor doutora prof professor professora presidente "
        "prefeito prefeita ministro ministra diretor diretora juiz juíza capitão general engenheiro "
        "engenheira vereador vereadora autarca"
    ),
    feminine_titles=(
        "sra senhora dona dra doutora professora prefeita ministra diretora juíza engenheira vereadora"
    ),
    masculine_titles=("sr senhor dom dr doutor professor prefeito ministro diretor juiz engenheiro vereador"),
    feminine_pronouns="ela elas",
    masculine_pronouns="ele eles",
    plural_pronouns="eles elas",
    first_person="eu|me|meu|minha|meus|minhas|nós|nosso|nossa|a gente|tenho|estou|sou|fui",
    prepositions=(
        "de|do|da|dos|das|a|ao|à|aos|às|em|no|na|nos|nas|com|por|pelo|pela|para|sobre|até|entre|contra|"
        "sem|e|como|após|desde"
    ),
    articles=r"(?:o|a|os|as|um|uma|seu|sua)\s",
    adverbials=(
        "em|no|na|durante|segunda|terça|quarta|quinta|sexta|sábado|domingo|ontem|hoje|ao|à|a|com|para|"
        "que|quem|desde|após|antes|depois|sobre|enquanto|quando|nesta|neste"
    ),
    roles=(
        "prefeit[oa]|ministr[oa]|diretora?|presidente|pesquisadora?|investigadora?|advogad[oa]|autora?|"
        "professora?|cientista|senadora?|engenheir[oa]|fundadora?|economista|médic[oa]|treinadora?|"
        "técnic[oa]|porta-voz|chefe|responsável|vereadora?|juiz|juíza|promotora?|bibliotecári[oa]|"
        "don[oa]|proprietári[oa]|agricultora?|pescadora?|escritora?|biólog[oa]|ecólog[oa]|geólog[oa]|"
        "historiadora?|secretári[oa]|capitão|jogadora?|goleiro|guarda-redes|atacante|estudante|alun[oa]|"
        "voluntári[oa]|testemunha|réu|coordenadora?|jornalista|enfermeir[oa]|gerente|padeir[oa]|"
        "livreir[oa]|moradora?|autarca|presidenta|artesã|artesão|físic[oa]"
    ),
    personal="ele:m ela:f eles:mp elas:fp",
    demonstratives="isto isso aquilo este esta estes estas esse essa esses essas",
    demonstratives_alone="isto isso aquilo",
    subjectless="tem|têm|é|são|foi|foram|era|eram|está|estão|será|vai|vão|pode|deve|não",
    verbs=(
        r"(?:não\s|se\s|lhe\s|os\s|as\s)?(?:tem|têm|tinha|é|são|foi|foram|era|eram|está|estão|será|serão|"
        r"vai|vão|pode|podem|deve|devem|há|custa|fica|[a-záâãéêíóôõúç]{3,20}(?:ou|aram|eu|eram|iu|iram|"
        r"ava|avam|ia|iam|ará|arão|erá))"
    ),
    feminine=r"(?:a|uma|esta|essa)\s",
    masculine=r"(?:o|um|este|esse)\s",
    plural=(
        r"(?:os|as|uns|umas|estes|estas|esses|essas|vários|várias|muitos|muitas|dois|duas|três|quatro|"
        r"cinco|\d+)\s"
    ),
    relative="que quem cujo cuja onde",
    contrast="mas enquanto embora porém",
    addition="e pois porque",
    loose="com após para em desde além incluindo",
    narrator="nós|eu|imagine|imaginemos|vejamos",
    numerals=(
        "dois|duas|três|quatro|cinco|seis|sete|oito|nove|dez|onze|doze|quinze|vinte|trinta|cinquenta|cem|"
        "cento|mil|milhão|milhões|bilhão|bilhões|metade|terço|dúzia"
    ),
    events=(
        "tem|têm|é|são|foi|foram|era|está|estão|será|vai|vão|pode|deve|há|disse|fez|houve|"
        "[a-záâãéêíóôõúç]{2,20}(?:ou|aram|eu|eram|iu|iram|ava|avam|ará|arão)"
    ),
    commentary=(
        "(?:só )?o tempo (?:o )?dirá|resta (?:saber|ver)|falta saber|veremos|a ver vamos|uma coisa é "
        "certa|quem sabe|não é pouco|continua|nada é certo"
    ),
    money="euros?|reais|dólares|por cento",
    weekdays=(
        "segunda(?:-feira)?|terça(?:-feira)?|quarta-feira|quinta-feira|sexta(?:-feira)?|sábado|domingo"
    ),
    deeds=(
        "(?:anunciou|decidiu|aprovou|rejeitou|nomeou|elegeu|votou|lançou|abriu|reabriu|fechou|assinou|"
        "proibiu|vendeu|comprou|condenou|absolveu|publicou|venceu|ganhou|perdeu|morreu|deteve|prendeu|"
        "descobriu|inaugurou|multou|demitiu|custará|derrotou|reduziu)"
    ),
    future=("será|serão|vai|vão|deverá|[a-záâãéêíóôõúç]{3,20}(?:ará|arão|erá|erão|irá|irão)"),
    relative_time=(
        r"há (?:alguns|dois|três|vários|poucos|\d+) (?:dias|semanas|meses|anos)|ontem|na semana passada|"
        r"no mês passado|no ano passado|esta semana|recentemente"
    ),
    hedges="talvez|parece|poderia|poderiam|provavelmente|possivelmente|quiçá",
    pages=PORTUGUESE_PAGES,
)

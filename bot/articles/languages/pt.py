"""Portuguese."""

from bot.articles.languages.tables import Tables

PORTUGUESE = Tables(
    code="pt",
    common=(
        "o os as e é uma um do da que em para com não se por dos das mais ao como foi são mas seu sua "
        "segundo também pelo"
    ),
    determiners=(
        "o a os as um uma uns umas este esta estes estas esse essa esses essas aquele aquela seu sua "
        "seus suas meu minha "
        "nosso nossa cada vários várias alguns algumas muitos muitas todo toda todos todas nenhum "
        "nenhuma outro outra outros"
    ),
    pronouns="ele ela eles elas eu nós você vocês isto isso aquilo quem ninguém alguém",
    connectors=(
        "e ou mas porém porque pois se quando como enquanto segundo para por com sem sobre sob após "
        "antes depois desde até entre "
        "em no na nos nas de do da dos das ao à aos às pelo pela durante além também ainda assim então "
        "logo hoje ontem amanhã "
        "aqui ali já não nem mais menos muito só apenas talvez onde contudo entretanto todavia apesar "
        "quase cerca há agora"
    ),
    question_words="que quê quem qual quais como quando onde porquê porque quanto quanta quantos quantas",
    titles="sr sra dr dra prof profa profª eng arq d exmo",
    numbered="n nº núm art pág págs p pp vol cap fig tel",
    abbreviations="etc ex jan fev mar abr mai jun jul ago set out nov dez ltda s.a av aprox",
    months="janeiro|fevereiro|março|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro",
    speech=(
        r"diss(?:e|eram)|diz(?:em)?|dizia|afirm(?:ou|a|ava|aram|am)|explic(?:ou|a|ava)|acrescent(?:ou|"
        r"a|ava)|declar(?:ou|a)|"
        r"cont(?:ou|a|ava)|lembr(?:ou|a|ava)|record(?:ou|a|ava)|sublinh(?:ou|a)|destac(?:ou|a)|"
        r"ressalt(?:ou|a)|coment(?:ou|a|ava)|"
        r"garant(?:iu|e)|assegur(?:ou|a)|admit(?:iu|e)|reconhec(?:eu|e)|confess(?:ou|a)|insist(?:iu|e)|"
        r"conclu(?:iu|i)|respond(?:eu|e)|"
        r"pergunt(?:ou|a)|lament(?:ou|a)|critic(?:ou|a)|defend(?:eu|e)|avis(?:ou|a)|alert(?:ou|a)|"
        r"advert(?:iu|e)|anunci(?:ou|a)|"
        r"escrev(?:eu|e)|acredit(?:a|ou)|acha|achava|pensa|considera|considerou|resum(?:iu|e)|"
        r"observ(?:ou|a)|not(?:ou)|adiant(?:ou|a)|"
        r"referiu|refere|prometeu|promete|relat(?:ou|a)|narr(?:ou|a)|salient(?:ou|a)|frisou|frisa|"
        r"apont(?:ou|a)|revel(?:ou|a)|brinc(?:ou|a)|"
        r"ironiz(?:ou|a)|reit(?:erou|era)|argument(?:ou|a)|desabaf(?:ou|a)|confirm(?:ou|a)|detalh(?:ou|"
        r"a)|esclarec(?:eu|e)|"
        r"prosseguiu|continuou|exclamou|sustent(?:ou|a)|indic(?:ou|a)|precis(?:ou)|atir(?:ou|a)"
    ),
    speech_behind=r"(?:SPEECH)\s(?P<pronoun_pt>ele|ela|eles|elas)\b",
    according=r"segundo|de acordo com|para|conforme|na opinião de|nas palavras de",
    honorifics=(
        "sr sra senhor senhora dona dom seu dr dra doutor doutora prof professor professora presidente "
        "prefeito prefeita ministro "
        "ministra diretor diretora juiz juíza capitão general engenheiro engenheira vereador vereadora "
        "autarca"
    ),
    feminine_titles=(
        "sra senhora dona dra doutora professora prefeita ministra diretora juíza engenheira vereadora"
    ),
    masculine_titles="sr senhor dom dr doutor professor prefeito ministro diretor juiz engenheiro vereador",
    feminine_pronouns="ela elas",
    masculine_pronouns="ele eles",
    first_person=r"eu|me|meu|minha|meus|minhas|nós|nosso|nossa|a gente|tenho|estou|sou|fui",
    plural_pronouns="eles elas",
    prepositions=(
        "de|do|da|dos|das|a|ao|à|aos|às|em|no|na|nos|nas|com|por|pelo|pela|para|sobre|até|entre|contra|"
        "sem|e|como|após|desde"
    ),
    articles=r"(?:o|a|os|as|um|uma|seu|sua)\s",
    adverbials=(
        "em|no|na|durante|segunda|terça|quarta|quinta|sexta|sábado|domingo|ontem|hoje|ao|à|a|com|para|"
        "que|quem|desde|após|"
        "antes|depois|sobre|enquanto|quando|nesta|neste"
    ),
    roles=(
        r"prefeit[oa]|ministr[oa]|diretora?|presidente|pesquisadora?|investigadora?|advogad[oa]|"
        r"autora?|professora?|cientista|"
        r"senadora?|engenheir[oa]|fundadora?|economista|médic[oa]|treinadora?|técnic[oa]|porta-voz|"
        r"chefe|responsável|vereadora?|juiz|"
        r"juíza|promotora?|bibliotecári[oa]|don[oa]|proprietári[oa]|agricultora?|pescadora?|escritora?|"
        r"biólog[oa]|ecólog[oa]|geólog[oa]|"
        r"historiadora?|secretári[oa]|capitão|jogadora?|goleiro|guarda-redes|atacante|estudante|"
        r"alun[oa]|voluntári[oa]|testemunha|réu|"
        r"coordenadora?|jornalista|enfermeir[oa]|gerente|padeir[oa]|livreir[oa]|moradora?|autarca|"
        r"presidenta|artesã|artesão|físic[oa]"
    ),
    personal="ele:m ela:f eles:mp elas:fp",
    demonstratives="isto isso aquilo este esta estes estas esse essa esses essas",
    demonstratives_alone="isto isso aquilo",
    subjectless="tem|têm|é|são|foi|foram|era|eram|está|estão|será|vai|vão|pode|deve|não",
    verbs=(
        r"(?:não\s|se\s|lhe\s|os\s|as\s)?(?:tem|têm|tinha|é|são|foi|foram|era|eram|está|estão|será|"
        r"serão|vai|vão|pode|podem|deve|"
        r"devem|há|custa|fica|[a-záâãéêíóôõúç]{3,20}(?:ou|aram|eu|eram|iu|iram|ava|avam|ia|iam|ará|arão|erá))"
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
        "dois|duas|três|quatro|cinco|seis|sete|oito|nove|dez|onze|doze|quinze|vinte|trinta|cinquenta|"
        "cem|cento|mil|milhão|milhões|"
        "bilhão|bilhões|metade|terço|dúzia"
    ),
    events=(
        r"tem|têm|é|são|foi|foram|era|está|estão|será|vai|vão|pode|deve|há|disse|fez|houve|"
        r"[a-záâãéêíóôõúç]{2,20}(?:ou|aram|eu|eram|iu|iram|"
        r"ava|avam|ará|arão)"
    ),
    commentary=(
        r"(?:só )?o tempo (?:o )?dirá|resta (?:saber|ver)|falta saber|veremos|a ver vamos|uma coisa é "
        r"certa|quem sabe|não é pouco|"
        r"continua|nada é certo"
    ),
    money=r"euros?|reais|dólares|por cento",
    weekdays="segunda(?:-feira)?|terça(?:-feira)?|quarta-feira|quinta-feira|sexta(?:-feira)?|sábado|domingo",
    deeds=(
        r"(?:anunciou|decidiu|aprovou|rejeitou|nomeou|elegeu|votou|lançou|abriu|reabriu|fechou|assinou|"
        r"proibiu|vendeu|comprou|condenou|"
        r"absolveu|publicou|venceu|ganhou|perdeu|morreu|deteve|prendeu|descobriu|inaugurou|multou|"
        r"demitiu|custará|derrotou|reduziu)"
    ),
    future=r"será|serão|vai|vão|deverá|[a-záâãéêíóôõúç]{3,20}(?:ará|arão|erá|erão|irá|irão)",
    relative_time=(
        r"há (?:alguns|dois|três|vários|poucos|\d+) (?:dias|semanas|meses|anos)|ontem|na semana passada|no mês passado|no ano passado|esta semana|recentemente"
    ),
    hedges="talvez|parece|poderia|poderiam|provavelmente|possivelmente|quiçá",
    furniture=(
        r"mande um zap|responda a este",
        r"você recebe|recebe este|a autora? escreve segundo|texto adaptado|as opiniões expressas|material fotocopiável",
        r"(?:compartilh[ea]|partilh[ea]|compartilhar|partilhar)\b.{0,40}\Z|(?:assine|subscreva|"
        r"inscreva-se|cadastre-se|faça login|siga-nos|"
        r"junte-se|apoie)\b|já é assinante|receba (?:as|a nossa|nossas|o)\b|(?:quer (?:saber|ler) mais|"
        r"gostou).{0,60}\?\Z",
        r"(?:leia|veja|ouça|saiba|confira) (?:também|mais|ainda)\b|notícias relacionadas|mais "
        r"(?:notícias|lidas|sobre)\b|artigos relacionados|"
        r"pode (?:também )?interessar|continue lendo|continuar a ler",
        r"(?:todos os direitos reservados|direitos reservados|política de (?:privacidade|cookies)|"
        r"usamos cookies|utilizamos cookies|este site "
        r"(?:usa|utiliza)|aceitar (?:todos|cookies)|publicidade\b|patrocinado|©)",
        r"(?:fotos?|fotografia|imagem|vídeo|tags?|etiquetas|temas|categorias?|contato|contacto|tempo "
        r"de leitura|crédito)\s?:|(?:publicado|"
        r"atualizado|actualizado) (?:em|às|a)\b.{0,50}\Z|\d{1,2} min(?:utos)?(?: de leitura)?\Z|"
        r"\d{1,5} comentários\Z",
        r"(?:por|texto de|entrevista de|da redação) ?(?-i:[A-ZÀ-Þ][\w'’-]{1,30}(?: "
        r"[A-ZÀ-Þ][\w'’.-]{0,30}){1,3})(?:\W{0,3}DATE.{0,30}|,? (?:\||·|-|–|—)"
        r".{0,40})?\Z|correção\s?:|nota da redação",
    ),
    furniture_inside=r"todos os direitos reservados|nossa newsletter|no seu e-mail",
    ending=r"para saber mais|para ler mais|leituras recomendadas|(?:\d{1,5} )?comentários|deixe (?:um|o seu) comentário|referências|bibliografia|notas",
    related=(
        r"(?:leia|veja) (?:também|mais)|notícias relacionadas|artigos relacionados|mais (?:lidas|lidos|"
        r"notícias)|pode (?:também )?"
        r"interessar(?:-lhe)?|recomendados|em destaque"
    ),
    author=r"sobre (?:o autor|a autora)|o autor|a autora",
    author_line=r"é (?:jornalista|redatora?|repórter|correspondente|colunista|escritora?)\b.{0,80}",
    source=r"fontes?|via",
    question_heading=(
        r"\b(?:perguntas?|questões|temas|tópicos|pontos|ideias|propostas) (?:para|de|a|ao|sobre|aos) "
        r"(?:o |a |os |as |um |em )?(?:debate|debater|"
        r"discutir|discussão|reflexão|refletir|reflectir|conversar|conversa|comentar|pensar|diálogo|"
        r"leitores|grupo|turma|compreensão|texto|leitura|sala)\b|"
        r"\b(?:para (?:debater|refletir|reflectir|pensar|conversar|comentar|discutir|o debate|a "
        r"reflexão|pensar e discutir)(?: em (?:sala|grupo|aula|turma))?|e (?:você|"
        r"vocês|tu)(?:, o que (?:acha|acham|pensa|pensas|achas))?|(?:a )?sua opinião|dê a sua opinião|"
        r"agora é (?:a sua vez|com você|consigo)|vamos "
        r"(?:debater|conversar|discutir|refletir)|debate aberto|a palavra é sua|em debate|antes de ler|"
        r"depois de ler|após a leitura|queremos ouvir|participe|conversemos|opine)"
        r"(?=\s*[?:!.…\n–—-]|\s*\Z|\s*(?-i:[A-ZÀ-Þ]))"
    ),
    discussing=(
        r"leitores|leitoras|debat\w+|perguntas?|reflet\w+|refle[xc]\w+|discu\w+|convers\w+|pensar|falar|atividades?|"
        r"exercícios?|pausa|opini\w+|trocar ideias|para começar|questões|bate-papo"
    ),
    question_label=(
        "perguntas?|questões|debate|reflexão|discussão|atividades|actividades|compreensão|exercícios"
    ),
    faq_heading=(
        "perguntas frequentes|perguntas e respostas|enquete|sondagem|quiz|tire suas dúvidas|o que "
        "(?:se )?sabe"
    ),
    imperative=(
        r"(?:descrev(?:a|e|am)|desenh(?:e|a|em)|cri(?:e|em)|invent(?:e|a|em)|organiz(?:e|em)|reescrev(?:a|am)|complet(?:e|em)|prepar(?:e|em)|expli(?:que|ca|quem)|imagin(?:e|a|em)|compar(?:e|a|em)|cit(?:e|a|em)|"
        r"escrev(?:a|e|am)|encontre|conte|discut(?:a|am|e)|"
        r"proponh(?:a|am)|list(?:e|em)|escolh(?:a|am)|justifi(?:que|quem|ca)|anali(?:se|sem|sa)|"
        r"indi(?:que|quem)|resum(?:a|am)|pens(?:e|em)|"
        r"pesquis(?:e|em)|coment(?:e|em)|debat(?:a|am)|reflit(?:a|am)|dê|deem|aponte|identifi(?:que|"
        r"quem)|elabor(?:e|em)|relat(?:e|em)|formul(?:e|em))\b"
    ),
    settings=(
        r"imagine|imagina|observe|observa|leia|lê|releia|veja|pense|pensa|lembre|considere|suponha|"
        r"coloque-se"
    ),
    truth=r"verdadeiro ou falso|certo ou errado|sim ou não",
    instructions=(
        r"respond|verdadeiro ou falso|complet|corrig|escolh|em (?:pares|grupos?|dupla)|sublinh|"
        r"assinal|marque|ligue"
    ),
    reader=r"você|vocês|tu|teu|tua|te|seu|sua|acha|acham|pensa|conhece|faria|já",
    opinion=(
        r"o que (?:acha|acham|pensa|pensam|você acha|achas|pensas|faria)|você (?:acha|concorda|"
        r"acredita|faria)|concorda|na sua opinião|"
        r"acha que|acham que|conhece|já (?:viu|viveu|pensou)"
    ),
    anaphors=(
        r"(?:e |mas |ou )?(?:por quê?|porquê|por que(?: não| sim)?|porque não|como|qual|quais|quem|"
        r"quando|onde|em que (?:medida|sentido|casos?|condições)|até que ponto|"
        r"a que preço|de que (?:maneira|forma)|por exemplo|concorda|concordam|com que .{3,30}|para quê|"
        r"em quê)|(?:se (?:sim|não|for)|nesse caso|em caso "
        r"(?:afirmativo|negativo))\b.{0,120}|(?:justifique|explique|argumente|dê)\b.{0,80}"
    ),
    joining=r"e|mas|ou",
    back_references="isso isto aquilo ele ela eles elas o os lo la",
)

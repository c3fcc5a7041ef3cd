"""Portuguese: how pages are furnished, and how questions are put."""

from bot.articles.languages.tables import PageTables

PORTUGUESE_PAGES = PageTables(
    furniture=(
        "mande um zap|responda a este",
        "você recebe|recebe este|a autora? escreve segundo|texto adaptado|as opiniões expressas|"
        "material fotocopiável",
        r"(?:compartilh[ea]|partilh[ea]|compartilhar|partilhar)\b.{0,40}\Z|(?:assine|subscreva|"
        r"inscreva-se|cadastre-se|faça login|siga-nos|junte-se|apoie)\b|já é assinante|receba (?:as|a "
        r"nossa|nossas|o)\b|(?:quer (?:saber|ler) mais|gostou).{0,60}\?\Z",
        r"(?:leia|veja|ouça|saiba|confira) (?:também|mais|ainda)\b|notícias relacionadas|mais "
        r"(?:notícias|lidas|sobre)\b|artigos relacionados|pode (?:também )?interessar|continue lendo|"
        r"continuar a ler",
        r"(?:todos os direitos reservados|direitos reservados|política de (?:privacidade|cookies)|"
        r"usamos cookies|utilizamos cookies|este site (?:usa|utiliza)|aceitar (?:todos|cookies)|"
        r"publicidade\b|patrocinado|©)",
        r"(?:fotos?|fotografia|imagem|vídeo|tags?|etiquetas|temas|categorias?|contato|contacto|tempo "
        r"de leitura|crédito)\s?:|(?:publicado|atualizado|actualizado) (?:em|às|a)\b.{0,50}\Z|\d{1,2} "
        r"min(?:utos)?(?: de leitura)?\Z|\d{1,5} comentários\Z",
        r"(?:por|texto de|entrevista de|da redação) ?(?-i:[A-ZÀ-Þ][\w'’-]{1,30}(?: "
        r"[A-ZÀ-Þ][\w'’.-]{0,30}){1,3})(?:\W{0,3}DATE.{0,30}|,? (?:\||·|-|–|—).{0,40})?\Z|"
        r"correção\s?:|nota da redação",
    ),
    furniture_inside="todos os direitos reservados|nossa newsletter|no seu e-mail",
    ending=(
        r"para saber mais|para ler mais|leituras recomendadas|(?:\d{1,5} )?comentários|deixe (?:um|o "
        r"seu) comentário|referências|bibliografia|notas"
    ),
    related=(
        "(?:leia|veja) (?:também|mais)|notícias relacionadas|artigos relacionados|mais (?:lidas|lidos|"
        "notícias)|pode (?:também )?interessar(?:-lhe)?|recomendados|em destaque"
    ),
    author="sobre (?:o autor|a autora)|o autor|a autora",
    author_line=(r"é (?:jornalista|redatora?|repórter|correspondente|colunista|escritora?)\b.{0,80}"),
    source="fontes?|via",
    question_heading=(
        r"\b(?:perguntas?|questões|temas|tópicos|pontos|ideias|propostas) (?:para|de|a|ao|sobre|aos) "
        r"(?:o |a |os |as |um |em )?(?:debate|debater|discutir|discussão|reflexão|refletir|reflectir|"
        r"conversar|conversa|comentar|pensar|diálogo|leitores|grupo|turma|compreensão|texto|leitura|"
        r"sala)\b|\b(?:para (?:debater|refletir|reflectir|pensar|conversar|comentar|discutir|o debate|a "
        r"reflexão|pensar e discutir)(?: em (?:sala|grupo|aula|turma))?|e (?:você|vocês|tu)(?:, o que "
        r"(?:acha|acham|pensa|pensas|achas))?|(?:a )?sua opinião|dê a sua opinião|agora é (?:a sua vez|"
        r"com você|consigo)|vamos (?:debater|conversar|discutir|refletir)|debate aberto|a palavra é sua|"
        r"em debate|antes de ler|depois de ler|após a leitura|queremos ouvir|participe|conversemos|"
        r"opine)(?=\s*[?:!.…\n–—-]|\s*\Z|\s*(?-i:[A-ZÀ-Þ]))"
    ),
    discussing=(
        r"leitores|leitoras|debat\w+|perguntas?|reflet\w+|refle[xc]\w+|discu\w+|convers\w+|pensar|falar|"
        r"atividades?|exercícios?|pausa|opini\w+|trocar ideias|para começar|questões|bate-papo"
    ),
    question_label=(
        "perguntas?|questões|debate|reflexão|discussão|atividades|actividades|compreensão|exercícios"
    ),
    faq_heading=(
        "perguntas frequentes|perguntas e respostas|enquete|sondagem|quiz|tire suas dúvidas|o que (?:se "
        ")?sabe"
    ),
    imperative=(
        r"(?:descrev(?:a|e|am)|desenh(?:e|a|em)|cri(?:e|em)|invent(?:e|a|em)|organiz(?:e|em)|"
        r"reescrev(?:a|am)|complet(?:e|em)|prepar(?:e|em)|expli(?:que|ca|quem)|imagin(?:e|a|em)|"
        r"compar(?:e|a|em)|cit(?:e|a|em)|escrev(?:a|e|am)|encontre|conte|discut(?:a|am|e)|proponh(?:a|"
        r"am)|list(?:e|em)|escolh(?:a|am)|justifi(?:que|quem|ca)|anali(?:se|sem|sa)|indi(?:que|quem)|"
        r"resum(?:a|am)|pens(?:e|em)|pesquis(?:e|em)|coment(?:e|em)|debat(?:a|am)|reflit(?:a|am)|dê|deem|"
        r"aponte|identifi(?:que|quem)|elabor(?:e|em)|relat(?:e|em)|formul(?:e|em))\b"
    ),
    settings=(
        "imagin[ea] que|observe|observa|leia|lê|releia|veja|pense|pensa|lembre|considere|suponha|coloque-se"
    ),
    truth="verdadeiro ou falso|certo ou errado|sim ou não",
    instructions=(
        "respond|verdadeiro ou falso|complet|corrig|escolh|em (?:pares|grupos?|dupla)|sublinh|assinal|"
        "marque|ligue"
    ),
    reader="você|vocês|tu|teu|tua|te|seu|sua|acha|acham|pensa|conhece|faria|já",
    opinion=(
        "o que (?:acha|acham|pensa|pensam|você acha|achas|pensas|faria)|você (?:acha|concorda|acredita|"
        "faria)|concorda|na sua opinião|acha que|acham que|conhece|já (?:viu|viveu|pensou)"
    ),
    anaphors=(
        r"(?:e |mas |ou )?(?:por quê?|porquê|por que(?: não| sim)?|porque não|como|qual|quais|quem|"
        r"quando|onde|em que (?:medida|sentido|casos?|condições)|até que ponto|a que preço|de que "
        r"(?:maneira|forma)|por exemplo|concorda|concordam|com que .{3,30}|para quê|em quê)|(?:se (?:sim|"
        r"não|for)|nesse caso|em caso (?:afirmativo|negativo))\b.{0,120}|(?:justifique|explique|"
        r"argumente|dê)\b.{0,80}"
    ),
    joining="e|mas|ou",
    back_references="isso isto aquilo ele ela eles elas",
)

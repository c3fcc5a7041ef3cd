"""What a language's table holds.

Words are given with spaces between, patterns as the alternatives of a regular expression, written for text
in which every space is a plain one; both are told apart by no capital. A field left empty matches nothing, so
that a language can begin small.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTables:
    """How a language's pages are furnished, and how questions are put in it."""

    # How pages are furnished: patterns.
    furniture: tuple[str, ...] = ()  # how a sentence starts that is part of the page
    furniture_inside: str = ""
    ending: str = ""  # a heading behind which everything is about other things
    related: str = ""  # a heading of a list of other articles
    author: str = ""  # a heading above who wrote it
    author_line: str = ""
    source: str = ""  # what a source line begins with

    # Questions: patterns.
    question_heading: str = ""
    discussing: str = ""  # what makes any heading above questions theirs
    question_label: str = ""  # a heading only where nothing else is in the line
    faq_heading: str = ""
    imperative: str = ""
    settings: str = ""  # imperatives that only set up what is asked next
    truth: str = ""  # "true or false?"
    instructions: str = ""  # how the heading of an exercise begins
    reader: str = ""  # speaks to whoever reads
    opinion: str = ""
    anaphors: str = ""
    joining: str = ""  # how a question begins that goes on from the one before
    back_references: str = ""  # words


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """One language's words and phrases."""

    code: str  # ISO 639-1
    common: str = ""  # words no text is without: which language a text is in

    # Grammar: words.
    determiners: str = ""
    pronouns: str = ""
    connectors: str = ""  # what else takes a capital only where a sentence starts
    question_words: str = ""
    question_verbs: str = ""  # verbs that may open a question

    # Dots that end no sentence: words.
    titles: str = ""  # before a name
    numbered: str = ""  # before a number
    abbreviations: str = ""  # may end a sentence, too
    months: str = ""  # patterns

    # Who speaks.
    speech: str = ""  # patterns: verbs of saying, in every form that attributes a quotation
    speech_behind: str = ""  # patterns: verb and pronoun as they stand behind a quotation; group "pronoun"
    according: str = ""  # patterns
    honorifics: str = ""  # words
    feminine_titles: str = ""  # words
    masculine_titles: str = ""
    feminine_pronouns: str = ""  # words
    masculine_pronouns: str = ""
    plural_pronouns: str = ""
    first_person: str = ""  # patterns
    prepositions: str = ""  # patterns: what makes a name behind it no subject
    articles: str = ""  # patterns: what a noun phrase begins with
    adverbials: str = ""  # patterns: where a noun phrase that speaks ends
    roles: str = ""  # patterns: nouns for people who speak

    # What stands alone.
    personal: str = ""  # "il:m elle:f": pronouns with what they stand for
    demonstratives: str = ""  # words
    demonstratives_alone: str = ""
    impersonal: str = ""  # patterns
    subjectless: str = ""  # patterns: a clause that goes on with its verb
    verbs: str = ""  # patterns: what a subject ends before
    feminine: str = ""  # patterns: how a noun phrase begins
    masculine: str = ""
    neuter: str = ""
    plural: str = ""
    relative: str = ""  # words that lead a relative clause

    # Where a long sentence may be cut, the better first: words.
    contrast: str = ""
    addition: str = ""
    loose: str = ""

    # What a statement is, and how much it matters: patterns.
    narrator: str = ""
    numerals: str = ""
    events: str = ""
    commentary: str = ""
    money: str = ""
    weekdays: str = ""
    deeds: str = ""
    future: str = ""
    relative_time: str = ""  # when, as seen from the day of the article
    hedges: str = ""

    pages: PageTables = PageTables()

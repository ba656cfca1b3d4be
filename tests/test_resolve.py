"""Who speaks, within one article: mentions and the people, bodies and groups that they mean.

Each case is a text and a table: for every quotation in order, the number of its speaker in `speakers` (None where
nobody can be named) and the words that name the source.
"""

from dataclasses import dataclass

import pytest
from pipeline_fixture import text_article

from quotes.models import AttributedQuotation, Reason, SpeakerKind
from quotes.pipeline import Pipeline

pytestmark = pytest.mark.stanza

Row = tuple[int | tuple[int, ...] | None, str]


@dataclass(frozen=True, slots=True)
class Case:
    """A text, the speakers in it, and for each quotation who speaks and how the text names them."""

    why: str
    text: str
    speakers: tuple[str, ...]
    rows: tuple[Row, ...]
    kind: SpeakerKind = SpeakerKind.PERSON
    author: str | None = None

    @property
    def expected(self) -> list[tuple[list[str], str]]:
        """Return the names of the speakers of each quotation, and the mention."""
        return [([self.speakers[i] for i in _indices(who)], mention) for who, mention in self.rows]


def _indices(who: int | tuple[int, ...] | None) -> tuple[int, ...]:
    if who is None:
        return ()
    return who if isinstance(who, tuple) else (who,)


NAMES = (
    Case(
        "a surname goes to the full name",
        "Ana Ruiz met Ben Cole on Monday.\n\n“We will not sign it,” Ruiz said.\n\n“I will,” Cole said.",
        ("Ana Ruiz", "Ben Cole"),
        ((0, "Ruiz"), (1, "Cole")),
    ),
    Case(
        "a full name stands for itself",
        "“We will not sign it,” Ana Ruiz said. “I will,” said Ben Cole.",
        ("Ana Ruiz", "Ben Cole"),
        ((0, "Ana Ruiz"), (1, "Ben Cole")),
    ),
    Case(
        "a title and a surname go to the full name",
        "Mayor Ana Ruiz met Ben Cole on Monday.\n\n“We will not sign it,” Ms. Ruiz said.\n\n“I will,” Mr. Cole said.",
        ("Ana Ruiz", "Ben Cole"),
        ((0, "Ms. Ruiz"), (1, "Mr. Cole")),
    ),
    Case(
        "a role before a name is no part of the name",
        "“We will not sign it,” Mayor Ana Ruiz said.\n\n“I will,” said Senator Ben Cole.",
        ("Ana Ruiz", "Ben Cole"),
        ((0, "Mayor Ana Ruiz"), (1, "Senator Ben Cole")),
    ),
    Case(
        "one name alone is all that is known",
        "“We will not sign it,” Ruiz said.",
        ("Ruiz",),
        ((0, "Ruiz"),),
    ),
    Case(
        "a middle initial makes nobody else",
        "Ana M. Ruiz met reporters on Monday.\n\n“We will not sign it,” Ana Ruiz said.\n\n“Not now,” Ruiz said.",
        ("Ana M. Ruiz",),
        ((0, "Ana Ruiz"), (0, "Ruiz")),
    ),
    Case(
        "the younger is not the senior, who alone is named in full",
        "Gil Orr Sr. met Ben Cole on Monday.\n\n“We will not sign it,” the younger Orr said.\n\n“I will,” Cole said.",
        ("Orr", "Ben Cole"),
        ((0, "the younger Orr"), (1, "Cole")),
    ),
    Case(
        "of whose deputy the name is told does not speak, be the owner's name ever so hard to read",
        "“No,” said Mia O’Brien-D’Arcy’s deputy, Gil Orr.\n\nMia O’Brien-D’Arcy’s deputy, Gil Orr, said it was “late”.",
        ("Gil Orr",),
        ((0, "Gil Orr"), (0, "Gil Orr")),
    ),
    Case(
        "particles belong to the name",
        "Maria de la Cruz met reporters on Monday.\n\n“We will not sign it,” Ms. de la Cruz said.",
        ("Maria de la Cruz",),
        ((0, "Ms. de la Cruz"),),
    ),
    Case(
        "first names tell two of one surname apart",
        "Bill Garrick and Hilda Garrick were in court.\n\n"
        "“We will appeal,” Hilda Garrick said.\n\n“No,” Bill Garrick said.",
        ("Hilda Garrick", "Bill Garrick"),
        ((0, "Hilda Garrick"), (1, "Bill Garrick")),
    ),
    Case(
        "a title tells a woman and a man of one surname apart",
        "John Garrick and Mary Garrick were in court.\n\n"
        "“We will appeal,” Mrs. Garrick said.\n\n“No,” Mr. Garrick said.",
        ("Mary Garrick", "John Garrick"),
        ((0, "Mrs. Garrick"), (1, "Mr. Garrick")),
    ),
    Case(
        "a surname that two people share names nobody",
        "John Garrick and Paul Garrick were in court.\n\n“We will appeal,” Garrick said.",
        (),
        ((None, "Garrick"),),
    ),
)

PRONOUNS = (
    Case(
        "a pronoun goes to the one of its gender",
        "Ana Ruiz met Ben Cole on Monday.\n\n“We will not sign it,” she said.\n\n“I will,” he said.",
        ("Ana Ruiz", "Ben Cole"),
        ((0, "she"), (1, "he")),
    ),
    Case(
        "a pronoun goes to whoever spoke before",
        "“We will not sign it,” Ana Ruiz said on Monday. “It is a bad deal,” she said.",
        ("Ana Ruiz",),
        ((0, "Ana Ruiz"), (0, "she")),
    ),
    Case(
        "of two women, the one who spoke last",
        "“I like it,” Mary Garrick said.\n\n“We will not sign it,” Ana Ruiz said.\n\n“It is a bad deal,” she added.",
        ("Mary Garrick", "Ana Ruiz"),
        ((0, "Mary Garrick"), (1, "Ana Ruiz"), (1, "she")),
    ),
    Case(
        "a pronoun with nobody who fits names nobody",
        "“I will,” Mr. Ben Cole said.\n\n“We will not sign it,” she said.",
        ("Ben Cole",),
        ((0, "Mr. Ben Cole"), (None, "she")),
    ),
    Case(
        "a pronoun with nobody before it names nobody",
        "“We will not sign it,” she said. The talks went on for days.",
        (),
        ((None, "she"),),
    ),
    Case(
        "people who are only named inside quotations are not in the scene",
        "“Ana Ruiz wrote it,” she said.",
        (),
        ((None, "she"),),
    ),
    Case(
        "the writer speaks as I",
        "“We will not sign it,” I told him.",
        ("Ana Ruiz",),
        ((0, "I"),),
        author="Ana Ruiz",
    ),
    Case(
        "a writer whom the article does not name has no name",
        "“We will not sign it,” I told him.",
        (),
        ((None, "I"),),
    ),
    Case(
        "the only one who fits is too far off",
        "Mia Roth spoke first. “It is late,” Roth said.\n\n"
        + "".join(
            f"{what} “It leaks,” the council said.\n\n"
            for what in ("It rained.", "Tea came.", "It was dark.", "The pier shook.")
        )
        + "That did not go down well. “Never,” she told them.",
        ("Mia Roth",),
        ((0, "Roth"), *((None, "the council"),) * 4, (None, "she")),
    ),
)

ROLES = (
    Case(
        "a role goes to the one who holds it",
        "Mayor Ana Ruiz met reporters on Monday.\n\n“We will not sign it,” the mayor said.",
        ("Ana Ruiz",),
        ((0, "the mayor"),),
    ),
    Case(
        "a role in an apposition goes to its holder",
        "Ana Ruiz, the mayor of Gullane, met Ben Cole, a lawyer, on Monday.\n\n"
        "“We will not sign it,” the mayor said.\n\n“I will,” the lawyer said.",
        ("Ana Ruiz", "Ben Cole"),
        ((0, "the mayor"), (1, "the lawyer")),
    ),
    Case(
        "an age goes to the one who is that old",
        "Ana Ruiz, 41, met Ben Cole, 60, on Monday.\n\n“We will not sign it,” the 41-year-old said.",
        ("Ana Ruiz",),
        ((0, "the 41-year-old"),),
    ),
    Case(
        "an age that nobody is names nobody",
        "Ana Ruiz, 41, met Ben Cole, 60, on Monday.\n\n“We will not sign it,” the 50-year-old said.",
        (),
        ((None, "the 50-year-old"),),
    ),
    Case(
        "of two mayors, neither",
        "Mayor Ana Ruiz met Mayor Ben Cole on Monday.\n\n“We will not sign it,” the mayor said.",
        (),
        ((None, "the mayor"),),
    ),
    Case(
        "a role that nobody holds names nobody",
        "Ben Cole left on Monday.\n\n“We will not sign it,” the mayor said.",
        (),
        ((None, "the mayor"),),
    ),
)

OTHERS = (
    Case(
        "an organisation",
        "“Talks continue,” the United Nations said.",
        ("United Nations",),
        ((0, "the United Nations"),),
        SpeakerKind.ORGANISATION,
    ),
    Case(
        "an organisation by its noun",
        "The Brackwater Commission met on Monday.\n\n“We will not sign it,” the commission said.",
        ("Brackwater Commission",),
        ((0, "the commission"),),
        SpeakerKind.ORGANISATION,
    ),
    Case("a group", "“It is a mess,” critics said.", ("critics",), ((0, "critics"),), SpeakerKind.GROUP),
    Case(
        "a group with a number",
        "“It is a mess,” three residents said.",
        ("three residents",),
        ((0, "three residents"),),
        SpeakerKind.GROUP,
    ),
    Case(
        "a document",
        "The auditor published a report on Monday. The report says: “The levy was never lawful.”",
        ("report",),
        ((0, "The report"),),
        SpeakerKind.DOCUMENT,
    ),
    Case(
        "a document speaks for its owner",
        "Ana Ruiz sent a letter on Monday. Ruiz’s letter says: “The levy was never lawful.”",
        ("Ana Ruiz",),
        ((0, "Ruiz’s letter"),),
    ),
    Case(
        "a duke goes by his place",
        "The Duke of Tarn has left. “It is over,” the Duke of Tarn said.",
        ("Duke of Tarn",),
        ((0, "the Duke of Tarn"),),
    ),
    Case(
        "initials before a name are a title",
        "The driver fled, SP Arvind Kolhe said on Monday.\n\n“A case has been filed,” the SP added.",
        ("Arvind Kolhe",),
        ((0, "the SP"),),
    ),
    Case(
        "initials of a country are no title",
        "US envoy Joe Voss spoke on Monday. “It is over,” the US said.",
        ("US",),
        ((0, "the US"),),
        SpeakerKind.ORGANISATION,
    ),
    Case(
        "the hospital is the one that was named",
        "St Mary's Hospital denied it on Monday. “We will learn,” the hospital said.",
        ("St Mary's Hospital",),
        ((0, "the hospital"),),
        SpeakerKind.ORGANISATION,
    ),
    Case(
        "initials spell a body that was named",
        "The World Health Organization met on Monday. “Act now,” the WHO said.",
        ("World Health Organization",),
        ((0, "the WHO"),),
        SpeakerKind.ORGANISATION,
    ),
    Case(
        "the newspaper is the one that was named",
        "The Gullane Mail ran it on Monday. “We regret it,” the newspaper said.",
        ("Gullane Mail",),
        ((0, "the newspaper"),),
        SpeakerKind.ORGANISATION,
    ),
    Case(
        "its ministry is a part of it",
        "Israel denied it on Monday. “We acted,” its foreign ministry said.",
        ("Israel’s foreign ministry",),
        ((0, "its foreign ministry"),),
        SpeakerKind.ORGANISATION,
    ),
    Case(
        "it is the ministry with its country",
        "Russia's defence ministry denied it on Monday. “We acted,” it said.",
        ("Russia's defence ministry",),
        ((0, "it"),),
        SpeakerKind.ORGANISATION,
    ),
    Case(
        "they are the police",
        "The police denied it on Monday. “We acted,” they said.",
        ("police",),
        ((0, "they"),),
        SpeakerKind.ORGANISATION,
    ),
    Case(
        "the carmaker is the firm that acts",
        "Voltra Motors said that sales fell. “It will be a hard year,” the carmaker said.",
        ("Voltra Motors",),
        ((0, "the carmaker"),),
        SpeakerKind.ORGANISATION,
    ),
    Case(
        "the ministry is that of a place named before",
        "The German finance ministry denied it. “We are sorry,” the ministry said.",
        ("German finance ministry",),
        ((0, "the ministry"),),
        SpeakerKind.ORGANISATION,
    ),
    Case(
        "of two places nobody knows whose government",
        "The German government and the French government denied it. “We are sorry,” the government said.",
        (),
        ((None, "the government"),),
    ),
    Case(
        "who is close to somebody is not they",
        "Ana Hart left on Monday. Sources close to Hart said that she was “furious with everybody”.",
        ("Sources close to Hart",),
        ((0, "Sources close to Hart"),),
        SpeakerKind.GROUP,
    ),
    Case(
        "a lawyer for somebody is not they",
        "Ana Hart left on Monday. The lawyer for Ana Hart said that she was “furious with everybody”.",
        ("lawyer for Ana Hart",),
        ((0, "The lawyer for Ana Hart"),),
        SpeakerKind.ANONYMOUS,
    ),
    Case(
        "the wife of a surname with a title is his of the full name",
        "Senator Dan Roth was jailed on Monday. Mr. Roth’s wife said that it was “over for both of us”.",
        ("Dan Roth’s wife",),
        ((0, "Mr. Roth’s wife"),),
    ),
    Case(
        "the wife of a surname is his of the full name",
        "Dan Roth was jailed on Monday. Roth's wife said that it was “over for both of us”.",
        ("Dan Roth’s wife",),
        ((0, "Roth's wife"),),
    ),
    Case(
        "her brother is not the husband",
        "Voss's wife said that he was a good man. She was led away by her brother. “Go home,” he said.",
        (),
        ((None, "he"),),
    ),
    Case(
        "whose lawyer spoke is not in focus",
        "Dan Roth's lawyer said that he was sorry. “I was wrong,” he said.",
        (),
        ((None, "he"),),
    ),
    Case(
        "somebody without a name",
        "President Ana Ruiz resigned on Monday. “He knew,” said a senior aide who asked not to be named.",
        ("senior aide",),
        ((0, "a senior aide"),),
        SpeakerKind.ANONYMOUS,
    ),
    Case(
        "the role of somebody without a name is not that of somebody with one",
        "Lawyer Ana Ruiz left on Monday. “He knew,” said a lawyer who asked not to be named.",
        ("lawyer",),
        ((0, "a lawyer"),),
        SpeakerKind.ANONYMOUS,
    ),
    Case(
        "joint speakers",
        "Ana Ruiz met Ben Cole on Monday.\n\n“We are out,” Ruiz and Cole said in a letter.",
        ("Ana Ruiz", "Ben Cole"),
        (((0, 1), "Ruiz Cole"),),
    ),
    Case(
        "a spokesperson speaks, and not the person spoken for",
        "“He is well,” said Ann Lisle, a spokeswoman for Ben Cole.",
        ("Ann Lisle",),
        ((0, "Ann Lisle"),),
    ),
)

CONVENTIONS = (
    Case(
        "a given name that was not seen stands between a title and the surname",
        "Youth chairman Advice Mbeva met reporters on Monday.\n\n“It is over,” Mbeva said.",
        ("Advice Mbeva",),
        ((0, "Mbeva"),),
    ),
    Case(
        "the last two names of three stand for all",
        "Ana Ruiz Cole met reporters on Monday.\n\n“It is over,” Ruiz Cole said.",
        ("Ana Ruiz Cole",),
        ((0, "Ruiz Cole"),),
    ),
    Case(
        "a shared surname goes to the one just named in full",
        "Paul Garrick won the seat in May.\n\nThe count took two days.\n\nNobody asked for another.\n\n"
        "Treasurer John Garrick warned the council on Monday.\n\n“It is too late,” Garrick said.",
        ("John Garrick",),
        ((0, "Garrick"),),
    ),
    Case(
        "the surname alone goes on to mean the one for whom it was used",
        "Ana Garrick met reporters on Monday. Garrick was tired.\n\nShe had flown in at night.\n\n"
        "The council praised Paul Garrick.\n\nThe talks went on for days.\n\n“It is too late,” Garrick said.",
        ("Ana Garrick",),
        ((0, "Garrick"),),
    ),
    Case(
        "of husband and wife, the surname alone means the one who was brought in by herself",
        "Ana Garrick won. Ana Garrick flew home with her husband, Paul Garrick, on Monday.\n\n"
        "The flight took a day.\n\n“It is too late,” Garrick said.",
        ("Ana Garrick",),
        ((0, "Garrick"),),
    ),
    Case(
        "whom a pronoun takes up stays in focus",
        "“We are few,” Ben Cole said.\n\nHe named loyalists of Paul Garrick and John Sorrel.\n\n“No,” he said.",
        ("Ben Cole",),
        ((0, "Ben Cole"), (0, "he")),
    ),
    Case(
        "an aside is weaker than the subject",
        "“We float,” Ben Cole said, a line he owes to Paul Garrick, who died in May. “We sting,” he said.",
        ("Ben Cole",),
        ((0, "Ben Cole"), (0, "he")),
    ),
    Case(
        "a vice president is no president",
        "President Ana Ruiz met Vice President Ben Cole on Monday.\n\n“It is over,” the president said.",
        ("Ana Ruiz",),
        ((0, "the president"),),
    ),
    Case(
        "a general noun takes up whoever spoke last",
        "“It is over,” said the head of the harbor board, Ana Ruiz.\n\n“We go home,” the official said.",
        ("Ana Ruiz",),
        ((0, "Ana Ruiz"), (0, "the official")),
    ),
    Case(
        "a noun inside the clause of its subject means somebody else",
        "Ana Ruiz read out page 73, where the leader wrote: “It is over.”",
        (),
        ((None, "the leader"),),
    ),
    Case(
        "a role gets its name right behind",
        "The mayor tried another tone: “Let us dance.” Mayor Ana Ruiz has won three times.",
        ("Ana Ruiz",),
        ((0, "The mayor"),),
    ),
    Case(
        "an adviser to the president is no president",
        "Ben Cole, an adviser to the president, met Ana Ruiz on Monday.\n\n“It is over,” the president said.",
        (),
        ((None, "the president"),),
    ),
    Case(
        "a mother goes by whose she is",
        "Ben Cole was ten years old. His mother told reporters on Monday: “He is a good boy.”",
        ("Ben Cole’s mother",),
        ((0, "His mother"),),
    ),
    Case(
        "a role gets its name right behind it",
        "Ana Ruiz left on Monday. Her predecessor, Gil Tennant, told reporters that the bond was “a heavy mortgage”.",
        ("Gil Tennant",),
        ((0, "Gil Tennant"),),
    ),
    Case(
        "an abbreviated title ends no sentence",
        "“This is a bad day,” said Rep. Ana Ruiz (D-Calif.), head of the caucus.",
        ("Ana Ruiz",),
        ((0, "Ana Ruiz"),),
    ),
    Case(
        "two roles of one person make no two speakers",
        "Mayor Ana Ruiz met reporters on Monday.\n\n"
        "The mayor and former teacher said it was “a very bad mistake” to sign.",
        ("Ana Ruiz",),
        ((0, "The mayor"),),
    ),
    Case(
        "somebody else’s colleague is nobody in focus",
        "Ana Ruiz met reporters on Monday.\n\n“It is over,” her former colleague said.",
        (),
        ((None, "her former colleague"),),
    ),
    Case(
        "who goes with the last of a list",
        "It drew singers like Paul Garrick, Joe Sorrel and Ben Cole, who joked of the hall, “I will buy it some day.”",
        ("Ben Cole",),
        ((0, "who"),),
    ),
    Case(
        "who goes with the name before its apposition",
        "Ana Ruiz, a sheep farmer who says the turbines “hum all night long”, will stand in May.",
        ("Ana Ruiz",),
        ((0, "who"),),
    ),
)
OF_OTHERS = (
    Case(
        "a deputy mayor is no mayor",
        "Mayor Ana Ruiz left on Monday. “It is over,” the deputy mayor said.",
        (),
        ((None, "the deputy mayor"),),
    ),
    Case(
        "a mayor is no deputy mayor",
        "Deputy mayor Ana Ruiz left on Monday. “It is over,” the mayor said.",
        (),
        ((None, "the mayor"),),
    ),
    Case(
        "a finance minister is no foreign minister",
        "Finance minister Ana Ruiz left on Monday. “It is over,” the foreign minister said.",
        (),
        ((None, "the foreign minister"),),
    ),
    Case(
        "a finance minister is the minister",
        "Finance minister Ana Ruiz left on Monday. “It is over,” the minister said.",
        ("Ana Ruiz",),
        ((0, "the minister"),),
    ),
    Case(
        "a deputy foreign minister is the deputy minister",
        "Ana Ruiz, the deputy foreign minister, left. “It is over,” the deputy minister said.",
        ("Ana Ruiz",),
        ((0, "the deputy minister"),),
    ),
    Case(
        "nobody praises himself",
        "The minister praised Ruiz’s “courage and wit”. Finance minister Ana Ruiz left.",
        (),
        ((None, "The minister"),),
    ),
    Case(
        "a role of another place is somebody else’s",
        "Bishop Ben Cole of Gullane agreed. Last year the bishop of Corvane said: “It is a sin.”",
        ("bishop of Corvane",),
        ((0, "the bishop of Corvane"),),
        SpeakerKind.ANONYMOUS,
    ),
    Case(
        "an organisation’s longer name",
        "The Commission on Debates met on Monday. The commission was late.\n\n“It is over,” the commission said.",
        ("Commission on Debates",),
        ((0, "the commission"),),
        SpeakerKind.ORGANISATION,
    ),
    Case(
        "it takes up the organisation that was the subject",
        "The tram company has sent its fleet for inspection. “Safety comes first,” it said.",
        ("tram company",),
        ((0, "it"),),
        SpeakerKind.ORGANISATION,
    ),
    Case(
        "they take up the group that was the subject",
        "Two teachers climbed out of a window. “We thought it was a drill,” they said.",
        ("teachers",),
        ((0, "they"),),
        SpeakerKind.GROUP,
    ),
    Case(
        "many are a group, capital or not",
        "“It is over,” Democrats said on Monday.",
        ("Democrats",),
        ((0, "Democrats"),),
        SpeakerKind.GROUP,
    ),
    Case(
        "a law keeps its year",
        "The Harbor Act of 1961 states: “A fee taken in error shall be returned.”",
        ("Harbor Act of 1961",),
        ((0, "The Harbor Act"),),
        SpeakerKind.ORGANISATION,
    ),
    Case(
        "a full statement is a statement",
        "The police spoke on Monday. The full statement says: “The levy was never lawful.”",
        ("statement",),
        ((0, "The full statement"),),
        SpeakerKind.DOCUMENT,
    ),
)

WHOLE_NAMES = (
    Case(
        "a title of another language is no part of the name",
        "Alhaji Sanusi Onoja met reporters on Monday.\n\n“It is over,” Onoja said.",
        ("Sanusi Onoja",),
        ((0, "Onoja"),),
    ),
    Case(
        "letters behind a name are no part of it",
        "Judge Anthony Whitcombe QC jailed him on Monday.\n\n“It is over,” Whitcombe said.",
        ("Anthony Whitcombe",),
        ((0, "Whitcombe"),),
    ),
    Case(
        "a suffix is a part of the name",
        "Vann Newkirk II, a writer, met reporters on Monday.\n\n“It is over,” Newkirk said.",
        ("Vann Newkirk II",),
        ((0, "Newkirk"),),
    ),
    Case(
        "a nickname is no part of the name",
        "Wiremu ‘Buster’ Tautari tied up his boat on Monday.\n\n“It is over,” Tautari said.",
        ("Wiremu Tautari",),
        ((0, "Tautari"),),
    ),
    Case(
        "a name goes to a longer one whose end stands alone too",
        "Rosalind Tate Avery taught swimming. Mrs. Avery was born Rosalind Tate in 1921.\n\n"
        "“I count them,” Avery said.",
        ("Rosalind Tate Avery",),
        ((0, "Avery"),),
    ),
    Case(
        "an office and its place stand before a name",
        "Mayor of May Pen Winston Reid met the drivers on Monday.\n\n“It is over,” the mayor said.",
        ("Winston Reid",),
        ((0, "the mayor"),),
    ),
    Case(
        "who was a senator before is none",
        "A Republican senator defended the plan, calling it “the only way”.\n\n"
        "Sen. Mia Roth said it was late. Former senator Ana Lund disagreed.",
        ("Mia Roth",),
        ((0, "A Republican senator"),),
    ),
    Case(
        "a senator is who is called Sen.",
        "Sen. Ana Ruiz met Secretary Ben Cole on Monday.\n\n“It is over,” the senator said.",
        ("Ana Ruiz",),
        ((0, "the senator"),),
    ),
    Case(
        "a judge is who is called Justice",
        "Delivering judgment, Justice Ana Ruiz held that it was proved.\n\n“It is over,” the judge said.",
        ("Ana Ruiz",),
        ((0, "the judge"),),
    ),
    Case(
        "an office is shortened in brackets before the name",
        "The District Chief Executive (DCE), Mr Clement Owusu, met reporters.\n\n“It is over,” the DCE said.",
        ("Clement Owusu",),
        ((0, "the DCE"),),
    ),
    Case(
        "whoever is in the chair is the chairman",
        "The panel met with Senator Ben Cole in the chair.\n\n“It is over,” the chairman said.",
        ("Ben Cole",),
        ((0, "the chairman"),),
    ),
    Case(
        "initials with full stops end no sentence before a surname",
        "“Files do not save children,” Justice R.V. Deshmukh observed, while hearing a petition.",
        ("R.V. Deshmukh",),
        ((0, "Justice R.V. Deshmukh"),),
    ),
    Case(
        "a constituency is nobody",
        "Ben Cole came on Monday. Asked by the MP for Calder Vale who had done it, he said: “Not one of us.”",
        ("Ben Cole",),
        ((0, "he"),),
    ),
)

APPOSED = (
    Case(
        "a role is named behind a comma",
        "“It is over,” said the moderator, tour manager Claire Bodnar, on Monday.",
        ("Claire Bodnar",),
        ((0, "Claire Bodnar"),),
    ),
    Case(
        "somebody gives a name only as",
        "“They tried it,” said a weeder, who gave her name only as Savi Ramdin, on Monday.",
        ("Savi Ramdin",),
        ((0, "a weeder"),),
    ),
    Case(
        "a role inside a sentence is that of the name behind it",
        "The crowd met the commissioner for trade, Hon. Ana Ruiz, on Monday.\n\n“It is over,” the commissioner said.",
        ("Ana Ruiz",),
        ((0, "the commissioner"),),
    ),
    Case(
        "whoever opens the article without a name opens its second paragraph with one",
        "The head of a rail firm has refused to go, saying the delays were “not of our making”.\n\n"
        "Adrian Foulds said it was late.",
        ("Adrian Foulds",),
        ((0, "The head of a rail firm"),),
    ),
    Case(
        "a second paragraph about somebody with another role does not name the first",
        "The head of a rail firm has refused to go, saying the delays were “not of our making”.\n\n"
        "Adrian Foulds, a farmer, said it was late.",
        (),
        ((None, "The head of a rail firm"),),
    ),
)

TAKEN_UP = (
    Case(
        "an age that the article does not tell is that of whoever was in focus",
        "Ana Ruiz left the court on Monday. She had met Ben Cole.\n\n“It was terrible,” the 25-year-old said.",
        ("Ana Ruiz",),
        ((0, "the 25-year-old"),),
    ),
    Case(
        "a noun in the tag is the subject of the sentence before",
        "Joss Adeyemi was sanguine about it. “I would like to thank him,” the director said.",
        ("Joss Adeyemi",),
        ((0, "the director"),),
    ),
    Case(
        "a noun in the tag is not whoever spoke before to somebody else",
        "“Wait,” Ana Ruiz told the staff. “I was asked not to,” the clerk said.",
        ("Ana Ruiz",),
        ((0, "Ana Ruiz"), (None, "the clerk")),
    ),
    Case(
        "one of a people is whoever was in focus",
        "Geoff Hallam faced reporters on Monday. “Not a question for today, mate,” the Australian said.",
        ("Geoff Hallam",),
        ((0, "the Australian"),),
    ),
    Case(
        "a pronoun is not whom its own clause names",
        "“Withdraw that,” Ben Cole shouted. Pointing at Paul Garrick, who was smiling, he added: "
        "“He thinks it is funny.”",
        ("Ben Cole",),
        ((0, "Ben Cole"), (0, "he")),
    ),
    Case(
        "somebody without a name who tells is whom a pronoun may mean",
        "Ben Cole was arrested on Monday.\n\nIt came after a tea vendor told the police he had seen a tractor. "
        "“It was dark,” he said.",
        (),
        ((None, "he"),),
    ),
    Case(
        "of two subjects the one of the sentence before the quotation is meant",
        "Ana Ruiz believes it. Sandy Tyler is sure of it. “A mother would have said more,” she said.",
        ("Sandy Tyler",),
        ((0, "she"),),
    ),
    Case(
        "he is who the sentence says he is",
        "Ben Cole nodded and left. He is survived by nobody.\n\nA knock came. He is Dr Paul Garrick, from Leeds. "
        "“I made my peace,” he said.",
        ("Paul Garrick",),
        ((0, "he"),),
    ),
    Case(
        "the bishop of another place is another",
        "Bishop Ben Cole of Gullane agreed on Monday.\n\nThe bishop of Corvane did not. “Never,” he said.",
        (),
        ((None, "he"),),
    ),
    Case(
        "a feature of a name tells the gender",
        "Rahima Begum met Nurul Islam on Monday. “It is over,” she said.",
        ("Rahima Begum",),
        ((0, "she"),),
    ),
    Case(
        "a pronoun takes up the nameless speaker before",
        "Joe Voss was jailed. A police spokesman said: “It is over.”\n\nHe added: “It is late.”",
        ("police spokesman",),
        ((0, "A police spokesman"), (0, "He")),
        SpeakerKind.ANONYMOUS,
    ),
    Case(
        "he called her gives back what she said of him",
        "Ruiz called Cole “a snail by the sea”, and he called her “a toad in a hole”.",
        ("Ruiz", "Cole"),
        ((0, "Ruiz"), (1, "he")),
    ),
    Case(
        "who is told something answers",
        "Dan Ruiz met Ben Cole in May. Ruiz texted Cole: “We are done.” He replied: “Good.”",
        ("Dan Ruiz", "Ben Cole"),
        ((0, "Ruiz"), (1, "He")),
    ),
    Case(
        "they are those who fled",
        "Residents fled on Monday. “We lost it all,” they said.",
        ("Residents",),
        ((0, "they"),),
        SpeakerKind.GROUP,
    ),
    Case(
        "whose boss he is was named last",
        "Emil Kahn scored. “It was late,” he said.\n\nIt hurt the visitors, whose boss Joe Voss was sent off. "
        "He said: “It is a joke.”",
        ("Emil Kahn", "Joe Voss"),
        ((0, "he"), (1, "He")),
    ),
    Case(
        "who adds something has spoken before",
        "“It is over,” said Ben Cole. Joe Voss met him at the gate. Voss was late.\n\nHe added: “It is late.”",
        ("Ben Cole", "Joe Voss"),
        ((0, "Ben Cole"), (0, "He")),
    ),
    Case(
        "they are the neighbour, where nobody else was named",
        "“It was loud,” said a neighbour. “It went on,” they added.",
        ("neighbour",),
        ((0, "a neighbour"), (0, "they")),
        SpeakerKind.ANONYMOUS,
    ),
    Case(
        "a critic passing by is not the woman spoken of",
        "Mia Roth had one bad review: a critic called it “late”. “It was,” she said.",
        ("critic",),
        ((0, "a critic"), (None, "she")),
        SpeakerKind.ANONYMOUS,
    ),
    Case(
        "two who were named together are the pair",
        "Gerald Fitch and his business partner, Wanda Sharp, watched it burn. “The bank will ask,” the pair said.",
        ("Gerald Fitch", "Wanda Sharp"),
        (((0, 1), "the pair"),),
    ),
    Case(
        "of three who were named together nobody is the two",
        "Joe Voss, Gerald Fitch and Wanda Sharp watched it burn. “The bank will ask,” the two said.",
        (),
        ((None, "the two"),),
    ),
)

WRITTEN = (
    Case(
        "a statement speaks for who put it out",
        "In a statement, Ana Ruiz called it a mistake.\n\n“It is over,” the statement said.",
        ("Ana Ruiz",),
        ((0, "the statement"),),
    ),
    Case(
        "the letter in which somebody hit back is theirs",
        "The Ruiz Foundation hit back in a letter on Monday. “We will not have it,” the letter says.",
        ("Ruiz Foundation",),
        ((0, "the letter"),),
        SpeakerKind.ORGANISATION,
    ),
    Case(
        "it is the report, which is its author's",
        "Dan Cole's report was damning. “It was a folly,” it said.",
        ("Dan Cole",),
        ((0, "it"),),
    ),
    Case(
        "what was emailed speaks for its sender",
        "In May the chief of staff, Ben Cole, emailed his directors. “Call me about it,” it said.",
        ("Ben Cole",),
        ((0, "it"),),
    ),
    Case(
        "whose report it is stands before the comma",
        "The view was shared by planning officer Ana Ruiz, whose report warned that it was “hard to defend”.",
        ("Ana Ruiz",),
        ((0, "whose report"),),
    ),
)

OFFICES = (
    Case(
        "the full stop of a title ends no sentence",
        "“It is over,” said Engr. Musa Bello. “It is late,” Messrs. Voss and Cole wrote.",
        ("Musa Bello", "Voss", "Cole"),
        ((0, "Musa Bello"), ((1, 2), "Voss Cole")),
    ),
    Case(
        "who stands between and and said speaks",
        "“It is late,” said Ben Cole, and Alhaji Yusuf Bako said it was “none of our business”.",
        ("Ben Cole", "Yusuf Bako"),
        ((0, "Ben Cole"), (1, "Yusuf Bako")),
    ),
    Case(
        "a title of several names is no name",
        "The plan was by Nancy Foner and Richard Alba. Professors Foner and Alba called it “a very good plan for us”.",
        ("Nancy Foner", "Richard Alba"),
        (((0, 1), "Professors Foner Alba"),),
    ),
    Case(
        "whose subject comes behind a name is no apposition",
        "In emails read to the court by the barrister Ben Cole, the dentist had referred to it as “late”.",
        (),
        ((None, "the dentist"),),
    ),
    Case(
        "congressmen are a congressman each",
        "Rep. Gerald Fitch (R-Ohio) and Rep. Joe Voss (D-Ohio) wrote a letter.\n\n“It is over,” the congressmen wrote.",
        ("Gerald Fitch", "Joe Voss"),
        (((0, 1), "the congressmen"),),
    ),
    Case(
        "a mother from a town is no other mother",
        "Ana Ruiz sat down.\n\n“It is over,” said the mother of four from Gullane.",
        ("Ana Ruiz",),
        ((0, "the mother of four from Gullane"),),
    ),
    Case(
        "a chairman is no governor",
        "Chairman Ben Cole agreed with the plan. He said it was “late”.\n\n“It is over,” the outgoing governor said.",
        ("Ben Cole",),
        ((0, "He"), (None, "the outgoing governor")),
    ),
    Case(
        "who was first in something may be a senator",
        "First Lady Dana Weil ran for the Senate. She said it was “late”.\n\n“It is over,” the Vermont senator said.",
        ("Dana Weil",),
        ((0, "She"), (0, "the Vermont senator")),
    ),
    Case(
        "two roles beside a name are one person's",
        "Desmond Fairlie, the MP for North Wold and a leading member of the European Research Group, said that it was "
        "“over”.",
        ("Desmond Fairlie",),
        ((0, "Desmond Fairlie"),),
    ),
)

BODIES = (
    Case(
        "WHO is no pronoun",
        "The World Health Organization (WHO) met on Monday.\n\n“It is over,” the WHO said. WHO said it was “late”.",
        ("World Health Organization",),
        ((0, "the WHO"), (0, "WHO")),
        SpeakerKind.ORGANISATION,
    ),
    Case(
        "a study speaks for whom it is by",
        "A study published in May by the Leipzig Institute for Economic Analysis said it was “painful but manageable”.",
        ("Leipzig Institute for Economic Analysis",),
        ((0, "A study"),),
        SpeakerKind.ORGANISATION,
    ),
    Case(
        "initials lead to the full name",
        "The National Transportation Safety Board (NTSB) met on Monday.\n\n“It is over,” the NTSB said.",
        ("National Transportation Safety Board",),
        ((0, "the NTSB"),),
        SpeakerKind.ORGANISATION,
    ),
    Case(
        "the company is the only body that was acting",
        "Varland Energy apologised on Monday.\n\n“It is over,” the company said.",
        ("Varland Energy",),
        ((0, "the company"),),
        SpeakerKind.ORGANISATION,
    ),
    Case(
        "of two bodies that were acting neither is the company",
        "Boeing apologised on Monday. Airbus did not.\n\n“It is over,” the company said.",
        (),
        ((None, "the company"),),
    ),
    Case(
        "a report may belong to a body by its noun",
        "The Gullane Harbour Authority met. The authority’s own 2019 report called the pier “not safe at all”.",
        ("Gullane Harbour Authority",),
        ((0, "The authority’s own 2019 report"),),
        SpeakerKind.ORGANISATION,
    ),
    Case(
        "a report may be by a body by its noun",
        "The Gullane Harbour Authority met. A report by the authority in May called the pier “not safe at all”.",
        ("Gullane Harbour Authority",),
        ((0, "A report by the authority"),),
        SpeakerKind.ORGANISATION,
    ),
    Case(
        "a report adopted by a body is not its report",
        "A report adopted by the Leipzig Institute on Monday said it was “painful but manageable”.",
        ("report adopted by the Leipzig Institute",),
        ((0, "A report"),),
        SpeakerKind.DOCUMENT,
    ),
    Case(
        "a firm may be called with a genitive",
        "Moody's said it had put the bank under review, citing “a weakening of credit”.",
        ("Moody's",),
        ((0, "Moody's"),),
        SpeakerKind.ORGANISATION,
    ),
)

WORLD = (
    Case(
        "of two subjects the main one is meant",
        "Tang Wongsa responded on Monday to reports that Peter Janya will also ask the office.\n\n“No,” he said.",
        ("Tang Wongsa",),
        ((0, "he"),),
    ),
    Case(
        "the role of a capital is a role",
        "Vice President Kwame Adjei opened a school on Monday.\n\n“It is over,” the Vice President said.",
        ("Kwame Adjei",),
        ((0, "the Vice President"),),
    ),
    Case(
        "whom the quoted words speak of has not said them",
        "Artist Ana Ruiz drew the cover of the book. The artist drew the map too.\n\n“I am glad that Ana did it,” "
        "the artist said.",
        (),
        ((None, "the artist"),),
    ),
    Case(
        "who gives a name gives her own",
        "Ana Ruiz came in.\n\n“I am Ana Ruiz,” she said.",
        ("Ana Ruiz",),
        ((0, "she"),),
    ),
    Case(
        "of whom a clause is that is quoted in part has not said it",
        "Ben Cole will appoint Paul Garrick on Friday, Cole told reporters.\n\nGarrick is “just the man for it,” "
        "he said.",
        ("Ben Cole",),
        ((0, "he"),),
    ),
    Case(
        "who said so may say so twice",
        "Ana Ruiz said she felt that it was worth a visit because “most people have never seen it,” she said.",
        ("Ana Ruiz",),
        ((0, "she"),),
    ),
    Case(
        "a paper is nobody",
        "Ben Cole, editor of the newspaper Al Wadi, seems to think so. “It is over,” he wrote.",
        ("Ben Cole",),
        ((0, "he"),),
    ),
    Case(
        "a source keeps its name back",
        "Police spokesman Ben Cole said it was late.\n\n“He ran,” the senior judicial source said.",
        ("senior judicial source",),
        ((0, "the senior judicial source"),),
        SpeakerKind.ANONYMOUS,
    ),
    Case(
        "a lecturer of a university says so, not the university",
        "It has an interview with Prof. Paul Garrick, a lawyer and historian from Gullane’s Coastal University, who "
        "says, “There is a problem.”",
        ("Paul Garrick",),
        ((0, "who"),),
    ),
    Case(
        "a chief of another navy is another",
        "Ben Cole, commander of the Corvane Navy, met them.\n\nThe commander of the Gullane Navy said: “Welcome.”",
        ("commander of the Gullane Navy",),
        ((0, "The commander of the Gullane Navy"),),
        SpeakerKind.ANONYMOUS,
    ),
    Case(
        "a chief minister is the CM",
        "Chief Minister Ravi Cole met Health Minister Paul Garrick.\n\n“It is over,” the CM said.",
        ("Ravi Cole",),
        ((0, "the CM"),),
    ),
    Case(
        "a health minister is no CM",
        "Health Minister Paul Garrick came.\n\n“It is over,” the CM said.",
        (),
        ((None, "the CM"),),
    ),
    Case(
        "the attorney general is no general",
        "Attorney General Ana Ruiz met General Ben Cole.\n\n“It is over,” the attorney general said.",
        ("Ana Ruiz",),
        ((0, "the attorney general"),),
    ),
    Case(
        "a managing director needs no article",
        "Ben Cole, managing director of Varland, opened the plant.\n\n“It is over,” the MD said.",
        ("Ben Cole",),
        ((0, "the MD"),),
    ),
    Case(
        "a described role goes on with the only person about",
        "Ana Ruiz flew home. The former Gullane striker said she was tired. “Never again,” she said.",
        ("Ana Ruiz",),
        ((0, "she"),),
    ),
    Case(
        "an office that a body's initials do not spell is no body's",
        "Director of Public Prosecutions (PSA) Ana Ruiz has filed it.\n\n“It is over,” the PSA said.",
        ("PSA",),
        ((0, "the PSA"),),
        SpeakerKind.ORGANISATION,
    ),
    Case(
        "the apex court is the supreme one",
        "The Supreme Court met on Friday.\n\nThe apex court called it “a matter of life”. It said it was “late”.",
        ("Supreme Court",),
        ((0, "The apex court"), (0, "It")),
        SpeakerKind.ORGANISATION,
    ),
    Case(
        "initials spell a name that an and parts",
        "“It is over,” Gullane State Harbour Workers and Pilots Union (GSHWPU) said. The union called it “late”.",
        ("Gullane State Harbour Workers and Pilots Union",),
        ((0, "Gullane State Harbour Workers"), (0, "The union")),
        SpeakerKind.ORGANISATION,
    ),
    Case(
        "a family name may stand first",
        "Minister Wu Kah Hooi came on Monday, and Wu was late.\n\nSteven Lau asked for more.\n\nIn response, Wu said "
        "there was none.\n\n“It is over,” he said.",
        ("Wu Kah Hooi",),
        ((0, "he"),),
    ),
    Case(
        "a statement may be a body's by its noun alone",
        "Gullane United apologised on Monday.\n\n“It is over,” read the club statement.",
        ("Gullane United",),
        ((0, "the club statement"),),
        SpeakerKind.ORGANISATION,
    ),
    Case(
        "a town is not who says so",
        "Tobias Garrick was a tailor of Portland, Oregon, who in his last years called himself “Duke of the Docks”.",
        ("Tobias Garrick",),
        ((0, "who"),),
    ),
    Case(
        "an article before a surname may be left out",
        "Yusuf Al-Kenani and Karim Al-Dabbar met. Kenani called Dabbar “a snail”. Dabbar called him “a tease”.",
        ("Yusuf Al-Kenani", "Karim Al-Dabbar"),
        ((0, "Kenani"), (1, "Dabbar")),
    ),
    Case(
        "a name that is misspelt once is one name",
        "Kristin Wilkes came. Kristen Wilkes sat down.\n\n“It is over,” Kristen Wilkes said.\n\n“Late,” Wilkes said.",
        ("Kristen Wilkes",),
        ((0, "Kristen Wilkes"), (0, "Wilkes")),
    ),
    Case(
        "a man's name and a woman's are no slip",
        "Daniel Voss came. Daniela Voss sat down.\n\n“It is over,” Daniela Voss said.",
        ("Daniela Voss",),
        ((0, "Daniela Voss"),),
    ),
    Case(
        "a statement is its movement's",
        "The radical Sandor movement issued a statement.\n\nThe statement said: “We call on you.”",
        ("Sandor movement",),
        ((0, "The statement"),),
        SpeakerKind.ORGANISATION,
    ),
    Case(
        "the nearest according to counts",
        "He “ran away” (according to Ben Cole) or “walked off” (according to Mia Roth, the chair).",
        ("Ben Cole", "Mia Roth"),
        ((0, "Ben Cole"), (1, "Mia Roth")),
    ),
    Case(
        "who tells a host is not the host",
        "Paul Garrick was a guest. Garrick told host Sean Tyler a defeat is “more and more likely”.",
        ("Paul Garrick",),
        ((0, "Garrick"),),
    ),
    Case(
        "a town is nobody",
        "Pilots are glad in Clarkston. Paul Garrick moved to Clarkston in May.\n\nHe got a boat, and Clarkston became "
        "his home. “They are kind,” he said.",
        ("Paul Garrick",),
        ((0, "he"),),
    ),
    Case(
        "somebody's press office speaks for itself",
        "Senator Dan Roth was away.\n\n“It is over,” Roth’s press office said.",
        ("Dan Roth’s press office",),
        ((0, "Roth’s press office"),),
        SpeakerKind.ORGANISATION,
    ),
    Case(
        "somebody's office speaks for itself",
        "Speaker Paul Garrick was away.\n\n“It is over,” Garrick’s office said.",
        ("Paul Garrick’s office",),
        ((0, "Garrick’s office"),),
        SpeakerKind.ORGANISATION,
    ),
    Case(
        "of a state and a party one is meant",
        "Rep. Paul Garrick came on Monday. In a letter, the Utah Republican asks for “an investigation”.",
        ("Paul Garrick",),
        ((0, "the Utah Republican"),),
    ),
    Case(
        "two who wrote are the two lawmakers",
        "Rep. Gerald Fitch and Rep. Joe Voss wrote a letter.\n\n“It is over,” the two lawmakers wrote.",
        ("Gerald Fitch", "Joe Voss"),
        (((0, 1), "the two lawmakers"),),
    ),
    Case(
        "a president is no former president",
        "President Paul Garrick spoke on Monday.\n\n“It is over,” the former president said.",
        (),
        ((None, "the former president"),),
    ),
    Case(
        "a strategist is no nominee",
        "“It is late,” said Paul Garrick, a strategist.\n\nThe nominee has said little, calling it “late”.",
        ("Paul Garrick",),
        ((0, "Paul Garrick"), (None, "The nominee")),
    ),
    Case(
        "a trade is no given name",
        "Hacker Merlin read them all.\n\n“It is over,” Merlin said.",
        ("Merlin",),
        ((0, "Merlin"),),
    ),
    Case(
        "a paper is no ministry",
        "On Friday The Gullane Gazette reported it.\n\n“It is over,” the ministry said.",
        (),
        ((None, "the ministry"),),
    ),
    Case(
        "whose letters they are may be a body's",
        "The case went to Harcourt Holdings, whose letters spoke of “a visit”.",
        ("Harcourt Holdings",),
        ((0, "whose letters"),),
        SpeakerKind.ORGANISATION,
    ),
    Case(
        "to her is her view",
        "Ana Ruiz closed the mill on Friday because to her, “bread is over”.",
        ("Ana Ruiz",),
        ((0, "her"),),
    ),
    Case(
        "a title and a surname are a person from the first",
        "Voters heard President Ortega on Monday.\n\n“It is over,” President Ortega said.",
        ("Ortega",),
        ((0, "President Ortega"),),
    ),
    Case(
        "an age before a role takes nothing from it",
        "President Carlos Ortega spoke on Monday. “It is late,” said Ana Ruiz, a 71-year-old diplomat.\n\n"
        "“It is dark,” the diplomat said.",
        ("Ana Ruiz",),
        ((0, "Ana Ruiz"), (0, "the diplomat")),
    ),
    Case(
        "of two named he is the one who called",
        "Tim Orr calls Ben Cole's endorsement “a gift”.\n\nHe said it was “late”.",
        ("Tim Orr",),
        ((0, "Tim Orr"), (0, "He")),
    ),
    Case(
        "a member of a committee may be called less than that",
        "Mia Roth, a prominent party committee member, spoke on Monday.\n\n“It is over,” the committee member said.",
        ("Mia Roth",),
        ((0, "the committee member"),),
    ),
    Case(
        "a date after a role is no other role",
        "Ben Cole, the nominee for the Nov. 8 election, spoke on Monday.\n\n“It is over,” the nominee said.",
        ("Ben Cole",),
        ((0, "the nominee"),),
    ),
    Case(
        "a report by somebody's auditor is not somebody's own",
        "A report from the Gullane Institute's chief auditor said the mail was “lost”.",
        ("report from the Gullane Institute's chief auditor",),
        ((0, "A report from the Gullane Institute's chief auditor"),),
        SpeakerKind.DOCUMENT,
    ),
)

FURTHER = (
    Case(
        "an age behind a bare role takes up who was there",
        "“It was wet,” said Owen Lund. “We lost.”\n\nThe midfielder, 33, spoke of the striker Joe Voss, who is hurt. "
        "“Not my decision,” he said.",
        ("Owen Lund",),
        ((0, "Owen Lund"), (0, "he")),
    ),
    Case(
        "a chamber called after a sister is no woman",
        "President of the Sister Isle Chamber of Commerce Martin Orr said the members were poor. In a letter on "
        "Saturday, he called it “a shame for the isle”.",
        ("Martin Orr",),
        ((0, "he"),),
    ),
    Case(
        "an admiral may be a former commander",
        "Retired admiral Nejat Orr said the route was “a test, not a mistake”.\n\n“They wanted to see,” the former "
        "fleet commander said.",
        ("Nejat Orr",),
        ((0, "Retired admiral Nejat Orr"), (0, "the former fleet commander")),
    ),
    Case(
        "a company is a body though its name looks like a man's",
        "The company at the centre of it all, Nakiyon Havar, said: “We won it.”",
        ("Nakiyon Havar",),
        ((0, "The company at the centre of it all"),),
        SpeakerKind.ORGANISATION,
    ),
    Case(
        "who works for a body speaks for it",
        "Forecasters at the Gullane Weather Institute said it would rain. “Soils are full,” it said in a bulletin.",
        ("Gullane Weather Institute",),
        ((0, "it"),),
        SpeakerKind.ORGANISATION,
    ),
    Case(
        "the company is whom somebody stands for",
        "A representative of one of the firms, Northwind Petrel Corvane, did not come. In a message, the company said "
        "that it “pays all invoices”.",
        ("Northwind Petrel Corvane",),
        ((0, "the company"),),
        SpeakerKind.ORGANISATION,
    ),
    Case(
        "the company is no union",
        "The Gullane Dockers’ Union said many had walked out. The company said there had been “no disruption at all”.",
        (),
        ((None, "The company"),),
    ),
    Case(
        "a legal form tells a company",
        "Talks with Fernbahn AG broke down on Friday.\n\nIn a statement, the company said it was “very sorry”.",
        ("Fernbahn AG",),
        ((0, "the company"),),
        SpeakerKind.ORGANISATION,
    ),
    Case(
        "a company goes by the first word of its name",
        "Homelight Repair Services took over in May, and Homelight Repair Services has 48,000 clients.\n\n"
        "At the time, Homelight boasted of a “smooth start for all”.",
        ("Homelight Repair Services",),
        ((0, "Homelight"),),
        SpeakerKind.ORGANISATION,
    ),
    Case(
        "an Irishman is the man about",
        "Asked about it, Patrick Dunne paused for some time.\n\n“I would go,” the Irishman said.",
        ("Patrick Dunne",),
        ((0, "the Irishman"),),
    ),
    Case(
        "a member of parliament is an MP",
        "Member of Parliament Everald Lund, who came by, called for calm.\n\n“I am tired,” the MP said.",
        ("Everald Lund",),
        ((0, "the MP"),),
    ),
    Case(
        "initials spell the office before a name",
        "Deputy Public Prosecutor Nadia Roth told the court it was “late”. She asked for more.\n\n“It was a lie,” said "
        "the DPP.",
        ("Nadia Roth",),
        ((0, "Deputy Public Prosecutor Nadia Roth"), (0, "the DPP")),
    ),
    Case(
        "an auditor general is no solicitor general",
        "Additional Solicitor General Hiran Lund spoke first.\n\nThe Auditor General, in his report, found that it had "
        "been “amended on four occasions”.",
        (),
        ((None, "The Auditor General"),),
    ),
    Case(
        "a director's title before the name may hold a full stop",
        "Director of the Local Content Office, Dr. Rawle Orr, said that it had come. Others came too.\n\n“I would say "
        "soon,” the Director stated.",
        ("Rawle Orr",),
        ((0, "the Director"),),
    ),
    Case(
        "whom a court tries is the defendant",
        "Darren Lund, 45, of Plover Close, Tarn, was jailed on Friday.\n\nThe prosecutor said that the defendant told "
        "a widow the roof was “rotten right through”.",
        ("Darren Lund",),
        ((0, "the defendant"),),
    ),
    Case(
        "two names beside a noun are two who speak",
        "“We are told to wait,” the leaders of the union, Priya Roth and Lou Orr, said in a joint statement.",
        ("Lou Orr", "Priya Roth"),
        (((0, 1), "Priya Roth Lou Orr"),),
    ),
    Case(
        "who mentions it does not answer",
        "Mia Roth is late. When I mention this, she goes pink. “Did he? The silly boy.”",
        ("Mia Roth",),
        ((0, "she"),),
    ),
    Case(
        "a surname of two words may be a town's",
        "Senator Dwight St Clair called for the contract.\n\nSpeaking on Sunday, St Clair said people paid for “a "
        "floating car park”.",
        ("Dwight St Clair",),
        ((0, "St Clair"),),
    ),
    Case(
        "a pronoun behind a name tells the gender",
        "Councillor Raymond Tse came first.\n\nNoodle seller Ho Kam-wing, 66, said that he was tired.\n\n“My knees "
        "hurt,” he laughed. His wife, who gave her name only as Mrs Ho, did not.",
        ("Ho Kam-wing",),
        ((0, "he"),),
    ),
    Case(
        "a family name may be a word for somebody",
        "His wife, Fan Lili, would like a rest. “He says it is late,” she says.",
        ("Fan Lili",),
        ((0, "she"),),
    ),
    Case(
        "a given name may be a day's",
        "Elder Monday Orukwe praised the police. “Our people no longer farm,” he said.",
        ("Monday Orukwe",),
        ((0, "he"),),
    ),
    Case(
        "what was joined to the words is said by the same",
        "A senior official said the plan was “at an advanced stage” but that user industries had objected.",
        ("senior official",),
        ((0, "A senior official"),),
        SpeakerKind.ANONYMOUS,
    ),
    Case(
        "who became something else is still there",
        "Rennick was blunter. The lock-turned-flanker posted one word after the match, “Wow,” and left.",
        ("Rennick",),
        ((0, "The lock-turned-flanker"),),
    ),
    Case(
        "a striker was just named",
        "Salif Moro, 19, who was man of the match, thanked his mother.\n\n“She bought my boots,” the striker said.",
        ("Salif Moro",),
        ((0, "the striker"),),
    ),
    Case(
        "a suspect may be anybody",
        "An officer told Amer Saro of the case.\n\nIn court, the suspect said he “did it at night”.",
        (),
        ((None, "the suspect"),),
    ),
    Case(
        "who was asked answers",
        "Coach Bill Brisk has gone. Goaltender Juho Leht was asked whether Brisk had lost the room.\n\n“I don't like "
        "this,” the Finn replied.",
        ("Juho Leht",),
        ((0, "the Finn"),),
    ),
    Case(
        "a widow is whoever else she is",
        "Patience Orukwe said she had walked for seven hours.\n\n“They laughed at us,” the widow recounted.",
        ("Patience Orukwe",),
        ((0, "the widow"),),
    ),
    Case(
        "of whom a letter tells outweighs whom he met",
        "The letters show that Duncan Lund met Piers Cole, the founder of a firm. In one of May last year, he wrote: "
        "“Leave it to me.”",
        ("Duncan Lund",),
        ((0, "he"),),
    ),
    Case(
        "who is asked about a man is not the man",
        "Sule Orukwe said it was late.\n\nAsked whether the group had the backing of Governor Biodun Lasisi, he "
        "replied: “He is aware.”",
        ("Sule Orukwe",),
        ((0, "he"),),
    ),
    Case(
        "a submission is whose it is",
        "In its submission to the inquiry, the Gullane Banking Council said that “branches had declined”.\n\n"
        "“Customers have decided,” the submission said.",
        ("Gullane Banking Council",),
        ((0, "the Gullane Banking Council"), (0, "the submission")),
        SpeakerKind.ORGANISATION,
    ),
)

CASES = (
    *NAMES, *PRONOUNS, *ROLES, *OTHERS, *CONVENTIONS, *OF_OTHERS, *WHOLE_NAMES, *APPOSED, *TAKEN_UP,
    *WRITTEN, *OFFICES, *BODIES, *WORLD, *FURTHER
)  # fmt: skip
EACH = pytest.mark.parametrize("case", CASES, ids=lambda case: case.why)


@pytest.fixture(scope="module")
def resolved(pipeline: Pipeline) -> dict[str, tuple[AttributedQuotation, ...]]:
    """Return the quotations of each case, all run in one batch."""
    indexed = pipeline.run([text_article(case.text, case.author) for case in CASES])
    return {case.why: one.quotations for case, one in zip(CASES, indexed, strict=True)}


def _names(one: AttributedQuotation) -> list[str]:
    return sorted(speaker.name.removeprefix("the ").removeprefix("The ") for speaker in one.speakers)


def _mention(one: AttributedQuotation, text: str) -> str:
    return " ".join(source.span.of(text) for source in one.attribution.sources)


@EACH
def test_speakers(case: Case, resolved: dict[str, tuple[AttributedQuotation, ...]]) -> None:
    """Each mention leads to the speaker of the table, and to nobody where the table has nobody."""
    found = [(_names(one), _mention(one, case.text)) for one in resolved[case.why]]

    assert len(case.rows) == len(found)
    assert [(sorted(names), mention) for names, mention in case.expected] == [
        # A mention may be without its title, and go on after what names somebody: "a senior aide who asked not to ..."
        (names, mine if theirs and (theirs in mine or mine in theirs) else theirs)
        for (names, theirs), (_, mine) in zip(found, case.rows, strict=True)
    ]


@EACH
def test_kinds(case: Case, resolved: dict[str, tuple[AttributedQuotation, ...]]) -> None:
    """Each speaker is of the kind of the table."""
    assert {case.kind} >= {speaker.kind for one in resolved[case.why] for speaker in one.speakers}


@EACH
def test_a_gap_has_a_reason(case: Case, resolved: dict[str, tuple[AttributedQuotation, ...]]) -> None:
    """Where nobody can be named, the reason says that the source is not known or fits several."""
    reasons = [one.reason for one in resolved[case.why]]
    expected = [None if who is not None else True for who, _ in case.rows]

    assert expected == [reason and reason in {Reason.UNRESOLVED, Reason.AMBIGUOUS} for reason in reasons]


@EACH
def test_a_chain_leads_from_the_source(case: Case, resolved: dict[str, tuple[AttributedQuotation, ...]]) -> None:
    """The chain of mentions starts at the source and stays in the text."""
    for one in resolved[case.why]:
        first = one.attribution.sources[0]

        assert first.span.overlaps(one.chain[0])
        assert all(span.of(case.text).strip() for span in one.chain)


def test_a_person_of_one_name_is_not_full(resolved: dict[str, tuple[AttributedQuotation, ...]]) -> None:
    """A surname alone identifies nobody across articles; a full name does."""
    (alone,) = resolved["one name alone is all that is known"]
    full = resolved["a full name stands for itself"]

    assert [speaker.full for speaker in alone.speakers] == [False]
    assert [speaker.full for one in full for speaker in one.speakers] == [True, True]


def test_other_names_and_roles_are_kept(resolved: dict[str, tuple[AttributedQuotation, ...]]) -> None:
    """A speaker keeps the other forms of the name and the roles that the article gives."""
    (first, _) = resolved["a surname goes to the full name"]
    (mayor, _) = resolved["a role in an apposition goes to its holder"]

    assert first.speakers[0].aliases == ("Ruiz",)
    assert [role for role in mayor.speakers[0].roles if "mayor" in role] == ["the mayor of Gullane"]

"""Rules that lead from a source's words to a speaker: W1, W2, W5, X5 to X8. `quotes.resolve` applies them."""

from quotes.rules.base import Rule

RULES = (
    Rule("W1", "A body, a group or a document speaks under its own name.",
         "“Talks continue,” the Ministry of Defence said.", 0.9),
    Rule("W2", "Somebody without a name stays without one.",
         "“He knew,” said a senior aide who asked not to be named.", 0.9),
    Rule("W5", "A name goes to the fullest form of it in the article.",
         "Mayor Ana Ruiz met reporters. “We will not sign it,” Ruiz said.", 0.95),
    Rule("X5", "A pronoun goes to the person in focus whose gender fits.",
         "Mayor Ana Ruiz met reporters. “We will not sign it,” she said.", 0.85),
    Rule("X6", "The pair are the two people who were last named together.",
         "Ana Ruiz and Ben Cole watched it burn. “It went fast,” the two said.", 0.85),
    Rule("X7", "A role goes to the one person who holds it.",
         "Ana Ruiz, the mayor, met reporters. “We will not sign it,” the mayor said.", 0.85),
    Rule("X8", "In an article with a by-line, I is its author.", "“Stay,” I told him.", 0.85),
)  # fmt: skip

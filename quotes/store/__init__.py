"""Store: one SQLite file that holds the articles, the quotations, the speakers and the way between them."""

from quotes.store.check import check
from quotes.store.save import Store, open_store
from quotes.store.search import Hit, search
from quotes.store.summary import Summary, VoiceCount, summary

__all__ = ["Hit", "Store", "Summary", "VoiceCount", "check", "open_store", "search", "summary"]

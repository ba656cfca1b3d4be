"""How the shipped models were made: from public data to quotes/stanza_resources. See README.md."""

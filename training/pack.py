"""Make a Stanza resources directory of the trained models: `python -m training.pack BUILD RESOURCES`.

Matrices are stored in half precision (bfloat16 for the encoder), which costs nothing that can be measured; names of
files and folders of the machine that trained are taken out; every file gets its SHA-256 and, for Stanza, its MD5.
"""

import hashlib
import json
import shutil
import sys
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from transformers import AutoModel

PROCESSORS = ("tokenize", "mwt", "lemma", "pos", "depparse", "ner")
PACKAGE = "quotes"
SMALL = 1024
"""Parameters with fewer numbers stay as they are."""


def halved(state: Any) -> Any:
    """Return the same nest of dicts and lists with its large matrices in half precision."""
    if isinstance(state, Tensor):
        is_large = state.is_floating_point() and state.dim() > 1 and state.numel() >= SMALL
        return state.half() if is_large else state.contiguous()
    if isinstance(state, dict):
        return type(state)((key, halved(value)) for key, value in state.items())
    return state


def without_paths(config: dict[str, Any]) -> dict[str, Any]:
    """Return the training options without the places of files."""
    return {k: "" if isinstance(v, str) and ("/" in v or k.endswith(("_file", "_dir"))) and k != "bert_model" else v
            for k, v in config.items()}  # fmt: skip


def pack(build: Path, resources: Path) -> None:
    """Write all files of the directory anew."""
    root = resources / "en"
    for processor in PROCESSORS:
        state = torch.load(build / processor / "quotes.pt", map_location="cpu", weights_only=True)
        for place in ("config", "args"):
            if isinstance(state.get(place), dict):
                state[place] = without_paths(state[place])
        state.pop("optimizer_state_dict", None)
        target = root / processor / f"{PACKAGE}.pt"
        target.parent.mkdir(parents=True, exist_ok=True)
        torch.save(halved(state), target)
    shutil.rmtree(root / "encoder", ignore_errors=True)
    shutil.copytree(build / "encoder" / "encoder", root / "encoder")
    model = AutoModel.from_pretrained(str(root / "encoder"), add_pooling_layer=False, local_files_only=True)
    model.config.name_or_path = "quotes/encoder"
    model.to(torch.bfloat16).save_pretrained(str(root / "encoder"))
    _write_index(resources)
    _write_sums(resources)
    size = sum(path.stat().st_size for path in resources.rglob("*") if path.is_file())
    print(f"{resources}: {size / 1e6:.1f} MB")


def _write_index(resources: Path) -> None:
    entries = {
        processor: {PACKAGE: {"md5": hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()}}
        for processor in PROCESSORS
        if (path := resources / "en" / processor / f"{PACKAGE}.pt")
    }
    packages = {PACKAGE: dict.fromkeys(PROCESSORS, PACKAGE)}
    index = {"en": {"lang_name": "English", "packages": packages, "default_processors": {}, **entries}}
    (resources / "resources.json").write_text(json.dumps(index, indent=1) + "\n")


def _write_sums(resources: Path) -> None:
    sums = resources / "SHA256SUMS"
    files = sorted(p for p in resources.rglob("*") if p.is_file() and p != sums and p.suffix != ".md")
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(resources)}\n" for path in files]
    sums.write_text("".join(lines))


if __name__ == "__main__":
    pack(Path(sys.argv[1]), Path(sys.argv[2]))

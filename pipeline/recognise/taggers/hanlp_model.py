"""Names by a HanLP 2.1 model that the user chose: a tagger of tokens, or the tagger of names in a joint model.

HanLP wants tokens and gives the numbers of a name's first and last ones; the tokens are cut here, so that their
places in the text are known.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

from ...errors import MissingExtra, OptionError, ZhfactsError
from ...lang.words import words_of
from ...model import Span
from .library import Found, LibraryNames, meanings


def recogniser(name: str) -> LibraryNames:
    """Return the proposer around the HanLP model in a folder, or of a name that HanLP knows and downloads.

    The model runs on the CPU in one thread, so that its names are the same in one process and in many. Raises
    ZhfactsError where HanLP or a library that the model needs is missing, where the model cannot be had, and where it
    finds no names.
    """
    if not name:
        raise OptionError("names: hanlp wants a model: hanlp:PATH_OR_NAME")
    component = _component(name)
    ner, predict = _recogniser(component, name)
    characters = _reads_characters(ner.vocabs)

    def spans(texts: Sequence[str]) -> Iterator[Found]:
        rows = [tokens(text, characters) for text in texts]
        found = predict([[text[a:b] for a, b in row] for text, row in zip(texts, rows, strict=True)])
        for row, names in zip(rows, found, strict=True):
            yield [(row[first].start, row[last - 1].end, label) for _, label, first, last in names]

    return LibraryNames(meanings(_labels(ner.vocabs), f"names: HanLP model {name!r}"), spans)


def tokens(text: str, characters: bool) -> list[Span]:
    """Return the places of a text's tokens, characters or jieba's words, without blanks."""
    lengths = [1] * len(text) if characters else [len(word) for word in words_of(text).guessed.words]
    spans, at = [], 0
    for length in lengths:
        if text[at : at + length].strip():
            spans.append(Span(at, at + length))
        at += length
    return spans


def _component(name: str) -> Any:
    """Return the HanLP component, loaded without its reports on the terminal."""
    try:
        import hanlp
        import torch
    except ImportError:
        raise MissingExtra("names", "hanlp", "hanlp") from None
    if not Path(name).exists() and name not in hanlp.pretrained.ALL:
        raise ZhfactsError(f"names: hanlp: {name!r} is neither a folder nor the name of a model")
    torch.set_num_threads(1)
    try:
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            component = hanlp.load(name, verbose=False, devices=-1)
    except Exception as error:  # whatever HanLP and the libraries below it raise
        reason = str(error).strip().partition("\n")[0]
        raise ZhfactsError(f"names: HanLP cannot load {name!r}: {reason or type(error).__name__}") from None
    for module in component.model.modules():
        if hasattr(module, "batch_first") and type(module).__name__ == "CRF":
            module.batch_first = True  # HanLP 2.1.5 builds the CRF of its RNN tagger without it
    return component


def _recogniser(component: Any, name: str) -> tuple[Any, Callable[[list[list[str]]], Iterable[Any]]]:
    """Return what finds names in a component, and the function from rows of tokens to rows of names."""
    from hanlp.components.mtl.multi_task_learning import MultiTaskLearning
    from hanlp.components.ner.biaffine_ner.biaffine_ner import BiaffineNamedEntityRecognizer
    from hanlp.components.ner.rnn_ner import RNNNamedEntityRecognizer
    from hanlp.components.ner.transformer_ner import TransformerNamedEntityRecognizer

    recognisers = (RNNNamedEntityRecognizer, TransformerNamedEntityRecognizer, BiaffineNamedEntityRecognizer)
    if isinstance(component, recognisers):
        return component, component.predict
    tasks = component.tasks if isinstance(component, MultiTaskLearning) else {}
    tasks = {key: task for key, task in tasks.items() if isinstance(task, recognisers)}
    if not tasks:
        raise ZhfactsError(f"names: HanLP model {name!r} finds no names; it is a {type(component).__name__}")
    best = max(sorted(tasks), key=lambda key: len(_labels(tasks[key].vocabs)))
    return tasks[best], lambda rows: component.predict(rows, tasks=best, skip_tasks="tok*")[best]


def _labels(vocabularies: Mapping[str, Any]) -> set[str]:
    """Return the labels in a recogniser's vocabulary of tags (B-ORG, I-ORG) or of labels."""
    entries = vocabularies["tag" if "tag" in vocabularies else "label"].idx_to_token
    return {entry.partition("-")[2] if entry[1:2] == "-" else entry for entry in entries if entry} - {"O"}


def _reads_characters(vocabularies: Mapping[str, Any]) -> bool:
    """Tell whether a recogniser was trained on characters: where it knows its tokens, most of them are."""
    known = vocabularies["token"].idx_to_token if "token" in vocabularies else []
    return sum(len(token or "") == 1 for token in known) > len(known) / 2

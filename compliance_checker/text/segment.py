"""Words, by jieba; spaCy documents over the same words.

One tokenizer of our own, loaded once and never changed, so that nothing another
library does to jieba's global one changes a finding.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.tokens import Doc

#: Words the dictionary lacks or cuts; only what a verifier's answer hangs on.
OWN_WORDS = (
    "爆通讯录", "通讯录", "催收", "征信", "滚动计息", "他妈妈", "你妈妈", "您妈妈",
    "他妈", "失信被执行人", "还款", "逾期", "工号", "请勿", "切勿",
    "打款", "打卡", "打折", "打印", "打扰", "抓紧", "死账", "死机", "大麻烦",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Token:
    """One word: characters ``[start, end)`` of the text that was cut."""

    text: str
    start: int
    end: int


@cache
def _tokenizer() -> Any:
    with warnings.catch_warnings():
        # jieba 0.42.1 reads pkg_resources when it can; it has no maintainer.
        warnings.simplefilter("ignore")
        import jieba
    logging.getLogger("jieba").setLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    # Not initialize(): that reads and writes a cache file in a folder all can write.
    with tokenizer.get_dict_file() as dictionary:
        tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(dictionary)
    tokenizer.initialized = True
    for word in OWN_WORDS:
        tokenizer.add_word(word)
    return tokenizer


def load() -> None:
    """Read the dictionary now (about half a second), not at the first candidate."""
    _tokenizer()


def words(text: str) -> tuple[Token, ...]:
    """The words of *text*, in order, without gaps.

    >>> [token.text for token in words("请问他妈妈在吗")]
    ['请问', '他妈妈', '在', '吗']
    """
    return tuple(Token(*token) for token in _tokenizer().tokenize(text))


def frequency(word: str) -> int:
    """How often the dictionary's corpus holds *word*; 0 where it is no word."""
    return int(_tokenizer().FREQ.get(word, 0))


def frequencies() -> Iterator[tuple[str, int]]:
    """Every word of the dictionary, and how often its corpus holds it."""
    for word, frequency in _tokenizer().FREQ.items():
        if frequency:
            yield word, frequency


def corpus_size() -> int:
    """How many words the dictionary's corpus holds."""
    return int(_tokenizer().total)


def longer_words(text: str, at: int) -> Iterator[tuple[int, int]]:
    """``(end, frequency)`` of every word of two characters and more that begins at *at*.

    A word's every beginning is in jieba's dictionary, with 0 where it is no word.
    """
    frequencies = _tokenizer().FREQ
    for end in range(at + 1, len(text) + 1):
        found = frequencies.get(text[at:end])
        if found is None:
            return
        if found and end > at + 1:
            yield end, found


def inner_pairs(common: int) -> set[str]:
    """The neighbouring characters of words the corpus holds *common* times or more."""
    return {
        word[at : at + 2]
        for word, frequency in _tokenizer().FREQ.items()
        if frequency >= common
        for at in range(len(word) - 1)
    }


def likelihood(text: str) -> float:
    """The logarithm of the probability of the likeliest words of *text*; 0 for none."""
    tokenizer = _tokenizer()
    route: dict[int, tuple[float, int]] = {}
    tokenizer.calc(text, tokenizer.get_DAG(text), route)
    return route[0][0]


@cache
def _pipeline() -> Any:
    import spacy  # a second to import: only where a rule needs a document

    return spacy.blank("zh")


def document(text: str) -> Doc:
    """A spaCy document whose tokens are jieba's words."""
    from spacy.tokens import Doc

    cut = [token.text for token in words(text)]
    return Doc(_pipeline().vocab, words=cut, spaces=[False] * len(cut))


def vocabulary() -> Any:
    """The vocabulary that documents share; matchers are built on it."""
    return _pipeline().vocab

"""``word_boundary``: the candidate is a piece of a longer word."""

from __future__ import annotations

from compliance_checker.detect.candidate import Candidate
from compliance_checker.text.segment import likelihood

#: Particles that jieba may glue to a word without making another word of it.
PARTICLES = "的吧吗了啊呢呀哈嘛"

#: How much less likely a text may become when the candidate is cut out as words.
#: On our examples real cuts lose 0.7 to 9.3, and words that stand for themselves 0.
TOLERANCE = 0.5

#: Characters on each side that can decide where a word ends.
WINDOW = 12


def word_boundary(candidate: Candidate) -> bool:
    """Whether the candidate is cut out of a longer word (他妈 of 他妈妈).

    The text is read in jieba's likeliest words, once freely and once with word ends
    around the candidate: where the second is much less likely, it was cut.
    """
    start, end = candidate.place
    text = candidate.text
    before = text[max(0, start - WINDOW) : start]
    inside = text[start:end]
    after = text[end : end + WINDOW]
    apart = likelihood(before) + likelihood(inside)
    if after[:1] and after[0] in PARTICLES:
        free = likelihood(before + inside)
    else:
        free = likelihood(before + inside + after)
        apart += likelihood(after)
    return free - apart > TOLERANCE

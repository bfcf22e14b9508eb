"""All readings of one utterance, each made when it is first asked for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from compliance_checker.model import Span, Utterance
from compliance_checker.text.recipes import recipe
from compliance_checker.text.segment import Token, document, words
from compliance_checker.text.view import View, ViewName

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from compliance_checker.text.restore import Restored


class Reading:
    """An utterance with its views, words and spaCy document.

    *restored* are the readings in which hidden words are written out; rules are matched
    on them as on the compact view.
    """

    def __init__(
        self, utterance: Utterance, restored: tuple[Restored, ...] = ()
    ) -> None:
        self.utterance = utterance
        self.restored = restored
        self._views: dict[ViewName, View] = {}

    def view(self, name: ViewName) -> View:
        """The view *name* of the utterance."""
        view = self._views.get(name)
        if view is None:
            view = self._views[name] = View(recipe(name), self.utterance.text)
        return view

    def views(self, name: ViewName) -> tuple[View, ...]:
        """What a rule that names a view is matched on.

        ``compact`` is read twice where taking out stutters and 那个 changes it, and
        again for each reading with hidden words restored;
        ``shape`` and ``sound`` only where they differ from what was read before.
        """
        view = self.view(name)
        if name == "compact":
            squeezed = self.view("squeezed")
            plain = (view,) if squeezed.text == view.text else (view, squeezed)
            return (*plain, *self.restored) if self.restored else plain
        if name == "shape" and view.text == self.view("compact").text:
            return ()
        return (view,)

    @cached_property
    def clean(self) -> View:
        """What verifiers read: no noise, punctuation kept."""
        return self.view("clean")

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The words of the clean view; offsets are the clean view's."""
        return words(self.clean.text)

    @cached_property
    def doc(self) -> Doc:
        """The clean view as a spaCy document."""
        return document(self.clean.text)

    def evidence(self, span: Span) -> str:
        """The characters of *span*, as they were sent."""
        return self.utterance.text[span.start : span.end]

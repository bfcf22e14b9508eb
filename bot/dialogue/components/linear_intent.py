"""A linear intent classifier over TF-IDF weighted character n-grams.

Runs inside the Rasa server (Python 3.10, the scikit-learn that Rasa pins).  It earns
its place by measurement (``benchmarks/nlu_pipelines.py``, ``docs/nlu.md``): on blind
messages it beats the stock classifiers by several points, and it trains in seconds.

Debtors' messages are short and badly spelt, and half of them are not segmented well by
any word list; characters with the ends of the message marked carry what is needed.
The model is kept as JSON and plain arrays, so loading one runs no code.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.special import softmax
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.svm import LinearSVC

DIGITS = re.compile(r"\d+(?:\.\d+)?")
TEMPERATURES = np.linspace(1.0, 12.0, 45)
SEED = 7


def prepare(text: str) -> str:
    """Lower case, every figure one ``9``, the ends of the message marked.

    >>> prepare("15号还500")
    '^9号还9$'
    """
    return "^" + DIGITS.sub("9", text.strip().lower()) + "$"


def make_vectorizer(
    config: dict[str, Any], vocabulary: dict[str, int] | None
) -> TfidfVectorizer:
    """A vectorizer to be fitted, or one with the vocabulary it was fitted with."""
    return TfidfVectorizer(
        analyzer="char",
        ngram_range=(config["min_ngram"], config["max_ngram"]),
        sublinear_tf=True,
        preprocessor=prepare,
        vocabulary=vocabulary,
    )


class Features:
    """One message's features, as the fitted vectorizer's ``transform`` gives them.

    For a single short message ``transform`` spends its time on checking matrices.
    """

    def __init__(self, vectorizer: TfidfVectorizer) -> None:
        self.grams = vectorizer.build_analyzer()
        self.columns: dict[str, int] = vectorizer.vocabulary_
        self.idf = np.asarray(vectorizer.idf_)

    def of(self, text: str) -> tuple[np.ndarray, np.ndarray]:
        """The columns that are not zero, and their values."""
        known = self.columns
        counts = Counter(known[gram] for gram in self.grams(text) if gram in known)
        size = len(counts)
        columns = np.fromiter(counts, dtype=np.intp, count=size)
        often = np.fromiter(counts.values(), dtype=float, count=size)
        values = (1.0 + np.log(often)) * self.idf[columns]
        return columns, values / (np.linalg.norm(values) or 1.0)


def fit_temperature(scores: np.ndarray, truth: np.ndarray) -> float:
    """The factor which makes softmax of the scores honest on messages held out."""
    rows = np.arange(len(truth))

    def loss(factor: float) -> float:
        return float(
            -np.log(softmax(scores * factor, axis=1)[rows, truth] + 1e-12).mean()
        )

    return float(min(TEMPERATURES, key=loss))


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True
)
class LinearIntentClassifier(GraphComponent, IntentClassifier):
    """Gives a message its intent with a calibrated confidence, and the ranking."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"min_ngram": 1, "max_ngram": 3, "C": 1.0, "ranking_length": 6}

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource
    ) -> None:
        self.config = config
        self.storage = storage
        self.resource = resource
        self.labels: list[str] = []
        self.vectorizer: TfidfVectorizer | None = None
        self.features: Features | None = None
        #: A row for each n-gram, a column for each label.
        self.weights = np.zeros((0, 0), dtype=np.float32)
        self.bias = np.zeros(0, dtype=np.float32)
        self.temperature = 1.0

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LinearIntentClassifier:
        del execution_context
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Fit on all intent examples, and the temperature on held-out folds."""
        examples = [m for m in training_data.intent_examples if m.get(TEXT)]
        texts = [message.get(TEXT) for message in examples]
        intents = [message.get(INTENT) for message in examples]
        self.labels = sorted(set(intents))
        truth = np.array([self.labels.index(intent) for intent in intents])
        self.vectorizer = make_vectorizer(self.config, None)
        features = self.vectorizer.fit_transform(texts)
        model = LinearSVC(C=self.config["C"], random_state=SEED)
        folds = StratifiedKFold(n_splits=5, shuffle=True, random_state=SEED)
        held_out = cross_val_predict(
            model, features, truth, cv=folds, method="decision_function"
        )
        self.temperature = fit_temperature(held_out, truth)
        model.fit(features, truth)
        self.weights = np.ascontiguousarray(model.coef_.T, dtype=np.float32)
        self.bias = model.intercept_.astype(np.float32)
        self.features = Features(self.vectorizer)
        self.persist()
        return self.resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set intent and ranking on each message that has a text."""
        for message in messages:
            ranking = self.rank(message.get(TEXT) or "")
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages

    def rank(self, text: str) -> list[dict[str, Any]]:
        """The likeliest intents first, with confidences that add up to one."""
        if self.features is None or not text.strip():
            return [{"name": None, "confidence": 0.0}]
        columns, values = self.features.of(text)
        # Only the rows of n-grams that occur: a product with all of them copies all.
        scores = values @ self.weights[columns] + self.bias
        confidence = softmax(scores * self.temperature)
        best = np.argsort(-confidence)[: self.config["ranking_length"]]
        return [
            {"name": self.labels[i], "confidence": float(confidence[i])} for i in best
        ]

    def persist(self) -> None:
        """Write labels and vocabulary as JSON, numbers as arrays."""
        assert self.vectorizer is not None
        words = {key: int(index) for key, index in self.vectorizer.vocabulary_.items()}
        about = {
            "labels": self.labels,
            "vocabulary": words,
            "temperature": self.temperature,
        }
        with self.storage.write_to(self.resource) as folder:
            (folder / "model.json").write_text(
                json.dumps(about, ensure_ascii=False), encoding="utf-8"
            )
            np.savez_compressed(
                folder / "model.npz",
                idf=self.vectorizer.idf_,
                weights=self.weights,
                bias=self.bias,
            )

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> LinearIntentClassifier:
        """The classifier as it was trained."""
        del execution_context, kwargs
        made = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            about = json.loads((folder / "model.json").read_text(encoding="utf-8"))
            with np.load(folder / "model.npz", allow_pickle=False) as arrays:
                idf = arrays["idf"]
                made.weights = arrays["weights"]
                made.bias = arrays["bias"]
        made.labels = about["labels"]
        made.temperature = about["temperature"]
        made.vectorizer = make_vectorizer(config, about["vocabulary"])
        made.vectorizer.idf_ = idf
        made.features = Features(made.vectorizer)
        return made

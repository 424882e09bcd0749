"""A decider for tests that knows nothing."""

from __future__ import annotations

from zhfacts.relate.decide.decisions import Decision


class FirstOptions:
    """Takes every number for a fact, and the first option of all else that the words leave open."""

    def consider(self, scene, questions):
        pass

    def decide(self, scene, slot, questions):
        return [Decision(q.options, 0, [1.0] + [0.0] * (len(q.options) - 1)) for q in questions]

    def score(self, decisions, article):
        return None

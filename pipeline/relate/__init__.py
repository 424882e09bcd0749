"""Relate: facts, their context and roles.

How Chinese states a statistic, and where it is read here
- A clause names an indicator and says how much: 技术合同成交额|达|2256亿元. Between the two stand light verbs,
  which belong to neither (达到, 为, 共). Or it counts: number, classifier, noun; then the verb before the number
  belongs to the indicator (建成26个充电站: 建成 充电站); both are read in `surroundings`.
- What is said once holds until something else is said. In 地区生产总值4000亿元，同比增长6.1% the second number takes
  the indicator of the first; a verb heads a list (新增学位16万个、高中31所); the topic may stand a clause away
  (在三旧方面，完成改造2万亩). 由…增至… has one indicator for two numbers; 分别 pairs a list of names with numbers
  (`indicators.paired`), 占…的…% and 比…高…个百分点 say more of the indicator before, and an amount in brackets is about
  what stands before them. Every such reading is a candidate; `decide` chooses.
- The subject is left out as soon as it is clear, so it is sought in the discourse (`subjects`): names that open the
  clause, the sentence and those before, the heading, the place that the article is about (says `link`), what 全市 or
  该园区 stands for, the word that the article repeats most, or the noun phrase that opens the clause. Subjects are
  chosen together for the whole article, since the next fact most often has the subject of the last one.
- So are times: a date that opens a sentence, a section or a table dates what follows until another one does (`times`).
- Not every number states something: 110千伏线路, 首批企业, a second 三大项目 only describe (`stated`).
- Cues with a scope tell plans from results, rates, shares and ranks from levels (`attributes`), and who is quoted
  (`speakers`). Tables flattened into lines are read by rows and columns (`tables`). Titles stand in chains before a
  name (`roles`).
"""

from __future__ import annotations

from ..model import Document, Fact, Role
from .decide.asking import Asking
from .decide.binder import find_facts
from .decide.chat import Ask
from .decide.deciders import Decider, named
from .roles.triples import find_roles


def bind(document: Document, decider: Decider | Asking) -> tuple[list[Fact], list[Role]]:
    """Return the facts and roles of a document with mentions, quantities, times and clusters.

    `decider` answers what the words leave open; `named` gives one by its name, and `Asking` puts a server beside one.
    Subjects and speakers are cluster ids; a subject that the article never names (我国) becomes a new cluster without
    forms in `document.clusters`, and `document.unstated` says of each quantity without a fact why it states nothing.
    In `indicator_key` stand the words of the indicator as the reading text has them; `compare` makes its key of them.
    """
    facts = decider.facts(document) if isinstance(decider, Asking) else find_facts(document, decider)
    return facts, find_roles(document)


__all__ = ["Ask", "Asking", "Decider", "bind", "named"]

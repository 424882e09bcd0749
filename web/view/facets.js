/* Facets of facts: what can be chosen of each, how many facts each choice would show, and which facts pass. */

import { statusText } from "./format.js";
import { t, unitName, valueName } from "./words.js";

const BANDS = [0.9, 0.7, 0.5, 0.3, 0];

/** Return the facets: a name, the value of a fact in it (null: none), and how a value is shown. */
export function facetsOf(store) {
  return [
    { name: "entity", value: (fact) => (fact.entity >= 0 ? store.entities[fact.entity].id : null), shown: (id) => store.entityById.get(id)?.name ?? id, none: t("none") },
    { name: "indicator", value: (fact) => fact.indicator_key ?? fact.indicator, none: t("none") },
    { name: "year", value: (fact) => fact.year, none: t("undated"), ordered: true },
    { name: "status", value: (fact) => (fact.modality ? `${fact.status}/${fact.modality}` : fact.status), shown: statusShown },
    { name: "aspect", value: (fact) => fact.aspect, shown: valueName },
    { name: "unit", value: (fact) => fact.unit, shown: unitName, none: t("none") },
    { name: "speaker", value: (fact) => fact.speaker, none: t("none") },
    { name: "score", value: (fact) => band(fact.score), shown: bandShown, none: t("unscored"), ordered: true },
    { name: "article", value: (fact) => store.articles[fact.article].id, shown: (id) => store.articleById.get(id)?.title ?? id },
  ];
}

/** What stands in an address for facts that have no value in a facet. */
export const NONE = "~";

function statusShown(value) {
  const [status, modality = null] = value.split("/");
  return statusText({ status, modality });
}

/** Return the band of a score, by its lower end. */
export function band(score) {
  return score === null ? null : String(BANDS.find((least) => score >= least));
}

function bandShown(least) {
  const at = BANDS.indexOf(Number(least));
  return at > 0 ? `${least} – ${BANDS[at - 1]}` : `≥ ${least}`;
}

export class FacetFilter {
  /** `facets` as facetsOf gives them, `query` what the address has chosen, by name. */
  constructor(facts, facets, query = {}) {
    this.facts = facts;
    this.facets = facets;
    this.values = facets.map((facet) => facts.map((fact) => facet.value(fact) ?? NONE));
    this.chosen = facets.map((facet) => new Set(query[facet.name] ?? []));
    this.texts = facts.map((fact) => searchText(fact));
    this.search = "";
  }

  /** Take in the sentences of facts, so that a search looks into them too. */
  addSentences(sentences) {
    sentences.forEach((sentence, n) => (this.texts[n] += `\n${sentence.toLowerCase()}`));
  }

  /** Return which facts pass (a Uint8Array), how many do, and for each facet how many facts each value would show. */
  result() {
    const terms = this.search.toLowerCase().split(/\s+/).filter(Boolean);
    const active = this.chosen.map((set, n) => (set.size ? n : -1)).filter((n) => n >= 0);
    const passing = new Uint8Array(this.facts.length);
    const counts = this.facets.map(() => new Map());
    let total = 0;
    for (let at = 0; at < this.facts.length; at++) {
      if (!terms.every((term) => this.texts[at].includes(term))) continue;
      let failing = -1;
      let failures = 0;
      for (const n of active)
        if (!this.chosen[n].has(this.values[n][at])) {
          failing = n;
          if (++failures > 1) break;
        }
      if (failures > 1) continue;
      if (failures === 1) add(counts[failing], this.values[failing][at]);
      else {
        passing[at] = 1;
        total += 1;
        for (let n = 0; n < counts.length; n++) add(counts[n], this.values[n][at]);
      }
    }
    this.chosen.forEach((set, n) => set.forEach((value) => counts[n].has(value) || counts[n].set(value, 0)));
    return { passing, total, counts };
  }

  /** Return what is chosen, for an address. */
  query() {
    return Object.fromEntries(this.facets.map((facet, n) => [facet.name, [...this.chosen[n]]]));
  }
}

function add(map, value) {
  map.set(value, (map.get(value) ?? 0) + 1);
}

function searchText(fact) {
  return [fact.subject, fact.scope, fact.indicator, fact.indicator_key, fact.quantity_text, fact.value, fact.speaker, fact.time_text, fact.title, unitName(fact.unit)]
    .filter(Boolean)
    .join("\n")
    .toLowerCase();
}

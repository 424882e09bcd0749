/* In which order items are looked at: least sure first, or as they stand in the text. */

import { LAYERS, keyOf } from "./document.js";

/** Return for each fact its score (null: none), for each mark the lowest score of the facts that rest on it. */
export function scores(document) {
  const found = new Map();
  const lower = (key, score) => {
    if (score !== undefined && !(found.get(key) <= score)) found.set(key, score);
  };
  const named = new Map();
  for (const m of document.mentions) if (m.entity) named.set(m.entity, [...(named.get(m.entity) ?? []), m.id]);
  for (const f of document.facts) {
    if (f.score === undefined) continue;
    lower(keyOf("facts", f.id), f.score);
    lower(keyOf("quantities", f.quantity), f.score);
    for (const time of [f.time, f.base_time]) if (time) lower(keyOf("times", time), f.score);
    for (const entity of [f.subject, f.scope, f.speaker])
      for (const id of named.get(entity) ?? []) lower(keyOf("mentions", id), f.score);
  }
  return found;
}

/** Return where an item stands in the text. */
export function place(document, layer, record) {
  if (layer === "facts") return document.quantities.find((q) => q.id === record.quantity)?.start ?? 0;
  if (layer === "roles") return document.mentions.find((m) => m.entity === record.person)?.start ?? 0;
  return record.start;
}

/** Return the keys of a layer in the order asked for: "least" (without a score last) or "text". */
export function ordered(document, layer, order, known = scores(document)) {
  const items = document[layer].map((r, n) => {
    const key = keyOf(layer, r.id);
    return { key, n, at: place(document, layer, r), score: known.get(key) ?? 2 };
  });
  const byPlace = (a, b) => a.at - b.at || a.n - b.n;
  items.sort(order === "least" ? (a, b) => a.score - b.score || byPlace(a, b) : byPlace);
  return items.map((i) => i.key);
}

/** Return the next key that is not accepted: after `from` in its layer, else from its top, else of the layers behind. */
export function nextOpen(document, reviewed, order, layer, from) {
  const known = scores(document);
  const turn = [...LAYERS.slice(LAYERS.indexOf(layer)), ...LAYERS.slice(0, LAYERS.indexOf(layer))];
  for (const one of turn) {
    const keys = ordered(document, one, order, known);
    const at = one === layer ? keys.indexOf(from) : -1;
    const found = [...keys.slice(at + 1), ...keys.slice(0, at + 1)].find((key) => !reviewed[key] && key !== from);
    if (found) return found;
  }
  return null;
}

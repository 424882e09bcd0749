/* Changes to a document (the layers of an article as records), each a function that gives a new one; offsets are code
   points of the raw file. Records that did not change stay the same objects. */

export const LAYERS = ["facts", "quantities", "times", "mentions", "roles"];
/** The layers that stand in the text. */
export const MARKS = ["mentions", "quantities", "times"];
const PREFIX = { mentions: "m", quantities: "q", times: "t", facts: "f", roles: "r" };

export const keyOf = (layer, id) => `${layer}/${id}`;
export const layerOf = (key) => key.slice(0, key.indexOf("/"));
export const idOf = (key) => key.slice(key.indexOf("/") + 1);

/** Return the record of a key; undefined where there is none. */
export function record(document, key) {
  return key ? document[layerOf(key)]?.find((r) => r.id === idOf(key)) : undefined;
}

/** Return an id that is free in a layer. */
export function freeId(document, layer) {
  const taken = new Set(document[layer].map((r) => r.id));
  let n = document[layer].length + 1;
  while (taken.has(PREFIX[layer] + n)) n += 1;
  return PREFIX[layer] + n;
}

/** Return the document with fields of one record changed; null takes a field away. */
export function changed(document, key, fields) {
  const layer = layerOf(key), id = idOf(key);
  const next = document[layer].map((r) => {
    if (r.id !== id) return r;
    const made = { ...r, ...fields };
    for (const name of Object.keys(fields)) if (made[name] === null || made[name] === "") delete made[name];
    return made;
  });
  return { ...document, [layer]: next };
}

/** Return the document with a record more. */
export function added(document, layer, made) {
  return { ...document, [layer]: [...document[layer], made] };
}

/** Return the document without a record, and without what cannot be without it. */
export function removed(document, key) {
  const layer = layerOf(key), id = idOf(key);
  const next = { ...document, [layer]: document[layer].filter((r) => r.id !== id) };
  if (layer === "quantities") next.facts = document.facts.filter((f) => f.quantity !== id);
  if (layer === "times") {
    next.facts = document.facts.map((f) => {
      if (f.time !== id && f.base_time !== id) return f;
      const { time, base_time, ...rest } = f;
      if (time && time !== id) rest.time = time;
      if (base_time && base_time !== id) rest.base_time = base_time;
      rest.evidence = (f.evidence ?? []).filter((e) => rest[e.field] || (e.field !== "time" && e.field !== "base_time"));
      return rest;
    });
  }
  return next;
}

/** Return a name with another label, and whatever means its entity with the new id where no other name keeps the old. */
export function relabelled(document, key, label) {
  const name = record(document, key);
  const before = name.entity;
  if (!before?.startsWith(`${name.label}:`)) return changed(document, key, { label });
  const entity = label + before.slice(name.label.length);
  let next = changed(document, key, { label, entity });
  if (document.mentions.some((m) => m.id !== name.id && m.entity === before)) return next;
  const renamed = (r, fields) =>
    fields.some((f) => r[f] === before)
      ? { ...r, ...Object.fromEntries(fields.filter((f) => r[f] === before).map((f) => [f, entity])) }
      : r;
  next = { ...next, facts: next.facts.map((f) => renamed(f, ["subject", "scope", "speaker"])) };
  return { ...next, roles: next.roles.map((r) => renamed(r, ["person", "organization"])) };
}

/** Return evidence in which one field rests on the given spans instead of others. */
export function resting(evidence, field, spans) {
  const others = (evidence ?? []).filter((e) => e.field !== field);
  const all = [...others, ...spans.map(([start, end]) => ({ field, start, end }))];
  return all.sort((a, b) => a.start - b.start || a.end - b.end);
}

/** Return words of the text on one line, as fields hold them. */
export const oneLine = (text) => text.replace(/\s*[\r\n]+\s*/g, "").trim();

/** Return first and last day of what is typed short: 2023, 2023-05, 2023Q2, 2023H1; null where it is none of these. */
export function period(typed) {
  const found = /^(\d{4})(?:-(\d{1,2})|[Qq]([1-4])|[Hh]([12]))?$/.exec(typed.trim());
  if (!found) return null;
  const [, year, month, quarter, half] = found;
  const [first, last] = month ? [+month, +month] : quarter ? [quarter * 3 - 2, quarter * 3] : half ? [half * 6 - 5, half * 6] : [1, 12];
  if (first < 1 || last > 12) return null;
  const two = (n) => String(n).padStart(2, "0");
  const days = new Date(Date.UTC(2000 + (year % 400), last, 0)).getUTCDate();
  return [`${year}-${two(first)}-01`, `${year}-${two(last)}-${two(days)}`];
}

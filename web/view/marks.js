/* Sentences and articles with their marks, and the fields of a fact in colour. */

import { h } from "../shared/dom.js";
import { markedText, oneLine } from "../shared/marked.js";
import { sentenceAt } from "./store.js";
import { fieldName, t } from "./words.js";

/** Fields with a colour of their own; the others share that of the field they belong to. */
const COLOURS = {
  quantity: "quantity", value: "quantity", subject: "subject", scope: "subject", indicator: "indicator", time: "time",
  base_time: "time", base_value: "quantity", status: "status", modality: "status", speaker: "speaker",
  aspect: "change", direction: "change", comparison: "change",
};

/** Which of several fields at one place gives the colour: the first of these. */
const ORDER = ["quantity", "subject", "indicator", "time", "speaker", "status", "modality", "direction", "comparison", "aspect", "scope", "base_value", "base_time"];

/** Return the name of a field's colour: of a class `field-…`. */
export const colourOf = (field) => COLOURS[field] ?? "change";

/** Return the spans of a fact's fields: its evidence, its quantity and its times. */
export function fieldSpans(body, fact) {
  const spans = fact.evidence.map((found) => ({ ...found }));
  const quantity = body.quantities[fact.quantity];
  spans.push({ field: "quantity", start: quantity.start, end: quantity.end });
  for (const [name, number] of [["time", fact.time], ["base_time", fact.base_time]])
    if (number >= 0 && !spans.some((span) => span.field === name))
      spans.push({ field: name, start: body.times[number].start, end: body.times[number].end });
  return spans.sort((a, b) => a.start - b.start);
}

/** Return an element for a piece of text that fields stand on. */
export function fieldMark(piece, spans) {
  const fields = [...new Set(spans.map((span) => span.field))].sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b));
  return h("mark", { class: `field-${colourOf(fields[0])}`, title: fields.map(fieldName).join(t("comma")) }, piece);
}

/** Return the sentence of a fact with its fields in colour; what stands in other sentences comes before and after. */
export function markedSentence(body, fact) {
  const spans = fieldSpans(body, fact);
  const quantity = body.quantities[fact.quantity];
  const main = sentenceAt(body, quantity.start, quantity.end);
  const parts = [];
  for (const span of spans) {
    if (span.end > main.start && span.start < main.end) continue;
    const around = sentenceAt(body, span.start, span.end, 40);
    const last = parts.at(-1);
    if (last && around.start <= last.end) last.end = Math.max(last.end, around.end);
    else parts.push({ ...around, aside: true });
  }
  parts.push({ ...main, aside: false });
  parts.sort((a, b) => a.start - b.start);
  return parts.map((part) =>
    h("p", { class: part.aside ? "sentence aside" : "sentence" }, markedText(body.text, part.start, part.end, spans, fieldMark, oneLine)),
  );
}

/** Return the sentence around a place of a body on one line. */
export function plainSentence(body, start, end) {
  const around = sentenceAt(body, start, end);
  return oneLine(body.text.slice(around.start, around.end));
}

/* Facts as a reader sees them: numbers, times, scores, and their fields by name. */

import { h } from "../shared/dom.js";
import { t, unitName, valueName } from "./words.js";

const SIGNS = { up: "↑", down: "↓" };

/** Return an exact decimal with its digits in groups of three: "28231.97" -> "28,231.97". */
export function grouped(decimal) {
  const [whole, part] = decimal.split(".");
  const written = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return part ? `${written}.${part}` : written;
}

/** Return the number of a fact or quantity: its value, or both ends of its range. */
export function numberText(item) {
  if (item.value !== null) return grouped(item.value);
  if (item.low === null && item.high === null) return t("unsaid");
  return `${item.low === null ? "…" : grouped(item.low)} – ${item.high === null ? "…" : grouped(item.high)}`;
}

/** Return the number with its hedge and direction. */
export function amountText(item) {
  const hedge = item.modifier ? `${valueName(item.modifier)} ` : "";
  const sign = item.direction ? `${SIGNS[item.direction]} ` : "";
  return sign + hedge + numberText(item);
}

/** Return the number with its unit. */
export function amountWithUnit(item) {
  const unit = unitName(item.unit);
  return unit ? `${amountText(item)} ${unit}` : amountText(item);
}

/** Return the days of a fact or time, whole months and years without their days; null where none is known. */
export function daysText(item) {
  const { start_date: first, end_date: last } = item;
  if (!first && !last) return null;
  if (first === last) return first;
  if (!first) return t("until")(isMonthEnd(last) ? last.slice(0, 7) : last);
  if (!last) return t("since")(first);
  if (!first.endsWith("-01") || !isMonthEnd(last)) return `${first} – ${last}`;
  const whole = first.slice(5, 7) === "01" && last.slice(5, 7) === "12" ? 4 : 7;
  const [begin, end] = [first.slice(0, whole), last.slice(0, whole)];
  return begin === end ? begin : `${begin} – ${end}`;
}

function isMonthEnd(day) {
  const next = new Date(`${day}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return next.getUTCDate() === 1;
}

/** Return the time of a fact: its days, else the words that state it. */
export function timeText(fact) {
  return daysText(fact) ?? fact.time_text ?? "";
}

/** Return the status of a fact with its modality. */
export function statusText(fact) {
  return fact.modality ? t("aside")(valueName(fact.status), valueName(fact.modality)) : valueName(fact.status);
}

/** Return a score with two digits. */
export function scoreText(score) {
  return score === null ? t("unsaid") : score.toFixed(2);
}

/** Return a score as a number with a bar. */
export function scoreMeter(score) {
  if (score === null) return document.createTextNode(t("unsaid"));
  return h(
    "span",
    { class: "score" },
    h("span", { class: "score-bar", "aria-hidden": "true" }, h("i", { style: { width: `${score * 100}%` } })),
    scoreText(score),
  );
}

/** Return the subject and indicator of a fact as its headline. */
export function headline(fact) {
  return [fact.subject, fact.indicator].filter(Boolean).join("\u3000");
}

/** Return the rules of a fact by field: "subject=lead time=none" -> {subject: "lead", time: "none"}. */
export function rulesOf(written) {
  return Object.fromEntries(
    (written ?? "").split(" ").filter((pair) => pair.includes("=")).map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]),
  );
}

/* The plots, by Observable Plot: bars that lead to their facts, and series in time. */

import * as Plot from "@observablehq/plot";

import { h } from "../shared/dom.js";
import { amountWithUnit, timeText } from "./format.js";
import { num, spoken, t, unitName } from "./words.js";

const FONT = "inherit";

/** Return a place that draws itself anew whenever its width changes; `draw(width)` gives the plot. */
export function responsive(draw, label) {
  const place = h("figure", { class: "plot", role: "group", "aria-label": label });
  let last = 0;
  const observer = new ResizeObserver(([entry]) => {
    const width = Math.round(entry.contentRect.width);
    if (width < 40 || width === last) return;
    last = width;
    place.replaceChildren(draw(width));
  });
  observer.observe(place);
  return place;
}

/** Return horizontal bars: rows are {name, count, href}. */
export function bars(rows, label) {
  const longest = Math.max(0, ...rows.map((row) => widthOf(row.name)));
  return responsive((width) => {
    const marginLeft = Math.min(longest * 6.6 + 14, width * 0.45);
    const room = marginLeft / 6.6 - 2;
    return Plot.plot({
      width,
      height: rows.length * 26 + 8,
      marginLeft,
      marginRight: 44,
      marginTop: 4,
      marginBottom: 4,
      style: { fontFamily: FONT, fontSize: "13px", background: "none", overflow: "visible" },
      x: { axis: null, domain: [0, Math.max(1, ...rows.map((row) => row.count))] },
      y: { label: null, tickSize: 0, domain: rows.map((row) => row.name), tickFormat: (name) => cut(name, room), padding: 0.3 },
      marks: [
        Plot.barX(rows, { x: "count", y: "name", fill: "var(--accent-soft)", href: "href", title: (row) => `${row.name}: ${num(row.count)}`, rx: 2 }),
        Plot.text(rows, { x: "count", y: "name", text: (row) => num(row.count), textAnchor: "start", dx: 6, fill: "var(--muted)" }),
      ],
    });
  }, label);
}

/** Return upright bars: rows are {name, count, href, quiet}; only some names are written where there are many. */
export function columns(rows, label) {
  return responsive((width) => {
    const every = Math.ceil(rows.length / Math.max(2, Math.floor(width / 52)));
    return Plot.plot({
      width,
      height: 210,
      marginLeft: 8,
      marginRight: 8,
      marginTop: 22,
      marginBottom: 28,
      style: { fontFamily: FONT, fontSize: "12px", background: "none", overflow: "visible" },
      x: { label: null, tickSize: 0, domain: rows.map((row) => row.name), ticks: rows.filter((row, n) => row.quiet || (n % every === 0 && !near(rows, n, every))).map((row) => row.name), padding: 0.25 },
      y: { axis: null, domain: [0, Math.max(1, ...rows.map((row) => row.count))] },
      marks: [
        Plot.ruleY([0], { stroke: "var(--line)" }),
        Plot.barY(rows, { x: "name", y: "count", fill: (row) => (row.quiet ? "var(--quiet-bar)" : "var(--accent-soft)"), href: "href", title: (row) => `${row.name}: ${num(row.count)}`, rx: 2 }),
        ...(rows.length * 30 < width ? [Plot.text(rows.filter((row) => row.count), { x: "name", y: "count", text: (row) => num(row.count), dy: -8, fill: "var(--muted)" })] : []),
      ],
    });
  }, label);
}

/** Return the days that observations stand at: their years where no year has two results, or two plans, else their ends. */
function daysOf(facts) {
  const years = facts.map((fact) => `${fact.status} ${fact.year} ${fact.start_date} ${fact.end_date}`);
  const annual = new Set(years).size === new Set(facts.map((fact) => `${fact.status} ${fact.year}`)).size;
  return { annual, day: (fact) => new Date(annual ? `${fact.year}-01-01T00:00:00Z` : `${fact.end_date}T00:00:00Z`) };
}

/** Return whether a bar whose name is always written stands close to another. */
const near = (rows, n, every) => rows.slice(Math.max(0, n - every + 1), n + every).some((row) => row.quiet);

/** Return a series as lines in time: results solid, planned values dashed and hollow, hedges and ranges drawn apart. */
export function seriesLine(observations, label) {
  const known = observations.filter(({ fact }) => fact.number !== null && fact.end_date);
  const { annual, day } = daysOf(known.map(({ fact }) => fact));
  const points = known
    .map(({ fact, rivals }) => ({ fact, rivals, date: day(fact), y: fact.number, planned: fact.status === "planned" }))
    .sort((a, b) => a.date - b.date);
  const scale = scaleOf(points.map((point) => point.y));
  const shown = (point) => `${timeText(point.fact)}\n${amountWithUnit(point.fact)}${point.planned ? `\n${t("planned")}` : ""}`;
  const ranges = points.filter(({ fact }) => fact.value === null && fact.low !== null && fact.high !== null);
  const done = onePerDate(points.filter((point) => !point.planned));
  const plans = onePerDate(points.filter((point) => point.planned));
  const unit = [scale.name, unitName(points[0]?.fact.unit)].filter(Boolean).join(spoken() === "zh" ? "" : " ");
  return responsive(
    (width) =>
      Plot.plot({
        width,
        height: 250,
        marginLeft: 58,
        marginRight: 24,
        marginTop: 26,
        marginBottom: 30,
        inset: 8,
        style: { fontFamily: FONT, fontSize: "12px", background: "none", overflow: "visible" },
        x: { type: "utc", label: null, ...(annual ? { ticks: yearTicks(points, width), tickFormat: "%Y" } : dayTicks(points, width)) },
        y: { label: unit || null, labelArrow: "none", grid: true, nice: true, ticks: 5, tickSize: 0, transform: (y) => y / scale.by, tickFormat: (y) => num(y), zero: points.every((p) => p.y >= 0) && spread(points) > 4 },
        marks: [
          Plot.line(done, { x: "date", y: "y", stroke: "var(--accent)", strokeWidth: 1.8 }),
          Plot.line(plans.length ? [...done.slice(-1).filter((d) => d.date < plans[0].date), ...plans] : [], { x: "date", y: "y", stroke: "var(--planned)", strokeWidth: 1.6, strokeDasharray: "5 4" }),
          Plot.ruleX(ranges, { x: "date", y1: (p) => Number(p.fact.low), y2: (p) => Number(p.fact.high), stroke: "var(--accent)", strokeWidth: 5, strokeOpacity: 0.35 }),
          Plot.dot(points, {
            x: "date",
            y: "y",
            r: 4.5,
            symbol: (p) => (p.fact.modifier ? "diamond" : "circle"),
            fill: (p) => (p.planned || p.fact.modifier ? "var(--surface)" : "var(--accent)"),
            stroke: (p) => (p.planned ? "var(--planned)" : "var(--accent)"),
            strokeWidth: 1.8,
            href: (p) => p.href,
            title: shown,
          }),
          Plot.tip(points, Plot.pointer({ x: "date", y: "y", title: shown, fill: "var(--surface)", stroke: "var(--line)" })),
        ],
        symbol: { type: "identity" },
      }),
    label,
  );
}

function onePerDate(points) {
  const found = new Map();
  for (const point of points) if (!found.has(+point.date)) found.set(+point.date, point);
  return [...found.values()];
}

/** Return as many of the years as have room to be written. */
function yearTicks(points, width) {
  const years = [...new Set(points.map((point) => +point.date))];
  const every = Math.ceil(years.length / Math.max(2, Math.floor(width / 56)));
  return years.filter((_, n) => n % every === 0).map((year) => new Date(year));
}

/** Return how many ticks of an axis have room, and how they are written: with their day where two would fall into a month. */
function dayTicks(points, width) {
  const ticks = Math.max(2, Math.floor(width / 110));
  const days = (points.at(-1).date - points[0].date) / 86_400_000;
  return { ticks, tickFormat: days < ticks * 31 ? "%Y-%m-%d" : "%Y-%m" };
}

function spread(points) {
  const sizes = points.map((point) => Math.abs(point.y)).filter(Boolean);
  return sizes.length ? Math.max(...sizes) / Math.min(...sizes) : 1;
}

/** Return the unit of an axis for numbers of a size: 亿 and 万 in Chinese, billions and millions in English. */
function scaleOf(numbers) {
  const largest = Math.max(0, ...numbers.map(Math.abs));
  const steps = spoken() === "zh" ? [[1e12, "万亿"], [1e8, "亿"], [1e4, "万"]] : [[1e12, "trillion"], [1e9, "billion"], [1e6, "million"]];
  const [by, name] = steps.find(([size]) => largest >= size) ?? [1, ""];
  return { by, name };
}

/** Return how wide a text is, in Latin letters. */
function widthOf(text) {
  return [...text].reduce((sum, character) => sum + (character > "\u2e7f" ? 2 : 1), 0);
}

function cut(text, room) {
  if (widthOf(text) <= room) return text;
  let used = 0;
  let kept = "";
  for (const character of text) {
    used += character > "\u2e7f" ? 2 : 1;
    if (used > room - 1) return `${kept}…`;
    kept += character;
  }
  return text;
}

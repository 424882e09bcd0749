/* Conflicts: two facts of two articles that cannot both hold, side by side in their sentences. */

import { h } from "../shared/dom.js";
import { amountWithUnit, headline, scoreMeter, timeText } from "./format.js";
import { articleAddress } from "./links.js";
import { markedSentence } from "./marks.js";
import { factId } from "./record.js";
import { t, valueName } from "./words.js";

const AT_ONCE = 40;

/** Return the view of all conflicts. */
export async function conflictsView({ store }) {
  const head = [h("h1", {}, t("conflicts")), h("p", { class: "lead" }, store.conflicts.length ? `${t("conflictsNote")} ${t("conflictsCount")(store.conflicts.length)}` : t("conflictsNone"))];
  return h("div", { class: "page" }, head, await inPortions(store.conflicts, (pair) => conflict(store, pair)));
}

/** Return a place with the first items drawn, and a button that draws more of them. */
export async function inPortions(items, draw) {
  const place = h("div", {});
  let done = 0;
  const more = h("button", { type: "button", class: "button", on: { click: () => go() } });
  const go = async () => {
    const next = await Promise.all(items.slice(done, done + AT_ONCE).map(draw));
    done += next.length;
    more.remove();
    place.append(...next);
    if (done < items.length) {
      more.textContent = t("showMore")(Math.min(AT_ONCE, items.length - done));
      place.append(more);
    }
  };
  await go();
  return place;
}

async function conflict(store, [one, other]) {
  const what = [headline({ subject: one.subject_id < 0 ? `${one.scope}\u3000${one.subject}` : one.subject, indicator: one.indicator_key ?? one.indicator }), timeText(one), valueName(one.comparison)];
  return h("section", { class: "conflict" }, h("h2", {}, what.filter(Boolean).join("\u3000")), h("div", { class: "sides" }, await side(store, one), await side(store, other)));
}

async function side(store, fact) {
  const article = store.articles[fact.article];
  const body = await store.body(article);
  return h(
    "div",
    { class: "side" },
    h("p", { class: "amount" }, h("a", { href: articleAddress(article, { fact: factId(store, fact) }) }, amountWithUnit(fact))),
    h("div", { class: "quote" }, markedSentence(body, body.facts[fact.n - article.first])),
    h("p", { class: "source" }, h("a", { href: articleAddress(article) }, article.title ?? article.id), article.date ? `\u3000${article.date}` : ""),
    h("p", { class: "source" }, scoreMeter(fact.score)),
  );
}


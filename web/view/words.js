/* The interface in Chinese and English. Names of fields in Chinese come with the data, from the model's own heads. */

import { choose, language } from "../shared/settings.js";

const TEXTS = {
  zh: {
    overview: "概览", facts: "事实", articles: "文章", entities: "实体", conflicts: "矛盾", gold: "金标对照",
    skip: "跳到正文", scheme: "深浅色", language: "English", help: "键盘", licences: "所用软件的许可", close: "关闭", print: "打印",
    search: "搜索", searchFacts: "搜索主体、指标、原文……", searchArticles: "搜索标题、文件……", searchEntities: "搜索名称、别称……",
    filters: "筛选", reset: "清除筛选", more: "更多", less: "收起", download: "下载 CSV",
    shown: (n, of) => (n === of ? `共 ${num(n)} 条` : `${num(n)} / ${num(of)} 条`),
    nothing: "没有符合条件的内容。", noFacts: "这份提取结果里没有事实。", noArticles: "这份提取结果里没有文章。",
    aside: (said, more) => `${said}（${more}）`, comma: "，",
    until: (day) => `截至 ${day}`, since: (day) => `${day} 起`, kinds: { person: "人物", org: "机构", site: "地点", other: "其他" },
    none: "无", undated: "未注明时间", unsaid: "—", unscored: "无可信度", unknownPlace: "未归属地区",
    summary: (a, f, e) => `${num(a)} 篇文章，${num(f)} 条事实，${num(e)} 个实体`,
    failures: (n) => `${num(n)} 个输入未能读取`, failuresNone: "全部输入均已读取",
    undatedArticles: (n) => `${num(n)} 篇文章没有发布日期`, undatedFacts: (n) => `${num(n)} 条事实没有时间`,
    byIndicator: "事实最多的指标", byYear: "按年份", byPlace: "按地区", byScore: "按可信度", byStatus: "按状态",
    leastSure: "最没有把握的事实", leastSureNote: "从这里开始核对最省力。", allBySure: "按可信度从低到高查看全部",
    seriesCount: (n) => `${num(n)} 个序列`, conflictsCount: (n) => `${num(n)} 处矛盾`,
    factsUnit: "条事实", entity: "实体", article: "文章", place: "地区", year: "年份", value: "数值", record: "记录",
    field: "字段", evidence: "所据文字", boundBy: "依据", position: "位置", inArticle: "在文章中查看", openEntity: "查看实体",
    previous: "上一条", next: "下一条", sameSeries: "同一序列", sources: "来源", factOf: (n, of) => `第 ${num(n)} 条，共 ${num(of)} 条`,
    layers: "标注", layerFacts: "事实", layerQuantities: "数量", layerTimes: "时间", layerEntities: "实体",
    reprintOf: "转载自", published: "发布日期", undatedArticle: "无发布日期", file: "文件", noMark: "点击文中任一标记，查看它的记录。",
    factsHere: (n) => `${num(n)} 条事实`, aliases: "别称", mentionsTimes: (n) => `出现 ${num(n)} 次`, inArticles: (n) => `见于 ${num(n)} 篇文章`,
    externalIds: "外部编码", parent: "上级地区", seriesOf: "序列", singles: "只有一个时间点的数据", roles: "职务",
    actual: "实际", planned: "计划", hedged: "约数或界限", exact: "确切", range: "区间", chartAlt: (t) => `折线图：${t}`,
    conflictsNote: "同一主体、同一指标、同一时间，不同文章给出了对不上的数。", conflictsNone: "各篇文章之间没有发现互相矛盾的数。",
    goldNote: "人工标注（金标）与自动结果逐字段对照。", goldSide: "金标", predictedSide: "自动", outcome: "结果",
    right: "全对", wrong: "有错", missed: "漏", spurious: "多", byField: "按字段", correct: "正确", of: "共",
    precision: "准确率", recall: "召回率", f1: "F1", coreRight: "数量、主体、指标都对", fullRight: "再加时间、性质、状态都对",
    all: "全部", showMore: (n) => `再显示 ${num(n)} 条`, unread: "未读取的输入", reason: "原因",
    keys: [["1 … 6", "切换页面"], ["/", "搜索"], ["↑ ↓", "在表格中移动"], ["回车", "打开所选的一行"], ["J K", "下一条 / 上一条事实，或文中下一个标记"], ["Esc", "关闭右侧记录"], ["?", "本帮助"]],
    madeBy: (v) => `由 zhfacts ${v} 生成，数据全部在本页内，不联网。`,
    yes: "是", no: "否", dated: "有无时间", sure: "可信度", failed: "无法显示本页", sentenceLoading: "……",
    oldBrowser: "本页需要较新的浏览器（Chrome 103、Firefox 113、Safari 16.4 或更新）。", meta: "附注", entityKind: "类别",
    seriesWith: (n) => `${num(n)} 个时间点`, times: "时间", quantities: "数量", scope: "范围",
  },
  en: {
    overview: "Overview", facts: "Facts", articles: "Articles", entities: "Entities", conflicts: "Conflicts", gold: "Gold",
    skip: "Skip to content", scheme: "Dark or light", language: "中文", help: "Keys", licences: "Licences of the software used", close: "Close", print: "Print",
    search: "Search", searchFacts: "Search subject, indicator, sentence …", searchArticles: "Search title, file …", searchEntities: "Search name, alias …",
    filters: "Filters", reset: "Clear filters", more: "more", less: "fewer", download: "Download CSV",
    shown: (n, of) => (n === of ? `${num(n)} in all` : `${num(n)} of ${num(of)}`),
    nothing: "Nothing fits.", noFacts: "This extract holds no facts.", noArticles: "This extract holds no articles.",
    aside: (said, more) => `${said} (${more})`, comma: ", ",
    until: (day) => `until ${day}`, since: (day) => `from ${day}`, kinds: { person: "person", org: "organisation", site: "place", other: "other" },
    none: "none", undated: "undated", unsaid: "—", unscored: "no score", unknownPlace: "no place",
    summary: (a, f, e) => `${count(a, "article")}, ${count(f, "fact")}, ${count(e, "entity", "entities")}`,
    failures: (n) => `${count(n, "input")} could not be read`, failuresNone: "all inputs were read",
    undatedArticles: (n) => `${count(n, "article")} without a date`, undatedFacts: (n) => `${count(n, "fact")} without a time`,
    byIndicator: "Most frequent indicators", byYear: "By year", byPlace: "By place", byScore: "How sure", byStatus: "By status",
    leastSure: "Least sure facts", leastSureNote: "Checking pays most here.", allBySure: "All facts, least sure first",
    seriesCount: (n) => `${num(n)} series`, conflictsCount: (n) => count(n, "conflict"),
    factsUnit: "facts", entity: "Entity", article: "Article", place: "Place", year: "Year", value: "Value", record: "Record",
    field: "Field", evidence: "Words", boundBy: "Bound by", position: "Place", inArticle: "Show in article", openEntity: "Open entity",
    previous: "Previous", next: "Next", sameSeries: "Same series", sources: "Sources", factOf: (n, of) => `${num(n)} of ${num(of)}`,
    layers: "Marks", layerFacts: "Facts", layerQuantities: "Quantities", layerTimes: "Times", layerEntities: "Entities",
    reprintOf: "Reprint of", published: "Published", undatedArticle: "no date", file: "File", noMark: "Click a mark in the text to see its record.",
    factsHere: (n) => count(n, "fact"), aliases: "Aliases", mentionsTimes: (n) => count(n, "mention"), inArticles: (n) => `in ${count(n, "article")}`,
    externalIds: "Codes", parent: "Within", seriesOf: "Series", singles: "Told for one time only", roles: "Roles",
    actual: "actual", planned: "planned", hedged: "hedged or bounded", exact: "exact", range: "range", chartAlt: (t) => `Line chart: ${t}`,
    conflictsNote: "Articles that state numbers which do not fit for the same subject, indicator and time.", conflictsNone: "No articles contradict each other.",
    goldNote: "Gold annotations beside what was extracted, field by field.", goldSide: "Gold", predictedSide: "Extracted", outcome: "Outcome",
    right: "right", wrong: "wrong", missed: "missed", spurious: "spurious", byField: "By field", correct: "right", of: "of",
    precision: "Precision", recall: "Recall", f1: "F1", coreRight: "quantity, subject, indicator right", fullRight: "and time, aspect, status",
    all: "all", showMore: (n) => `Show ${num(n)} more`, unread: "Inputs that could not be read", reason: "Reason",
    keys: [["1 … 6", "change the view"], ["/", "search"], ["↑ ↓", "move in a table"], ["Enter", "open the row"], ["J K", "next, previous fact or mark"], ["Esc", "close the record"], ["?", "this help"]],
    madeBy: (v) => `Made by zhfacts ${v}. All data are in this file; nothing is loaded from the network.`,
    yes: "yes", no: "no", dated: "Dated", sure: "Score", failed: "This page cannot be shown", sentenceLoading: "…",
    oldBrowser: "It needs a newer browser: Chrome 103, Firefox 113, Safari 16.4 or later.", meta: "Notes", entityKind: "Kind",
    seriesWith: (n) => `${num(n)} points`, times: "Times", quantities: "Quantities", scope: "Scope",
  },
};

const FIELDS_EN = {
  subject: "Subject", indicator: "Indicator", indicator_key: "Common indicator", value: "Value", low: "Low", high: "High",
  modifier: "Modifier", unit: "Unit", time_text: "Time", status: "Status", modality: "Modality", speaker: "Speaker",
  score: "Score", sentence: "Sentence", aspect: "Aspect", direction: "Direction", comparison: "Compared with",
  base_value: "Base value", base_time: "Base time", scope: "Scope", title: "Article", date: "Published", file: "File", name: "Name",
  label: "Kind", aliases: "Aliases", mentions: "Mentions", articles: "Articles", facts: "Facts", quantity: "Quantity",
  time: "Time", precision: "Precision", value_si: "In SI units", certainty: "Certainty", grain: "Grain", rule: "Rule",
  start_date: "First day", end_date: "Last day", start_time: "From", end_time: "To", person: "Person", organization: "Organisation",
  standing: "Standing", text: "Text", id: "Id", unit_si: "SI unit",
};

/** Fields whose name on the page is another than the head of their column. */
const FIELDS_ZH = { quantity: "数量", time: "时间", base_time: "基期", title: "文章", facts: "事实", mentions: "提及", articles: "文章", text: "原文" };

const VALUES = {
  zh: {
    level: "水平", change: "增减量", rate: "增减率", share: "占比", rank: "位次", up: "增", down: "减", yoy: "同比",
    previous: "比上期", base: "比基期", actual: "实际", planned: "计划", forecast: "预测", target: "目标", estimate: "估计",
    denied: "否认", hypothetical: "假设", about: "约", near: "近", over: "超过", at_least: "至少", at_most: "至多", under: "不足",
    PERSON: "人物", ORG: "机构", GPE: "行政区", LOC: "地点", FAC: "设施", PRODUCT: "产品", EVENT: "事件", LAW: "法规政策",
    WORK_OF_ART: "作品", MONEY: "金额", PERCENT: "百分比", QUANTITY: "度量", CARDINAL: "计数", ORDINAL: "序数",
    DURATION: "时长", DATE: "日期", TIME: "时刻", stated: "写明", resolved: "据上下文", vague: "含糊", former: "曾任", acting: "代理",
    elect: "候任", day: "日", week: "周", month: "月", quarter: "季", half: "半年", year: "年",
  },
  en: {
    level: "level", change: "change", rate: "rate of change", share: "share", rank: "rank", up: "up", down: "down",
    yoy: "year on year", previous: "previous period", base: "a base", at_least: "at least", at_most: "at most",
    PERSON: "person", ORG: "organisation", GPE: "region", LOC: "location", FAC: "facility", PRODUCT: "product",
    EVENT: "event", LAW: "law or policy", WORK_OF_ART: "work", MONEY: "money", PERCENT: "percent", QUANTITY: "measure",
    CARDINAL: "count", ORDINAL: "ordinal", DURATION: "duration", DATE: "date", TIME: "time of day",
  },
};

let tongue = "en";
let heads = {};
let units = {};
let currencies = null;

/** Set the language and what the data say of names of fields and units. */
export function speak(store) {
  tongue = language();
  heads = store?.heads ?? {};
  units = store?.units ?? {};
  currencies = typeof Intl.DisplayNames === "function" ? new Intl.DisplayNames([locale()], { type: "currency" }) : null;
  document.documentElement.lang = tongue === "zh" ? "zh-CN" : "en";
}

/** Change to the other language. */
export function changeLanguage() {
  choose("language", tongue === "zh" ? "en" : "zh");
}

/** Return the language: "zh" or "en". */
export const spoken = () => tongue;

export const locale = () => (tongue === "zh" ? "zh-CN" : "en-GB");

/** Return a text of the interface, or the function that makes it. */
export const t = (name) => TEXTS[tongue][name];

/** Return a number with its digits in groups. */
export const num = (number) => number.toLocaleString(locale());

function count(n, one, many = `${one}s`) {
  return `${num(n)} ${n === 1 ? one : many}`;
}

/** Return the name of a field of a record. */
export function fieldName(name) {
  return (tongue === "zh" ? (FIELDS_ZH[name] ?? heads[name]) : FIELDS_EN[name]) ?? name;
}

/** Return a value out of a closed set as a reader says it. */
export function valueName(value) {
  return value === null || value === undefined ? "" : (VALUES[tongue][value] ?? value);
}

/** Return a unit as a reader writes it; codes of currencies and of UCUM by their names in Chinese. */
export function unitName(unit) {
  if (!unit || tongue === "en") return unit ?? "";
  if (units[unit]) return units[unit];
  if (/^[A-Z]{3}$/.test(unit)) {
    try {
      return currencies?.of(unit) ?? unit;
    } catch {
      return unit;
    }
  }
  return unit;
}

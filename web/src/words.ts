// The language of the page, and numbers as people read them.
import type { Lang, Num, Text, Unit, Verdict } from "./report";

let language: Lang = "zh";
export const lang = (): Lang => language;
export function speak(next: Lang): void {
  language = next;
  document.documentElement.lang = next === "zh" ? "zh-CN" : "en";
}

export const t = (text: Text): string => text[language];
export const say = (zh: string, en: string): string => (language === "zh" ? zh : en);

export const verdictWord = (verdict: Verdict): string => t({
  pass: { zh: "通过", en: "pass" },
  fail: { zh: "不通过", en: "fail" },
  inconclusive: { zh: "未定", en: "inconclusive" },
  no_data: { zh: "无数据", en: "no data" },
  invalid: { zh: "无效", en: "invalid" },
}[verdict]);

export const none = (): string => say("无", "none");

/// Digits without zeros at the end: 0.1500 -> 0.15.
export function digits(value: number, significant = 4): string {
  if (value === 0) return "0";
  const text = value.toPrecision(significant);
  return text.includes("e") ? String(Number(text)) : text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

export const grouped = (value: number): string =>
  Number.isInteger(value) ? value.toLocaleString("en-US").replaceAll(",", "\u202f") : digits(value);

const scaled = (value: number, unit: Unit): number => (unit === "1" ? value * 100 : value);
const symbol = (unit: Unit): string => ({ "1": "\u202f%", ms: "\u202fms", count: "" })[unit];

/// A KPI's value. Digits are added until it differs from the limit in print when it differs in fact.
export function value(number: Num, unit: Unit, limit?: number): string {
  if (number === null) return none();
  for (let significant = 4; significant < 12; ++significant) {
    const text = digits(scaled(number, unit), significant);
    if (limit === undefined || number === limit || text !== digits(scaled(limit, unit), significant)) {
      return text + symbol(unit);
    }
  }
  return String(scaled(number, unit)) + symbol(unit);
}

export const asked = (comparator: string, limit: number, unit: Unit): string =>
  `${({ ">=": "≥", "<=": "≤" })[comparator] ?? comparator}\u202f${value(limit, unit)}`;

export function duration(seconds: number): string {
  if (seconds === 0) return "0\u202fs";
  if (Math.abs(seconds) >= 172_800) return `${digits(seconds / 86_400, 3)}\u202f${say("天", "d")}`;
  const units: [number, string][] = [[3600, "h"], [60, "min"], [1, "s"], [1e-3, "ms"], [1e-6, "µs"], [1e-9, "ns"]];
  const [size, name] = units.find(([each]) => Math.abs(seconds) >= each) ?? [1e-9, "ns"];
  return `${digits(seconds / size, 3)}\u202f${name}`;
}

/// So many of a thing, in English.
export const counted = (count: number, thing: string): string => `${grouped(count)} ${thing}${count === 1 ? "" : "s"}`;

/// Sentences in a row.
export const sentences = (...parts: string[]): string => parts.filter(Boolean).join(say("", " "));

/// How many did not fit, or nothing.
export const andMore = (count: number): string =>
  count === 0 ? "" : say(`另有 ${count} 个未画出。`, `${count} more are not drawn.`);

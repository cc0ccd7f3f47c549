// The head of every page: whose it is, and its switches.
import { h } from "./dom";
import type { Lang } from "./report";
import { lang, say, speak } from "./words";

function themeSwitch(): HTMLElement {
  const root = document.documentElement;
  const isDark = (): boolean => (root.dataset["theme"] ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  return h("button", { type: "button", click: () => { root.dataset["theme"] = isDark() ? "light" : "dark"; } }, say("明／暗", "light / dark"));
}

/// The program and its version, what the page is, and its switches: language, theme, print.
export function bar(version: string, what: string, redraw: () => void): HTMLElement {
  const other: Lang = lang() === "zh" ? "en" : "zh";
  return h("div", { class: "bar" }, h("span", { class: "brand" }, `plantproof ${version}`, h("span", {}, what)),
    h("nav", { class: "controls", "aria-label": say("页面", "page") },
      h("button", { type: "button", lang: other, click: () => { speak(other); redraw(); } }, other === "en" ? "English" : "中文"),
      themeSwitch(),
      h("button", { type: "button", click: () => window.print() }, say("打印", "print"))));
}

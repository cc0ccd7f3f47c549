import { showTips } from "./charts/frame";
import { inMotion } from "./charts/motion";
import { setHall } from "./charts/plan";
import { detail, observed, overview, place } from "./clauses";
import { h } from "./dom";
import { assumptions, evidence, measured, notEvaluated, signatures, simulated } from "./evidence";
import type { Lang, Report } from "./report";
import "./style.css";
import { badge } from "./verdict";
import { lang, say, speak, t, verdictWord } from "./words";

function themeSwitch(): HTMLElement {
  const root = document.documentElement;
  const isDark = (): boolean => (root.dataset["theme"] ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  return h("button", { type: "button", click: () => { root.dataset["theme"] = isDark() ? "light" : "dark"; } }, say("明／暗", "light / dark"));
}

function controls(redraw: () => void): HTMLElement {
  const other: Lang = lang() === "zh" ? "en" : "zh";
  return h("nav", { class: "controls", "aria-label": say("页面", "page") },
    h("button", { type: "button", lang: other, click: () => { speak(other); redraw(); } }, other === "en" ? "English" : "中文"),
    themeSwitch(),
    h("button", { type: "button", click: () => window.print() }, say("打印", "print")));
}

function head(report: Report, redraw: () => void): HTMLElement {
  const { verdict } = report;
  return h("header", {},
    h("div", { class: "bar" }, h("span", { class: "brand" }, `plantproof ${report.tool.version}`, h("span", {}, say("验收判定报告", "acceptance verdict"))), controls(redraw)),
    verdict.source === "field" ? null : h("p", { class: `origin ${verdict.source}`, role: "note" }, t(report.origin)),
    h("h1", {}, t(report.title)),
    h("div", { class: `overall ${verdict.verdict}` },
      badge(verdict.verdict),
      h("div", {}, h("p", { class: "tally" }, t(report.tally)), h("p", {}, say("面值：", "Face value: "), verdictWord(verdict.face_value)))),
    h("dl", { class: "about" },
      h("dt", {}, say("证据", "evidence")), h("dd", {}, verdict.evidence.directory),
      h("dt", {}, say("来源", "source")), h("dd", {}, t(report.origin)),
      simulated(report) === null ? null : [h("dt", {}, say("仿真对象", "plant")), h("dd", {}, simulated(report))],
      h("dt", {}, say("封存", "seal")), h("dd", { class: verdict.evidence.sealed ? undefined : "unsealed" }, t(report.seal)),
      h("dt", {}, verdict.source === "simulated" ? say("批次", "runs") : say("测量时间", "measured")), h("dd", {}, measured(report)),
      h("dt", {}, say("准则", "criteria")), h("dd", {}, `${t(report.criteria.title)} · ${verdict.criteria.id} ${verdict.criteria.version}`)));
}

function draw(report: Report): void {
  const page = document.getElementById("page");
  if (!page) return;
  const drawn = new Set<string>();
  setHall(report.hall);
  const open = (id: string): void => {
    const section = document.getElementById(place(id));
    if (section && "setOpen" in section) (section.setOpen as (open: boolean) => void)(true);
  };
  document.title = `${t(report.title)} · ${verdictWord(report.verdict.verdict)} · plantproof`;
  page.replaceChildren(
    head(report, () => draw(report)),
    h("main", {},
      overview(report, open),
      h("section", { class: "details" }, h("h2", {}, say("各条款", "The clauses")),
        report.verdict.clauses.map((clause) => detail(clause, report, clause.verdict !== "pass", drawn))),
      observed(report, drawn), inMotion(report), notEvaluated(report), assumptions(report), evidence(report), signatures()));
}

const report = JSON.parse(document.getElementById("report")?.textContent ?? "null") as Report | null;
if (report) {
  speak(document.documentElement.lang.startsWith("zh") ? "zh" : "en");
  draw(report);
  showTips();
}

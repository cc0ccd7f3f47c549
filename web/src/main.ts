import { showTips } from "./charts/frame";
import { inMotion } from "./charts/motion";
import { setHall } from "./charts/plan";
import { stopsOnMap } from "./charts/stops";
import { detail, observed, overview, place } from "./clauses";
import { compared } from "./compare";
import { type Followed, follow } from "./follow";
import { contents, runningHead } from "./contents";
import { bar } from "./controls";
import { h } from "./dom";
import { about, assumptions, evidence, notEvaluated, signatures } from "./evidence";
import { index } from "./index";
import type { ComparedDocument, IndexDocument, Report } from "./report";
import "./style.css";
import { badge } from "./verdict";
import { say, speak, t, verdictWord } from "./words";

function head(report: Report, redraw: () => void): HTMLElement {
  const { verdict } = report;
  return h("header", {},
    bar(report.tool.version, say("验收判定报告", "acceptance verdict"), redraw),
    verdict.source === "field" ? null : h("p", { class: `origin ${verdict.source}`, role: "note" }, t(report.origin)),
    h("h1", {}, t(report.title)),
    h("div", { class: `overall ${verdict.verdict}` },
      badge(verdict.verdict),
      h("div", {}, h("p", { class: "tally" }, t(report.tally)), h("p", {}, say("面值：", "Face value: "), verdictWord(verdict.face_value)))),
    about(report));
}

/// What the program put into the page.
const inlined = (id: string): unknown => JSON.parse(document.getElementById(id)?.textContent ?? "null");

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
      observed(report, drawn), inMotion(report), stopsOnMap(report), notEvaluated(report), assumptions(report), evidence(report), signatures()));
  const pages = inlined("pages") as Record<string, number> | null;
  if (pages) page.querySelector(".overview")?.after(contents(page, pages), runningHead(document.title));
}

const page = inlined("report") as Report | ComparedDocument | IndexDocument | null;
if (page) {
  speak(document.documentElement.lang.startsWith("zh") ? "zh" : "en");
  const followed = inlined("follow") as Followed | null;
  if (page.schema === "plantproof-report/1") {
    draw(page);
    if (followed) follow(followed, draw);
  }
  else if (page.schema === "plantproof-compare/1") compared(page);
  else {
    index(page);
    if (followed) follow(followed, index);
  }
  showTips();
}

// The verdicts of several reports at a glance, each with the way to its report.
import { forest } from "./charts/forest";
import { label } from "./clauses";
import { bar } from "./controls";
import { h } from "./dom";
import type { IndexDocument, IndexedReport, RefusedEvidence, Verdict } from "./report";
import { badge, icon } from "./verdict";
import { asked, digits, say, t, verdictWord } from "./words";

const kilobytes = (bytes: number): string => `${digits(bytes / 1000, 3)}\u202fkB`;

/// A clause on a line: its number, its interval against its limit, its verdict.
function lines(report: IndexedReport): HTMLElement {
  return h("ul", { class: "lines" }, report.clauses.flatMap((clause) => clause.criteria.map((criterion) =>
    h("li", {},
      h("span", { class: "what" }, h("b", {}, criterion.id), ` ${t(criterion.title)} ${asked(criterion.comparator, criterion.limit, criterion.unit)}`),
      forest(criterion, [], 130), badge(criterion.verdict, true)))));
}

function row(report: IndexedReport): HTMLElement {
  return h("tr", {},
    h("th", { scope: "row" }, h("a", { href: report.href }, h("b", {}, t(report.title))),
      h("small", { class: "folder" }, report.folder), h("small", {}, t(report.origin)), report.plant ? h("small", {}, t(report.plant)) : null),
    h("td", { ...label("结论", "verdict") }, badge(report.verdict), h("small", {}, say("面值：", "face value: "), verdictWord(report.face_value))),
    h("td", { ...label("各条款", "clauses"), class: "wide" }, lines(report)),
    h("td", { class: "right", ...label("报告大小", "size of the report") }, kilobytes(report.bytes)));
}

/// Evidence that cannot be judged, and why.
function refusedRow(of: RefusedEvidence): HTMLElement {
  return h("tr", { class: "refused" },
    h("th", { scope: "row" }, h("a", { href: of.href }, h("b", {}, of.folder))),
    h("td", { colspan: 3, class: "wide" }, h("b", {}, say("无法判定：", "cannot be judged: ")), t(of.error),
      of.more > 0 ? h("small", {}, say(`另有 ${of.more} 处错误`, `and ${of.more} more`)) : null));
}

/// "5 pass, 4 fail", each with its sign.
function tally(reports: IndexedReport[]): HTMLElement {
  const verdicts: Verdict[] = ["pass", "fail", "inconclusive", "no_data", "invalid"];
  const counts = verdicts.map((verdict) => [verdict, reports.filter((each) => each.verdict === verdict).length] as const).filter(([, count]) => count > 0);
  return h("p", { class: "sentence counts" }, say(`${reports.length} 份报告：`, `${reports.length} reports: `),
    counts.map(([verdict, count]) => h("span", { class: `badge ${verdict}` }, icon(verdict), h("span", {}, `${count} ${verdictWord(verdict)}`))));
}

export function index(of: IndexDocument): void {
  const page = document.getElementById("page");
  if (!page) return;
  document.title = `${say("判定一览", "verdicts")} · plantproof`;
  page.replaceChildren(
    h("header", {}, bar(of.tool.version, say("判定一览", "verdicts at a glance"), () => index(of)),
      h("h1", {}, say("判定一览", "Verdicts at a glance")), tally(of.reports)),
    h("main", {},
      h("table", { class: "clauses index" },
        h("thead", {}, h("tr", {}, [say("报告", "report"), say("结论", "verdict"), say("各条款：区间与限值", "clauses: interval against limit"), say("大小", "size")].map((head, i) =>
          h("th", { scope: "col", class: i === 3 ? "right" : undefined }, head)))),
        h("tbody", {}, of.reports.map(row), of.refused.map(refusedRow))),
      of.reports.length + of.refused.length > 0 ? null : h("p", {}, say("这里还没有证据：没有找到含 evidence.yaml 的文件夹。", "There is no evidence here yet: no folder with an evidence.yaml.")),
      h("p", { class: "quiet" }, say("竖线为限值，右侧（浅色）为满足；圆点为估计值，横线为单侧置信界之间。", "The upright line is the limit, right of it (shaded) is good; the dot is the estimate, the line reaches from one one-sided bound to the other.")),
      h("section", { class: "evidence" }, h("h2", {}, say("复现", "Reproduce")), h("pre", {}, of.tool.command))));
}

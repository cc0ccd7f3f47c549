// Two verdicts on one scenario side by side: what turned first, then all the rest.
import { figure } from "./charts/chart";
import { forest } from "./charts/forest";
import { setHall } from "./charts/plan";
import { bounds, label, place, size } from "./clauses";
import { runningHead } from "./contents";
import { bar } from "./controls";
import { type Child, h, table } from "./dom";
import { about } from "./evidence";
import { known, shown } from "./known";
import type { Clause, ComparedClause, ComparedCriterion, ComparedDocument, Criterion, Difference, Judged, Report, Verdict } from "./report";
import { badge } from "./verdict";
import { asked, grouped, say, t, value, verdictWord } from "./words";

const criteriaOf = (clause: Clause | undefined): Criterion[] => (!clause ? [] : "members" in clause ? clause.members : [clause]);

/// The criterion's verdict in one of the two reports.
const judged = (report: Report, clause: string, index: number): Criterion | undefined =>
  criteriaOf(report.verdict.clauses.find((each) => each.id === clause))[index];

const change = (before: Verdict, after: Verdict): Child =>
  before === after ? h("span", { class: "quiet" }, badge(after, true))
    : h("span", { class: "change" }, badge(before, true), h("span", {}, " → "), badge(after));

const difference = (of: Difference): Child => [h("b", {}, t(of.shown)), h("small", { class: `told ${of.change}` }, t(of.told))];

/// An estimate with its interval, on the scale of both.
const found = (row: Judged | undefined, other: Judged | undefined, name: string): HTMLElement =>
  h("td", { class: "plot", "data-label": name }, !row ? "—" : [
    h("b", {}, shown(row, known(row).estimate)), forest(row, other ? [other] : []), h("small", {}, bounds(row), row.n === null ? null : ` · n ${size(row)}`)]);

function row(of: ComparedDocument, clause: ComparedClause, index: number, title: Child, isMember: boolean): HTMLElement {
  const [before, after] = [judged(of.before, clause.id, index), judged(of.after, clause.id, index)];
  const deciding = clause.criteria[index]?.readings[0];
  const turned = isMember ? deciding : clause;
  return h("tr", { class: isMember ? "member" : clause.turned ? "turned" : undefined },
    h("th", { scope: "row" }, title),
    h("td", { class: "asked", ...label("要求", "asked") }, before ? asked(before.comparator, before.limit, before.unit) : ""),
    found(before, after, "A"), found(after, before, "B"),
    h("td", { class: "right", ...label("B − A", "B − A") }, deciding ? difference(deciding.difference) : "—"),
    h("td", { ...label("结论", "verdict") }, turned ? change(turned.before, turned.after) : ""));
}

/// Opens a clause, or closes it.
function unfold(id: string, open?: boolean): void {
  const section = document.getElementById(place(id));
  const isOpen = section?.classList.toggle("open", open);
  section?.querySelector("button")?.setAttribute("aria-expanded", String(isOpen));
}

function rows(of: ComparedDocument, clause: ComparedClause): HTMLElement[] {
  const title = h("a", { href: `#${place(clause.id)}`, click: () => unfold(clause.id, true) }, h("b", {}, clause.id), ` ${t(clause.title)}`);
  if (clause.criteria.length === 1) return [row(of, clause, 0, title, false)];
  return [
    h("tr", { class: clause.turned ? "turned" : undefined }, h("th", { scope: "row" }, title),
      h("td", { colspan: 4, class: "any" }, say(`${clause.criteria.length} 项合判`, `${clause.criteria.length} judged together`)),
      h("td", { ...label("结论", "verdict") }, change(clause.before, clause.after))),
    ...clause.criteria.map((each, i) => row(of, clause, i, `${each.id} ${t(each.title)}`, true))];
}

/// Those that turned, then the others.
const inOrder = (clauses: ComparedClause[]): ComparedClause[] => [...clauses.filter((each) => each.turned), ...clauses.filter((each) => !each.turned)];

function overview(of: ComparedDocument): HTMLElement {
  return h("section", { class: "overview" },
    h("h2", {}, say("逐条对比", "Clause by clause")),
    h("table", { class: "clauses" },
      h("thead", {}, h("tr", {}, [say("条款", "clause"), say("要求", "asked"), "A", "B", "B − A", say("结论", "verdict")].map((head, i) =>
        h("th", { scope: "col", class: i === 4 ? "right" : i === 2 || i === 3 ? "middle" : undefined }, head)))),
      h("tbody", {}, inOrder(of.clauses).map((clause) => rows(of, clause)))),
    h("p", { class: "quiet" }, say("有变化的条款在前。同一条款的两幅区间图用同一标尺：竖线为限值，右侧（浅色）为满足。", "Clauses that turned come first. Both intervals of a clause have one scale: the upright line is the limit, right of it (shaded) is good.")),
    h("p", { class: "quiet" }, t(of.rule), say("。", ".")));
}

function readings(of: ComparedCriterion, before: Criterion | undefined, after: Criterion | undefined): HTMLElement {
  const estimate = (criterion: Criterion | undefined, id: string): string => {
    const reading = criterion?.readings.find((each) => each.reading === id);
    return reading ? `${shown(reading, known(reading).estimate)} (${bounds(reading)})` : "—";
  };
  return table(say("各读法，第一行判定", "Every reading; the first decides"), [
    { head: say("读法", "reading") }, { head: "A" }, { head: "B" }, { head: "B − A", right: true }, { head: say("差别", "difference") }, { head: say("结论", "verdict") }],
  of.readings.map((each) => [t(each.title), estimate(before, each.reading), estimate(after, each.reading), t(each.difference.shown), t(each.difference.told), change(each.before, each.after)]));
}

const side = (name: string, children: Child): HTMLElement => h("div", { class: "side" }, h("h4", {}, name), children);

/// A criterion: what the estimates say of each other, its readings, and the pictures of both beside each other.
function criterion(of: ComparedDocument, clause: ComparedClause, index: number): Child[] {
  const compared = clause.criteria[index];
  if (!compared) return [];
  const [before, after] = [judged(of.before, clause.id, index), judged(of.after, clause.id, index)];
  const pictures = (report: Report, judgement: Criterion | undefined): Child => {
    const kpi = report.kpis.find((each) => each.id === judgement?.kpi);
    setHall(report.hall);
    return !kpi || kpi.pictures.length === 0 ? h("p", { class: "quiet" }, say("没有可画的数据", "nothing to draw"))
      : kpi.pictures.map((picture) => figure(picture, kpi, judgement));
  };
  return [
    clause.criteria.length > 1 ? h("h4", {}, `${compared.id} ${t(compared.title)}`) : null,
    h("p", { class: "sentence" }, t(compared.sentence)),
    h("ul", { class: "notes" }, before ? h("li", {}, "A: ", t(before.sentence)) : null, after ? h("li", {}, "B: ", t(after.sentence)) : null),
    readings(compared, before, after),
    h("div", { class: "sides" }, side("A", pictures(of.before, before)), side("B", pictures(of.after, after)))];
}

function detail(of: ComparedDocument, clause: ComparedClause): HTMLElement {
  const body = h("div", { class: "body", id: `${place(clause.id)}-body` }, clause.criteria.map((_, i) => criterion(of, clause, i)));
  const toggle = h("button", {
    type: "button", "aria-expanded": String(clause.turned), "aria-controls": body.id,
    click: () => unfold(clause.id),
  }, change(clause.before, clause.after), h("span", {}, h("b", {}, clause.id), ` ${t(clause.title)}`));
  const words = `${clause.id} ${t(clause.title)}: ${verdictWord(clause.before)} → ${verdictWord(clause.after)}`;
  return h("section", { class: `clause${clause.turned ? " open" : ""}`, id: place(clause.id) }, h("h3", { "aria-label": words }, toggle), body);
}

function observed(of: ComparedDocument): HTMLElement | null {
  if (of.observations.length === 0) return null;
  const estimate = (report: Report, kpi: string, reading: string): string => {
    const seen = report.verdict.observations.find((each) => each.kpi === kpi && each.reading === reading);
    return seen && seen.estimate !== null ? value(seen.estimate, seen.unit, 1) : "—";
  };
  return h("section", { class: "observed" },
    h("h2", {}, say("另外观测", "Also observed")),
    table(say("没有条款要求，也不影响判定", "no clause asks for it, and no verdict depends on it"), [
      { head: say("读法", "reading") }, { head: "A", right: true }, { head: "B", right: true }, { head: "B − A", right: true }, { head: say("说明", "what it means") }],
    of.observations.map((each) => [t(each.title), estimate(of.before, each.kpi, each.reading), estimate(of.after, each.kpi, each.reading), t(each.difference.shown), t(each.sentence)])));
}

function contrasts(of: ComparedDocument): HTMLElement {
  return h("section", { class: "contrasts" },
    h("h2", {}, say("证据的其他差别", "What else differs")),
    of.contrasts.length === 0 ? h("p", {}, say("来源、对象、约定参数、时钟、批次数都没有差别。", "Source, plant, agreed parameters, clocks and number of runs are the same in both."))
      : h("div", { class: "long" }, table(say(`${of.contrasts.length} 处`, `${of.contrasts.length} differences`), [{ head: say("内容", "what") }, { head: "A" }, { head: "B" }],
        of.contrasts.map((each) => [t(each.what), t(each.before), t(each.after)]))));
}

function verdictOf(name: string, report: Report): HTMLElement {
  return h("div", { class: "side" },
    h("div", { class: `overall ${report.verdict.verdict}` }, h("strong", { class: "name" }, name), badge(report.verdict.verdict), h("p", { class: "tally" }, t(report.tally))),
    about(report));
}

export function compared(of: ComparedDocument): void {
  const page = document.getElementById("page");
  if (!page) return;
  document.title = `${t(of.title)} · A ↔ B · plantproof`;
  page.replaceChildren(
    runningHead(document.title),
    h("header", {},
      bar(of.tool.version, say("判定对比", "two verdicts compared"), () => compared(of)),
      h("h1", {}, t(of.title)),
      h("p", { class: "sentence" }, say("结论的变化：", "Turned: "), t(of.sentence)),
      of.cautions.length === 0 ? null : h("ul", { class: "notes cautions" }, of.cautions.map((each) => h("li", {}, t(each)))),
      h("div", { class: "sides" }, verdictOf("A", of.before), verdictOf("B", of.after))),
    h("main", {},
      overview(of), contrasts(of),
      h("section", { class: "details" }, h("h2", {}, say("各条款", "The clauses")), inOrder(of.clauses).map((clause) => detail(of, clause))),
      observed(of),
      h("section", { class: "reproduce" }, h("h2", {}, say("复现", "Reproduce")),
        h("p", {}, say("从同样的两份证据得到本页；其后两条命令分别写出 A 与 B 的完整报告：", "Makes this page again from the same evidence; the other two write the whole report of A and of B:")),
        h("pre", {}, [of.tool.command, of.before.tool.command, of.after.tool.command].join("\n")),
        of.left_out.length === 0 ? null
          : table(say("为限制大小而省略", "left out for size"), [{ head: say("位置", "where") }, { head: say("省略", "left out"), right: true }], of.left_out.map((each) => [each.path, grouped(each.left_out)])))));
}

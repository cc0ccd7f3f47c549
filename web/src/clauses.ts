// The clauses: one row each on the first screen, and everything there is to know of each below.
import { figure } from "./charts/chart";
import { forest } from "./charts/forest";
import { type Child, h, table } from "./dom";
import type { Clause, Criterion, Judged, Kpi, Report, Source } from "./report";
import { badge } from "./verdict";
import { known, shown } from "./known";
import { asked, digits, grouped, say, t, value, verdictWord } from "./words";

export const place = (id: string): string => `clause-${id}`;

const sourceLine = (source: Source): string => [source.document, t(source.clause)].filter(Boolean).join(" · ");

const effective = (n: number): string => (n >= 1000 ? grouped(Math.round(n)) : digits(n, 4));

/// n, and what it counts for where that is less.
export const size = (row: Judged): string =>
  row.n === null ? "—" : row.effective_n !== null && row.effective_n < row.n ? `${grouped(row.n)} (${effective(row.effective_n)})` : grouped(row.n);

export const bounds = (row: Judged): string =>
  row.n === null ? "—" : row.method === "census" && row.lower === row.upper ? say("全数清点", "counted in full") : `${shown(row, known(row).lower)} … ${shown(row, known(row).upper)}`;

/// Readings by which the verdict would be another.
const others = (clause: Criterion): Child => {
  const differing = clause.readings.filter((reading) => reading.verdict !== clause.verdict);
  return differing.length === 0 ? h("span", { class: "quiet" }, say("无", "none"))
    : differing.map((reading) => h("span", { class: "reading" }, `${t(reading.title)}: `, badge(reading.verdict, true)));
};

export const label = (zh: string, en: string): { "data-label": string } => ({ "data-label": say(zh, en) });

function row(clause: Criterion, title: Child, isMember: boolean): HTMLElement {
  return h("tr", { class: isMember ? "member" : undefined },
    h("th", { scope: "row" }, title),
    h("td", { class: "asked", ...label("要求", "asked") }, asked(clause.comparator, clause.limit, clause.unit)),
    h("td", { class: "right", ...label("估计", "found") }, h("b", {}, shown(clause, known(clause).estimate))),
    h("td", { class: "plot", ...label("区间", "interval") }, forest(clause), h("small", {}, bounds(clause))),
    h("td", { class: "right", ...label("n（有效）", "n (effective)") }, size(clause)),
    h("td", { ...label("结论", "verdict") }, badge(clause.verdict)),
    h("td", { ...label("面值", "face value") }, badge(clause.face_value, true)),
    h("td", { ...label("不一致的读法", "readings that differ") }, others(clause)));
}

const link = (id: string, title: string, open: (id: string) => void): HTMLElement =>
  h("a", { href: `#${place(id)}`, click: () => open(id) }, h("b", {}, id), ` ${title}`);

function rows(clause: Clause, open: (id: string) => void): HTMLElement[] {
  if (!("members" in clause)) return [row(clause, link(clause.id, t(clause.title), open), false)];
  return [
    h("tr", {}, h("th", { scope: "row" }, link(clause.id, t(clause.title), open)),
      h("td", { colspan: 4, class: "any" }, say(`以下 ${clause.members.length} 项中至少 ${clause.at_least} 项`, `at least ${clause.at_least} of these ${clause.members.length}`)),
      h("td", { ...label("结论", "verdict") }, badge(clause.verdict)),
      h("td", { ...label("面值", "face value") }, badge(clause.face_value, true)), h("td", { class: "blank" })),
    ...clause.members.map((member) => row(member, `${member.id} ${t(member.title)}`, true))];
}

/// One row a clause.
export function overview(report: Report, open: (id: string) => void): HTMLElement {
  const level = `${digits(report.verdict.confidence * 100)}\u202f%`;
  return h("section", { class: "overview" },
    h("h2", {}, say("逐条结论", "Clause by clause")),
    h("table", { class: "clauses" },
      h("thead", {}, h("tr", {},
        [say("条款", "clause"), say("要求", "asked"), say("估计", "found"), say("区间与限值", "interval against limit"), say("n（有效）", "n (effective)"),
          say("结论", "verdict"), say("面值", "face value"), say("不一致的读法", "readings that differ")].map((head, i) =>
          h("th", { scope: "col", class: i === 2 || i === 4 ? "right" : i === 3 ? "middle" : undefined }, head)))),
      h("tbody", {}, report.verdict.clauses.map((clause) => rows(clause, open)))),
    h("p", { class: "quiet" }, say(
      `竖线为限值，右侧（浅色）为满足；圆点为估计值，横线两端各为 ${level} 单侧置信界，箭头表示证据给不出界。面值是只看估计值的结论；判定看置信界。`,
      `The upright line is the limit, right of it (shaded) is good; the dot is the estimate, each end of the line a one-sided ${level} bound, an arrow where the evidence gives none. The face value looks at the estimate alone; the verdict looks at the bounds.`)));
}

function readings(clause: Criterion, kpi: Kpi): HTMLElement | null {
  if (clause.readings.length < 2) return null;
  return table(say("条款文字允许的读法，带 * 者判定", "Readings the wording allows; the one with * decides"), [
    { head: say("读法", "reading") }, { head: say("含义", "meaning") }, { head: say("估计", "found"), right: true }, { head: say("区间", "interval") }, { head: "n", right: true }, { head: say("结论", "verdict") }],
  clause.readings.map((reading) => [
    `${reading.reading === clause.reading ? "* " : ""}${t(reading.title)}`, t(kpi.readings.find((each) => each.id === reading.reading)?.definition ?? reading.title),
    shown(reading, known(reading).estimate), h("span", { class: "plot" }, forest(reading), h("small", {}, bounds(reading))), size(reading), badge(reading.verdict, true)]));
}

const facts = (pairs: [string, Child][]): HTMLElement =>
  h("dl", {}, pairs.map(([name, what]) => [h("dt", {}, name), h("dd", {}, what)]));

function definition(kpi: Kpi): [string, Child][] {
  const pairs: [string, Child][] = [
    [say("指标", "KPI"), say(`${kpi.title.zh}（${kpi.id}）`, `${kpi.title.en} (${kpi.id})`)], [say("定义", "definition"), t(kpi.definition)], [say("公式", "formula"), h("code", {}, kpi.formula)],
    [say("依据的表", "stands on"), kpi.tables.join(", ")]];
  if (kpi.source.document) pairs.push([say("定义来源", "defined in"), sourceLine(kpi.source)]);
  return pairs;
}

const notes = (of: Judged): HTMLElement | null =>
  of.notes.length === 0 ? null : h("ul", { class: "notes" }, of.notes.map((note) => h("li", {}, t(note))));

function criterion(clause: Criterion, report: Report, heading: boolean, drawn: Set<string>): Child[] {
  const kpi = report.kpis.find((each) => each.id === clause.kpi);
  if (!kpi) return [];
  const method = report.methods.find((each) => each.id === clause.method);
  const isFirst = !drawn.has(kpi.id);
  drawn.add(kpi.id);
  return [
    heading ? h("h4", {}, `${clause.id} ${t(clause.title)} `, badge(clause.verdict, true)) : null,
    heading ? h("p", { class: "sentence" }, t(clause.sentence)) : null,
    notes(clause),
    readings(clause, kpi),
    facts([...definition(kpi), ...(method ? [[say("区间方法", "interval method"), t(method.title)] as [string, Child]] : [])]),
    isFirst ? kpi.pictures.map((picture) => figure(picture, kpi, clause))
      : h("p", { class: "quiet" }, say("图见前面同一指标的条款。", "Its pictures stand with the clause above that has the same KPI."))];
}

/// A clause opened: its sentence, its wording and source, definitions, readings, pictures. On paper all are open.
export function detail(clause: Clause, report: Report, isOpen: boolean, drawn: Set<string>): HTMLElement {
  const wording = report.clauses.find((each) => each.id === clause.id)?.text;
  const body = h("div", { class: "body", id: `${place(clause.id)}-body` },
    h("p", { class: "sentence" }, t(clause.sentence)),
    wording ? h("blockquote", {}, h("p", {}, t(wording)), h("footer", {}, sourceLine(clause.source))) : null,
    "members" in clause ? clause.members.map((member) => criterion(member, report, true, drawn)) : criterion(clause, report, false, drawn));
  const toggle = h("button", {
    type: "button", "aria-expanded": String(isOpen), "aria-controls": body.id,
    click: () => section.setOpen(!section.classList.contains("open")),
  }, badge(clause.verdict), h("span", { class: "name" }, " ", h("b", {}, clause.id), ` ${t(clause.title)}`));
  const section = Object.assign(h("section", { class: `clause${isOpen ? " open" : ""}`, id: place(clause.id) }, h("h3", { "aria-label": `${clause.id} ${t(clause.title)}: ${verdictWord(clause.verdict)}` }, toggle), body), {
    setOpen(open: boolean): void {
      section.classList.toggle("open", open);
      toggle.setAttribute("aria-expanded", String(open));
    },
  });
  return section;
}

/// What is observed beside the clauses: no limit, no verdict.
export function observed(report: Report, drawn: Set<string>): HTMLElement | null {
  const seen = report.verdict.observations;
  if (seen.length === 0) return null;
  const kpis = report.kpis.filter((kpi) => seen.some((each) => each.kpi === kpi.id));
  const clause = report.verdict.clauses.flatMap((each) => ("members" in each ? each.members : [each]));
  return h("section", { class: "observed" },
    h("h2", {}, say("另外观测", "Also observed")),
    h("p", {}, say("没有条款要求，也不影响判定。", "No clause asks for it, and no verdict depends on it.")),
    kpis.map((kpi) => [
      h("h3", {}, t(kpi.title)),
      table(t(kpi.title), [{ head: say("读法", "reading") }, { head: say("估计", "found"), right: true }, { head: say("下界", "lower"), right: true }, { head: say("上界", "upper"), right: true }, { head: say("n（有效）", "n (effective)"), right: true }],
        seen.filter((each) => each.kpi === kpi.id).map((each) => [t(each.title), value(each.estimate, each.unit), value(each.lower, each.unit), value(each.upper, each.unit),
          each.n === null ? "—" : `${grouped(each.n)} (${effective(each.effective_n ?? 0)})`])),
      h("ul", { class: "notes" }, [...new Set(seen.filter((each) => each.kpi === kpi.id).flatMap((each) => each.notes.map(t)))].map((note) => h("li", {}, note))),
      facts(definition(kpi)),
      drawn.has(kpi.id) ? null : kpi.pictures.map((picture) => figure(picture, kpi, clause.find((each) => each.kpi === kpi.id)))]));
}

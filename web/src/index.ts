// The verdicts of several reports at a glance, each with the way to its report.
import { forest } from "./charts/forest";
import { label } from "./clauses";
import { runningHead } from "./contents";
import { bar } from "./controls";
import { type Child, h } from "./dom";
import type { IndexDocument, IndexedReport, RefusedEvidence, Verdict } from "./report";
import { badge, icon } from "./verdict";
import { asked, digits, say, t, verdictWord } from "./words";

const kilobytes = (bytes: number): string => `${digits(bytes / 1000, 3)}\u202fkB`;

/// What is looked for; empty: anything. It outlives a change of language.
const wanted = { text: "", scenario: "", verdict: "", source: "" };
/// The folders chosen to be compared, the first one as A.
let chosen: string[] = [];

/// Whether every word stands somewhere in the texts.
function says(...texts: string[]): boolean {
  const all = texts.join(" ").toLowerCase();
  return wanted.text.toLowerCase().split(/\s+/).every((word) => all.includes(word));
}

function isWanted(report: IndexedReport): boolean {
  const is = (what: string, value: string): boolean => what === "" || what === value;
  return is(wanted.scenario, report.scenario) && is(wanted.verdict, report.verdict) && is(wanted.source, report.source) &&
    says(report.folder, report.scenario, ...[report.title, report.origin, report.tally, report.plant].flatMap((each) => (each ? [each.zh, each.en] : [])));
}

const isRefusedWanted = (of: RefusedEvidence): boolean =>
  [wanted.scenario, wanted.source].every((each) => each === "") && ["", "refused"].includes(wanted.verdict) && says(of.folder, of.error.zh, of.error.en);

/// A clause on a line: its number, its interval against its limit, its verdict.
function lines(report: IndexedReport): HTMLElement {
  return h("ul", { class: "lines" }, report.clauses.flatMap((clause) => clause.criteria.map((criterion) =>
    h("li", {},
      h("span", { class: "what" }, h("b", {}, criterion.id), ` ${t(criterion.title)} ${asked(criterion.comparator, criterion.limit, criterion.unit)}`),
      forest(criterion, [], 130), badge(criterion.verdict, true)))));
}

/// Chooses a report for a comparison.
function chooser(report: IndexedReport, show: () => void): HTMLElement {
  const box = h("input", { type: "checkbox", name: "compare", value: report.folder, checked: chosen.includes(report.folder), change: () => {
    chosen = box.checked ? [...chosen, report.folder] : chosen.filter((each) => each !== report.folder);
    show();
  } });
  return h("label", { class: "choose" }, box, say("对比", "compare"));
}

/// The way to the comparison, or what is missing for it. Only what is of one scenario can be compared.
function comparison(of: IndexDocument): Child {
  const [a, b] = chosen.map((folder) => of.reports.find((each) => each.folder === folder));
  if (!a) return say("勾选同一场景的两份证据即可对比。", "Tick two of one scenario to compare them.");
  if (!b) return say(`A：${a.folder}；再勾选一份同一场景的。`, `A: ${a.folder}; tick another of the same scenario.`);
  const query = [a, b].map((each, i) => `${"ab"[i]}=${encodeURIComponent(each.folder)}`).join("&");
  return h("a", { href: `${of.compare}?${query}` }, say(`对比 A：${a.folder} 与 B：${b.folder}`, `Compare A: ${a.folder} with B: ${b.folder}`));
}

function select(name: string, value: string, options: [string, string][], change: (to: string) => void): HTMLElement {
  const box = h("select", { change: () => change(box.value) }, [["", say("全部", "all")] as const, ...options].map(([each, text]) =>
    h("option", { value: each, selected: each === value }, text)));
  return h("label", {}, name, box);
}

/// What narrows the list down: only what can make a difference is offered.
function filters(of: IndexDocument, show: () => void): HTMLElement {
  const scenarios = new Map(of.reports.map((each) => [each.scenario, t(each.title)]));
  const verdicts = new Map<string, string>(of.reports.map((each) => [each.verdict, verdictWord(each.verdict)]));
  if (of.refused.length > 0) verdicts.set("refused", say("无法判定", "cannot be judged"));
  const sources = new Map(of.reports.map((each) => [each.source, ({ field: say("现场测量", "field"), simulated: say("仿真", "simulated"), synthetic: say("合成数据", "synthetic") })[each.source]]));
  const one = (key: "scenario" | "verdict" | "source", name: string, options: Map<string, string>): Child => {
    if (options.size < 2 || !options.has(wanted[key])) wanted[key] = "";  // what is gone is not looked for
    return options.size < 2 ? null : select(name, wanted[key], [...options], (to) => { wanted[key] = to; show(); });
  };
  const text = h("input", { type: "search", value: wanted.text, input: () => { wanted.text = text.value; show(); } });
  return h("form", { class: "filters", role: "search", submit: (event) => event.preventDefault() },
    h("label", {}, say("查找", "find"), text), one("scenario", say("场景", "scenario"), scenarios),
    one("verdict", say("结论", "verdict"), verdicts), one("source", say("来源", "source"), sources));
}

function row(report: IndexedReport, choose: HTMLElement | null): HTMLElement {
  return h("tr", {},
    h("th", { scope: "row" }, h("a", { href: report.href }, h("b", {}, t(report.title))),
      h("small", { class: "folder" }, report.folder), h("small", {}, t(report.origin)), report.plant ? h("small", {}, t(report.plant)) : null, choose),
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

/// Gives the focus back to the control that had it when `draw` made all of them anew.
function keepingFocus(page: HTMLElement, draw: () => void): void {
  const had = document.activeElement;
  draw();
  if (!(had instanceof HTMLInputElement) || !["search", "checkbox"].includes(had.type)) return;
  const has = [...page.querySelectorAll<HTMLInputElement>(`input[type=${had.type}]`)].find((each) => each.value === had.value);
  has?.focus();
  if (had.type === "search") has?.setSelectionRange(had.selectionStart, had.selectionEnd);
}

export function index(of: IndexDocument): void {
  const page = document.getElementById("page");
  if (page) keepingFocus(page, () => draw(of, page));
}

function draw(of: IndexDocument, page: HTMLElement): void {
  chosen = chosen.filter((folder) => of.reports.some((each) => each.folder === folder));
  const rows = h("tbody");
  const found = h("p", { class: "quiet", role: "status" });
  const compare = h("p", { class: "compare", role: "status" });
  const choosers = new Map(of.compare === null ? [] : of.reports.map((each) => [each.folder, chooser(each, () => showChoice())]));
  const show = (): void => {
    const [reports, refused] = [of.reports.filter(isWanted), of.refused.filter(isRefusedWanted)];
    rows.replaceChildren(...reports.map((each) => row(each, choosers.get(each.folder) ?? null)), ...refused.map(refusedRow));
    const [shown, all] = [reports.length + refused.length, of.reports.length + of.refused.length];
    found.textContent = shown === all ? "" : say(`显示 ${all} 份中的 ${shown} 份`, `${shown} of ${all} shown`);
  };
  const showChoice = (): void => {
    const first = of.reports.find((each) => each.folder === chosen[0]);
    for (const each of of.reports) {
      const box = choosers.get(each.folder)?.querySelector("input");
      if (box) box.disabled = !box.checked && (chosen.length === 2 || (first !== undefined && first.scenario !== each.scenario));
    }
    compare.replaceChildren(...(of.compare === null ? [] : [comparison(of)].flat() as (Node | string)[]));
  };
  const controls = of.reports.length + of.refused.length > 1 ? filters(of, show) : null;
  if (!controls) Object.assign(wanted, { text: "", scenario: "", verdict: "", source: "" });
  show();
  showChoice();
  document.title = `${say("判定一览", "verdicts")} · plantproof`;
  page.replaceChildren(
    runningHead(document.title),
    h("header", {}, bar(of.tool.version, say("判定一览", "verdicts at a glance"), () => index(of)),
      h("h1", {}, say("判定一览", "Verdicts at a glance")), tally(of.reports)),
    h("main", {},
      controls, found, of.compare === null || of.reports.length < 2 ? null : compare,
      h("table", { class: "clauses index" },
        h("thead", {}, h("tr", {}, [say("报告", "report"), say("结论", "verdict"), say("各条款：区间与限值", "clauses: interval against limit"), say("大小", "size")].map((head, i) =>
          h("th", { scope: "col", class: i === 3 ? "right" : undefined }, head)))),
        rows),
      of.reports.length + of.refused.length > 0 ? null : h("p", {}, say("这里还没有证据：没有找到含 evidence.yaml 的文件夹。", "There is no evidence here yet: no folder with an evidence.yaml.")),
      h("p", { class: "quiet" }, say("竖线为限值，右侧（浅色）为满足；圆点为估计值，横线为单侧置信界之间。", "The upright line is the limit, right of it (shaded) is good; the dot is the estimate, the line reaches from one one-sided bound to the other.")),
      h("section", { class: "reproduce" }, h("h2", {}, say("复现", "Reproduce")), h("pre", {}, of.tool.command))));
}

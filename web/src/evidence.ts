// What the verdict rests on, what was not evaluated, and who signs for it.
import { h, table } from "./dom";
import type { Num, Report, Text } from "./report";
import { counted, digits, duration, grouped, none, say, t } from "./words";

/// Nanoseconds since an epoch as a date, where that epoch can be the Unix one.
export function moment(ns: Num): string | null {
  const first = 946_684_800e9;  // 2000-01-01: before it, the epoch is the run's own
  if (ns === null || ns < first) return null;
  return `${new Date(ns / 1e6).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/// From when to when was measured, in words.
export function measured(report: Report): string {
  const { runs } = report.recording;
  const dates = runs.flatMap((run) => [run.first_ns, run.last_ns]).filter((each): each is number => each !== null);
  const [first, last] = [moment(Math.min(...dates)), moment(Math.max(...dates))];
  if (dates.length > 0 && first && last) return `${first} – ${last}`;
  const count = (phase: string): number => runs.filter((run) => run.phase === phase).length;
  return say(`试点 ${count("pilot")} 个批次，基线 ${count("baseline")} 个批次；时间从批次自身的起点计，没有日期`,
    `${counted(count("pilot"), "run")} of the pilot, ${count("baseline")} of the baseline; times are counted from their own beginning, without a date`);
}

export function notEvaluated(report: Report): HTMLElement {
  return h("section", { class: "not-evaluated" },
    h("h2", {}, say("没有评估的内容", "What was not evaluated")),
    table(say("以下内容不在结论之内", "The verdict does not speak of these"), [{ head: say("内容", "what") }, { head: say("原因", "why") }],
      report.not_evaluated.map((each) => [t(each.what), t(each.why)])));
}

const phase = (name: string): string => (name === "pilot" ? say("试点", "pilot") : say("基线", "baseline"));
const hash = (sha256: string): HTMLElement => h("code", { class: "hash" }, sha256);

function sources(report: Report): HTMLElement | null {
  const { sources } = report.verdict.evidence;
  if (sources.length === 0) return null;
  const refused = (reasons: Record<string, number>): string => Object.entries(reasons).map(([id, count]) => {
    const text = report.refusals[id];
    return `${text ? t(text) : id} ${grouped(count)}`;
  }).join(say("，", ", ")) || "0";
  return h("div", {}, h("h3", {}, say("来源", "Sources")),
    table(say("导入的来源文件", "files the evidence was imported from"), [
      { head: say("文件", "file") }, { head: say("格式", "format") }, { head: say("读取", "read"), right: true }, { head: say("采用", "used"), right: true }, { head: say("拒绝及原因", "refused, and why") }, { head: "SHA-256" }],
    sources.map((source) => [source.path, source.format, grouped(source.rows_read), grouped(source.rows_used), refused(source.refused), hash(source.sha256)])),
    h("ul", { class: "notes" }, sources.flatMap((source) => source.remarks.map((remark) => h("li", {}, `${source.path}: ${t(remark)}`)))));
}

function tables(report: Report): HTMLElement {
  const hashes = new Map(report.recording.files.map((file) => [file.path, file.sha256]));
  const { tables } = report.verdict.evidence;
  return h("div", {}, h("h3", {}, say("证据表", "Evidence tables")), h("p", {}, t(report.seal)),
    h("div", { class: "long" }, table(say(`${tables.length} 个表文件`, counted(tables.length, "table file")), [{ head: say("文件", "file") }, { head: say("行", "rows"), right: true }, { head: "SHA-256" }],
      tables.map((each) => [each.path, grouped(each.rows), hashes.has(each.path) ? hash(hashes.get(each.path) ?? "") : none()]))));
}

function rule(report: Report): HTMLElement {
  const { criteria, evidence } = report.verdict;
  return h("div", {}, h("h3", {}, say("判定规则", "Decision rule")), h("p", {}, t(report.rule)),
    h("dl", {},
      h("dt", {}, say("准则包", "criteria")), h("dd", {}, `${t(report.criteria.title)} · ${criteria.id} ${criteria.version}`, h("br"), hash(criteria.sha256)),
      h("dt", {}, say("准则文件", "document")), h("dd", {}, report.criteria.document)),
    evidence.parameters.length === 0 ? h("p", {}, say("本场景的条款没有可约定的参数。", "The clauses of this scenario have no parameter to agree on."))
      : table(say("测量之前约定的参数", "parameters, agreed before the measurement"), [{ head: say("参数", "parameter") }, { head: say("值", "value"), right: true }, { head: say("由来", "from") }, { head: say("含义", "meaning") }],
      evidence.parameters.map((each) => {
        const meaning = report.parameters.find((info) => info.name === each.name)?.meaning;
        return [each.name, each.value === null ? none() : digits(each.value, 8), each.agreed ? say("双方约定", "agreed") : say("默认值", "default"), meaning ? t(meaning) : ""];
      })),
    h("details", { open: true }, h("summary", {}, say("区间方法", "Interval methods")),
      report.methods.map((method) => h("p", {}, h("b", {}, t(method.title)), ` — ${t(method.description)}`, method.source.document ? h("i", {}, ` ${method.source.document}`) : null))));
}

function recording(report: Report): HTMLElement {
  const { runs, clocks, simulation } = report.recording;
  return h("div", {}, h("h3", {}, say("测量与时钟", "Measurement and clocks")),
    h("p", {}, t(report.origin), say("。", ". "), measured(report), say("。", ".")),
    h("div", { class: "long" }, table(say("批次", "runs"), [{ head: say("阶段", "phase") }, { head: say("批次", "run") }, { head: say("开始", "first") }, { head: say("时长", "length"), right: true }],
      runs.map((run) => [phase(run.phase), run.run, moment(run.first_ns) ?? "—", run.first_ns === null || run.last_ns === null ? "—" : duration((run.last_ns - run.first_ns) / 1e9)]))),
    clocks.length === 0 ? h("p", {}, say("没有声明时钟不确定度：跨时钟的时延按时钟完全同步计。", "No clock uncertainty is declared: delays between clocks take them as exact."))
      : table(say("声明的时钟不确定度", "declared clock uncertainty"), [{ head: say("表", "table") }, { head: say("时钟", "clock") }, { head: say("不确定度", "uncertainty"), right: true }],
        clocks.map((clock) => [clock.table, clock.clock || say("任意两个", "any two"), `± ${duration(clock.uncertainty_ns / 1e9)}`])),
    simulation ? table(say("仿真", "simulation"), [{ head: say("种子", "seed"), right: true }, { head: say("场景 SHA-256", "SHA-256 of the scenario") }, { head: say("程序版本", "tool version") }],
      [[String(simulation.seed), hash(simulation.scenario_sha256), simulation.tool_version]]) : null);
}

/** Which plant was simulated, in words. */
export function simulated(report: Report): string | null {
  const { plant } = report.verdict.evidence;
  if (!plant) return null;
  const title = t(plant.title) === "" ? "" : `${t(plant.title)}${say("；", "; ")}`;
  const changes = plant.changes.length === 0 ? say("参数都是场景自己的", "the scenario's own parameters")
    : say(`${grouped(plant.changes.length)} 个参数与场景不同`, `${grouped(plant.changes.length)} parameters otherwise than in the scenario`);
  return `${title}${say("种子", "seed")} ${plant.seed}${say("；", ", ")}${changes}`;
}

/** Who measured, or what computed; `isTold` is whether the evidence says so. */
function measuredBy(report: Report): { name: string; who: string; isTold: boolean } {
  const { measured_by, simulation } = report.recording;
  const { source } = report.verdict;
  if (source === "simulated") {
    const program = simulation ? `plantproof ${simulation.tool_version}` : say("证据没有说明是哪个程序", "the evidence does not tell what program");
    return { name: say("仿真方", "simulated by"), who: measured_by === null ? program : `${program} · ${measured_by}`, isTold: simulation !== null };
  }
  const nobody = source === "synthetic" ? say("没有人：数据是合成的", "nobody: the data are made up") : say("证据没有说明", "the evidence does not tell");
  return { name: say("测量方", "measured by"), who: measured_by ?? nobody, isTold: measured_by !== null || source === "synthetic" };
}

/** What the verdict is of, and from. */
export function about(report: Report): HTMLElement {
  const { verdict } = report;
  const by = measuredBy(report);
  return h("dl", { class: "about" },
    h("dt", {}, say("证据", "evidence")), h("dd", {}, verdict.evidence.directory),
    h("dt", {}, say("来源", "source")), h("dd", {}, t(report.origin)),
    h("dt", {}, by.name), h("dd", { class: by.isTold ? undefined : "unsealed" }, by.who),
    simulated(report) === null ? null : [h("dt", {}, say("仿真对象", "plant")), h("dd", {}, simulated(report))],
    h("dt", {}, say("封存", "seal")), h("dd", { class: verdict.evidence.sealed ? undefined : "unsealed" }, t(report.seal)),
    h("dt", {}, verdict.source === "simulated" ? say("批次", "runs") : say("测量时间", "measured")), h("dd", {}, measured(report)),
    h("dt", {}, say("准则", "criteria")), h("dd", {}, `${t(report.criteria.title)} · ${verdict.criteria.id} ${verdict.criteria.version}`));
}

function changes(report: Report): HTMLElement | null {
  const { plant } = report.verdict.evidence;
  if (!plant || plant.changes.length === 0) return null;
  const shown = (value: Text): string => t(value) || say("无", "none");
  return h("div", {}, h("h3", {}, say("与场景不同的参数", "What the plant has otherwise than the scenario")),
    h("div", { class: "long" }, table(say("仿真所用的值与场景自己的值", "as it was simulated, and the scenario's own"),
      [{ head: say("参数", "parameter") }, { head: say("仿真所用", "simulated") }, { head: say("场景自己的", "of the scenario") }],
      plant.changes.map((each) => [h("code", {}, each.path), shown(each.value), shown(each.own)]))));
}

/** The assumptions, those of the items of a list that have the same reason as one. */
function assumed(report: Report): { path: string; values: string[]; why: string }[] {
  const groups = new Map<string, { path: string; values: string[]; why: string }>();
  for (const each of report.verdict.evidence.assumptions) {
    const path = each.path.replace(/\.\d+(?=\.|$)/g, ".N");
    const why = t(each.why);
    const group = groups.get(path + why) ?? { path, values: [], why };
    groups.set(path + why, group);
    if (!group.values.includes(t(each.value))) group.values.push(t(each.value));
  }
  return [...groups.values()];
}

/** What nobody measured and no document says: the simulated plant is so because somebody assumed it. */
export function assumptions(report: Report): HTMLElement | null {
  const groups = assumed(report);
  if (groups.length === 0) return null;
  const most = 6;
  const values = (all: string[]): string => all.slice(0, most).join(say("，", ", ")) + (all.length > most ? " …" : "");
  return h("section", { class: "assumptions" },
    h("h2", {}, say("仿真所依据的假设", "What the simulation assumes")),
    h("p", {}, say("下列参数没有文献出处，是建立场景的人的假设；结论以此为前提。", "No document gives these parameters; who set up the scenario assumed them, and the verdict stands on them.")),
    h("div", { class: "long" }, table(say(`${groups.length} 项假设（N 为列表中的任一项）`, `${groups.length} assumptions (N is any item of a list)`),
      [{ head: say("参数", "parameter") }, { head: say("值", "value") }, { head: say("理由", "why") }],
      groups.map((each) => [h("code", {}, each.path), values(each.values), each.why]))));
}

export function evidence(report: Report): HTMLElement {
  return h("section", { class: "evidence" },
    h("h2", {}, say("证据与复核", "Evidence, and how to check it")),
    h("h3", {}, say("复现", "Reproduce")),
    h("p", {}, say(`同一份证据、同一版本（plantproof ${report.tool.version}），以下命令逐字节得到本报告：`, `From the same evidence, plantproof ${report.tool.version} makes this report again, byte for byte:`)),
    h("pre", {}, report.tool.command),
    changes(report), recording(report), sources(report), tables(report), rule(report),
    report.left_out.length === 0 ? null
      : table(say("为限制大小而省略", "left out for size"), [{ head: say("位置", "where") }, { head: say("省略", "left out"), right: true }], report.left_out.map((each) => [each.path, grouped(each.left_out)])));
}

export function signatures(): HTMLElement {
  const parties = [say("建设单位", "owner"), say("集成单位", "integrator"), say("评估单位", "evaluator")];
  return h("section", { class: "signatures" },
    h("h2", {}, say("签署", "Signatures")),
    h("p", {}, say("以下各方确认：证据按约定的方法取得，判定规则在测量之前约定。", "The parties confirm that the evidence was taken as agreed, and that the decision rule was agreed before the measurement.")),
    h("table", {}, h("thead", {}, h("tr", {}, [say("签署方", "party"), say("单位", "organisation"), say("姓名", "name"), say("签字／盖章", "signature, seal"), say("日期", "date")].map((head) => h("th", { scope: "col" }, head)))),
      h("tbody", {}, parties.map((party) => h("tr", {}, h("th", { scope: "row" }, party), h("td"), h("td"), h("td"), h("td"))))));
}

// Sessions in time, each where it began and as long as it took: colour and a cross tell its quality, height and edge how
// it ended. Below, the share of acceptable quality.
import { type Child, h, s, table } from "../dom";
import type { SessionMark, Sessions } from "../report";
import { andMore, duration, grouped, none, say, sentences, t, value } from "../words";
import type { Drawing } from "./chart";
import { axisBelow, colours, drawing, linear, responsive, short, timeTicks } from "./frame";
import { shares } from "./shares";

type Fact = boolean | null;

const qualityWord = (ok: Fact): string =>
  ok === null ? say("质量未确认", "quality not established") : ok ? say("质量可接受", "acceptable quality") : say("质量不可接受", "quality not acceptable");
const endWord = (completed: Fact): string =>
  completed === null ? say("是否完成未确认", "completion not established") : completed ? say("完成", "completed") : say("中断", "broken off");

/// One that was broken off stands half as high; an edge of dashes where nobody knows how it ended.
function mark(x: number, y: number, width: number, height: number, completed: Fact, ok: Fact): Child {
  const tall = completed === false ? height / 2 : height;
  const top = y + height - tall;
  const arm = Math.min(width, tall) / 2 - 1;
  const [cx, cy] = [x + width / 2, top + tall / 2];
  return [
    s("rect", { x, y: top, width, height: tall, class: "session", fill: ok === null ? "var(--paper)" : colours[ok ? 0 : 1],
      "stroke-dasharray": completed === null ? "2 2" : undefined }),
    ok === false ? s("path", { class: "session", d: `M${cx - arm} ${cy - arm}L${cx + arm} ${cy + arm}M${cx - arm} ${cy + arm}L${cx + arm} ${cy - arm}` }) : null];
}

interface Slot { each: SessionMark; x: number; width: number; slot: number }

/// Those at the same time lie above each other.
function stacked(marks: SessionMark[], x: (at: number) => number): Slot[] {
  const ends: number[] = [];
  return marks.map((each) => {
    const from = x(each.start_s);
    const width = Math.max(7, x(each.start_s + (each.length_s ?? 0)) - from);
    const free = ends.findIndex((end) => end <= from);
    const slot = free < 0 ? ends.length : free;
    ends[slot] = from + width + 1;
    return { each, x: from, width, slot };
  });
}

function explained(marks: SessionMark[]): HTMLElement {
  const looks: [Fact, Fact, string][] = [[true, true, qualityWord(true)], [true, false, qualityWord(false)], [true, null, qualityWord(null)],
    [false, true, `${endWord(false)} (${say("半高", "half as high")})`], [null, true, `${endWord(null)} (${say("虚线边", "dashed edge")})`]];
  const isSeen = ([completed, ok]: [Fact, Fact, string]): boolean => marks.some((each) => (completed === true ? each.quality_ok === ok : each.completed === completed));
  return h("ul", { class: "legend" }, looks.filter(isSeen).map(([completed, ok, name]) =>
    h("li", {}, s("svg", { width: 26, height: 12, "aria-hidden": "true" }, mark(7, 0.5, 11, 11, completed, ok)), name)));
}

export function sessions(picture: Sessions): Drawing {
  const { runs, acceptable } = picture;
  const longest = Math.max(1, ...runs.map((run) => run.length_s));
  const marks = runs.flatMap((run) => run.marks);
  const draw = (width: number): SVGElement => {
    const left = Math.min(110, width * 0.22);
    const x = linear([0, longest], [left, width - 22]);
    let top = 6;
    const bands = runs.map((run) => {
      const slots = stacked(run.marks, x);
      const most = 1 + Math.max(0, ...slots.map((each) => each.slot));
      const step = Math.max(5, Math.min(13, Math.floor(150 / most)));
      const base = top + most * step + 4;
      top = base + 10;
      return s("g", {},
        s("text", { x: left - 8, y: base - 2, "text-anchor": "end" }, short(run.run, left / 8)),
        s("path", { d: `M${left} ${base}H${width - 14}`, class: "rule" }),
        slots.map(({ each, x: from, width: wide, slot }) => s("g", {
          "data-tip": [run.run, each.name, each.persons, duration(each.start_s), each.length_s === null ? say("无结束时间", "no end recorded") : duration(each.length_s), endWord(each.completed), qualityWord(each.quality_ok)].join(" · "),
        }, mark(from, base - (slot + 1) * step, wide, step - 1, each.completed, each.quality_ok))));
    });
    return drawing(width, top + 44, bands, axisBelow(x, top, duration, say("从批次中首次会话起", "from the run's first session"), timeTicks(longest, width)));
  };
  const of = { zh: "质量可接受者", en: "acceptable quality" };
  const all = { name: "", ...acceptable, lower: picture.lower, upper: picture.upper };
  const share = shares({
    kind: "shares", title: { zh: "质量可接受的比例", en: "share of acceptable quality" }, of, is_the_kpi: false, left_out: 0,
    groups: [all, ...(runs.length > 1 ? runs.map((run) => ({ name: run.run, ...run.acceptable, lower: null, upper: null })) : [])],
  }, undefined);
  const sum = (count: (run: Sessions["runs"][number]) => number): number => runs.reduce((total, run) => total + count(run), 0);
  const shown = (count: { successes: number; trials: number }): string => (count.trials === 0 ? none() : value(count.successes / count.trials, "1"));
  const row = (name: string, n: number, completed: number, broken: number, count: { successes: number; trials: number }, bounds: string): Child[] => [
    name, grouped(n), grouped(completed), grouped(broken), grouped(n - completed - broken), grouped(count.successes), grouped(count.trials - count.successes), grouped(n - count.trials), shown(count), bounds];
  const shownOf = runs.reduce((count, run) => ({ successes: count.successes + run.acceptable.successes, trials: count.trials + run.acceptable.trials }), { successes: 0, trials: 0 });
  const poor = runs.flatMap((run) => run.marks.filter((each) => each.completed !== true || each.quality_ok !== true).map((each) => ({ run: run.run, each })));
  return {
    picture: h("div", {}, responsive(t(picture.title), draw), share.picture),
    legend: explained(marks),
    caption: sentences(
      picture.is_by_person ? say("每个标记是一人次。", "A mark is one person's attendance.") : say("每个标记是一次会话，多人参加按最差的一人计。", "A mark is a session; of several persons the worst counts."),
      acceptable.trials === 0 ? say("没有一次的质量得到确认。", "Nobody established the quality of any.")
        : say(`质量得到确认的 ${grouped(acceptable.trials)} 次中 ${grouped(acceptable.successes)} 次可接受（${shown(acceptable)}，单侧置信界 ${value(picture.lower, "1")} 与 ${value(picture.upper, "1")}）。`,
          `Of ${grouped(acceptable.trials)} whose quality is established, ${grouped(acceptable.successes)} are acceptable (${shown(acceptable)}, one-sided bounds ${value(picture.lower, "1")} and ${value(picture.upper, "1")}).`),
      andMore(picture.left_out),
      picture.runs_left_out > 0 ? say(`另有 ${grouped(picture.runs_left_out)} 个批次未画出，但计入比例。`, `${grouped(picture.runs_left_out)} more runs are not drawn, but count in the share.`) : ""),
    table: h("div", {},
      table(say("各批次的会话", "sessions of each run"), [
        { head: say("批次", "run") }, { head: say("次数", "count"), right: true }, { head: say("完成", "completed"), right: true }, { head: say("中断", "broken off"), right: true },
        { head: say("完成未确认", "completion open"), right: true }, { head: say("质量可接受", "acceptable"), right: true }, { head: say("不可接受", "not acceptable"), right: true },
        { head: say("质量未确认", "quality open"), right: true }, { head: say("可接受比例", "share acceptable"), right: true }, { head: say("置信界", "bounds"), right: true }], [
        ...runs.map((run) => row(run.run, run.n, run.completed, run.broken_off, run.acceptable, runs.length === 1 && picture.runs_left_out === 0 ? bounds(picture) : "—")),
        ...(runs.length > 1 ? [row(say("合计", "in all"), sum((run) => run.n), sum((run) => run.completed), sum((run) => run.broken_off), shownOf, picture.runs_left_out === 0 ? bounds(picture) : "—")] : [])]),
      poor.length === 0 ? null : h("div", { class: "long" }, table(say("未完成、质量不可接受或未确认的各次", "those broken off, of unacceptable quality, or not established"), [
        { head: say("会话", "session") }, { head: say("参加者", "persons") }, { head: say("批次", "run") }, { head: say("起于", "from"), right: true }, { head: say("时长", "length"), right: true }, { head: say("结束", "end") }, { head: say("质量", "quality") }],
      poor.map(({ run, each }) => [each.name, each.persons, run, duration(each.start_s), each.length_s === null ? "—" : duration(each.length_s), endWord(each.completed), qualityWord(each.quality_ok)])))),
  };
}

const bounds = (picture: Sessions): string => (picture.lower === null ? "—" : `${value(picture.lower, "1")} … ${value(picture.upper, "1")}`);

// Units along the time of every run: bad and lost ones as bars, below them down time, and below that what else is told
// of its time, in a row for each kind.
import { h, s, table } from "../dom";
import type { DownMark, Timeline } from "../report";
import { andMore, digits, duration, grouped, say, sentences, t } from "../words";
import type { Drawing } from "./chart";
import { axisBelow, colours, drawing, legend, linear, responsive, short, timeTicks } from "./frame";
import { circumstances, mark, type Told, toldOf, toldText } from "./seen";

const bad = colours[1] ?? "";
const lost = colours[3] ?? "";
const down = "var(--ink)";
const rowHeight = 11;

const tip = (run: string, each: DownMark): string =>
  `${say("中断", "down")} ${duration(each.length_s)} · ${each.name} · ${say(`批次 ${run}，起于 ${duration(each.start_s)}`, `run ${run}, from ${duration(each.start_s)}`)} · ${toldText(each)}`;

function tables(runs: Timeline["runs"], kinds: Told[]): HTMLElement[] {
  const all = runs.flatMap((run) => run.down.map((each) => ({ run: run.run, ...each })));
  const total = (of: DownMark[]): string => duration(Number(digits(of.reduce((sum, each) => sum + each.length_s, 0), 6)));
  const heads = (what: string) => [{ head: what }, { head: say("中断次数", "down times"), right: true }, { head: say("中断合计", "down in all"), right: true }];
  return [
    table(say("中断的同时还看到什么（一次中断可计入多行）", "what else was seen while a flow was down (a down time may count in several rows)"), heads(say("同时看到", "seen")),
      kinds.map((kind) => all.filter((each) => toldOf(each).includes(kind))).map((of, i) => [circumstances[kinds[i] ?? "unknown"].name(), grouped(of.length), total(of)])),
    h("div", { class: "long" }, table(say("每次中断，最长的在前", "each down time, the longest first"),
      [{ head: say("流", "flow") }, { head: say("同时看到", "seen") }, { head: say("批次", "run") }, { head: say("起于", "from"), right: true }, { head: say("中断了", "for"), right: true }],
      [...all].sort((a, b) => b.length_s - a.length_s).map((each) => [each.name, toldText(each), each.run, duration(each.start_s), duration(each.length_s)])))];
}

const lookedFor = ({ circumstances: { before_s, weak_below_rsrp_dbm, weak_below_sinr_db } }: Timeline): string => say(
  `中断下方的标记是证据中同一时段的其他情形（自首条失败消息前 ${digits(before_s)}\u202fs 至中断结束）；信号弱指 SS-RSRP 低于 ${digits(weak_below_rsrp_dbm)}\u202fdBm 或 SS-SINR 低于 ${digits(weak_below_sinr_db)}\u202fdB。同时发生不等于因果。`,
  `Marks below a down time are what else the evidence tells from ${digits(before_s)}\u202fs before its first failed message to its end; a signal is weak below ${digits(weak_below_rsrp_dbm)}\u202fdBm of SS-RSRP or ${digits(weak_below_sinr_db)}\u202fdB of SS-SINR. They coincided; that they were the cause is not proven.`);

export function timeline(picture: Timeline): Drawing {
  const runs = picture.runs.filter((run) => run.bins.length > 0);
  const most = Math.max(1, ...runs.flatMap((run) => run.bins.map((bin) => bin[2] + bin[3])));
  const anyDown = runs.some((run) => run.down.length > 0);
  const longest = Math.max(...runs.map((run) => run.length_s));
  const kinds = (Object.keys(circumstances) as Told[]).filter((kind) => runs.some((run) => run.down.some((each) => toldOf(each).includes(kind))));
  const lane = anyDown ? 46 + kinds.length * rowHeight : 34;

  const draw = (width: number): SVGElement => {
    const left = Math.min(110, width * 0.22);
    const x = linear([0, longest], [left, width - 14]);
    const height = runs.length * (lane + 8) + 50;
    const bars = runs.map((run, i) => {
      const top = 6 + i * (lane + 8);
      const base = top + 28;
      return s("g", {},
        s("text", { x: left - 8, y: top + 18, "text-anchor": "end" }, short(run.run, left / 8)),
        s("path", { d: `M${left} ${base}H${x(run.length_s)}`, class: "rule" }),
        run.bins.map(([index, n, wrong, gone]) => {
          const [from, to] = [x(index * run.bin_s), x(Math.min((index + 1) * run.bin_s, run.length_s))];
          const wide = Math.max(to - from, 1);
          const tall = (count: number): number => (count === 0 ? 0 : Math.max(2, 26 * (count / most)));
          return s("g", { "data-tip": `${run.run} · ${duration(index * run.bin_s)}: ${grouped(n)} ${t(picture.units)} · ${t(picture.bad)} ${wrong}` + (gone > 0 ? ` · ${say("丢失", "lost")} ${gone}` : "") },
            s("rect", { x: from, y: top, width: wide, height: 28, class: "seen" }),
            s("rect", { x: from, y: base - tall(wrong), width: wide, height: tall(wrong), fill: bad }),
            s("rect", { x: from, y: base - tall(wrong) - tall(gone), width: wide, height: tall(gone), fill: lost }));
        }),
        run.down.map((each) => s("g", { class: "outage", "data-tip": tip(run.run, each) },
          s("rect", { x: x(each.start_s) - 3, y: base + 3, width: Math.max(6, x(each.length_s) - x(0)), height: 9 + kinds.length * rowHeight, fill: "transparent" }),
          s("rect", { x: x(each.start_s) - 0.75, y: base + 3, width: Math.max(1.5, x(each.length_s) - x(0)), height: 9, class: "down" }),
          toldOf(each).map((kind) => mark(circumstances[kind], x(each.start_s + each.length_s / 2), base + 18 + kinds.indexOf(kind) * rowHeight, 3.6)))));
    });
    return drawing(width, height, bars,
      axisBelow(x, height - 42, duration, say("从批次开始起", "into the run"), timeTicks(longest, width)));
  };
  const anyLost = runs.some((run) => run.bins.some((bin) => bin[3] > 0));
  const sum = (counts: number[]): number => counts.reduce((a, b) => a + b, 0);
  return {
    picture: runs.length === 0 ? null : responsive(t(picture.title), draw),
    legend: legend([
      { name: t(picture.bad), colour: bad, shape: "box" },
      ...(anyLost ? [{ name: say("丢失", "lost"), colour: lost, shape: "box" } as const] : []),
      ...(anyDown ? [{ name: say("服务中断", "service down"), colour: down, shape: "box" } as const] : []),
      ...kinds.map((kind) => ({ name: circumstances[kind].name(), colour: circumstances[kind].colour, shape: circumstances[kind].shape }))]),
    caption: sentences(
      say(`柱高为每格中的个数，最高 ${most}。`, `A bar is the count in its bin, ${most} at most.`), andMore(picture.left_out),
      picture.down_left_out > 0 ? say(`较短的 ${picture.down_left_out} 次中断未画出。`, `The ${picture.down_left_out} shortest down times are not drawn.`) : "",
      picture.flows_untold > 0 ? say(`有 ${picture.flows_untold} 条流没有传输间隔或截止时间，看不出其中断。`, `${picture.flows_untold} flow${picture.flows_untold === 1 ? " has" : "s have"} no transfer interval or no deadline: nobody can tell when ${picture.flows_untold === 1 ? "it was" : "they were"} down.`) : "",
      anyDown ? lookedFor(picture) : ""),
    table: h("div", {}, table(say("各批次", "each run"), [
      { head: say("批次", "run") }, { head: say("时长", "length"), right: true }, { head: say("总数", "all"), right: true },
      { head: t(picture.bad), right: true }, ...(anyLost ? [{ head: say("丢失", "lost"), right: true }] : []),
      ...(anyDown ? [{ head: say("中断次数", "down times"), right: true }, { head: say("中断合计", "down in all"), right: true }] : [])],
    runs.map((run) => [run.run, duration(run.length_s), grouped(sum(run.bins.map((bin) => bin[1]))),
      grouped(sum(run.bins.map((bin) => bin[2]))), ...(anyLost ? [grouped(sum(run.bins.map((bin) => bin[3])))] : []),
      ...(anyDown ? [run.down.length, h("span", {}, duration(Number(digits(sum(run.down.map((each) => each.length_s)), 6))))] : [])])),
    ...(anyDown ? tables(runs, kinds) : [])),
  };
}

// The complementary distribution of delays on logarithmic axes: how large a share of messages is later than what.
import { scaleLog } from "d3-scale";
import { area, line } from "d3-shape";
import { s, table } from "../dom";
import type { Criterion, Kpi, Tail, Tails } from "../report";
import { andMore, digits, grouped, none, say, sentences, value } from "../words";
import { axisBelow, axisLeft, colour, dash, drawing, type Entry, legend, limitAcross, limitUpright, responsive, short } from "./frame";
import type { Drawing } from "./chart";

type Point = [number, number, number, number];

export const phaseName = (name: string): string =>
  ({ baseline: say("基线", "baseline"), pilot: say("试点", "pilot"), "": say("全部", "all") }[name] ?? name);

const percent = (share: number): string => `${digits(share * 100, 3)}\u202f%`;

export function tails(picture: Tails, kpi: Kpi, clause: Criterion | undefined): Drawing {
  const all = picture.tails.filter((tail) => tail.points.length > 0);
  const limit = picture.limit_ms ?? (clause?.unit === "ms" ? clause.limit : null);
  const reading = kpi.readings.find((each) => each.id === clause?.reading);
  const points = all.flatMap((tail) => tail.points);
  const uppers = points.map((point) => point[3]).filter((each) => each > 0);
  const least = Math.min(0.1, ...uppers, ...points.map((point) => point[1]).filter((each) => each > 0)) / 1.5;
  const times = [...points.map((point) => point[0]), ...(limit === null ? [] : [limit])].filter((each) => each > 0);
  // From 10 s on, times are told in seconds.
  const [size, unit] = Math.max(...times) >= 10_000 ? [1000, "s"] : [1, "ms"];
  const told = (each: number): string => `${digits(each / size)}\u202f${unit}`;
  const margin = { top: 26, right: 14, bottom: 42, left: 58 };

  const draw = (width: number): SVGElement => {
    const height = Math.round(Math.min(400, width * 0.55 + 60));
    const x = scaleLog([Math.min(...times) / 1.1, Math.max(...times) * 1.15], [margin.left, width - margin.right]);
    const y = scaleLog([least, 1], [height - margin.bottom, margin.top]).clamp(true);
    // Decades, and where there is room the ones between them.
    const xTicks = [[1, 2, 3, 5, 7], [1, 2, 5], [1, 3], [1]].map((firsts) => x.ticks().filter((tick) => firsts.includes(Number(tick.toExponential(0)[0]))))
      .find((ticks) => ticks.length <= width / 55) ?? [];
    const yTicks = y.ticks().filter((tick) => tick.toExponential(0).startsWith("1e"));
    // Beyond the largest share that no sample here can bound there is nothing to be seen.
    const provable = Math.min(...all.map((tail) => tail.points.at(-1)?.[3] ?? 1));
    const at = (point: Point): number => x(Math.max(point[0], x.domain()[0] ?? 0));
    return drawing(width, height,
      provable > least ? s("rect", {
        x: margin.left, width: width - margin.left - margin.right, y: y(provable), height: y(least) - y(provable), class: "unproven",
        "data-tip": say(`小于 ${percent(provable)} 的比例，这份样本无法证明`, `this sample proves no share below ${percent(provable)}`),
      }) : null,
      axisLeft(y, margin.left, width - margin.right, percent, say("晚于横轴时延的比例", "share later than"), yTicks),
      axisBelow(x, height - margin.bottom, (tick) => digits(tick / size, 3), say(`时延 ${unit}（对数）`, `delay, ${unit} (log)`), xTicks),
      all.map((tail, i) => s("g", {},
        s("path", { d: area<Point>().x(at).y0((p) => y(Math.max(p[2], least))).y1((p) => y(p[3]))(tail.points) ?? "", fill: colour(i), opacity: all.length > 4 ? 0.1 : 0.18 }),
        s("path", { d: line<Point>().x(at).y((p) => y(Math.max(p[1], least)))(tail.points) ?? "", class: "line", stroke: colour(i), "stroke-dasharray": dash(i) }))),
      limit !== null ? limitUpright(x(limit), margin.top, height - margin.bottom, `${say("限值", "limit")} ${told(limit)}`, width - x(limit)) : null,
      reading?.tail_share && reading.tail_share > least ? limitAcross(margin.left, width - margin.right, y(reading.tail_share), percent(reading.tail_share)) : null,
      provable > least * 1.6 ? s("text", { x: margin.left + 6, y: y(least) - 6, class: "remark" }, say("样本证明不到的范围", "beyond what the sample can prove")) : null,
      all.map((tail, i) => tail.points.map((point) => s("circle", {
        cx: at(point), cy: y(Math.max(point[1], least)), r: 7, fill: "transparent",
        stroke: "none", "data-colour": colour(i),
        "data-tip": `${phaseName(tail.name)}: > ${told(point[0])} · ${percent(point[1])} (${percent(point[2])} – ${percent(point[3])})`,
      }))));
  };
  const entries: Entry[] = all.map((tail, i) => ({ name: short(phaseName(tail.name), 40), colour: colour(i), dash: dash(i) }));
  const time = (each: number | null): string => (each === null ? none() : told(each));
  const late = (tail: Tail, each: number | null): string => (each === null && tail.lost > 0 ? "∞" : time(each));
  const row = (tail: Tail): (string | number)[] => [
    phaseName(tail.name) + (tail.is_round_trip ? say("（往返）", " (round trip)") : ""), grouped(tail.n), grouped(tail.lost),
    late(tail, tail.median_ms), late(tail, tail.p99_ms), time(tail.most_ms), tail.clock_ms === 0 ? none() : `± ${value(tail.clock_ms, "ms")}`,
    tail.points.length > 0 ? percent(tail.points.at(-1)?.[3] ?? 1) : none()];
  return {
    picture: all.length === 0 ? null : responsive(say("时延尾部分布", "tail of the delays"), draw),
    legend: legend(entries),
    caption: sentences(say("双对数坐标；色带为置信界（单侧），灰区为样本证明不到的比例。", "Logarithmic axes; the ribbon is the one-sided confidence bounds, grey is what the sample cannot prove."), andMore(picture.left_out)),
    table: table(say("各序列", "each series"), [
      { head: say("名称", "name") }, { head: "n", right: true }, { head: say("丢失或未完成", "lost or unfinished"), right: true },
      { head: say("中位数", "median"), right: true }, { head: "p99", right: true }, { head: say("最大", "largest"), right: true },
      { head: say("时钟", "clock"), right: true }, { head: say("可证明的最小比例", "least provable share"), right: true }], picture.tails.map(row)),
  };
}

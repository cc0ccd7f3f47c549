// How many misses came in a row: single ones are noise, long rows stop a machine.
import { h, s, table } from "../dom";
import type { MissRuns } from "../report";
import { andMore, grouped, say, t, value } from "../words";
import type { Drawing } from "./chart";
import { axisLeft, colour, drawing, legend, linear, responsive, short } from "./frame";

export function missRuns(picture: MissRuns): Drawing {
  const lengths = Math.max(...picture.loops.map((loop) => loop.runs_of_length.length));
  const most = Math.max(1, ...picture.loops.flatMap((loop) => loop.runs_of_length));
  const draw = (width: number): SVGElement => {
    const height = 240;
    const y = linear([0, most * 1.08], [height - 44, 24]);
    const step = (width - 60) / lengths;
    const bar = Math.min(26, (step * 0.8) / picture.loops.length);
    return drawing(width, height,
      axisLeft(y, 46, width - 14, grouped, say("次数", "times"), y.ticks(5).filter(Number.isInteger)),
      Array.from({ length: lengths }, (_, i) => s("text", { x: 46 + step * (i + 0.5), y: height - 28, "text-anchor": "middle" }, i + 1 === lengths ? `≥ ${i + 1}` : i + 1)),
      s("text", { x: width - 14, y: height - 8, "text-anchor": "end", class: "name" }, say("连续失误的周期数", "cycles missed in a row")),
      picture.loops.map((loop, k) => loop.runs_of_length.map((count, i) => s("rect", {
        x: 46 + step * (i + 0.5) + bar * (k - picture.loops.length / 2), y: y(count), width: bar * 0.92, height: y(0) - y(count), fill: colour(k),
        "data-tip": `${loop.name}: ${i + 1 === lengths ? "≥ " : ""}${i + 1} × ${grouped(count)}` }))),
      s("path", { d: `M46 ${height - 44}H${width - 14}`, class: "rule" }));
  };
  return {
    picture: picture.loops.every((loop) => loop.missed === 0) ? h("p", {}, say("没有失误。", "Nothing was missed.")) : responsive(t(picture.title), draw),
    legend: legend(picture.loops.map((loop, i) => ({ name: short(loop.name, 40), colour: colour(i), shape: "box" }))),
    caption: andMore(picture.left_out),
    table: table(t(picture.title), [
      { head: say("回路", "loop") }, { head: say("周期", "cycles"), right: true }, { head: say("失误", "missed"), right: true },
      { head: say("比例", "share"), right: true }, { head: say("最长连续", "longest row"), right: true }],
    picture.loops.map((loop) => [loop.name, grouped(loop.n), grouped(loop.missed), value(loop.n === 0 ? null : loop.missed / loop.n, "1"), grouped(loop.longest)])),
  };
}

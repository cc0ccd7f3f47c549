// Units along the time of every run: the darker, the more of them were bad; lost ones and down time in rows of their own.
import { h, s, table } from "../dom";
import type { Timeline } from "../report";
import { andMore, digits, duration, grouped, say, sentences, t } from "../words";
import type { Drawing } from "./chart";
import { axisBelow, colours, drawing, legend, linear, responsive, short, timeTicks } from "./frame";

const bad = colours[1] ?? "";
const lost = colours[3] ?? "";
const down = "#000000";

export function timeline(picture: Timeline): Drawing {
  const runs = picture.runs.filter((run) => run.bins.length > 0);
  const most = Math.max(1, ...runs.flatMap((run) => run.bins.map((bin) => bin[2] + bin[3])));
  const anyDown = runs.some((run) => run.down.length > 0);
  const longest = Math.max(...runs.map((run) => run.length_s));
  const lane = anyDown ? 46 : 34;

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
        run.down.map((mark) => s("rect", {
          x: x(mark.start_s) - 0.75, y: base + 3, width: Math.max(1.5, x(mark.length_s) - x(0)), height: 9, class: "down",
          "data-tip": `${say("中断", "down")} ${duration(mark.length_s)} · ${mark.name} · ${duration(mark.start_s)}`,
        })));
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
      ...(anyDown ? [{ name: say("服务中断", "service down"), colour: down, shape: "box" } as const] : [])]),
    caption: sentences(
      say(`柱高为每格中的个数，最高 ${most}。`, `A bar is the count in its bin, ${most} at most.`), andMore(picture.left_out),
      picture.down_left_out > 0 ? say(`较短的 ${picture.down_left_out} 次中断未画出。`, `The ${picture.down_left_out} shortest down times are not drawn.`) : ""),
    table: table(say("各批次", "each run"), [
      { head: say("批次", "run") }, { head: say("时长", "length"), right: true }, { head: say("总数", "all"), right: true },
      { head: t(picture.bad), right: true }, ...(anyLost ? [{ head: say("丢失", "lost"), right: true }] : []),
      ...(anyDown ? [{ head: say("中断次数", "down times"), right: true }, { head: say("中断合计", "down in all"), right: true }] : [])],
    runs.map((run) => [run.run, duration(run.length_s), grouped(sum(run.bins.map((bin) => bin[1]))),
      grouped(sum(run.bins.map((bin) => bin[2]))), ...(anyLost ? [grouped(sum(run.bins.map((bin) => bin[3])))] : []),
      ...(anyDown ? [run.down.length, h("span", {}, duration(Number(digits(sum(run.down.map((mark) => mark.length_s)), 6))))] : [])])),
  };
}

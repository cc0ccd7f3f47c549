// A count that changed in time, against what was asked for.
import { s, table } from "../dom";
import type { Criterion, Levels } from "../report";
import { andMore, asked, duration, grouped, say, t } from "../words";
import type { Drawing } from "./chart";
import { axisBelow, axisLeft, colour, dash, drawing, legend, limitAcross, linear, responsive, short, timeTicks } from "./frame";

export function levels(picture: Levels, clause: Criterion | undefined): Drawing {
  const limit = clause?.unit === "count" ? clause.limit : null;
  const longest = Math.max(...picture.lines.map((line) => line.length_s));
  const most = Math.max(limit ?? 0, ...picture.lines.flatMap((line) => line.points.map((point) => point[2]))) * 1.12;
  const several = new Set(picture.lines.map((line) => line.run)).size > 1;
  const name = (line: Levels["lines"][number]): string => [several || !t(line.name) ? line.run : "", t(line.name)].filter(Boolean).join(" ");

  const draw = (width: number): SVGElement => {
    const height = Math.round(Math.min(320, width * 0.4 + 80));
    const x = linear([0, longest], [44, width - 14]);
    const y = linear([0, most], [height - 42, 24]);
    return drawing(width, height,
      axisLeft(y, 44, width - 14, grouped, t(picture.quantity), y.ticks(5).filter(Number.isInteger)),
      axisBelow(x, height - 42, duration, say("从批次开始起", "into the run"), timeTicks(longest, width)),
      picture.lines.map((line, i) => {
        const ends = [...line.points.slice(1).map((point) => point[0]), line.length_s];
        const path = line.points.map(([at, least], k) => `${k === 0 ? "M" : "L"}${x(at)} ${y(least)}H${x(ends[k] ?? at)}`).join("");
        return s("g", {},
          s("path", { d: path, class: "line", stroke: colour(i), "stroke-dasharray": dash(i) }),
          line.points.map(([at, least, highest], k) => s("rect", {
            x: x(at), y: y(highest), width: Math.max(x(ends[k] ?? at) - x(at), 1), height: y(least) - y(highest) + 8, class: "hit",
            fill: least === highest ? "transparent" : colour(i), opacity: 0.3,
            "data-tip": `${name(line)} · ${duration(at)}: ${least === highest ? grouped(least) : `${grouped(least)} – ${grouped(highest)}`}`,
          })));
      }),
      limit === null || !clause ? null : limitAcross(44, width - 14, y(limit), `${say("要求", "asked")} ${asked(clause.comparator, limit, "count")}`));
  };
  return {
    picture: responsive(t(picture.title), draw),
    legend: legend(picture.lines.map((line, i) => ({ name: short(name(line), 40), colour: colour(i), dash: dash(i) }))),
    caption: andMore(picture.left_out),
    table: table(t(picture.quantity), [
      { head: say("批次", "run") }, { head: say("时长", "length"), right: true }, { head: say("最少", "least"), right: true },
      { head: say("最多", "most"), right: true }, { head: say("最后", "at the end"), right: true }],
    picture.lines.map((line) => [name(line), duration(line.length_s), grouped(Math.min(...line.points.map((point) => point[1]))),
      grouped(Math.max(...line.points.map((point) => point[2]))), grouped(line.points.at(-1)?.[1] ?? 0)])),
  };
}

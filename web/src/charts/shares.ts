// Shares of groups with their intervals, against the limit where it is one for them.
import { s, table } from "../dom";
import type { Criterion, Shares } from "../report";
import { andMore, digits, grouped, none, say, sentences, t, value } from "../words";
import type { Drawing } from "./chart";
import { axisBelow, colour, drawing, limitUpright, linear, responsive, short } from "./frame";
import { phaseName } from "./tails";

export function shares(picture: Shares, clause: Criterion | undefined): Drawing {
  const limit = picture.is_the_kpi && clause?.unit === "1" ? clause.limit : null;
  const rows = picture.groups.filter((group) => group.trials > 0);
  const ends = rows.flatMap((group) => [group.successes / group.trials, group.lower ?? 1, group.upper ?? 0]);
  const seen = rows.map((group) => group.successes / group.trials);
  const [low, high] = [Math.min(...seen, ...rows.map((group) => group.lower ?? 1), limit ?? 1), Math.max(...ends, limit ?? 0)];
  const room = Math.max((high - low) * 0.12, 1e-6);
  const domain: [number, number] = [low < 0.3 && high > 0.5 ? 0 : Math.max(0, low - room), Math.min(1, high + room)];

  const bounded = rows.some((group) => group.lower !== null);

  const draw = (width: number): SVGElement => {
    const left = Math.min(190, width * 0.34);
    const x = linear(domain, [left, width - 24]);
    const height = rows.length * 28 + 66;
    return drawing(width, height,
      axisBelow(x, height - 42, (tick) => `${digits(tick * 100, 4)}\u202f%`, say(`${t(picture.of)}的比例`, `share of ${t(picture.of)}`), x.ticks(Math.max(2, width / 150))),
      limit === null ? null : limitUpright(x(limit), 4, height - 42, `${say("限值", "limit")} ${value(limit, "1")}`, width - x(limit)),
      rows.map((group, i) => {
        const y = 34 + i * 28;
        const share = group.successes / group.trials;
        return s("g", { "data-tip": `${phaseName(group.name)}: ${grouped(group.successes)} / ${grouped(group.trials)} = ${value(share, "1")}` + (group.lower === null ? "" : ` (${value(group.lower, "1")} – ${value(group.upper, "1")})`) },
          s("rect", { x: 0, y: y - 14, width, height: 28, fill: "transparent" }),
          s("text", { x: left - 10, y: y + 4, "text-anchor": "end" }, short(phaseName(group.name), Math.floor(left / 8))),
          s("path", { d: `M${left} ${y}H${width - 24}`, class: "grid" }),
          group.lower === null || group.upper === null ? null
            : s("path", { d: `M${x(group.lower)} ${y}H${x(group.upper)}M${x(group.lower)} ${y - 5}v10M${x(group.upper)} ${y - 5}v10`, class: "line", stroke: colour(0) }),
          s("circle", { cx: x(share), cy: y, r: 5.5, fill: colour(0) }));
      }));
  };
  return {
    picture: rows.length === 0 ? null : responsive(t(picture.title), draw),
    caption: sentences(bounded ? say("横线为置信界（单侧）。", "Lines are one-sided confidence bounds.") : say("全数清点，没有抽样误差。", "Counted in full: no sampling error."), andMore(picture.left_out)),
    table: table(t(picture.title), [
      { head: say("组", "group") }, { head: t(picture.of), right: true }, { head: say("总数", "of"), right: true }, { head: say("比例", "share"), right: true },
      ...(bounded ? [{ head: say("下界", "lower"), right: true }, { head: say("上界", "upper"), right: true }] : [])],
    picture.groups.map((group) => [phaseName(group.name), grouped(group.successes), grouped(group.trials),
      group.trials === 0 ? none() : value(group.successes / group.trials, "1"), ...(bounded ? [value(group.lower, "1"), value(group.upper, "1")] : [])])),
  };
}

// From a picture of the report to what stands on the page: one file a kind.
import { h } from "../dom";
import type { Criterion, Kpi, Picture } from "../report";
import { t } from "../words";
import { comparison } from "./comparison";
import { confusion } from "./confusion";
import { costs } from "./costs";
import { floor } from "./floor";
import { gantt } from "./gantt";
import { levels } from "./levels";
import { missRuns } from "./miss_runs";
import { sessions } from "./sessions";
import { shares } from "./shares";
import { tails } from "./tails";
import { timeline } from "./timeline";

export interface Drawing {
  picture: HTMLElement | null;
  legend?: HTMLElement;
  caption?: string;
  table: HTMLElement;
}

function drawn(picture: Picture, kpi: Kpi, clause: Criterion | undefined): Drawing {
  switch (picture.kind) {
    case "tails": return tails(picture, kpi, clause);
    case "timeline": return timeline(picture);
    case "levels": return levels(picture, clause);
    case "comparison": return comparison(picture, clause);
    case "shares": return shares(picture, clause);
    case "confusion": return confusion(picture);
    case "miss_runs": return missRuns(picture);
    case "costs": return costs(picture);
    case "gantt": return gantt(picture);
    case "floor": return floor(picture);
    case "sessions": return sessions(picture);
  }
}

/// A picture of a KPI with its title, what its colours mean and its table. `clause` is the one that asks for the KPI.
export function figure(picture: Picture, kpi: Kpi, clause: Criterion | undefined): HTMLElement {
  const made = drawn(picture, kpi, clause);
  return h("figure", { class: picture.kind },
    h("div", { class: "drawing" },
      h("figcaption", {}, h("strong", {}, t(picture.title)), made.caption ? h("span", {}, made.caption) : null),
      made.legend, made.picture),
    made.table);
}

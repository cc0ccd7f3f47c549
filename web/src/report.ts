// The report's JSON, as docs/schema/report.schema.json and verdict.schema.json say it.
export type Lang = "zh" | "en";
export interface Text { zh: string; en: string }
export type Num = number | null;
export type Verdict = "pass" | "fail" | "inconclusive" | "no_data" | "invalid";
export type Unit = "1" | "ms" | "count";

export interface Source { document: string; clause: Text }

interface Estimated {
  estimate: Num; lower: Num; upper: Num; n: Num; effective_n: Num; method: string | null; clock_uncertainty: Num;
}
export interface Judged extends Estimated {
  id: string; title: Text; kpi: string; reading: string; comparator: string; limit: number; unit: Unit;
  verdict: Verdict; face_value: Verdict; needed_n: Num; needed_runs: Num; sentence: Text; source: Source; notes: Text[];
  companion: { estimate: Num; lower: Num; upper: Num; method: string; verdict: Verdict } | null;
}
export interface Criterion extends Judged { depends_on_reading: boolean; readings: Judged[] }
export interface AnyOf {
  id: string; title: Text; kpi: null; verdict: Verdict; face_value: Verdict; sentence: Text; source: Source;
  at_least: number; members: Criterion[];
}
export type Clause = Criterion | AnyOf;

export interface Observation extends Estimated {
  kpi: string; title: Text; reading: string; unit: Unit; notes: Text[];
  outages: { run: string; flow: string; start_ns: number; length_ns: number }[];
}
export interface VerdictDocument {
  scenario: string; criteria: { id: string; version: string; sha256: string };
  source: "field" | "simulated" | "synthetic"; confidence: number; looks: number;
  verdict: Verdict; face_value: Verdict; clauses: Clause[]; observations: Observation[];
  evidence: {
    directory: string; sealed: boolean; tables: { path: string; rows: number }[];
    sources: {
      path: string; sha256: string; format: string; rows_read: number; rows_used: number;
      refused: Record<string, number>; remarks: Text[];
    }[];
    parameters: { name: string; value: Num; agreed: boolean }[];
    planned_rows: { table: string; planned: number; found: number }[];
    plant: { title: Text; seed: number; changes: { path: string; value: Text; own: Text }[] } | null;
    assumptions: { path: string; value: Text; why: Text }[];
  };
}

interface Drawn { title: Text }
export interface Tail {
  name: string; n: number; lost: number; median_ms: Num; p99_ms: Num; most_ms: Num; clock_ms: number;
  is_round_trip: boolean; points: [number, number, number, number][];
}
export interface Tails extends Drawn { kind: "tails"; limit_ms: Num; tails: Tail[]; left_out: number }
export type Circumstance = "detached" | "cell_changed" | "weak_signal" | "device_flows" | "every_device";
export interface DownMark {
  start_s: number; length_s: number; name: string; is_recorded: boolean;
  seen: { what: Circumstance; before: boolean; during: boolean }[];
}
export interface Timeline extends Drawn {
  kind: "timeline"; units: Text; bad: Text; left_out: number; down_left_out: number; flows_untold: number;
  circumstances: { before_s: number; weak_below_rsrp_dbm: number; weak_below_sinr_db: number };
  runs: {
    run: string; length_s: number; bin_s: number; bins: [number, number, number, number][];
    down: DownMark[];
  }[];
}
export interface Levels extends Drawn {
  kind: "levels"; quantity: Text; left_out: number;
  lines: { run: string; name: Text; length_s: number; points: [number, number, number][] }[];
}
export interface ComparedUnit { run: string; shift: string; value: Num }
export interface Comparison extends Drawn {
  kind: "comparison"; per: Text; before: ComparedUnit[]; after: ComparedUnit[]; left_out: number;
}
export interface Shares extends Drawn {
  kind: "shares"; of: Text; is_the_kpi: boolean; left_out: number;
  groups: { name: string; successes: number; trials: number; lower: Num; upper: Num }[];
}
export interface Confusion extends Drawn {
  kind: "confusion"; good_judged_good: number; good_judged_bad: number; bad_judged_good: number; bad_judged_bad: number;
  not_judged: number; not_established: number;
}
export interface MissRuns extends Drawn {
  kind: "miss_runs"; left_out: number;
  loops: { name: string; n: number; missed: number; longest: number; runs_of_length: number[] }[];
}
export interface Costs extends Drawn {
  kind: "costs"; missions_before: number; missions_after: number;
  categories: { category: string; before_cny: number; after_cny: number }[];
}
export interface Gantt extends Drawn {
  kind: "gantt"; run: string; length_s: number; left_out: number; vehicles_left_out: number;
  vehicles: { vehicle: string; finished: number; not_finished: number; in_service_h: number; driving_h: number }[];
  bars: [number, number, number, number][];
}
export interface WalkPath { run: string; device: string; samples: number; points: [number, number][] }
export interface Walk { paths: WalkPath[]; within_m: number; left_out: number; gap_steps: number; fastest_mps: number }
export interface Floor extends Drawn {
  kind: "floor"; length_m: number; width_m: number; min_rsrp_dbm: number; min_sinr_db: number; cells_joined: number;
  grid: { origin_x_m: number; origin_y_m: number; cell_m: number; columns: number; rows: number };
  measured: [number, number, number, Num][]; interpolated_db: number[]; walk: Walk;
  zones: { zone: string; cells: number; measured: number; covered: number }[];
}
export interface SessionMark { name: string; persons: string; start_s: number; length_s: Num; completed: boolean | null; quality_ok: boolean | null }
interface Count { successes: number; trials: number }
export interface Sessions extends Drawn {
  kind: "sessions"; is_by_person: boolean; acceptable: Count; lower: Num; upper: Num; left_out: number; runs_left_out: number;
  runs: { run: string; length_s: number; marks: SessionMark[]; n: number; completed: number; broken_off: number; acceptable: Count }[];
}
export type Picture = Tails | Timeline | Levels | Comparison | Shares | Confusion | MissRuns | Costs | Gantt | Floor | Sessions;

export interface FloorArea { x_m: number; y_m: number; length_m: number; width_m: number }
export interface Hall {
  area: FloorArea; clutter: { density_ratio: number; height_m: number; size_m: number } | null;
  obstacles: { name: string; corners: [number, number][] }[];
  gnbs: { name: string; x_m: number; y_m: number; azimuth_deg: Num }[]; zones: { name: string; area: FloorArea }[];
  places: { name: string; x_m: number; y_m: number }[]; image: { uri: string; area: FloorArea } | null;
}
export interface MovingDevice {
  device: string; is_fixed: boolean; track: [number, number, number, Num][];
  events: [number, number, number, number, number][]; offline: [number, number][];
}
export interface Motion {
  run: string; chosen: Text; run_s: number; start_s: number; frame_s: number; frames: number; cells: string[];
  devices: MovingDevice[]; devices_left_out: number; samples_left_out: number; messages_elsewhere: number;
  has_deadlines: boolean;
}
export type StopCause = "offline" | "messages" | "unknown";
export interface Stop {
  run: string; vehicle: string; start_s: number; length_s: number; x_m: number; y_m: number; cause: StopCause;
  missed: number; nearest_m: Num; nearest: string;
}
export interface StopSpot { x_m: number; y_m: number; cause: StopCause; count: number; length_s: number }
export interface PhaseStops {
  phase: "baseline" | "pilot"; runs: number; spots: StopSpot[]; left_out: number; longest: Stop[];
  sums: { cause: StopCause; count: number; length_s: number }[]; on_missions_s: number; unseen_s: number;
}
export interface Stops {
  stands_within_m: number; least_s: number; before_s: number; long_offline_s: number; least_visits: number;
  standing_share: number; places_of_work: number; extent: FloorArea; phases: PhaseStops[];
}

export interface Kpi {
  id: string; title: Text; definition: Text; formula: string; unit: Unit; tables: string[]; source: Source;
  readings: { id: string; title: Text; definition: Text; tail_share: Num }[]; pictures: Picture[];
}
export interface Report {
  schema: "plantproof-report/1"; tool: { version: string; command: string }; title: Text; criteria: { title: Text; document: string };
  tally: Text; origin: Text; seal: Text; rule: Text; verdict: VerdictDocument; clauses: { id: string; text: Text }[];
  kpis: Kpi[]; methods: { id: string; title: Text; description: Text; source: Source }[];
  parameters: { name: string; meaning: Text }[]; refusals: Record<string, Text>;
  recording: {
    measured_by: string | null;
    runs: { phase: string; run: string; first_ns: Num; last_ns: Num }[];
    clocks: { table: string; clock: string; uncertainty_ns: number }[];
    files: { path: string; sha256: string }[];
    simulation: { seed: number; scenario_sha256: string; tool_version: string } | null;
  };
  hall: Hall | null; motion: Motion | null; no_motion: Text | null; stops: Stops | null;
  not_evaluated: { what: Text; why: Text }[]; left_out: { path: string; left_out: number }[];
}

// A comparison's, as docs/schema/compare.schema.json says it.
interface Turned { before: Verdict; after: Verdict; turned: boolean }
export interface Difference {
  value: Num; lower: Num; upper: Num; confidence: number; change: "same" | "higher" | "lower" | "not_shown" | "unknown";
  shown: Text; told: Text;
}
export interface ComparedCriterion {
  id: string; title: Text; unit: Unit; sentence: Text;
  readings: (Turned & { reading: string; title: Text; difference: Difference })[];
}
export interface ComparedClause extends Turned { id: string; title: Text; criteria: ComparedCriterion[] }
export interface ComparedDocument {
  schema: "plantproof-compare/1"; tool: { version: string; command: string }; title: Text; turned: number;
  sentence: Text; rule: Text; cautions: Text[]; clauses: ComparedClause[];
  observations: { kpi: string; reading: string; title: Text; unit: Unit; difference: Difference; sentence: Text }[];
  contrasts: { what: Text; before: Text; after: Text }[]; before: Report; after: Report;
  left_out: { path: string; left_out: number }[];
}

// An index's, as docs/schema/index.schema.json says it.
export type Placed = Pick<Judged, "id" | "title" | "comparator" | "limit" | "unit" | "estimate" | "lower" | "upper" | "n" | "verdict" | "face_value">;
export interface IndexedReport {
  folder: string; href: string; bytes: number; scenario: string; source: "field" | "simulated" | "synthetic"; title: Text; tally: Text; origin: Text; plant: Text | null;
  verdict: Verdict; face_value: Verdict;
  clauses: { id: string; title: Text; verdict: Verdict; face_value: Verdict; criteria: Placed[] }[];
}
export interface RefusedEvidence { folder: string; href: string; error: Text; more: number }
export interface IndexDocument {
  schema: "plantproof-index/1"; tool: { version: string; command: string };
  compare: string | null; reports: IndexedReport[]; refused: RefusedEvidence[];
}

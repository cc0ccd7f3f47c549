#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/confidence.hpp"
#include "core/text.hpp"
#include "core/time.hpp"
#include "metrics/circumstances.hpp"
#include "metrics/kriging.hpp"
#include "metrics/middle.hpp"
#include "metrics/proportion.hpp"
#include "metrics/quantile.hpp"
#include "metrics/series.hpp"

// What a KPI looks like: summaries that can be drawn, small whatever the size of the evidence. Each kind of picture is
// a struct and, where it is made from numbers alone, the function that makes it. Times are in seconds from the
// beginning of the run. What did not fit is counted, never dropped in silence.
namespace plantproof::metrics {

inline constexpr std::size_t kMostTailPoints = 40;  ///< of one tail
inline constexpr std::size_t kMostLines = 12;       ///< tails, runs or streams in one picture
inline constexpr std::size_t kMostBins = 200;       ///< along the time of one run
inline constexpr std::size_t kMostGroups = 40;      ///< rows of a picture of shares
inline constexpr std::size_t kMostMarks = 400;      ///< bars, down times, paths, shifts, sessions
inline constexpr std::size_t kMostPathPoints = 2000;
inline constexpr std::int64_t kMostCells = 3600;  ///< of a floor
inline constexpr std::size_t kMostMissRun = 10;   ///< the longest run of misses that is counted by its length
inline constexpr int kGapSteps = 5;               ///< a walk's step that took so many median ones is none
inline constexpr double kFastestMps = 10;         ///< nothing in a plant moves faster

/// The share of units later than at_ms, 0..1, with its one-sided bounds.
struct TailPoint {
  double at_ms = 0;
  double share = 0;
  double lower = 0;
  double upper = 0;
};

/// The complementary distribution of delays.
struct Tail {
  std::string name;  ///< of the flow, phase or store; empty: all together
  std::int64_t n = 0;
  std::int64_t lost = 0;            ///< never arrived: later than any delay
  std::optional<double> median_ms;  ///< by nearest rank; none where lost units decide, or there are none
  std::optional<double> p99_ms;
  std::optional<double> most_ms;  ///< the latest of those that arrived
  double clock_ms = 0;            ///< every delay may be off by so much
  bool is_round_trip = false;
  std::vector<TailPoint> points;  ///< by at_ms; the upper bound of the last is the least share the sample can prove
};

/// The tail of delays in milliseconds, +infinity for what was lost, a series a run; NaN is a caller's bug (assertion).
/// Points are delays that were seen, a third of them at equal steps of the share, the others of its logarithm, the last
/// one the latest that arrived. Bounds are those of proportion() of being later, made monotonous outwards. No points
/// where nothing arrived.
Tail tail(std::string name, std::span<const Series> runs, double burst_length, core::Confidence confidence);
/// The same of a sample too large to keep. Delays that are not known are the next smaller step of its body, and bounds
/// there take the dependence of being beyond the least that is known.
Tail tail(std::string name, const Ranked& sample, const SumsBeyond& beyond, double burst_length,
          core::Confidence confidence);

struct DelayTails {
  std::optional<double> limit_ms;  ///< that the parties agreed on; none: the clause's own
  std::vector<Tail> tails;         ///< the worst where there are more than kMostLines
  std::int64_t left_out = 0;       ///< tails
};

/// Of more than kMostLines tails those with the greatest p99, lost ones being the greatest and the more of them the
/// greater; in the order given.
DelayTails worst_tails(std::vector<Tail> tails, std::optional<double> limit_ms);

/// A unit at its time: a message, a cycle, an item.
struct Moment {
  core::Instant at;
  bool is_bad = false;   ///< late, wrong
  bool is_lost = false;  ///< never arrived; is_bad is then false
};

struct TimeBin {
  std::size_t index = 0;  ///< it begins at index * bin_s
  std::int64_t n = 0;
  std::int64_t bad = 0;
  std::int64_t lost = 0;
};

/// A stretch of time in which a service was down.
struct DownMark {
  double start_s = 0;
  double length_s = 0;
  std::string name;  ///< of the flow
  Circumstances circumstances;
};

struct RunTimeline {
  std::string run;
  double length_s = 0;
  double bin_s = 0;           ///< the length of a bin: at most kMostBins of them
  std::vector<TimeBin> bins;  ///< those with units, in order
  std::vector<DownMark> down;
};

/// Units counted along the time of a run.
class TimelineBins {
 public:
  /// Between which, both included, all units are.
  TimelineBins(core::Instant first, core::Instant last);
  /// In any order.
  void add(const Moment& moment);
  void merge(const TimelineBins& others);
  [[nodiscard]] RunTimeline timeline(std::string run) const;

 private:
  core::Instant first_;
  core::Nanoseconds length_;
  core::Nanoseconds bin_;
  std::vector<TimeBin> bins_;  ///< all of them
};

struct Timeline {
  core::Text units;  ///< "messages"
  core::Text bad;    ///< what a bad one is: "later than its deadline"
  std::vector<RunTimeline> runs;
  std::int64_t left_out = 0;       ///< runs
  std::int64_t down_left_out = 0;  ///< down times, the shortest
  std::int64_t flows_untold = 0;   ///< flows whose down times cannot be told: without transfer interval or deadline
  SignalFloor floor;               ///< below which a signal is weak
};

/// Of more than kMostLines runs those with the most bad and lost units, in the order given; of more than kMostMarks
/// down times the longest.
Timeline worst_runs(core::Text units, core::Text bad, std::vector<RunTimeline> runs);

/// A number that changed: from at_s on it was between least and most, which are alike unless several changes had to be
/// taken together.
struct LevelPoint {
  double at_s = 0;
  double least = 0;
  double most = 0;
};

struct Level {
  std::string run;
  core::Text name;  ///< what is counted, where a run has several lines
  double length_s = 0;
  std::vector<LevelPoint> points;
};

/// A step function, points by their time and each alike in least and most, as one of at most kMostBins points; what
/// lies between two of them lies between their least and most.
std::vector<LevelPoint> thinned(std::vector<LevelPoint> points, double length_s);

struct Levels {
  core::Text quantity;
  std::vector<Level> lines;
  std::int64_t left_out = 0;  ///< lines
};

/// What a shift, or a run that knows no shifts, achieved per hour, mission, ...
struct ComparedUnit {
  std::string run;
  std::string shift;  ///< may be empty
  double value = 0;
};

struct Comparison {
  core::Text per;  ///< "good units per hour"
  std::vector<ComparedUnit> before;
  std::vector<ComparedUnit> after;
  std::int64_t left_out = 0;  ///< units of both
};

struct ShareOf {
  std::string name;
  Count count;
  std::optional<double> lower;  ///< one-sided bounds; none where everything was counted
  std::optional<double> upper;
};

struct Shares {
  core::Text of;            ///< "good units"
  bool is_the_kpi = false;  ///< the clause's limit is one for these shares
  std::vector<ShareOf> groups;
  std::int64_t left_out = 0;  ///< groups, those with the largest shares
};

/// Of more than kMostGroups groups those with the least shares, in the order given.
Shares least_shares(core::Text of, bool is_the_kpi, std::vector<ShareOf> groups);

/// What items were, and what they were judged.
struct Confusion {
  std::int64_t good_judged_good = 0;
  std::int64_t good_judged_bad = 0;
  std::int64_t bad_judged_good = 0;
  std::int64_t bad_judged_bad = 0;
  std::int64_t not_judged = 0;
  std::int64_t not_established = 0;  ///< judged, but nobody found out what they were
};

/// How many misses came in a row.
struct MissRun {
  std::string name;  ///< of the loop
  std::int64_t n = 0;
  std::int64_t missed = 0;
  std::int64_t longest = 0;
  std::vector<std::int64_t> runs_of_length;  ///< of 1, 2, ... kMostMissRun in a row; the last of longer ones
};

/// The misses in a row among the outcomes of one run, shown in their order; merge() takes what follows.
class MissesInRow {
 public:
  void add(bool is_miss);
  void merge(const MissesInRow& next);
  /// The rows at both ends end with the run.
  void add_to(MissRun& loop) const;

 private:
  void end_row(std::int64_t length);
  [[nodiscard]] bool are_all() const { return first_ == n_; }

  std::int64_t n_ = 0;
  std::int64_t missed_ = 0;
  std::int64_t first_ = 0;  ///< misses before the first hit
  std::int64_t last_ = 0;   ///< and since the last
  std::int64_t longest_ = 0;
  std::array<std::int64_t, kMostMissRun> rows_of_length_{};  ///< between two hits
};

/// A loop without outcomes, for add_to().
MissRun no_misses(std::string name);
/// Of the outcomes of one loop in their order, a series a run; 1 is a miss, 0 is none (assertion). A row of misses ends
/// with its run.
MissRun miss_run(std::string name, std::span<const Series> runs);

struct MissRuns {
  std::vector<MissRun> loops;
  std::int64_t left_out = 0;
};

/// Of more than kMostLines loops those with the most misses, in the order given.
MissRuns most_missed(std::vector<MissRun> loops);

/// What one finished mission cost on average, by category.
struct CostOf {
  std::string category;
  double before_cny = 0;
  double after_cny = 0;
};

struct Costs {
  std::int64_t missions_before = 0;
  std::int64_t missions_after = 0;
  std::vector<CostOf> categories;
};

/// Of more than kMostLines categories those that cost most in either phase, in the order given, and all others joined
/// to one without a name, the last.
std::vector<CostOf> most_costly(std::vector<CostOf> categories);

struct VehicleSummary {
  std::string vehicle;
  std::int64_t finished = 0;
  std::int64_t not_finished = 0;
  double in_service_h = 0;
  double driving_h = 0;  ///< from start to finish of its missions
};

struct MissionBar {
  std::size_t vehicle = 0;  ///< index into vehicles
  double requested_s = 0;
  double started_s = 0;
  double finished_s = 0;
};

/// The missions of one run.
struct Gantt {
  std::string run;
  double length_s = 0;
  std::vector<VehicleSummary> vehicles;
  std::vector<MissionBar> bars;  ///< of finished missions, the earliest kMostMarks
  std::int64_t left_out = 0;     ///< bars
  std::int64_t vehicles_left_out = 0;
};

/// A cell of the floor in which somebody measured; margin_db is how far its median sample is above what service asks
/// for, none where there was no signal.
struct MeasuredCell {
  int column = 0;
  int row = 0;
  std::int64_t samples = 0;
  std::optional<double> margin_db;
};

struct PathPoint {
  double x_m = 0;
  double y_m = 0;
};

/// A stretch of a walk without a gap, as a line in order of time; a single point where nothing was near it in time.
struct WalkPath {
  std::string run;
  std::string device;
  std::int64_t samples = 0;  ///< that the line stands for
  std::vector<PathPoint> points;
};

/// The lines of walks, at most kMostPathPoints of them all; no sample of a line is further from it than within_m.
struct WalkPaths {
  std::vector<WalkPath> paths;
  double within_m = 0;
  std::int64_t left_out = 0;  ///< samples of no line: they did not fit
};

/// Where devices were, as lines; each device's samples are shown in order of time, in as many passes as again() asks
/// for. Run by run in the order they were shown, and in each device by device by name. A line breaks where nobody knows
/// the way: where a step took more than kGapSteps times as long as the median one, or led further than `cell_m` and
/// kFastestMps allow. within_m is at least a twentieth of cell_m, and as large as the lines need to fit, up to cell_m.
/// From there on the stretches with the fewest samples are left out, and the ends of the longest lines. The memory
/// depends on how many devices there are, not on their samples.
class WalkLines {
 public:
  /// cell_m > 0 (assertion).
  explicit WalkLines(double cell_m);
  /// The number of a device in a run, for add().
  std::size_t walk(const std::string& run, const std::string& device);
  /// What is shown after the last pass is passed over.
  void add(std::size_t walk, core::Instant at, const PathPoint& place);
  /// After a pass over all samples: whether they have to be shown once more.
  bool again();
  /// Once again() was false.
  [[nodiscard]] WalkPaths paths() const;

 private:
  /// A line that grows point by point, of which those are kept that stand for all: each of the others is at most
  /// within_m from the line through them.
  class Thinned {
   public:
    explicit Thinned(double within_m) : within_m_(within_m) {}
    void add(const PathPoint& point);
    struct Drawn {
      PathPoint at;
      std::int64_t number = 0;  ///< of the point, from 0 on
    };
    /// At most one more than kMostPathPoints, the first of them.
    [[nodiscard]] std::vector<Drawn> drawn() const;

   private:
    void keep(const Drawn& point);
    [[nodiscard]] bool takes(const PathPoint& point);

    double within_m_;
    std::int64_t n_ = 0;
    Drawn last_;
    std::vector<Drawn> kept_;
    double first_ = 0;  ///< the direction from the last one kept to the first point away from it
    double least_ = 0;  ///< what directions after it all points on the way allow
    double most_ = 0;
    double furthest_m_ = 0;
  };
  /// A stretch of a walk without a gap, as thin as every width asks for.
  struct Stretch {
    std::size_t walk = 0;
    core::Instant start;
    std::int64_t samples = 0;
    std::vector<Thinned> lines;  ///< beside widths_m_
  };
  struct Device {
    std::size_t run = 0;  ///< of runs_
    std::string name;
    Middle steps_ns{256};  ///< of those between samples at different times
    core::Nanoseconds longest_step{0};
    std::optional<core::Instant> last_at;
    PathPoint last_place;
    std::optional<Stretch> stretch;  ///< that it is on
  };

  /// The kMostMarks with most samples, in order.
  [[nodiscard]] std::vector<Stretch> longest(std::vector<Stretch> stretches) const;

  double cell_m_;
  std::vector<double> widths_m_;
  bool knows_steps_ = false;
  bool has_drawn_ = false;
  std::int64_t samples_ = 0;
  std::vector<std::string> runs_;
  std::map<std::pair<std::size_t, std::string>, std::size_t> numbers_;  ///< of devices_, by run and name
  std::vector<Device> devices_;
  std::vector<Stretch> ended_;
};

/// The coverage of a part of the floor: of the cells as they are judged whose middle lies in it.
struct ZoneCoverage {
  std::string zone;
  std::int64_t cells = 0;
  std::int64_t measured = 0;
  std::int64_t covered = 0;  ///< of the measured ones; the others count as not covered
};

/// A walk test on the floor.
struct FloorPicture {
  Grid grid{};
  double length_m = 0;
  double width_m = 0;
  double min_rsrp_dbm = 0;
  double min_sinr_db = 0;
  std::vector<MeasuredCell> measured;
  /// Of every cell that was not measured, row by row along x; what kriging of the nearest measured cells says. Empty
  /// where too few were measured to tell.
  std::vector<double> interpolated_db;
  WalkPaths walk;
  std::vector<ZoneCoverage> zones;  ///< those that evidence.yaml names, in its order
  std::int64_t cells_joined = 1;    ///< so many cells as judged, along each side, make one of the picture
};

/// A session, or one person's attendance of it.
struct SessionMark {
  std::string name;  ///< of the session
  std::string persons;
  double start_s = 0;
  std::optional<double> length_s;  ///< none: no end is recorded
  std::optional<bool> completed;   ///< none: not established, here and below
  std::optional<bool> quality_ok;
};

/// The sessions of one run.
struct RunSessions {
  std::string run;
  double length_s = 0;             ///< from the first start to the last end
  std::vector<SessionMark> marks;  ///< by start_s
  std::int64_t n = 0;
  std::int64_t completed = 0;
  std::int64_t broken_off = 0;
  Count acceptable;  ///< of those whose quality is established
};

/// Sessions in time, how they ended and how good they were.
struct Sessions {
  bool is_by_person = false;  ///< a mark is a person's attendance, else a session with everyone in it
  std::vector<RunSessions> runs;
  Count acceptable;             ///< in all runs, of those whose quality is established
  std::optional<double> lower;  ///< one-sided bounds of its share; none where no quality is established
  std::optional<double> upper;
  std::int64_t left_out = 0;       ///< marks, the last of those that were completed with acceptable quality first
  std::int64_t runs_left_out = 0;  ///< which acceptable counts nevertheless
};

struct Picture {
  core::Text title;
  std::variant<DelayTails, Timeline, Levels, Comparison, Shares, Confusion, MissRuns, Costs, Gantt, FloorPicture,
               Sessions>
      body;
};

}  // namespace plantproof::metrics

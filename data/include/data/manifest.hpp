#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/input_error.hpp"
#include "core/provenance.hpp"
#include "core/time.hpp"

namespace plantproof::data {

/// The floor that coverage is judged over: a rectangle with its origin at the least x and y.
struct Area {
  double length_m = 0;  ///< along x, > 0
  double width_m = 0;   ///< along y, > 0
  double origin_x_m = 0;
  double origin_y_m = 0;
};

/// Where a gNB is. It is drawn, and nothing is judged by it.
struct GnbSite {
  std::string name;  ///< as column `cell` of table radio has it
  double x_m = 0;
  double y_m = 0;
  std::optional<double> azimuth_deg;  ///< that its antennas point to, from +x towards +y; none: all around, or unknown
};

/// A part of the area that has a share of coverage of its own. Zones may overlap, and need not fill the area.
struct FloorZone {
  std::string name;
  Area area;
};

/// What stands on the floor in the way of radio: machinery, shelves, the clutter of 3GPP TR 38.901. It is drawn, and
/// nothing is judged by it.
struct FloorObstacle {
  struct Corner {
    double x_m = 0;
    double y_m = 0;
  };
  std::string name;
  std::vector<Corner> corners;  ///< of a polygon, in their order along its edge: 3 to kMostCorners
};

/// What a simulation writes about itself.
struct SimulationNote {
  std::int64_t seed = 0;
  std::string scenario_sha256;
  std::string tool_version;
};

/// How far the clocks behind a table may be off: declared for the difference of any two, or for each clock by itself.
struct ClockUncertainty {
  struct Clock {
    core::Nanoseconds uncertainty{0};
    core::Position where;
  };
  std::optional<core::Nanoseconds> of_difference;
  std::map<std::string, Clock> of_clock;             ///< by the end of a flow that reads it; of the table messages only
  std::optional<core::Nanoseconds> of_other_clocks;  ///< `default`: of the ends that are not named
};

inline constexpr std::size_t kMostSites = 200;  ///< gNBs, zones, and obstacles, of an evidence directory
inline constexpr std::size_t kMostCorners = 20;

/// `evidence.yaml`: what the tables cannot say of themselves.
struct Manifest {
  core::Provenance provenance;  ///< scenario, origin, what was agreed, sources; tables, sealed and what was found of
                                ///< the planned rows are filled in by Evidence
  std::string measured_by;      ///< who measured, by organisation and name: one line; empty: nobody says
  std::optional<Area> area;
  std::vector<GnbSite> gnbs;                                  ///< at most kMostSites, each name once
  std::vector<FloorZone> zones;                               ///< likewise
  std::vector<FloorObstacle> obstacles;                       ///< likewise
  std::map<std::string, ClockUncertainty> clock_uncertainty;  ///< by table name; a table not named has none declared
  std::map<std::string, std::string> files;  ///< path relative to the directory -> SHA-256; empty: unsealed
  std::optional<SimulationNote> simulation;
};

inline constexpr std::string_view kManifestName = "evidence.yaml";
inline constexpr std::string_view kManifestSchema = "plantproof-evidence/1";
/// What `source` may be, in the order of core::Origin.
const std::vector<std::string>& origin_names();

/// Reads the text of an evidence.yaml. Whatever is wrong is added to `errors` under the name `file`.
Manifest parse_manifest(const std::string& file, std::string_view text, core::InputErrors& errors);

/// The text of an evidence.yaml: parse_manifest() of it gives the same manifest, and equal manifests give equal bytes.
std::string write_manifest(const Manifest& manifest);

}  // namespace plantproof::data

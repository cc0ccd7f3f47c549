#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/text.hpp"
#include "metrics/motion.hpp"
#include "metrics/picture.hpp"
#include "metrics/recording.hpp"
#include "metrics/stops.hpp"
#include "validators/assess.hpp"

// The report that people look at: a verdict with pictures of its evidence.
namespace plantproof::report {

/// A KPI and what its evidence looks like.
struct Illustrated {
  const metrics::Kpi* kpi = nullptr;
  std::vector<metrics::Picture> pictures;
};

/// A rectangle on the floor, its corner at the least x and y.
struct FloorArea {
  double x_m = 0;
  double y_m = 0;
  double length_m = 0;  ///< along x
  double width_m = 0;   ///< along y
};

/// What stands in the hall, whatever was measured there.
struct Hall {
  FloorArea area;
  struct Clutter {
    double density_ratio = 0;
    double height_m = 0;
    double size_m = 0;
  };
  std::optional<Clutter> clutter;  ///< as a simulation has it: spread over the floor, no thing of it has a place
  struct Obstacle {
    std::string name;
    std::vector<metrics::PathPoint> corners;  ///< of a polygon, along its edge
  };
  std::vector<Obstacle> obstacles;  ///< things of the clutter that have a place
  struct Gnb {
    std::string name;
    metrics::PathPoint at;
    std::optional<double> azimuth_deg;  ///< from +x towards +y; none: all around, or unknown
  };
  std::vector<Gnb> gnbs;
  struct Zone {
    std::string name;
    FloorArea area;
  };
  std::vector<Zone> zones;
  struct Place {
    std::string name;
    metrics::PathPoint at;
  };
  std::vector<Place> places;  ///< stations, machines, doors, parking
  struct Image {
    std::string uri;  ///< a data: URI
    FloorArea area;
  };
  std::optional<Image> image;  ///< a drawing of the floor to lie under all others
};

/// The bytes of a file as a data: URI (RFC 2397, base64 of RFC 4648).
std::string data_uri(std::string_view media_type, std::string_view bytes);

/// Everything that a report draws.
struct ReportContent {
  const validators::Assessment* assessment = nullptr;
  std::vector<Illustrated> kpis;  ///< those that the scenario's clauses and observations speak of, each once
  std::optional<Hall> hall;       ///< none: nobody says what the floor is
  /// The hall in motion, or why there is none; nothing where none is to be expected.
  std::optional<std::variant<metrics::Motion, core::Text>> motion;
  std::optional<metrics::Stops> stops = {};  ///< none: nobody knows where vehicles were on missions
  metrics::Recording recording;
  std::string tool_version;
  std::string command;  ///< that makes the same report from the same evidence
};

/// The KPIs that a verdict speaks of, in its order, each once.
std::vector<const metrics::Kpi*> kpis_of(const validators::Assessment& assessment);

/// The content as JSON, schema plantproof-report/1 (docs/schema/report.schema.json), on one line with a line end. Its
/// size is bounded whatever the size of the evidence: lists and texts beyond a fixed length are cut, and `left_out`
/// says where and by how much. Equal contents give equal bytes.
std::string report_json(const ReportContent& content);

/// The page with a report's JSON in it: one HTML file that needs nothing else. Nothing in the JSON can end the element
/// it stands in.
std::string html(std::string_view report_json, core::Language language);

/// A report's page that asks `url` every second whether the evidence is still in `state`, and draws itself anew when it
/// is not. The answer is JSON: `state`, and whether the report is `provisional`.
std::string following(std::string page, const std::string& url, const std::string& state);

/// The page as it is to be printed: with contents, where each heading stands with the page that `pages` gives for its
/// id, "part-1" and so on in their order; without a number where it gives none.
std::string with_contents(std::string page, const std::map<std::string, int>& pages);

}  // namespace plantproof::report

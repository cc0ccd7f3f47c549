#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "plants/gpus.hpp"
#include "visual_inspection/classifier.hpp"
#include "visual_inspection/item.hpp"
#include "visual_inspection/jury.hpp"
#include "visual_inspection/note.hpp"

namespace plantproof::plants::inspection {

/// Judges the images of all lines, and tells the gates what they say of each item.
class EdgeServer {
 public:
  /// Both outlive the server.
  EdgeServer(Plant& plant, const scenarios::VisualInspection& parameters);

  /// A line's images will come, and its orders and results go there. The items outlive the server.
  void serve(const Items& items, network::FlowId orders, network::FlowId results);
  /// An image of the line has come.
  void receive(const std::string& line, const Note& image);

 private:
  /// What it knows of an item.
  struct Case {
    Jury jury;
    std::int64_t images = 0;      ///< that have come
    std::int64_t coarseness = 0;  ///< of the last of them
    bool is_closed = false;       ///< decided, or too late to
  };
  struct Line {
    const Items& items;
    network::FlowId orders;
    network::FlowId results;
    std::uint64_t seed;  ///< of what turns images
    std::map<std::int64_t, Case> cases{};
    std::int64_t coarseness = 0;  ///< what it has told the camera last
    std::int64_t calm = 0;        ///< items in a row that came fast
  };

  [[nodiscard]] data::Judgement judgement_of(const Line& line, const Note& image) const;
  void judge(Line& line, const Note& image);
  void decide(Line& line, std::int64_t item);
  /// There is no more time to wait for images.
  void close(Line& line, std::int64_t item);
  /// The first images of an item, of that coarseness, have come, or have not in time.
  void adapt(Line& line, std::int64_t item, std::int64_t coarseness);
  void order(Line& line, std::int64_t item, std::int64_t more_images);

  Plant& plant_;
  const scenarios::VisualInspection& parameters_;
  Classifier classifier_;
  Gpus gpus_;
  std::map<std::string, Line> lines_;
};

}  // namespace plantproof::plants::inspection

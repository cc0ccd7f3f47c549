#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <string>

#include "core/random.hpp"
#include "plants/plant.hpp"
#include "scenarios/line_coordination.hpp"

namespace plantproof::plants::line {

/// A station of a line: units wait in front of it, one is worked on at a time, and blocks it until it has left. When
/// the last of a product has left it is changed over for the next. It fails now and then, after so much work.
class Station {
 public:
  using Unit = std::int64_t;  ///< number of a unit, from 0: units pass in that order

  /// What it needs of the line.
  struct Line {
    std::function<void()> took_one;                          ///< of the units that wait: there is room
    std::function<void(Unit)> finished;                      ///< a unit wants to leave: leave() when it has
    std::function<void(std::function<void()>)> load_recipe;  ///< calls back when the controller has it
  };

  Station(const scenarios::LineStation& station, const scenarios::LineCoordination& parameters, Plant& plant,
          Line line);
  Station(const Station&) = delete;
  Station& operator=(const Station&) = delete;

  [[nodiscard]] const std::string& name() const { return station_.name.value; }
  /// For one more unit among those that wait.
  [[nodiscard]] bool has_room() const;
  void come(Unit unit);
  void leave();

 private:
  void take();
  void change_over(std::int64_t product);
  void become_free();
  /// How long the work on a unit takes, the repair of what fails meanwhile included.
  core::Nanoseconds draw_work();

  const scenarios::LineStation& station_;
  const scenarios::LineCoordination& parameters_;
  Plant& plant_;
  Line line_;
  core::Draws work_draws_;
  core::Draws failure_draws_;
  double work_to_failure_s_;
  std::deque<Unit> waiting_;
  std::int64_t product_ = 0;  ///< that it is set up for
  Unit unit_ = 0;             ///< on the machine
  bool is_occupied_ = false;
};

}  // namespace plantproof::plants::line

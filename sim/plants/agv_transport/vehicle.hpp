#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "agv_transport/battery.hpp"
#include "agv_transport/letters.hpp"
#include "agv_transport/motion.hpp"
#include "agv_transport/roads.hpp"
#include "core/time.hpp"
#include "plants/plant.hpp"
#include "plants/timer.hpp"
#include "scenarios/agv_transport.hpp"

namespace plantproof::plants::agv {

/// A vehicle on the floor: it drives where its order's base lets it, loads, unloads and charges, says how far it is,
/// and stops when it hears nothing.
class Vehicle {
 public:
  /// It stands in the bay of that node. Every pointer and reference outlives it.
  Vehicle(std::string name, const scenarios::AgvTransport& plant, const Roads& roads, Plant& in, std::size_t bay,
          double charge_ratio);
  Vehicle(const Vehicle&) = delete;
  Vehicle& operator=(const Vehicle&) = delete;

  /// It begins to say how it is, and to listen.
  void start(Line& line);
  void hear(const Order& order);
  void hear_heartbeat();

  /// A person is at the vehicle that is cut off and leads it at a walk, until it hears again for as long as a restart
  /// takes, or has to wait for others for so long that another person would be called; then `can_go` is called.
  void lead(std::function<void()> can_go);
  /// A person takes it off the road, where it is out of service, or has put it back.
  void set_aside(bool is_aside);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] Point place() const;
  [[nodiscard]] bool is_cut_off() const { return hearing_ == Hearing::Nothing; }
  [[nodiscard]] double distance_m() const { return driven_m_ + place_now(); }
  /// How long it has stood cut off, or beside the road.
  [[nodiscard]] core::Nanoseconds time_out() const;
  /// What it has taken from its battery until now.
  [[nodiscard]] double energy_kwh();

 private:
  enum class Hearing { Others, Little, Nothing };
  enum class Doing { Driving, Working, Charging };

  void lay_route();
  void settle();
  void drive();
  void reach();
  void work();
  void tell();
  void tell_periodically();
  void listen();
  void watch();
  void restart();
  void stop_waiting();
  void let_person_go();
  void note_time_out();
  [[nodiscard]] bool is_out() const { return is_aside_ || is_cut_off(); }
  [[nodiscard]] bool wants_more() const;
  [[nodiscard]] double top_mps() const;
  [[nodiscard]] double stop_m() const;
  [[nodiscard]] double ask_m() const;
  [[nodiscard]] double next_mark_m() const;
  [[nodiscard]] double place_now() const;
  [[nodiscard]] Point point_at(double place_m) const;

  std::string name_;
  const scenarios::AgvTransport& plant_;
  const Roads& roads_;
  Plant& in_;
  Line* line_ = nullptr;

  Order order_;
  std::vector<double> begin_m_;  ///< where each section of the route begins, and where the last ends
  std::vector<SpeedLimit> bends_;
  std::size_t bay_;
  std::size_t passed_ = 0;
  std::size_t asked_with_base_ = 0;  ///< it has asked for more than this base
  bool has_asked_ = false;
  std::optional<core::Instant> done_at_;

  double place_m_ = 0;  ///< of its middle, on the route
  double speed_mps_ = 0;
  std::optional<Stretch> stretch_;
  core::Instant settled_;  ///< place, speed and battery are of that time
  core::Instant stretch_began_;
  Timer stretch_ends_;
  Doing doing_ = Doing::Driving;
  double driven_m_ = 0;  ///< on routes before
  Battery battery_;

  Hearing hearing_;
  core::Instant last_heard_;
  bool is_watching_ = false;
  bool is_restarting_ = false;
  Timer restarts_;
  std::function<void()> can_go_;  ///< of the person who leads it
  bool is_waiting_ = false;       ///< so does that person
  Timer patience_;                ///< his
  bool is_aside_ = false;
  std::optional<core::Instant> out_since_;
  core::Nanoseconds time_out_{0};
  std::uint64_t states_ = 0;
};

}  // namespace plantproof::plants::agv

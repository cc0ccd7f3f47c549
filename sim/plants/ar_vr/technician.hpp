#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "ar_vr/headset.hpp"
#include "ar_vr/stream.hpp"
#include "ar_vr/walker.hpp"

namespace plantproof::plants::xr {

inline constexpr const char* kExperts = "expert-desk";

/// A technician with a headset, and whichever expert guides him: his camera goes up, what the expert says and draws
/// comes down. Each stream carries which rate of the other its receiver wants.
class Technician {
 public:
  /// Opens his flows. Parameters and plant outlive him, and so does he the simulation's events.
  Technician(Plant& plant, const scenarios::ArVr& parameters, const std::string& name);
  Technician(const Technician&) = delete;
  Technician& operator=(const Technician&) = delete;

  [[nodiscard]] static data::Flow camera_flow(const std::string& name);
  [[nodiscard]] static data::Flow talk_flow(const std::string& name);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] Walker& walker() { return walker_; }

  /// Is guided, from now on, until the guidance is over or one of the two has had enough of it: then `ended` is called.
  /// Of a session's name follows what is drawn for it.
  void be_guided(const std::string& session, double tolerated_ratio, double tolerated_ratio_of_expert,
                 std::function<void(const Outcome&)> ended);

 private:
  struct Guidance {
    std::unique_ptr<Stream> camera;
    std::unique_ptr<Stream> talk;
  };
  void end(bool is_completed);

  Plant& plant_;
  const scenarios::ArVr& parameters_;
  std::string name_;
  network::FlowId camera_{};
  network::FlowId talk_{};
  Walker walker_;
  Timer guidance_;
  std::vector<Guidance> sessions_;  ///< the last is the one that is on, or was
  bool is_guided_ = false;
  std::function<void(const Outcome&)> ended_;
};

}  // namespace plantproof::plants::xr

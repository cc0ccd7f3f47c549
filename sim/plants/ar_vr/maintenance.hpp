#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "ar_vr/calendar.hpp"
#include "ar_vr/technician.hpp"

namespace plantproof::plants::xr {

/// Machines fail, technicians walk to them, experts guide them from elsewhere. A call waits for a technician and an
/// expert who is at work, until the plant helps itself. Each session is two rows of `sessions`.
class Maintenance {
 public:
  /// All outlive it, and so does it the simulation's events.
  Maintenance(Plant& plant, const scenarios::ArVr& parameters, Calendar& calendar, std::vector<data::Session>& rows);
  Maintenance(const Maintenance&) = delete;
  Maintenance& operator=(const Maintenance&) = delete;

 private:
  struct Call {
    std::int64_t number = 0;
    double x_m = 0;
    double y_m = 0;
    core::Instant waits_since;
    std::int64_t attempts = 0;
  };
  struct Expert {
    const scenarios::ArVr::Expert* hours = nullptr;
    std::string name;
    bool is_busy = false;
  };
  struct Post {
    std::unique_ptr<Technician> technician;
    bool is_busy = false;
  };
  void expect_calls();
  /// Brings together calls, technicians and experts as long as there are some of each.
  void assign();
  void begin(const Call& call, Post& post, Expert& expert);
  void guide(const Call& call, Post& post, Expert& expert, core::Nanoseconds case_takes);
  [[nodiscard]] bool is_at_work(const Expert& expert) const;

  Plant& plant_;
  const scenarios::ArVr& parameters_;
  Calendar& calendar_;
  std::vector<data::Session>& rows_;
  std::vector<Post> posts_;
  std::vector<Expert> experts_;
  std::deque<Call> waiting_;
};

[[nodiscard]] std::string technician_name(std::int64_t index);

}  // namespace plantproof::plants::xr

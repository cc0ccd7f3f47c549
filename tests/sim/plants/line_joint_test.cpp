#include <optional>

#include <gtest/gtest.h>

#include "line_coordination/joint.hpp"
#include "network/wired.hpp"

namespace plantproof::plants::line {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr core::Nanoseconds kStart = seconds(2);

/// How long a unit that is offered takes to arrive, whose taker has room after that time; nothing when it is not there
/// after a minute.
std::optional<core::Nanoseconds> handed_over(core::Nanoseconds room_after, core::Nanoseconds one_way) {
  scenarios::UnitTransfer transfer;
  transfer.duration_s.value = 1;
  transfer.answer_timeout_ms.value = 100;
  transfer.status_period_ms.value = 100;
  transfer.status_timeout_ms.value = 300;
  transfer.restart_s.value = 5;
  transfer.reset_s.value = 10;
  network::Simulation simulation(1);
  network::Wired wired;
  wired.ethernet.switch_delay = one_way;
  wired.devices = {{"giver", {}}, {"taker", {}}};
  network::Network network = network::build_wired(wired, simulation);
  network::Messaging messaging(simulation, network);
  data::Tables tables;
  Plant plant{simulation, &network, &messaging, seconds(60), 1, tables};
  simulation.run_until(core::Instant(kStart));
  Joint::Flows flows;
  flows.forward.flow = "forward";
  flows.forward.source = flows.backward.destination = "giver";
  flows.backward.flow = "backward";
  flows.backward.source = flows.forward.destination = "taker";
  const Controller giver(scenarios::LineController(), "giver", plant);
  const Controller taker(scenarios::LineController(), "taker", plant);
  bool has_room = false;
  std::optional<core::Nanoseconds> arrived;
  Joint joint(transfer, flows, {giver, taker}, plant,
              {[&] { return has_room; }, [] {}, [&] { arrived = simulation.now() - core::Instant(kStart); }});
  joint.offer();
  simulation.after(room_after, [&] {
    has_room = true;
    joint.has_room_again();
  });
  simulation.run_until(core::Instant(kStart + seconds(60)));
  return arrived;
}

TEST(Joint, HandsAUnitOverWhenTheTakerHasRoom) {
  const auto at_once = handed_over(milliseconds(0), milliseconds(1));
  ASSERT_TRUE(at_once);
  EXPECT_NEAR(core::in_seconds(*at_once), 1, 0.05) << "the way takes 1 s";
  const auto later = handed_over(seconds(7), milliseconds(1));
  ASSERT_TRUE(later);
  EXPECT_NEAR(core::in_seconds(*later), 8, 0.05);
}

// With 60 ms each way the refusal of a request comes after the request was repeated. When room comes just before the
// second one, it is accepted, but the giver hears the refusal first, and waits to be called.
TEST(Joint, IsNeverLeftStandingWheneverRoomComes) {
  for (int ms = 0; ms < 500; ++ms) {
    const auto arrived = handed_over(milliseconds(ms), milliseconds(60));
    ASSERT_TRUE(arrived) << ms << " ms";
    EXPECT_LT(core::in_seconds(*arrived), 3) << ms << " ms";
  }
}

}  // namespace
}  // namespace plantproof::plants::line

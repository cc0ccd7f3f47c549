// A line of four stages whose controllers shake hands over 5G; each flow is captured for twenty seconds a day, its two
// ends synchronised by PTP. In `fail` the unloading robot stands behind the press: when the slide is down, messages are
// sent to it again and again (acknowledged mode), so that none is lost, but some are late.
#include "story.hpp"

namespace plantproof::samples {
namespace {

using data::Access;

void list_devices(Tables& tables) {
  auto& devices = tables.emplace<data::Device>();
  for (const std::string stage : {"stamping", "welding", "assembly", "packing"}) {
    for (const std::string kind : {"plc", "robot", "drive"})
      devices.push_back({fmt::format("{}-{}", stage, kind), stage, Access::Nr});
    devices.push_back({stage + "-scanner", stage, Access::Wifi});
    devices.push_back({stage + "-safety", stage, Access::Wired});
  }
}

struct Link {
  std::string flow;
  std::string source;
  std::string destination;
  double blocked_share = 0;
};

/// The delay of a message that is not lost.
double delay_ms(double blocked_share, Random& random) {
  constexpr double kCoreAndEdgeMs = 2.2;
  constexpr double kSlotWaitMs = 2.5;
  constexpr double kRetransmissionShare = 0.1;
  constexpr double kRetransmissionMs = 2;
  double delay = kCoreAndEdgeMs + random.uniform(0, kSlotWaitMs);
  delay += random.exponential(0.35);
  if (random.chance(kRetransmissionShare)) delay += kRetransmissionMs;
  if (random.chance(blocked_share)) delay += random.uniform(5, 16);
  return delay;
}

void send(Tables& tables, const Link& link, bool acknowledged, Random& random) {
  constexpr int kMessages = 400;
  constexpr double kLossShare = 0.002;
  const Nanoseconds period = std::chrono::milliseconds(50);
  tables.emplace<data::Flow>().push_back({link.flow, link.source, link.destination, data::FlowKind::OneWay, period,
                                          std::chrono::milliseconds(10), period});
  for (int i = 0; i < kMessages; ++i) {
    data::Message message{link.flow, i, time_of_day(10) + i * period + milliseconds(random.uniform(0, 0.2)), {}, 64};
    if (acknowledged || !random.chance(kLossShare))
      message.received = message.sent + milliseconds(delay_ms(link.blocked_share, random));
    tables.emplace<data::Message>().push_back(message);
  }
}

}  // namespace

data::Evidence line_coordination(Outcome outcome) {
  const bool behind_the_press = outcome == Outcome::Fail;
  const std::vector<Link> links = {{"press-unload", "stamping-plc", "stamping-robot", behind_the_press ? 0.08 : 0},
                                   {"unload-weld", "stamping-robot", "welding-plc"},
                                   {"weld-assemble", "welding-plc", "assembly-plc"},
                                   {"assemble-pack", "assembly-plc", "packing-plc"}};
  Random random(9);
  auto baseline = five_days([&](int, Tables& tables) {
    work_two_shifts(tables, {"packing", 150, 60, 0.02, 48}, random);
  });
  auto pilot = five_days([&](int, Tables& tables) {
    work_two_shifts(tables, {"packing", 150, 22, 0.02, 48}, random);
    list_devices(tables);
    for (const Link& link : links) send(tables, link, behind_the_press, random);
  });
  data::Manifest manifest = manifest_of("line-coordination");
  manifest.clock_uncertainty["messages"].of_difference = std::chrono::microseconds(1);
  return {std::move(manifest), std::move(baseline), std::move(pilot)};
}

}  // namespace plantproof::samples

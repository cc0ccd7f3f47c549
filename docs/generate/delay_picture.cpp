#include "delay_picture.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "drawing.hpp"
#include "ran/hall_propagation.hpp"
#include "ran/radio_network.hpp"

namespace plantproof::docs {
namespace {

using core::Nanoseconds;
using nr::Direction;

constexpr int kDevices = 60;
constexpr Nanoseconds kPeriod{10'000'000};
constexpr Nanoseconds kStart{1'000'000'000};
constexpr int kMessages = 2000;  // of a device and direction

constexpr int kLeft = 74;
constexpr int kTop = 78;
constexpr int kWidth = 720;
constexpr int kHeight = 380;
constexpr int kMostMs = 12;
constexpr int kDecades = 4;  // down to 10^-4

double x_of(double ms) {
  return kLeft + ms / kMostMs * kWidth;
}
double y_of(double share) {
  return kTop - std::log10(share) / kDecades * kHeight;
}

ran::CarrierParameters carrier() {
  core::InputErrors errors;
  ran::CarrierParameters carrier;
  carrier.pattern = nr::SlotPattern::tdd({"DDDSU", {}, "10:2:2", {}}, nr::SubcarrierSpacing::Khz30, errors).value();
  carrier.blocks = 273;
  carrier.downlink = {nr::MappingType::A, 13, 1, true};
  carrier.uplink = {nr::MappingType::A, 14, 0, true};
  carrier.uplink_control_blocks = 4;
  return carrier;
}

/// One way of sending, by all devices at once.
class Exchange : public ran::Listener {
 public:
  Exchange(Direction direction, bool is_configured)
      : direction_(direction),
        propagation_(simulated_hall(ran::group_width(carrier())), {4, 4, 4},
                     std::vector<ran::HallPropagation::DeviceEnd>(kDevices)),
        radio_(carrier(), {ran::QosFlow{}}, propagation_, *this, 1) {
    for (std::size_t i = 0; i < kBaseStations.size(); ++i) radio_.add_cell({});
    for (int i = 0; i < kDevices; ++i) {
      ran::DeviceParameters device;
      device.scheduling_request_period = 5;
      if (is_configured) device.configured_grants = {{6, Nanoseconds{2'500'000}, Nanoseconds{0}}};
      const int row = i / 10;
      const channel::Place place{4.0 + 112.0 * (i % 10) / 9, 4.0 + 52.0 * row / 5, 1.5};
      radio_.add_device(device, {place, 0, 0, 0, Nanoseconds{0}});
    }
  }

  std::vector<double> delays_ms() {
    for (int message = 0; message < kMessages; ++message) {
      for (std::uint32_t device = 0; device < kDevices; ++device) {
        // No phase of the slot pattern is preferred: the devices' clocks are all a little fast.
        const Nanoseconds sent = kStart + (kPeriod - Nanoseconds{1777}) * message + kPeriod * device / kDevices;
        run(sent);
        radio_.send(direction_, ran::DeviceId{device}, {sent_.size(), 100, 0}, sent);
        sent_.push_back(sent);
      }
    }
    run(sent_.back() + kStart);
    std::sort(delays_ms_.begin(), delays_ms_.end());
    return std::move(delays_ms_);
  }

  void delivered(Direction, ran::DeviceId, const ran::Packet& packet, Nanoseconds time) override {
    delays_ms_.push_back(core::in_milliseconds(time - sent_[packet.id]));
  }
  void lost(Direction, ran::DeviceId, const ran::Packet&, Nanoseconds) override {}

 private:
  void run(Nanoseconds until) {
    for (auto next = radio_.next(); next && *next <= until; next = radio_.next()) radio_.advance(*next);
  }

  Direction direction_;
  ran::HallPropagation propagation_;
  ran::RadioNetwork radio_;
  std::vector<Nanoseconds> sent_;
  std::vector<double> delays_ms_;
};

std::string curve(const Delays& delays) {
  std::string path;
  for (int step = 0; step <= kWidth; ++step) {
    const double ms = static_cast<double>(step) * kMostMs / kWidth;
    const auto in_time = std::upper_bound(delays.ms.begin(), delays.ms.end(), ms) - delays.ms.begin();
    const double later = 1 - static_cast<double>(in_time) / static_cast<double>(delays.sent);
    if (later < std::pow(10.0, -kDecades)) break;
    fmt::format_to(std::back_inserter(path), "{}{} {:.1f}", step == 0 ? "M" : "L", x_of(ms), y_of(later));
  }
  return path;
}

}  // namespace

std::vector<Delays> measure_delays() {
  struct Way {
    core::Text name;
    Direction direction = Direction::Downlink;
    bool is_configured = false;
  };
  const std::array<Way, 3> ways{
      Way{{"下行", "downlink"}, Direction::Downlink, false},
      Way{{"上行，调度请求", "uplink, scheduling request"}, Direction::Uplink, false},
      Way{{"上行，每 2.5 ms 配置授权", "uplink, configured grant each 2.5 ms"}, Direction::Uplink, true}};
  std::vector<Delays> all;
  for (const Way& way : ways) {
    all.push_back({way.name, Exchange(way.direction, way.is_configured).delays_ms(),
                   static_cast<std::size_t>(kDevices) * kMessages});
  }
  return all;
}

std::string delays_svg(const std::vector<Delays>& delays, core::Language language) {
  const core::Text title{"单向时延：晚于横轴的消息所占份额", "One-way delay: the share of messages that come later"};
  const core::Text subtitle{
      "覆盖图中的厂房，DDDSU 10:2:2，30 kHz，60 台设备，每 10 ms 100 字节；只含无线，不含核心网",
      "The hall of the coverage map, DDDSU 10:2:2 at 30 kHz, 60 devices, 100 bytes each 10 ms; radio only, no core"};
  const core::Text axis{"时延 / ms", "delay / ms"};
  constexpr std::array<std::string_view, 3> kColours{"#2d788e", "#c2571a", "#5b8c2a"};
  std::string svg = drawing(kLeft + kWidth + 40, kTop + kHeight + 60, kLeft, title.in(language), subtitle.in(language));
  for (int decade = 0; decade <= kDecades; ++decade) {
    const double y = y_of(std::pow(10.0, -decade));
    fmt::format_to(std::back_inserter(svg), "<path d=\"M{} {:.1f}h{}\" stroke=\"#ddd\"/>\n", kLeft, y, kWidth);
    svg += text(kLeft - 8, y + 4, " text-anchor=\"end\"", decade == 0 ? "1" : fmt::format("1e-{}", decade));
  }
  for (int ms = 0; ms <= kMostMs; ms += 2) {
    fmt::format_to(std::back_inserter(svg), "<path d=\"M{:.1f} {}v{}\" stroke=\"#ddd\"/>\n", x_of(ms), kTop, kHeight);
    svg += text(x_of(ms), kTop + kHeight + 20, " text-anchor=\"middle\"", fmt::format("{}", ms));
  }
  svg += text(kLeft + kWidth / 2.0, kTop + kHeight + 44, " text-anchor=\"middle\"", axis.in(language));
  for (std::size_t i = 0; i < delays.size(); ++i) {
    fmt::format_to(std::back_inserter(svg), "<path d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"2\"/>\n",
                   curve(delays[i]), kColours[i]);
    const double y = kTop + 24 + 24.0 * static_cast<double>(i);
    const double x = kLeft + kWidth - 260;
    fmt::format_to(std::back_inserter(svg), "<path d=\"M{} {}h28\" stroke=\"{}\" stroke-width=\"3\"/>\n", x, y - 4,
                   kColours[i]);
    svg += text(x + 36, y, "", delays[i].way.in(language));
  }
  return svg + "</svg>\n";
}

}  // namespace plantproof::docs

#include "digital_workshop/letters.hpp"

#include <utility>

namespace plantproof::plants::workshop {
namespace {

constexpr std::int64_t kReceiptBytes = 64;

enum class Kind : std::uint64_t { Letter, Receipt, Status };

constexpr std::uint64_t content_of(Kind kind, std::size_t number) {
  return static_cast<std::uint64_t>(number) << 2U | static_cast<std::uint64_t>(kind);
}

}  // namespace

Letters::Letters(Plant& plant, const scenarios::DigitalWorkshop::Messages& messages, const std::string& device,
                 const std::string& server)
    : plant_(plant), messages_(messages), down_(plant.simulation), up_(plant.simulation) {
  const std::vector<data::Flow> flows = flows_of(device, server);
  constexpr auto kDatagrams = network::Delivery::Datagrams;
  down_.flow = plant.messaging->open(flows[0], kDatagrams,
                                     [this](const network::Arrival& arrival) { came(down_, up_, arrival.content); });
  up_.flow = plant.messaging->open(flows[1], kDatagrams,
                                   [this](const network::Arrival& arrival) { came(up_, down_, arrival.content); });
}

std::vector<data::Flow> Letters::flows_of(const std::string& device, const std::string& server) {
  return {one_way(device + "-orders", server, device), one_way(device + "-reports", device, server)};
}

void Letters::status(Read read) {
  statuses_.push_back(std::move(read));
  plant_.messaging->send(up_.flow, messages_.status_bytes.value, content_of(Kind::Status, statuses_.size() - 1));
}

void Letters::send(Way& way, Read read) {
  way.letters.push_back(std::move(read));
  if (way.receipts + 1 == way.letters.size()) post(way);
}

void Letters::post(Way& way) {
  plant_.messaging->send(way.flow, messages_.letter_bytes.value, content_of(Kind::Letter, way.receipts));
  way.repeat.start(core::of_seconds(messages_.repeat_s.value), [this, &way] { post(way); });
}

/// Something has come this way; `back` is the other.
void Letters::came(Way& way, Way& back, std::uint64_t content) {
  const auto number = static_cast<std::size_t>(content >> 2U);
  switch (static_cast<Kind>(content & 3U)) {
    case Kind::Status:
      std::exchange(statuses_[number], nullptr)();
      return;
    case Kind::Letter:
      plant_.messaging->send(back.flow, kReceiptBytes, content_of(Kind::Receipt, number));
      if (number == way.read) std::exchange(way.letters[way.read++], nullptr)();
      return;
    case Kind::Receipt:
      if (number != back.receipts) return;
      back.repeat.stop();
      if (++back.receipts < back.letters.size()) post(back);
  }
}

}  // namespace plantproof::plants::workshop

#include "digital_workshop/files.hpp"

#include <algorithm>
#include <utility>

namespace plantproof::plants::workshop {
namespace {

/// A block by its file and its place in it, as a message's content says it.
constexpr std::uint64_t content_of(std::size_t file, std::int64_t block) {
  return static_cast<std::uint64_t>(file) << 32U | static_cast<std::uint64_t>(block);
}

}  // namespace

FileClient::FileClient(Plant& plant, const scenarios::DigitalWorkshop::Files& files, const std::string& device)
    : plant_(plant), files_(files), timeout_(plant.simulation) {
  const std::vector<data::Flow> flows = flows_of(device);
  constexpr auto kDatagrams = network::Delivery::Datagrams;
  requests_ =
      plant.messaging->open(flows[0], kDatagrams, [this](const network::Arrival& arrival) { answer(arrival.content); });
  blocks_ =
      plant.messaging->open(flows[1], kDatagrams, [this](const network::Arrival& arrival) { came(arrival.content); });
}

std::vector<data::Flow> FileClient::flows_of(const std::string& device) {
  return {one_way(device + "-requests", device, kFileServer), one_way(device + "-blocks", kFileServer, device)};
}

void FileClient::fetch(std::int64_t bytes, std::function<void()> done) {
  wanted_.push_back({bytes, std::move(done)});
  if (file_ + 1 == wanted_.size()) ask();
}

std::int64_t FileClient::blocks_of(const File& file) const {
  const std::int64_t size = files_.block_bytes.value;
  return std::max<std::int64_t>(1, (file.bytes + size - 1) / size);
}

void FileClient::ask() {
  plant_.messaging->send(requests_, files_.request_bytes.value, content_of(file_, block_));
  timeout_.start(core::of_seconds(files_.timeout_s.value), [this] {
    ++repeats_;
    ask();
  });
}

/// At the server.
void FileClient::answer(std::uint64_t block) {
  const std::int64_t before = static_cast<std::int64_t>(block & 0xffff'ffffU) * files_.block_bytes.value;
  const std::int64_t left = wanted_[block >> 32U].bytes - before;
  plant_.messaging->send(blocks_, std::min(files_.block_bytes.value, left), block);
}

void FileClient::came(std::uint64_t block) {
  if (file_ == wanted_.size() || block != content_of(file_, block_)) return;
  timeout_.stop();
  if (++block_ < blocks_of(wanted_[file_])) return ask();
  block_ = 0;
  const auto done = std::move(wanted_[file_++].done);
  if (file_ < wanted_.size()) ask();
  done();
}

}  // namespace plantproof::plants::workshop

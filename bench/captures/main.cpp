// How fast captures are read. `generate DIR` makes two capture points' files, `measure DIR` times them; what tshark
// takes for the same packets is measured by peer.sh.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <memory>
#include <queue>
#include <random>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <pcap/pcap.h>

#include "core/input_error.hpp"
#include "format.hpp"

namespace {

namespace data = plantproof::data;

constexpr std::size_t kPayloadBytes = 100;
constexpr std::size_t kFrameBytes = 14 + 20 + 8 + kPayloadBytes;
constexpr std::uint32_t kFlows = 50;
constexpr std::int64_t kStepNs = 20'000;  // 50 devices that send every millisecond
constexpr std::int64_t kBegin = 1'700'000'000'000'000'000;
constexpr double kLossRatio = 0.001;

using Frame = std::array<std::uint8_t, kFrameBytes>;

void put_16(Frame& frame, std::size_t at, std::uint32_t value) {
  frame[at] = static_cast<std::uint8_t>(value >> 8);
  frame[at + 1] = static_cast<std::uint8_t>(value);
}

Frame frame_of(std::uint32_t flow, std::uint64_t sequence) {
  Frame frame{};
  frame[5] = 1;
  frame[11] = 2;
  put_16(frame, 12, 0x0800);
  put_16(frame, 14, 0x4500);
  put_16(frame, 16, kFrameBytes - 14);
  put_16(frame, 18, static_cast<std::uint32_t>(1 + sequence % 65535));
  frame[22] = 64;
  frame[23] = 17;
  frame[26] = frame[30] = 10;
  put_16(frame, 28, flow);
  put_16(frame, 32, 0x0101);
  put_16(frame, 34, 5000);
  put_16(frame, 36, 6000);
  put_16(frame, 38, 8 + kPayloadBytes);
  for (std::size_t i = 0; i < 8; ++i) frame[42 + i] = static_cast<std::uint8_t>(sequence >> (8 * i));
  return frame;
}

class PcapWriter {
 public:
  explicit PcapWriter(const std::filesystem::path& path) : file_(std::fopen(path.c_str(), "wb"), &std::fclose) {
    if (!file_) throw plantproof::core::InputFailure({path.string(), 0, 0}, {"无法写入", "cannot be written"});
    const std::array<std::uint32_t, 6> header = {0xA1B23C4D, 2U | 4U << 16, 0, 0, 65535, 1};
    std::fwrite(header.data(), sizeof(header), 1, file_.get());
  }
  void write(std::int64_t time_ns, const Frame& frame) {
    const std::array<std::uint32_t, 4> header = {static_cast<std::uint32_t>(time_ns / 1'000'000'000),
                                                 static_cast<std::uint32_t>(time_ns % 1'000'000'000), kFrameBytes,
                                                 kFrameBytes};
    std::fwrite(header.data(), sizeof(header), 1, file_.get());
    std::fwrite(frame.data(), frame.size(), 1, file_.get());
  }

 private:
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
};

void generate(const std::filesystem::path& directory, std::int64_t packets) {
  std::filesystem::create_directories(directory);
  PcapWriter first(directory / "first.pcap");
  PcapWriter second(directory / "second.pcap");
  struct Arrival {
    std::int64_t time = 0;
    std::uint32_t flow = 0;
    std::uint64_t sequence = 0;
    bool operator>(const Arrival& other) const { return time > other.time; }
  };
  std::priority_queue<Arrival, std::vector<Arrival>, std::greater<>> under_way;
  std::mt19937_64 random(1);
  std::uniform_real_distribution<double> uniform(0, 1);
  std::exponential_distribution<double> queueing(1 / 2e6);
  const auto arrive = [&](std::int64_t until) {
    while (!under_way.empty() && under_way.top().time <= until) {
      second.write(under_way.top().time, frame_of(under_way.top().flow, under_way.top().sequence));
      under_way.pop();
    }
  };
  for (std::int64_t i = 0; i < packets / 2; ++i) {
    const std::int64_t time = kBegin + i * kStepNs;
    const auto flow = static_cast<std::uint32_t>(i) % kFlows;
    const auto sequence = static_cast<std::uint64_t>(i) / kFlows;
    arrive(time);
    first.write(time, frame_of(flow, sequence));
    if (uniform(random) >= kLossRatio) {
      under_way.push({time + 3'000'000 + static_cast<std::int64_t>(queueing(random)), flow, sequence});
    }
  }
  arrive(std::numeric_limits<std::int64_t>::max());
}

struct Cost {
  double wall_s = 0;
  double cpu_s = 0;
};

template <class Work>
Cost cost_of(Work&& work) {
  const auto begin = std::chrono::steady_clock::now();
  const std::clock_t cpu_begin = std::clock();
  work();
  return {std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count(),
          static_cast<double>(std::clock() - cpu_begin) / CLOCKS_PER_SEC};
}

Cost median(std::vector<Cost> costs) {
  std::sort(costs.begin(), costs.end(), [](const Cost& a, const Cost& b) { return a.cpu_s < b.cpu_s; });
  return costs[costs.size() / 2];
}

std::int64_t count_packets(const std::filesystem::path& path) {
  std::array<char, PCAP_ERRBUF_SIZE> reason{};
  const std::unique_ptr<pcap_t, void (*)(pcap_t*)> file(pcap_open_offline(path.c_str(), reason.data()), &pcap_close);
  if (!file) throw plantproof::core::InputFailure({path.string(), 0, 0}, {reason.data(), reason.data()});
  pcap_pkthdr* header = nullptr;
  const u_char* bytes = nullptr;
  std::int64_t count = 0;
  while (pcap_next_ex(file.get(), &header, &bytes) == 1) ++count;
  return count;
}

plantproof::core::SourceAccount match(const std::filesystem::path& directory) {
  const auto& formats = data::all_formats();
  const auto format = std::find_if(formats.begin(), formats.end(),
                                   [](const data::Format* candidate) { return candidate->name == "pcap_one_way"; });
  data::Tables tables;
  plantproof::core::SourceAccount account;
  plantproof::core::InputErrors errors;
  plantproof::core::InputErrors refusals;
  const plantproof::input::YamlDocument options("options", "flow: f\nreceived: second.pcap\nclock_uncertainty: 1us",
                                                errors);
  const std::filesystem::path path = directory / "first.pcap";
  data::Sink sink(path.string(), tables, account, errors, refusals);
  (*format)->read({path, path.string(), options.root(), nullptr, directory}, sink);
  errors.throw_if_any();
  return account;
}

void measure(const std::filesystem::path& directory, int runs) {
  std::vector<Cost> bare;
  std::vector<Cost> matched;
  std::int64_t packets = 0;
  std::int64_t used = 0;
  for (int run = 0; run < runs; ++run) {
    bare.push_back(
        cost_of([&] { packets = count_packets(directory / "first.pcap") + count_packets(directory / "second.pcap"); }));
    matched.push_back(cost_of([&] { used = match(directory).rows_used; }));
  }
  const auto report = [&](std::string_view what, const Cost& cost) {
    fmt::print("{:<28}{:>8.2f} s CPU{:>8.2f} s{:>8.2f} million packets a second (CPU)\n", what, cost.cpu_s, cost.wall_s,
               static_cast<double>(packets) / 1e6 / cost.cpu_s);
  };
  fmt::print("{} packets, {} of them used, medians of {} runs\n", packets, used, runs);
  report("libpcap, nothing else", median(bare));
  report("matched into messages", median(matched));
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("How fast captures are read");
  app.require_subcommand(1);
  std::string directory;
  std::int64_t packets = 10'000'000;
  int runs = 5;
  CLI::App* const make = app.add_subcommand("generate", "two capture points' files");
  make->add_option("DIR", directory)->required();
  make->add_option("--packets", packets, "of both files together")->check(CLI::PositiveNumber);
  CLI::App* const time = app.add_subcommand("measure", "time what is made of them");
  time->add_option("DIR", directory)->required();
  time->add_option("--runs", runs)->check(CLI::PositiveNumber);
  CLI11_PARSE(app, argc, argv);
  try {
    if (make->parsed()) generate(directory, packets);
    if (time->parsed()) measure(directory, runs);
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 2;
  }
  return 0;
}

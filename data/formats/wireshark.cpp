// The packet list that Wireshark exports as CSV. It knows frames, not messages: the option `pair` says which two frames
// make one.
#include <algorithm>
#include <cctype>
#include <deque>
#include <map>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "core/nearest_name.hpp"
#include "data/csv.hpp"
#include "format.hpp"
#include "input/number.hpp"
#include "source_options.hpp"

namespace plantproof::data {
namespace {

constexpr int kSecondPower = 9;

enum class Pairing { RequestResponse, TwoTaps };

const std::vector<std::string>& pairing_names() {
  static const std::vector<std::string> kNames = {"request_response", "two_taps"};
  return kNames;
}

enum class FrameColumn { Time, Source, Destination, Protocol, Length, Info };

const std::vector<std::string>& column_names() {
  static const std::vector<std::string> kNames = {"Time", "Source", "Destination", "Protocol", "Length", "Info"};
  return kNames;
}

struct Rejection {
  core::Refusal reason = core::Refusal::NotRelevant;
  core::Text what;
};

struct Frame {
  std::size_t line = 0;
  core::Nanoseconds time{0};
  std::string source;
  std::string destination;
  std::string protocol;
  std::string length;
  std::string info;
  std::optional<Rejection> rejection;        ///< set once the frame is known to be of no use
  std::optional<core::Nanoseconds> partner;  ///< of the frame that begins a message: when the one that ends it was seen
  bool begins_message = false;

  [[nodiscard]] bool is_repeated_by(const Frame& other) const {
    const auto identity = [](const Frame& frame) {
      return std::tie(frame.source, frame.destination, frame.protocol, frame.length, frame.info);
    };
    return identity(*this) == identity(other);
  }
};

struct Selection {
  std::optional<std::string> source;
  std::optional<std::string> destination;

  [[nodiscard]] bool has(const std::string& from, const std::string& to) const {
    return (!source || *source == from) && (!destination || *destination == to);
  }
};

std::optional<std::string> text_option(const input::YamlNode& node) {
  return node.exists() ? std::optional(node.text()) : std::nullopt;
}

// Where each of column_names() stands in the header; nothing, after an error each, when one is missing.
std::optional<std::vector<std::size_t>> find_columns(const CsvReader& reader, Sink& sink) {
  const std::vector<std::string> header(reader.cells().begin(), reader.cells().end());
  std::vector<std::size_t> columns;
  for (const std::string& name : column_names()) {
    const auto found = std::find(header.begin(), header.end(), name);
    columns.push_back(static_cast<std::size_t>(found - header.begin()));
    if (found != header.end()) continue;
    const core::Text hint = core::suggestion(name, header);
    sink.fail(
        reader.line(), 0,
        {fmt::format("没有“{}”列；{}", name, hint.zh), fmt::format("there is no column “{}”; {}", name, hint.en)});
  }
  const bool whole = std::find(columns.begin(), columns.end(), header.size()) == columns.end();
  return whole ? std::optional(columns) : std::nullopt;
}

std::vector<Frame> read_frames(CsvReader& reader, const std::vector<std::size_t>& columns, std::size_t width,
                               Sink& sink) {
  std::vector<Frame> frames;
  while (reader.next()) {
    if (reader.problem()) {
      sink.refuse(core::Refusal::Malformed, reader.line(), 0, *reader.problem());
      continue;
    }
    if (reader.cells().size() != width) {
      sink.refuse(core::Refusal::CellCount, reader.line(), 0,
                  {fmt::format("有 {} 个单元格，表头有 {} 个", reader.cells().size(), width),
                   fmt::format("{} cells, the header has {}", reader.cells().size(), width)});
      continue;
    }
    const auto cell = [&](FrameColumn column) { return reader.cells()[columns[static_cast<std::size_t>(column)]]; };
    const auto time = input::parse_scaled(cell(FrameColumn::Time), kSecondPower);
    if (!time || std::chrono::abs(core::Nanoseconds(*time)) > kFarthestTime) {
      sink.refuse(core::Refusal::WrongType, reader.line(), reader.column(columns[0]),
                  {fmt::format("“{}”不是从捕获开始计的秒数", cell(FrameColumn::Time)),
                   fmt::format("“{}” is not seconds since the beginning of the capture", cell(FrameColumn::Time))});
      continue;
    }
    Frame frame;
    frame.line = reader.line();
    frame.time = core::Nanoseconds(*time);
    frame.source = cell(FrameColumn::Source);
    frame.destination = cell(FrameColumn::Destination);
    frame.protocol = cell(FrameColumn::Protocol);
    frame.length = cell(FrameColumn::Length);
    frame.info = cell(FrameColumn::Info);
    frames.push_back(std::move(frame));
  }
  return frames;
}

void select_protocol(std::vector<Frame>& frames, const input::YamlNode& option) {
  if (!option.exists()) return;
  const std::string protocol = option.text();
  std::set<std::string> seen;
  for (Frame& frame : frames) {
    seen.insert(frame.protocol);
    if (frame.protocol == protocol) continue;
    frame.rejection = {core::Refusal::NotRelevant,
                       {fmt::format("协议是 {}，不是 {}", frame.protocol, protocol),
                        fmt::format("its protocol is {}, not {}", frame.protocol, protocol)}};
  }
  if (seen.contains(protocol)) return;
  const core::Text hint = core::suggestion(protocol, std::vector<std::string>(seen.begin(), seen.end()));
  option.reject({fmt::format("文件中没有协议“{}”；{}", protocol, hint.zh),
                 fmt::format("the file has no protocol “{}”; {}", protocol, hint.en)});
}

enum class Role { None, Request, Response };

// Which of the two words comes first decides: a request may mention its response ("no response found"), and the
// reverse.
Role role_of(const std::string& info) {
  std::string lower = info;
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  const std::size_t request = lower.find("request");
  const std::size_t response = lower.find("response");
  if (request == response) return Role::None;
  return request < response ? Role::Request : Role::Response;
}

const Rejection& unselected() {
  static const Rejection kRejection = {
      core::Refusal::NotRelevant,
      {"不在所选的 source 与 destination 之间", "not between the chosen source and destination"}};
  return kRejection;
}

// Answers are taken in the order of the requests, per protocol and pair of addresses.
void pair_requests(std::vector<Frame>& frames, const Selection& selection, core::Nanoseconds within, Sink& sink) {
  using Conversation = std::tuple<std::string, std::string, std::string>;  // protocol, who asks, who answers
  std::map<Conversation, std::deque<Frame*>> waiting;
  std::map<Conversation, const Frame*> latest;  // of either direction, addresses in order
  std::int64_t overlapping = 0;
  for (Frame& frame : frames) {
    if (frame.rejection) continue;
    const Role role = role_of(frame.info);
    if (role == Role::None) {
      frame.rejection = {core::Refusal::NotRelevant, {"既不是请求也不是应答", "neither a request nor a response"}};
      continue;
    }
    const bool asks = role == Role::Request;
    const auto& [asking, answering] =
        asks ? std::tie(frame.source, frame.destination) : std::tie(frame.destination, frame.source);
    if (!selection.has(asking, answering)) {
      frame.rejection = unselected();
      continue;
    }
    const auto [low, high] = std::minmax(asking, answering);
    const Frame*& before = latest[{frame.protocol, low, high}];
    if (before != nullptr && before->is_repeated_by(frame) && frame.time - before->time < within) {
      frame.rejection = {core::Refusal::DuplicateKey,
                         {fmt::format("与第 {} 行是同一帧，在第二个捕获点又见到一次", before->line),
                          fmt::format("the frame of line {} once more, seen at a second tap", before->line)}};
      continue;
    }
    before = &frame;
    auto& queue = waiting[{frame.protocol, asking, answering}];
    if (asks) {
      overlapping += queue.empty() ? 0 : 1;
      frame.begins_message = true;
      queue.push_back(&frame);
    } else if (queue.empty()) {
      frame.rejection = {core::Refusal::Unmatched, {"没有与之对应的请求", "no request for this response"}};
    } else {
      queue.front()->partner = frame.time;
      queue.pop_front();
    }
  }
  if (overlapping > 0) {
    sink.remark(
        {fmt::format("{} 个请求发出时，同一对地址间还有未应答的请求：按顺序配对，若其中有丢失，其后的配对会错位",
                     overlapping),
         fmt::format(
             "{} requests were sent while an earlier one between the same addresses had no response: pairs are made in "
             "order, so where one was lost, those after it are off by one",
             overlapping)});
  }
}

void pair_taps(std::vector<Frame>& frames, const Selection& selection, core::Nanoseconds within, Sink& sink) {
  using Identity = std::tuple<std::string, std::string, std::string, std::string, std::string>;
  std::map<Identity, Frame*> waiting;
  const Rejection alone = {core::Refusal::Unmatched,
                           {"在另一个捕获点没有见到同一帧", "the same frame was not seen at the other tap"}};
  for (Frame& frame : frames) {
    if (frame.rejection) continue;
    if (!selection.has(frame.source, frame.destination)) {
      frame.rejection = unselected();
      continue;
    }
    Frame*& first = waiting[{frame.source, frame.destination, frame.protocol, frame.length, frame.info}];
    if (first != nullptr && frame.time - first->time < within) {
      first->begins_message = true;
      first->partner = frame.time;
      first = nullptr;
      continue;
    }
    if (first != nullptr) first->rejection = alone;
    first = &frame;
  }
  for (const auto& [identity, frame] : waiting) {
    if (frame != nullptr) frame->rejection = alone;
  }
  sink.remark({"同一帧的两次出现配成一条消息；导出文件不说明哪个捕获点在前，只见到一次的帧被拒绝，因此看不出丢失",
               "two sights of a frame are one message; the export does not say which tap saw it first, and a frame "
               "seen once is "
               "refused, so loss cannot be seen"});
}

// Refuses or uses every frame, in the order of the file, and makes the messages. Each pair of addresses is a flow of
// its own.
void add_messages(const std::vector<Frame>& frames, const Flow& flow, bool is_one_relation, Instant start, Sink& sink) {
  std::map<std::string, std::int64_t> sequences;
  for (const Frame& frame : frames) {
    if (frame.rejection) {
      sink.refuse(frame.rejection->reason, frame.line, 0, frame.rejection->what);
      continue;
    }
    sink.use();
    if (!frame.begins_message) continue;
    Flow relation = flow;
    relation.source = frame.source;
    relation.destination = frame.destination;
    if (!is_one_relation) relation.flow += fmt::format(" {}>{}", frame.source, frame.destination);
    sink.add_flow(relation);
    std::optional<Instant> received;
    if (frame.partner) received = start + *frame.partner;
    sink.add(Message{relation.flow, sequences[relation.flow]++, start + frame.time, received, std::nullopt});
  }
}

void read(const Source& source, Sink& sink) {
  const input::YamlNode& options = source.options;
  const auto pairing = static_cast<Pairing>(options.required("pair").choice(pairing_names()));
  const Selection selection{text_option(options.optional("source")), text_option(options.optional("destination"))};
  const input::YamlNode protocol = options.optional("protocol");
  const core::Nanoseconds within =
      duration_option(options.optional("within"), std::chrono::milliseconds(1), std::chrono::seconds(60));
  const input::YamlNode start = options.optional("start");
  const Instant start_time = instant_option(start, source.zone);
  const Flow flow = flow_option(options, pairing == Pairing::TwoTaps ? FlowKind::OneWay : FlowKind::RoundTrip, "", "");

  CsvReader reader(source.path, {});
  if (!reader.next()) {
    sink.fail(0, 0, {"文件为空", "the file is empty"});
    return;
  }
  const auto columns = find_columns(reader, sink);
  if (!columns) return;
  std::vector<Frame> frames = read_frames(reader, *columns, reader.cells().size(), sink);
  select_protocol(frames, protocol);
  if (pairing == Pairing::TwoTaps) {
    pair_taps(frames, selection, within, sink);
  } else {
    pair_requests(frames, selection, within, sink);
  }
  add_messages(frames, flow, selection.source && selection.destination, start_time, sink);
  if (!start.exists()) {
    sink.remark({"Time 从捕获开始计，未给 start：时刻从 0 开始",
                 "Time counts from the beginning of the capture and no start was given: times begin at 0"});
  }
}

}  // namespace

const Format& wireshark_format();
const Format& wireshark_format() {
  static const Format kFormat = {
      "wireshark",
      {"Wireshark 分组列表的 CSV 导出：两帧配成一条消息",
       "a packet list exported from Wireshark as CSV: two frames make a message"},
      {{"flow",
        {"流的名称，必填；未同时给出 source 与 destination 时，每对地址是一条流，名称后加地址",
         "name of the flow; required. Unless both source and destination are given, each pair of addresses is a flow, "
         "with the "
         "addresses behind the name"}},
       {"pair",
        {"request_response（请求与应答配成往返消息）或 two_taps（同一帧在两个捕获点的出现配成单向消息），必填",
         "request_response (a request and its response are a round-trip message) or two_taps (a frame seen at two taps "
         "is a "
         "one-way message); required"}},
       {"source", {"只取此地址发出的消息", "only messages from this address"}},
       {"destination", {"只取发往此地址的消息", "only messages to this address"}},
       {"protocol", {"只取此协议 (Protocol) 的帧", "only frames of this protocol"}},
       {"within",
        {"同一帧的两次出现相隔少于此，例如 1ms（缺省）；0s 表示从不合并",
         "two sights of one frame are less than this apart, such as 1ms (unless given); 0s never joins any"}},
       {"start", {"捕获开始的时刻 (ISO 8601)；缺省为 0", "when the capture began (ISO 8601); 0 unless given"}}},
      read};
  return kFormat;
}

}  // namespace plantproof::data

#include "capture_file.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <string_view>
#include <system_error>
#include <vector>

#include <fmt/format.h>
#include <pcap/pcap.h>
#include <stdio_ext.h>

#include "core/input_error.hpp"
#include "input/byte_stream.hpp"
#include "packet.hpp"

namespace plantproof::data::capture {
namespace {

constexpr std::size_t kBufferBytes = 1U << 17;  // of two files, within the cache of a core
constexpr std::int64_t kNanosecondsPerSecond = 1'000'000'000;
constexpr std::int64_t kFarthestSecond = 4'000'000'000;

std::string system_reason() {
  return std::error_code(errno, std::generic_category()).message();
}

/// A compressed capture, as stdio and so libpcap can read it.
struct Unpacked {
  explicit Unpacked(const std::filesystem::path& path) : stream(path) {}

  static ssize_t read(void* cookie, char* buffer, std::size_t size) {
    auto& self = *static_cast<Unpacked*>(cookie);
    try {
      return static_cast<ssize_t>(self.stream.read({buffer, size}));
    } catch (const core::InputFailure& failure) {  // which must not pass through C
      self.problem = failure.errors().kept().front().what;
      errno = EIO;
      return -1;
    }
  }

  input::ByteStream stream;
  std::optional<core::Text> problem;
};

}  // namespace

struct CaptureFile::State {
  std::unique_ptr<Unpacked> unpacked;  ///< null: the file is not compressed
  std::vector<char> buffer = std::vector<char>(kBufferBytes);
  pcap_t* handle = nullptr;
  bpf_program filter{};
  bool has_filter = false;
  pcap_pkthdr* header = nullptr;
  const u_char* data = nullptr;
  std::optional<core::Text> problem;
  bool is_truncated = false;

  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    if (has_filter) pcap_freecode(&filter);
    if (handle != nullptr) pcap_close(handle);
  }
};

CaptureFile::CaptureFile(const std::filesystem::path& path) : state_(std::make_unique<State>()) {
  const auto fail = [&](core::Text what) { throw core::InputFailure({path.string(), 0, 0}, std::move(what)); };
  const bool is_packed = input::uncompressed(path) != path;
  if (is_packed) state_->unpacked = std::make_unique<Unpacked>(path);
  cookie_io_functions_t reading{};
  reading.read = &Unpacked::read;
  std::FILE* const file =
      is_packed ? ::fopencookie(state_->unpacked.get(), "rb", reading) : std::fopen(path.c_str(), "rb");
  if (file == nullptr) {
    const std::string reason = system_reason();
    fail({"无法打开：" + reason, "cannot be opened: " + reason});
  }
  __fsetlocking(file, FSETLOCKING_BYCALLER);  // nobody else reads it
  std::setvbuf(file, state_->buffer.data(), _IOFBF, state_->buffer.size());
  std::array<char, PCAP_ERRBUF_SIZE> reason{};
  state_->handle = pcap_fopen_offline_with_tstamp_precision(file, PCAP_TSTAMP_PRECISION_NANO, reason.data());
  if (state_->handle == nullptr) {
    std::fclose(file);
    fail({fmt::format("不是可读的 pcap 或 pcapng 文件：{}", reason.data()),
          fmt::format("not a pcap or pcapng file that can be read: {}", reason.data())});
  }
  if (!is_known_link_type(link_type())) {
    const char* const name = pcap_datalink_val_to_name(link_type());
    const std::string shown = name == nullptr ? std::to_string(link_type()) : name;
    fail({fmt::format("链路类型 {} 不支持；支持 EN10MB、LINUX_SLL、LINUX_SLL2、NULL、LOOP、RAW", shown),
          fmt::format("link type {} is not supported; EN10MB, LINUX_SLL, LINUX_SLL2, NULL, LOOP and RAW are", shown)});
  }
}

CaptureFile::~CaptureFile() = default;
CaptureFile::CaptureFile(CaptureFile&&) noexcept = default;
CaptureFile& CaptureFile::operator=(CaptureFile&&) noexcept = default;

std::optional<std::string> CaptureFile::set_filter(const std::string& expression) {
  if (pcap_compile(state_->handle, &state_->filter, expression.c_str(), 1, PCAP_NETMASK_UNKNOWN) != 0) {
    return pcap_geterr(state_->handle);
  }
  state_->has_filter = true;
  return std::nullopt;
}

bool CaptureFile::next() {
  if (state_->problem) return false;
  const int result = pcap_next_ex(state_->handle, &state_->header, &state_->data);
  if (result != 1) {
    if (result == PCAP_ERROR_BREAK) return false;  // the end
    if (state_->unpacked && state_->unpacked->problem) {
      state_->problem = state_->unpacked->problem;
      return false;
    }
    const std::string reason = pcap_geterr(state_->handle);
    state_->is_truncated = reason.starts_with("truncated");
    state_->problem = {fmt::format("第 {} 个包处无法继续读取：{}", number_ + 1, reason),
                       fmt::format("cannot be read on at packet {}: {}", number_ + 1, reason)};
    return false;
  }
  ++number_;
  const timeval& stamp = state_->header->ts;
  if (stamp.tv_sec < -kFarthestSecond || stamp.tv_sec > kFarthestSecond) {
    state_->problem = {fmt::format("第 {} 个包的时刻离 1970 年超过 126 年", number_),
                       fmt::format("the time of packet {} is more than 126 years from 1970", number_)};
    return false;
  }
  time_ns_ = stamp.tv_sec * kNanosecondsPerSecond + stamp.tv_usec;  // nanoseconds, as libpcap was asked for
  bytes_ = {state_->data, state_->header->caplen};
  length_ = state_->header->len;
  return true;
}

const std::optional<core::Text>& CaptureFile::problem() const {
  return state_->problem;
}

bool CaptureFile::is_truncated() const {
  return state_->is_truncated;
}

bool CaptureFile::is_selected() const {
  return !state_->has_filter || pcap_offline_filter(&state_->filter, state_->header, state_->data) != 0;
}

int CaptureFile::link_type() const {
  return pcap_datalink(state_->handle);
}

std::uint32_t CaptureFile::snapshot_length() const {
  return static_cast<std::uint32_t>(pcap_snapshot(state_->handle));
}

}  // namespace plantproof::data::capture

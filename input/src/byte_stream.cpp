#include "input/byte_stream.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <new>

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include "core/input_error.hpp"
#include "input/file_stamp.hpp"
#include "input/sha256.hpp"

namespace plantproof::input {

struct ByteStream::State {
  std::string path;
  FileStamp stamp;
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file;
  Sha256 hash;
  std::unique_ptr<archive, int (*)(archive*)> unpacked{nullptr, &archive_read_free};  ///< null: the file as it is
  std::array<char, std::size_t{1} << 16> packed{};
  bool has_ended = false;  ///< the compressed content

  explicit State(const std::filesystem::path& name)
      : path(name.string()), stamp(name), file(std::fopen(path.c_str(), "rb"), &std::fclose) {
    std::error_code ignored;
    if (!file || std::filesystem::is_directory(name, ignored)) {
      const std::string reason = file ? "is a directory" : std::strerror(errno);
      throw core::InputFailure(
          {path, 0, 0}, {fmt::format("无法打开文件：{}", reason), fmt::format("cannot open the file: {}", reason)});
    }
    if (uncompressed(name) != name) open_packed();
  }

  void open_packed() {
    unpacked.reset(archive_read_new());
    if (unpacked == nullptr) throw std::bad_alloc();
    archive_read_support_filter_gzip(unpacked.get());
    archive_read_support_filter_zstd(unpacked.get());
    archive_read_support_format_raw(unpacked.get());
    archive_read_support_format_empty(unpacked.get());
    archive_entry* content = nullptr;
    if (archive_read_open(unpacked.get(), this, nullptr, &next_packed, nullptr) != ARCHIVE_OK) damaged();
    const int found = archive_read_next_header(unpacked.get(), &content);
    has_ended = found == ARCHIVE_EOF;
    if (found != ARCHIVE_OK && !has_ended) damaged();
    if (archive_filter_count(unpacked.get()) < 2) damaged();  // neither gzip nor zstd, whatever its name says
  }

  /// What libarchive calls; nothing may be thrown through it.
  static la_ssize_t next_packed(archive* unpacked, void* state, const void** bytes) {
    auto& self = *static_cast<State*>(state);
    const std::size_t count = self.next_stored(self.packed);
    if (std::ferror(self.file.get()) != 0) {
      archive_set_error(unpacked, errno, "%s", std::strerror(errno));
      return ARCHIVE_FATAL;
    }
    *bytes = self.packed.data();
    return static_cast<la_ssize_t>(count);
  }

  std::size_t next_stored(std::span<char> buffer) {
    const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), file.get());
    hash.add({buffer.data(), count});
    return count;
  }

  std::size_t read_stored(std::span<char> buffer) {
    const std::size_t count = next_stored(buffer);
    if (std::ferror(file.get()) != 0) {
      const std::string reason = std::strerror(errno);
      throw core::InputFailure({path, 0, 0},
                               {fmt::format("读取失败：{}", reason), fmt::format("reading failed: {}", reason)});
    }
    return count;
  }

  std::size_t read_unpacked(std::span<char> buffer) {
    std::size_t filled = 0;
    while (!has_ended && filled < buffer.size()) {
      const la_ssize_t count = archive_read_data(unpacked.get(), buffer.data() + filled, buffer.size() - filled);
      if (count < 0) damaged();
      has_ended = count == 0;
      filled += static_cast<std::size_t>(count);
    }
    if (filled == 0) {
      while (read_stored(packed) > 0) {  // what may stand behind the compressed content belongs to the file's hash
      }
    }
    return filled;
  }

  [[noreturn]] void damaged() const {
    const char* said = archive_error_string(unpacked.get());
    const std::string reason = said == nullptr ? "" : fmt::format(" ({})", said);
    throw core::InputFailure({path, 0, 0}, {fmt::format("不是完整的 gzip 或 zstd 数据{}", reason),
                                            fmt::format("this is no whole gzip or zstd data{}", reason)});
  }
};

ByteStream::ByteStream(const std::filesystem::path& path) : state_(std::make_unique<State>(path)) {}
ByteStream::~ByteStream() = default;
ByteStream::ByteStream(ByteStream&&) noexcept = default;
ByteStream& ByteStream::operator=(ByteStream&&) noexcept = default;

std::size_t ByteStream::read(std::span<char> buffer) {
  const std::size_t count = state_->unpacked ? state_->read_unpacked(buffer) : state_->read_stored(buffer);
  if (count == 0 && !buffer.empty()) state_->stamp.require_unchanged();
  return count;
}

std::string ByteStream::sha256() {
  return state_->hash.digest();
}

std::filesystem::path uncompressed(const std::filesystem::path& path) {
  const auto extension = path.extension();
  return extension == ".gz" || extension == ".zst" ? path.parent_path() / path.stem() : path;
}

std::string read_content(const std::filesystem::path& path) {
  ByteStream stream(path);
  std::string bytes;
  std::array<char, std::size_t{1} << 16> block{};
  while (const std::size_t count = stream.read(block)) bytes.append(block.data(), count);
  return bytes;
}

}  // namespace plantproof::input

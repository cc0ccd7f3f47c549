#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace plantproof::input {

/// SHA-256 (FIPS 180-4) of bytes that arrive in pieces, by libgcrypt.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;

  void add(std::string_view bytes);
  /// 64 lower-case hexadecimal digits. Nothing may be added afterwards.
  [[nodiscard]] std::string digest();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The digest of bytes in memory.
std::string sha256(std::string_view bytes);
/// The digest of a file. Throws core::InputFailure when it cannot be read.
std::string sha256_of_file(const std::filesystem::path& path);

}  // namespace plantproof::input

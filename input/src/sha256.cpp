#include "input/sha256.hpp"

#include <array>
#include <cstdio>
#include <stdexcept>

#include <fmt/format.h>
#include <gcrypt.h>

#include "core/input_error.hpp"

namespace plantproof::input {
namespace {

void initialise() {
  static const bool kDone = [] {
    if (gcry_control(GCRYCTL_INITIALIZATION_FINISHED_P) == 0) {
      if (gcry_check_version(GCRYPT_VERSION) == nullptr) throw std::runtime_error("libgcrypt is older than its header");
      gcry_control(GCRYCTL_DISABLE_SECMEM, 0);
      gcry_control(GCRYCTL_INITIALIZATION_FINISHED, 0);
    }
    return true;
  }();
  static_cast<void>(kDone);
}

}  // namespace

struct Sha256::State {
  gcry_md_hd_t handle = nullptr;

  State() {
    initialise();
    if (gcry_md_open(&handle, GCRY_MD_SHA256, 0) != 0) throw std::runtime_error("libgcrypt has no SHA-256");
  }
  ~State() { gcry_md_close(handle); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
};

Sha256::Sha256() : state_(std::make_unique<State>()) {}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::add(std::string_view bytes) {
  gcry_md_write(state_->handle, bytes.data(), bytes.size());
}

std::string Sha256::digest() {
  const unsigned char* bytes = gcry_md_read(state_->handle, GCRY_MD_SHA256);
  std::string text;
  for (unsigned i = 0; i < gcry_md_get_algo_dlen(GCRY_MD_SHA256); ++i) text += fmt::format("{:02x}", bytes[i]);
  return text;
}

std::string sha256(std::string_view bytes) {
  Sha256 hash;
  hash.add(bytes);
  return hash.digest();
}

std::string sha256_of_file(const std::filesystem::path& path) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), &std::fclose);
  if (!file) throw core::InputFailure({path.string(), 0, 0}, {"无法打开文件", "cannot open the file"});
  Sha256 hash;
  std::array<char, 1 << 16> block{};
  while (const std::size_t count = std::fread(block.data(), 1, block.size(), file.get()))
    hash.add({block.data(), count});
  if (std::ferror(file.get()) != 0)
    throw core::InputFailure({path.string(), 0, 0}, {"无法读取文件", "cannot read the file"});
  return hash.digest();
}

}  // namespace plantproof::input

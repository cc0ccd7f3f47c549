#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace plantproof::data {

/// Whether a text begins with a name. Names are short: to call a function takes longer than to compare them.
inline bool begins_with(std::string_view text, std::string_view name) {
  const auto same = [&]<class Word>(std::size_t at, Word /*a kind of it*/) {
    Word a = 0;
    Word b = 0;
    std::memcpy(&a, text.data() + at, sizeof a);
    std::memcpy(&b, name.data() + at, sizeof b);
    return a == b;
  };
  const std::size_t size = name.size();
  if (text.size() < size) return false;
  if (size >= 8) {
    for (std::size_t at = 0; at + 8 < size; at += 8) {
      if (!same(at, std::uint64_t{})) return false;
    }
    return same(size - 8, std::uint64_t{});
  }
  if (size >= 4) return same(0, std::uint32_t{}) && same(size - 4, std::uint32_t{});
  for (std::size_t at = 0; at < size; ++at) {
    if (text[at] != name[at]) return false;
  }
  return true;
}

/// Finds things by their names, at once the one that followed the last one the time before: devices take turns, or are
/// listed one after the other.
template <class Value>
class ByName {
 public:
  Value& operator[](std::string_view name) {
    if (is_next_in(name) && last_->second.next->first.size() == name.size()) return go_on();
    const auto found = values_.find(name);
    Entry* const entry = found != values_.end() ? &*found : &*values_.emplace(name, Slot()).first;
    if (last_ != nullptr) last_->second.next = entry;
    last_ = entry;
    return entry->second.value;
  }
  /// The one that followed the last one the time before, where a text begins with its name; else null.
  Value* next_in(std::string_view text) { return is_next_in(text) ? &go_on() : nullptr; }
  ByName() = default;
  ByName(const ByName& other) : values_(other.values_) {
    for (auto& [name, slot] : values_) slot.next = nullptr;
  }
  ByName(ByName&& other) noexcept : values_(std::move(other.values_)) {}
  ByName& operator=(const ByName&) = delete;
  ByName& operator=(ByName&&) = delete;
  ~ByName() = default;

  /// use(name, value) with each, in no order.
  template <class Use>
  void for_each(Use&& use) const {
    for (const auto& [name, slot] : values_) use(name, slot.value);
  }

 private:
  struct Slot;
  using Entry = std::pair<const std::string, Slot>;
  struct Slot {
    Value value{};
    Entry* next = nullptr;
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };

  [[nodiscard]] bool is_next_in(std::string_view text) const {
    return last_ != nullptr && last_->second.next != nullptr && begins_with(text, last_->second.next->first);
  }
  Value& go_on() {
    last_ = last_->second.next;
    return last_->second.value;
  }

  std::unordered_map<std::string, Slot, Hash, std::equal_to<>> values_;
  Entry* last_ = nullptr;
};

}  // namespace plantproof::data

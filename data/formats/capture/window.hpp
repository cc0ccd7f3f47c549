#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>
#include <vector>

#define XXH_INLINE_ALL
#include <xxhash.h>

// What is outstanding: packets that wait for the other sight of themselves, requests that wait for their answer.
namespace plantproof::data::capture {

/// By what a packet is known again: 128 bits that stand for all of it. Two packets that differ have equal keys with a
/// probability of 2^-128 a pair, which is neglected.
struct Key {
  std::uint64_t low = 0;
  std::uint64_t high = 0;

  friend bool operator==(const Key&, const Key&) = default;
};

/// The key of a struct without padding.
template <class Fields>
Key key_of(const Fields& fields) {
  static_assert(std::has_unique_object_representations_v<Fields>);
  const XXH128_hash_t hash = XXH3_128bits(&fields, sizeof(fields));
  return {hash.low64, hash.high64};
}

/// Records by key, in the order in which they were added, until they expire. Those of one key are a queue. All memory
/// is that of the most records held at once; adding, finding and expiring take constant time and allocate nothing
/// unless that number grows.
template <class Record>
class Window {
 public:
  /// What is known of a key.
  struct Queue {
    Record* first = nullptr;  ///< the oldest record that waits; null where none does
    bool has_more = false;    ///< others wait behind it
    bool is_held = false;     ///< there is a record, waiting or taken, that has not expired yet
  };

  Window() : slots_(2 * kLeastCapacity), ring_(kLeastCapacity) {}

  [[nodiscard]] Queue find(const Key& key) {
    const Slot& slot = slots_[place_of(key)];
    if (slot.oldest == kNone) return {};
    const Entry& oldest = entry(slot.oldest);
    if (oldest.head == kNone) return {nullptr, false, true};
    return {&entry(oldest.head).record, oldest.head != oldest.tail, true};
  }

  /// Fetches into the cache what find() of this key will look at.
  void prefetch(const Key& key) const { __builtin_prefetch(&slots_[home_of(key)]); }

  /// `time` orders expiry; it should not fall from call to call.
  void add(const Key& key, std::int64_t time, const Record& record) {
    if (end_ - begin_ == ring_.size()) grow();
    Slot& slot = slots_[place_of(key)];
    const auto index = static_cast<std::uint32_t>(end_++) & kIndexMask;
    entry(index) = {key, time, record, kNone, index, index};
    if (slot.oldest == kNone) {
      slot = {tag_of(key), index};
      return;
    }
    Entry& oldest = entry(slot.oldest);
    entry(oldest.tail).next = index;
    oldest.tail = index;
    if (oldest.head == kNone) oldest.head = index;
  }

  /// Takes the oldest waiting record of a key, of which there is one: it no longer waits.
  void take(const Key& key) {
    Entry& oldest = entry(slots_[place_of(key)].oldest);
    oldest.head = entry(oldest.head).next;
  }

  /// Drops all records older than `before`, oldest first; `visit(record)` is told those that still waited.
  template <class Visit>
  void expire(std::int64_t before, Visit&& visit) {
    while (begin_ != end_) {
      const auto index = static_cast<std::uint32_t>(begin_) & kIndexMask;
      const Entry& oldest = entry(index);
      if (oldest.time >= before) return;
      prefetch(entry(index + kAhead).key);
      std::size_t place = home_of(oldest.key);
      while (slots_[place].oldest != index) place = (place + 1) & (slots_.size() - 1);
      const bool is_waiting = oldest.head == index;
      if (is_waiting) visit(oldest.record);
      if (oldest.next == kNone) {
        erase(place);
      } else {  // the next of its key becomes the oldest
        Entry& next = entry(oldest.next);
        next.head = is_waiting ? oldest.next : oldest.head;
        next.tail = oldest.tail;
        slots_[place].oldest = oldest.next;
      }
      ++begin_;
    }
  }

 private:
  static constexpr std::size_t kLeastCapacity = 1024;
  static constexpr std::uint32_t kAhead = 8;  // entries: as many expire while memory answers
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;
  static constexpr std::uint32_t kIndexMask = 0x7FFFFFFF;  // never kNone

  // As small as can be, since these are what a packet finds cold: the part of the key that says where
  // it belongs, and its oldest entry.
  struct Slot {
    std::uint32_t tag = 0;
    std::uint32_t oldest = kNone;  // the slot is free
  };
  struct Entry {
    Key key;
    std::int64_t time = 0;
    Record record;
    std::uint32_t next = kNone;  // of its key; those that were taken come before those that wait
    // Of the whole queue, in the oldest entry of a key.
    std::uint32_t head = kNone;  // the oldest that waits
    std::uint32_t tail = kNone;
  };

  Entry& entry(std::uint32_t index) { return ring_[index & (ring_.size() - 1)]; }
  [[nodiscard]] const Entry& entry(std::uint32_t index) const { return ring_[index & (ring_.size() - 1)]; }
  static std::uint32_t tag_of(const Key& key) { return static_cast<std::uint32_t>(key.low); }
  [[nodiscard]] std::size_t home_of(const Key& key) const { return tag_of(key) & (slots_.size() - 1); }

  // Where a key is, or would be: open addressing with linear probing.
  [[nodiscard]] std::size_t place_of(const Key& key) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t place = home_of(key);
    while (slots_[place].oldest != kNone &&
           !(slots_[place].tag == tag_of(key) && entry(slots_[place].oldest).key == key)) {
      place = (place + 1) & mask;
    }
    return place;
  }

  // Frees a slot and moves up those behind it that the gap would hide (Knuth, TAOCP 6.4, algorithm R).
  void erase(std::size_t gap) {
    const std::size_t mask = slots_.size() - 1;
    slots_[gap].oldest = kNone;
    for (std::size_t i = (gap + 1) & mask; slots_[i].oldest != kNone; i = (i + 1) & mask) {
      const std::size_t home = slots_[i].tag & mask;
      if (((i - home) & mask) < ((i - gap) & mask)) continue;
      slots_[gap] = std::exchange(slots_[i], Slot());
      gap = i;
    }
  }

  void grow() {
    const std::vector<Slot> old_slots = std::exchange(slots_, std::vector<Slot>(ring_.size() * 4));
    const std::vector<Entry> old_ring = std::exchange(ring_, std::vector<Entry>(ring_.size() * 2));
    for (std::uint64_t i = begin_; i != end_; ++i) {
      entry(static_cast<std::uint32_t>(i)) = old_ring[i & (old_ring.size() - 1)];
    }
    for (const Slot& slot : old_slots) {
      if (slot.oldest != kNone) slots_[place_of(entry(slot.oldest).key)] = slot;
    }
  }

  std::vector<Slot> slots_;  // twice as many as ring_ holds
  std::vector<Entry> ring_;
  std::uint64_t begin_ = 0;
  std::uint64_t end_ = 0;
};

}  // namespace plantproof::data::capture

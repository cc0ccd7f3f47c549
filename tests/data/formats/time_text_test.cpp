#include "time_text.hpp"

#include <gmock/gmock.h>

namespace plantproof::data {
namespace {

// Expected values by GNU date: `TZ=Europe/Berlin date -d '2026-08-07 11:33:05' +%s`.
std::optional<std::int64_t> nanoseconds(std::string_view text, const Zone* zone = nullptr) {
  const auto time = parse_iso8601(text, zone);
  const auto* instant = std::get_if<core::Instant>(&time);
  return instant == nullptr ? std::nullopt : std::optional(instant->time_since_epoch().count());
}

std::optional<std::int64_t> seconds_in(const char* zone_name, std::string_view text) {
  const auto zone = Zone::parse(zone_name);
  if (!zone) return std::nullopt;
  const auto time = nanoseconds(text, &*zone);
  return time ? std::optional(*time / 1'000'000'000) : std::nullopt;
}

TEST(Iso8601, IsExactToTheNanosecond) {
  EXPECT_EQ(nanoseconds("2026-08-07T09:33:05.173722Z"), 1'786'095'185'173'722'000);
  EXPECT_EQ(nanoseconds("2026-08-07T09:33:05.173722001Z"), 1'786'095'185'173'722'001);
  EXPECT_EQ(nanoseconds("2026-08-07T09:33:05,999999999Z"), 1'786'095'185'999'999'999);
  EXPECT_EQ(nanoseconds("2026-08-07T09:33Z"), 1'786'095'180'000'000'000);
}

TEST(Iso8601, TakesTheOffsetAwayFromTheLocalTime) {
  for (const char* same :
       {"2026-08-07T11:33:05+02:00", "2026-08-07 11:33:05+0200", "2026-08-07T11:33:05+02", "2026-08-07 17:33:05+08:00",
        "2026-08-07T04:03:05-05:30", "2026-08-07t09:33:05z", "2026-08-07 09:33:05 Z", "2026-08-07 9:33:05 Z"}) {
    EXPECT_EQ(nanoseconds(same), 1'786'095'185'000'000'000) << same;
  }
}

TEST(Iso8601, PrefersItsOwnOffsetToTheZone) {
  EXPECT_EQ(seconds_in("Asia/Shanghai", "2026-08-07T11:33:05+02:00"), 1'786'095'185);
}

TEST(Iso8601, ReadsTimesBeforeTheEpoch) {
  EXPECT_EQ(nanoseconds("1969-12-31T23:59:59.999999999Z"), -1);
  EXPECT_EQ(nanoseconds("1969-07-20T20:17:40Z"), -14'182'940'000'000'000);
}

TEST(Iso8601, KnowsSummerTimeOfANamedZone) {
  EXPECT_EQ(seconds_in("Europe/Berlin", "2026-08-07 11:33:05"), 1'786'095'185);
  EXPECT_EQ(seconds_in("Europe/Berlin", "2026-01-07 11:33:05"), 1'767'781'985);
  EXPECT_EQ(seconds_in("Asia/Shanghai", "2021-01-01 00:00:00"), 1'609'430'400);
  EXPECT_EQ(seconds_in("+08:00", "2021-01-01 00:00:00"), 1'609'430'400);
}

TEST(Iso8601, TakesTheEarlierOfTwoAndTheChangeItselfOfNone) {
  // Berlin 2026-10-25: 02:30 is 00:30Z (summer) and 01:30Z. 2026-03-29: clocks go from 02:00 to 03:00 at 01:00Z.
  EXPECT_EQ(seconds_in("Europe/Berlin", "2026-10-25 02:30:00"), 1'792'888'200);
  EXPECT_EQ(seconds_in("Europe/Berlin", "2026-03-29 02:30:00"), 1'774'746'000);
}

TEST(Iso8601, RefusesATimeWithoutAZoneInBothLanguages) {
  const auto time = parse_iso8601("2021-01-01 00:00:00", nullptr);
  const auto* why = std::get_if<core::Text>(&time);
  ASSERT_NE(why, nullptr);
  EXPECT_THAT(why->zh, testing::HasSubstr("“2021-01-01 00:00:00”没有时区"));
  EXPECT_THAT(why->en, testing::HasSubstr("“2021-01-01 00:00:00” has no zone"));
}

TEST(Iso8601, RefusesWhatIsNoTime) {
  const auto zone = Zone::parse("UTC");
  for (const char* text : {"",
                           "2026-08-07",
                           "2026-08-07T",
                           "yesterday at noon",
                           "2026-08-07X09:33:05Z",
                           "2026-13-07T09:33:05Z",
                           "2026-02-30T09:33:05Z",
                           "2026-08-07T25:33:05Z",
                           "2026-08-07T09:61:05Z",
                           "2026-08-07T09:33:05Zx",
                           "2026-08-07T09:33:05 and more",
                           "2026-08-07T09:33:05+",
                           "2026-08-07T09:33:05+25:00",
                           "2026-08-07T09:33:05+02:60",
                           "2026-08-07T09:33:05.1234567890Z",
                           "07.08.2026 09:33:05",
                           "2026-08-07T06<00:00Z",
                           "2026-08-07T09:33<05Z",
                           "2026-08-07T09:33:5Z",
                           "2026-08-07T09:33:05.Z",
                           "2026-08-07T09:33:05.5.5Z",
                           "2026-08-07T09:33:60Z",
                           "2026-08-07T24:00:00Z",
                           "2026-02-29T00:00:00Z",
                           "2026-00-07T09:33:05Z",
                           "2026-08-00T09:33:05Z",
                           "2026-08-07T-9:33:05Z",
                           "   1677-08-07T09"}) {
    EXPECT_EQ(nanoseconds(text, &*zone), std::nullopt) << text;
  }
}

TEST(Iso8601, KnowsLeapDays) {
  EXPECT_EQ(nanoseconds("2024-02-29T12:00:00Z"), 1'709'208'000'000'000'000);
  EXPECT_EQ(nanoseconds("1900-02-28T00:00:00Z"), -2'203'977'600'000'000'000);
  EXPECT_EQ(nanoseconds("1900-02-29T00:00:00Z"), std::nullopt);
}

TEST(Iso8601, RefusesYearsThatNanosecondsCannotHold) {
  EXPECT_EQ(nanoseconds("2261-12-31T23:59:59Z"), 9'214'646'399'000'000'000);
  EXPECT_EQ(nanoseconds("1678-01-01T00:00:00Z"), -9'214'560'000'000'000'000);
  for (const char* text :
       {"2262-01-01T00:00:00Z", "9999-01-01T00:00:00Z", "1677-12-31T23:59:59Z", "0001-01-01T00:00:00Z"}) {
    EXPECT_EQ(nanoseconds(text), std::nullopt) << text;
  }
}

TEST(Zone, IsAnOffsetOrANameOfTheDatabase) {
  for (const char* name : {"Z", "UTC", "+08:00", "-0330", "Asia/Shanghai", "Europe/Berlin"})
    EXPECT_TRUE(Zone::parse(name)) << name;
  for (const char* name : {"", "Asia/Shangai", "+8", "+15:00", "08:00", "local"})
    EXPECT_FALSE(Zone::parse(name)) << name;
}

TEST(TimeUnit, SaysHowManyZerosMakeNanoseconds) {
  ASSERT_EQ(time_unit_names(), (std::vector<std::string>{"s", "ms", "us", "ns"}));
  EXPECT_EQ(nanosecond_power(0), 9);
  EXPECT_EQ(nanosecond_power(1), 6);
  EXPECT_EQ(nanosecond_power(2), 3);
  EXPECT_EQ(nanosecond_power(3), 0);
}

}  // namespace
}  // namespace plantproof::data

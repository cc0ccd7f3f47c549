#include "nr/mapping_type.hpp"

#include <string>

#include <gtest/gtest.h>

namespace plantproof::nr {
namespace {

struct Row {
  Direction direction;
  MappingType type;
  int length;
  std::string starts;  ///< a character a symbol of the slot, from 0 on
};

class Ts38214Table51211 : public testing::TestWithParam<Row> {};

TEST_P(Ts38214Table51211, SaysWhereATransmissionMayStart) {
  RecordProperty("clause", "TS 38.214 tables 5.1.2.1-1 and 6.1.2.1-1");
  const Row& row = GetParam();
  const StartSymbols starts = start_symbols(row.direction, row.type, row.length);
  std::string text;
  for (std::size_t symbol = 0; symbol < starts.size(); ++symbol) text += starts[symbol] ? 'x' : '.';
  EXPECT_EQ(text, row.starts);
}

INSTANTIATE_TEST_SUITE_P(Rows, Ts38214Table51211,
                         testing::Values(Row{Direction::Downlink, MappingType::A, 2, ".............."},
                                         Row{Direction::Downlink, MappingType::A, 3, "xxxx.........."},
                                         Row{Direction::Downlink, MappingType::A, 12, "xxx..........."},
                                         Row{Direction::Downlink, MappingType::A, 14, "x............."},
                                         Row{Direction::Downlink, MappingType::B, 2, "xxxxxxxxxxxxx."},
                                         Row{Direction::Downlink, MappingType::B, 4, "xxxxxxxxxxx..."},
                                         Row{Direction::Downlink, MappingType::B, 7, "xxxxxxxx......"},
                                         Row{Direction::Downlink, MappingType::B, 5, ".............."},
                                         Row{Direction::Uplink, MappingType::A, 3, ".............."},
                                         Row{Direction::Uplink, MappingType::A, 4, "x............."},
                                         Row{Direction::Uplink, MappingType::A, 14, "x............."},
                                         Row{Direction::Uplink, MappingType::B, 1, "xxxxxxxxxxxxxx"},
                                         Row{Direction::Uplink, MappingType::B, 7, "xxxxxxxx......"},
                                         Row{Direction::Uplink, MappingType::B, 14, "x............."},
                                         Row{Direction::Uplink, MappingType::B, 15, ".............."},
                                         Row{Direction::Uplink, MappingType::B, 0, ".............."}));

}  // namespace
}  // namespace plantproof::nr

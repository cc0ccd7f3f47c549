#include "nr/transport_block.hpp"

#include <cmath>
#include <cstdint>
#include <ostream>
#include <set>

#include <gtest/gtest.h>

#include "nr/resource_blocks.hpp"

namespace plantproof::nr {
namespace {

constexpr auto kOne = TransportBlockScaling::One;
constexpr auto kQuarter = TransportBlockScaling::Quarter;

struct Row {
  Allocation allocation;
  ModulationCoding coding;
  int layers;
  TransportBlockScaling scaling;
  std::int64_t bits;
};

void PrintTo(const Row& row, std::ostream* out) {
  *out << row.allocation.blocks << " blocks, Qm " << row.coding.modulation_order << ", " << row.layers << " layers, "
       << row.bits << " bits";
}

class Ts38214TransportBlock : public testing::TestWithParam<Row> {};

TEST_P(Ts38214TransportBlock, HasTheSizeOfTheWorkedExample) {
  RecordProperty("clause", "TS 38.214 5.1.3.2");
  const Row& row = GetParam();
  EXPECT_EQ(transport_block_bits(row.allocation, row.coding, row.layers, row.scaling), row.bits);
}

Row channel(int blocks, ModulationCoding coding, std::int64_t bits) {
  return {{blocks, 12, 0}, coding, 1, kOne, bits};
}
constexpr ModulationCoding kQpsk99{2, {99}};
constexpr ModulationCoding kQpsk193{2, {193}};
constexpr ModulationCoding k16Qam658{4, {658}};
constexpr ModulationCoding k64Qam567{6, {567}};

// Payloads of the fixed reference channels of TS 38.104 annex A: 12 symbols of data, one layer.
INSTANTIATE_TEST_SUITE_P(
    Ts38104AnnexA, Ts38214TransportBlock,
    testing::Values(channel(24, kQpsk99, 672), channel(25, kQpsk99, 704), channel(52, kQpsk99, 1480),
                    channel(106, kQpsk99, 2976), channel(24, kQpsk193, 1320), channel(25, kQpsk193, 1352),
                    channel(51, kQpsk193, 2792), channel(52, kQpsk193, 2856), channel(106, kQpsk193, 5768),
                    channel(273, kQpsk193, 14'856), channel(24, k16Qam658, 8968), channel(25, k16Qam658, 9224),
                    channel(51, k16Qam658, 18'960), channel(52, k16Qam658, 19'464), channel(106, k16Qam658, 38'936),
                    channel(273, k16Qam658, 100'392), channel(24, k64Qam567, 11'528), channel(25, k64Qam567, 12'040),
                    channel(51, k64Qam567, 24'576), channel(52, k64Qam567, 25'104), channel(106, k64Qam567, 50'184),
                    channel(273, k64Qam567, 131'176)));

// TS 38.101-4, R.PDSCH.1-1.4 FDD and R.PDSCH.1-1.1 FDD: MCS 14 of table 3, MCS 4 of table 1.
INSTANTIATE_TEST_SUITE_P(
    Ts381014, Ts38214TransportBlock,
    testing::Values(Row{{52, 12, 12}, mcs_table(McsTable::LowSpectralEfficiency)[14], 1, kOne, 8064},
                    Row{{52, 12, 18}, mcs_table(McsTable::Qam64)[4], 1, kOne, 3904}));

// Published test vectors: MATLAB 5G Toolbox, 12 symbols, R = 0.1 and 0.9; the last is nrTBS of py3gpp.
constexpr CodeRate kTenth{1, 10};
constexpr CodeRate kNineTenths{9, 10};
INSTANTIATE_TEST_SUITE_P(
    Published, Ts38214TransportBlock,
    testing::Values(Row{{6, 12, 6}, {2, kTenth}, 1, kOne, 160}, Row{{6, 12, 6, 12}, {2, kTenth}, 1, kOne, 144},
                    Row{{6, 12, 6}, {2, kNineTenths}, 1, kOne, 1544}, Row{{6, 12, 36}, {2, kNineTenths}, 1, kOne, 1160},
                    Row{{11, 12, 6}, {2, kNineTenths}, 1, kOne, 2728}, Row{{6, 12, 6}, {4, kNineTenths}, 1, kOne, 2976},
                    Row{{6, 12, 6, 12}, {4, kNineTenths}, 4, kOne, 10'760}, Row{{6, 12, 36}, {6, kTenth}, 1, kOne, 384},
                    Row{{6, 12, 36}, {8, kNineTenths}, 1, kOne, 4608},
                    Row{{11, 12, 6}, {8, kNineTenths}, 4, kOne, 44'040},
                    Row{{11, 12, 36}, {8, kNineTenths}, 4, kOne, 33'816}, Row{{6, 12, 6}, {2, kTenth}, 1, kQuarter, 40},
                    Row{{52, 12, 24, 6}, {4, {48, 100}}, 4, kQuarter, 11'272}));

// Computed by a Python program on fractions: factory cells at their best, mini-slots, the tie rule, N'_info between
// 8424 and 8448.
INSTANTIATE_TEST_SUITE_P(
    Computed, Ts38214TransportBlock,
    testing::Values(Row{{273, 13, 12}, {8, {948}}, 4, kOne, 1'179'864},
                    Row{{273, 12, 12}, {8, {948}}, 4, kOne, 1'081'512},
                    Row{{273, 12, 12}, {8, {948}}, 2, kOne, 540'776}, Row{{106, 13, 12}, {6, {873}}, 2, kOne, 155'776},
                    Row{{273, 14, 12}, {6, {948}}, 1, kOne, 237'776}, Row{{4, 13, 12}, {2, {449}}, 1, kOne, 504},
                    Row{{24, 4, 12}, {2, {193}}, 1, kOne, 320}, Row{{273, 12, 12}, {2, {30}}, 1, kOne, 2088},
                    Row{{51, 13, 12, 12}, {8, {948}}, 2, kOne, 100'392}, Row{{25, 12, 12}, {4, {658}}, 1, kOne, 8456}));

TEST(TransportBlock, IsTheLeastOfTheTableWhereThereIsHardlyRoom) {
  EXPECT_EQ(transport_block_bits({1, 2, 12}, {2, {30}}, 1), 24);
  EXPECT_EQ(transport_block_bits({1, 1, 11}, {2, {30}}, 1, kQuarter), 24);
}

TEST(TransportBlock, CountsAtMost156ElementsOfABlock) {
  EXPECT_EQ((Allocation{10, 14, 0}.resource_elements()), 1560);
  EXPECT_EQ((Allocation{10, 13, 12}.resource_elements()), 1440);
  EXPECT_EQ((Allocation{10, 12, 12, 18}.resource_elements()), 1140);
}

/// Every MCS of the three tables in allocations of 1 to 273 blocks and 2 to 13 symbols.
template <class Check>
void for_each_transmission(Check check) {
  for (const McsTable table : {McsTable::Qam64, McsTable::Qam256, McsTable::LowSpectralEfficiency}) {
    for (const ModulationCoding& coding : mcs_table(table)) {
      for (int blocks = 1; blocks <= 273; blocks += blocks < 20 ? 1 : 11) {
        for (const int symbols : {2, 4, 7, 13}) check(Allocation{blocks, symbols, 12}, coding);
      }
    }
  }
}

TEST(TransportBlock, IsNeverFarFromWhatTheCodeRateGives) {
  // Quantisation of step 3 and 4 is at most 1 / 32 of N_info and the step of the table; 24 bits are the least.
  for_each_transmission([](const Allocation& allocation, const ModulationCoding& coding) {
    const double wanted = allocation.resource_elements() * coding.spectral_efficiency();
    const auto bits = static_cast<double>(transport_block_bits(allocation, coding, 1));
    EXPECT_LE(std::abs(bits - wanted), 32 + wanted / 24)
        << allocation.blocks << " blocks of " << allocation.symbols << " symbols, " << coding.spectral_efficiency();
  });
}

TEST(TransportBlock, NeverShrinksWithMoreBlocks) {
  for (const ModulationCoding& coding : mcs_table(McsTable::Qam256)) {
    std::int64_t before = 0;
    for (int blocks = 1; blocks <= 273; ++blocks) {
      const std::int64_t bits = transport_block_bits({blocks, 12, 12}, coding, 2);
      EXPECT_GE(bits, before) << blocks;
      EXPECT_EQ(bits % 8, 0);
      before = bits;
    }
  }
}

TEST(BaseGraph, IsTheSecondForShortAndForLowRates) {
  RecordProperty("clause", "TS 38.212 7.2.2");
  EXPECT_EQ(base_graph(292, {948}), BaseGraph::Two);
  EXPECT_EQ(base_graph(304, {948}), BaseGraph::One);
  EXPECT_EQ(base_graph(3824, {686}), BaseGraph::Two);  // 0.6699
  EXPECT_EQ(base_graph(3824, {687}), BaseGraph::One);  // 0.6709
  EXPECT_EQ(base_graph(3824, {67, 100}), BaseGraph::Two);
  EXPECT_EQ(base_graph(3840, {686}), BaseGraph::One);
  EXPECT_EQ(base_graph(100'000, {256}), BaseGraph::Two);
  EXPECT_EQ(base_graph(100'000, {257}), BaseGraph::One);
}

TEST(Segment, KeepsAShortBlockWhole) {
  RecordProperty("clause", "TS 38.212 5.2.2");
  // 24 + 16 bits on 6 columns need a lifting size of 40 / 6, so 7; K = 10 * 7.
  const Segmentation least = segment(24, BaseGraph::Two);
  EXPECT_EQ(least.transport_block_crc_bits, 16);
  EXPECT_EQ(least.code_blocks, 1);
  EXPECT_EQ(least.code_block_crc_bits, 0);
  EXPECT_EQ(least.payload_bits, 40);
  EXPECT_EQ(least.lifting_size, 7);
  EXPECT_EQ(least.filler_bits, 30);
  // 3824 + 16 fill base graph 2 to the last bit.
  const Segmentation full = segment(3824, BaseGraph::Two);
  EXPECT_EQ(full.code_blocks, 1);
  EXPECT_EQ(full.lifting_size, 384);
  EXPECT_EQ(full.filler_bits, 0);
  // And 8424 + 24 base graph 1.
  const Segmentation large = segment(8424, BaseGraph::One);
  EXPECT_EQ(large.transport_block_crc_bits, 24);
  EXPECT_EQ(large.code_blocks, 1);
  EXPECT_EQ(large.payload_bits, 8448);
  EXPECT_EQ(large.lifting_size, 384);
  EXPECT_EQ(large.filler_bits, 0);
}

TEST(Segment, DividesALongBlockIntoEqualCodeBlocks) {
  // 1 179 864 + 24 bits over 8424 make 140.06, so 141 code blocks of 8368 + 24 bits; 8392 / 22 is 381.5, so 384.
  const Segmentation best = segment(1'179'864, BaseGraph::One);
  EXPECT_EQ(best.code_blocks, 141);
  EXPECT_EQ(best.code_block_crc_bits, 24);
  EXPECT_EQ(best.payload_bits, 8392);
  EXPECT_EQ(best.lifting_size, 384);
  EXPECT_EQ(best.filler_bits, 56);
}

TEST(Segment, TakesTheColumnsOfBaseGraphTwoByLength) {
  // B = 192, 193, 560, 561, 640, 641 need Zc of at least 32, 24.1, 70, 62.3, 71.1, 64.1.
  const std::pair<std::int64_t, int> expected[] = {{176, 32}, {184, 26}, {544, 72}, {552, 64}, {624, 72}, {632, 72}};
  for (const auto& [bits, lifting] : expected) EXPECT_EQ(segment(bits, BaseGraph::Two).lifting_size, lifting) << bits;
}

TEST(Segment, LosesAndAddsNoBitOfAnyTransportBlock) {
  // The 51 lifting sizes of TS 38.212 table 5.3.2-1, by set.
  const std::set<int> sizes = {2,   4,  8,  16, 32,  64,  128, 256, 3,  6,  12,  24,  48, 96, 192, 384, 5,
                               10,  20, 40, 80, 160, 320, 7,   14,  28, 56, 112, 224, 9,  18, 36,  72,  144,
                               288, 11, 22, 44, 88,  176, 352, 13,  26, 52, 104, 208, 15, 30, 60,  120, 240};
  ASSERT_EQ(sizes.size(), 51);
  for_each_transmission([&](const Allocation& allocation, const ModulationCoding& coding) {
    const std::int64_t bits = transport_block_bits(allocation, coding, 4);
    const BaseGraph graph = base_graph(bits, coding.rate);
    const Segmentation parts = segment(bits, graph);
    EXPECT_EQ(parts.code_blocks * (parts.payload_bits - parts.code_block_crc_bits),
              bits + parts.transport_block_crc_bits);
    EXPECT_LE(parts.payload_bits, graph == BaseGraph::One ? 8448 : 3840);
    EXPECT_GE(parts.filler_bits, 0);
    EXPECT_EQ(sizes.count(parts.lifting_size), 1) << parts.lifting_size;
  });
}

}  // namespace
}  // namespace plantproof::nr

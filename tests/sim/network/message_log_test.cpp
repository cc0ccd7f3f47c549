#include "network/message_log.hpp"

#include <gtest/gtest.h>

#include "data/table_io.hpp"

namespace plantproof::network {
namespace {

using std::chrono::seconds;

constexpr core::Instant at(int second) {
  return core::Instant(seconds(second));
}

data::Flow flow(const std::string& name) {
  data::Flow flow;
  flow.flow = name;
  flow.source = "a";
  flow.destination = "b";
  return flow;
}

TEST(MessageLog, KnowsNothingOfAFlowThatSentNothing) {
  MessageLog log(seconds(10));
  const FlowId id = log.open(flow("f"));
  EXPECT_EQ(log.fates(id, at(5)), Fates{});
  EXPECT_TRUE(log.message_rows(at(5)).empty());
}

TEST(MessageLog, PutsEveryMessageInOneOfThreeFates) {
  MessageLog log(seconds(10));
  const FlowId id = log.open(flow("f"));
  EXPECT_EQ(log.sent(id, at(0), 100), 0);
  EXPECT_EQ(log.sent(id, at(1), 200), 1);
  EXPECT_EQ(log.sent(id, at(8), 300), 2);
  EXPECT_TRUE(log.received(id, 1, at(2)));
  EXPECT_EQ(log.fates(id, at(9)), (Fates{3, 1, 0, 2}));
  EXPECT_EQ(log.fates(id, at(10)), (Fates{3, 1, 1, 1})) << "a lifetime is up at its end";
  EXPECT_EQ(log.fates(at(18)), (Fates{3, 1, 2, 0}));
}

TEST(MessageLog, RefusesAMessageThatCameBeforeOrComesTooLate) {
  MessageLog log(seconds(10));
  const FlowId id = log.open(flow("f"));
  log.sent(id, at(0), 100);
  log.sent(id, at(0), 100);
  EXPECT_TRUE(log.received(id, 0, at(1)));
  EXPECT_FALSE(log.received(id, 0, at(2)));
  EXPECT_FALSE(log.received(id, 1, at(10)));
  EXPECT_EQ(log.fates(id, at(20)), (Fates{2, 1, 1, 0}));
}

TEST(MessageLog, BecomesTheTablesFlowsAndMessages) {
  MessageLog log(seconds(10));
  const FlowId id = log.open(flow("f"));
  log.open(flow("silent"));
  log.sent(id, at(0), 100);
  log.sent(id, at(1), 200);
  log.sent(id, at(15), 300);
  log.received(id, 0, at(2));
  EXPECT_EQ(data::write_table(log.flow_rows()),
            "flow,source,destination,kind,period_ns,deadline_ns,survival_time_ns\n"
            "f,a,b,one_way,,,\n"
            "silent,a,b,one_way,,,\n");
  EXPECT_EQ(data::write_table(log.message_rows(at(16))),
            "flow,sequence,sent_ns,received_ns,bytes\n"
            "f,0,0,2000000000,100\n"
            "f,1,1000000000,,200\n")
      << "the second was lost, the third is still under way";
}

}  // namespace
}  // namespace plantproof::network

#include "pdf.hpp"

#include <gmock/gmock.h>

namespace plantproof::app {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

constexpr std::string_view kCatalog = "1 0 obj\n<</Type /Catalog\n/Pages 2 0 R\n/Dests 9 0 R>>\nendobj\n";

std::string object(int number, const std::string& text) {
  return std::to_string(number) + " 0 obj\n" + text + "\nendobj\n";
}

/// Three pages of a tree of two levels, which stand in the file in another order.
std::string pdf(const std::string& destinations) {
  return "%PDF-1.4\n" + object(7, "<</Type /Page\n/Parent 3 0 R>>") + object(5, "<</Type /Page\n/Parent 2 0 R>>") +
         object(6, "<</Type /Page\n/Parent 3 0 R>>") + object(3, "<</Type /Pages\n/Count 2\n/Kids [6 0 R 7 0 R]>>") +
         object(2, "<</Type /Pages\n/Count 3\n/Kids [5 0 R 3 0 R]>>") + std::string(kCatalog) +
         object(9, destinations) + "xref\n0 10\ntrailer\n<</Root 1 0 R>>\n%%EOF\n";
}

TEST(DestinationPages, AreCountedThroughThePageTree) {
  const auto pages = destination_pages(
      pdf("<</part-1 [5 0 R /XYZ 0 800 0]\n/part-2 [7 0 R /XYZ 10.5 20.25 0]\n/part-3 [6 0 R /XYZ 0 1 0]>>"));
  EXPECT_THAT(pages, ElementsAre(Pair("part-1", 1), Pair("part-2", 3), Pair("part-3", 2)));
}

TEST(DestinationPages, LeaveOutWhatIsNoPage) {
  EXPECT_THAT(destination_pages(pdf("<</gone [8 0 R /XYZ 0 0 0]\n/tree [3 0 R /Fit]\n/there [5 0 R /Fit]>>")),
              ElementsAre(Pair("there", 1)));
}

TEST(DestinationPages, AreNoneInAPdfWithoutThem) {
  EXPECT_THAT(destination_pages(""), IsEmpty());
  EXPECT_THAT(destination_pages("no PDF at all"), IsEmpty());
  EXPECT_THAT(destination_pages(pdf("<<>>")), IsEmpty());
  std::string without = pdf("<</part-1 [5 0 R /Fit]>>");
  without.replace(without.find("/Dests"), 6, "/Other");
  EXPECT_THAT(destination_pages(without), IsEmpty());
  std::string elsewhere = pdf("<</part-1 [5 0 R /Fit]>>");
  elsewhere.replace(elsewhere.find("/Dests 9"), 8, "/Dests 8");
  EXPECT_THAT(destination_pages(elsewhere), IsEmpty());
  // As other writers pack objects: nothing of them is read.
  EXPECT_THAT(destination_pages("%PDF-1.5\n1 0 obj\n<</Type /ObjStm /N 5>>\nstream\n\x78\x9c\nendstream\nendobj\n"),
              IsEmpty());
}

TEST(DestinationPages, EndWithAPdfThatIsCutOffOrGoesInCircles) {
  const std::string whole = pdf("<</part-1 [5 0 R /XYZ 0 800 0]\n/part-2 [7 0 R /XYZ 0 0 0]>>");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    for (const auto& [name, page] : destination_pages(whole.substr(0, size))) {
      EXPECT_TRUE(name.starts_with("part-")) << size;
      EXPECT_GE(page, 1) << size;
    }
  }
  std::string circle = whole;
  circle.replace(circle.find("[6 0 R"), 6, "[2 0 R");  // a node that is above itself
  EXPECT_THAT(destination_pages(circle), IsEmpty());
}

TEST(DestinationPages, ReadNoNumberFromWhatIsNone) {
  EXPECT_THAT(destination_pages(pdf("<</a [5 -1 R /Fit]\n/b [99999999999999999999 0 R /Fit]\n/c [5 0 /Fit]>>")),
              IsEmpty());
}

}  // namespace
}  // namespace plantproof::app

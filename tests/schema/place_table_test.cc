#include "schema/place_table.h"

#include <gtest/gtest.h>

#include <vector>

namespace holotype::schema {
namespace {

struct Entry {
  const json::Value* place = nullptr;
  std::size_t number = 0;
};
const json::Value* place_of(const Entry& entry) { return entry.place; }

TEST(PlaceTable, FindsWhatWasPutAndNothingElse) {
  const std::vector<json::Value> values(5000);
  PlaceTable<Entry> table;
  EXPECT_EQ(table.find(values.data()).place, nullptr) << "nothing was put";
  for (std::size_t i = 0; i < values.size(); i += 2) table.put({&values[i], i});
  EXPECT_EQ(table.size(), values.size() / 2);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const Entry found = table.find(&values[i]);
    EXPECT_EQ(found.place, i % 2 == 0 ? &values[i] : nullptr) << i;
    EXPECT_EQ(found.number, i % 2 == 0 ? i : 0) << i;
  }
}

TEST(PlaceTable, TheLastEntryOfAPlaceStays) {
  const json::Value value;
  PlaceTable<Entry> table;
  table.put({&value, 1});
  table.put({&value, 2});
  EXPECT_EQ(table.size(), 1u);
  EXPECT_EQ(table.find(&value).number, 2u);
}

}  // namespace
}  // namespace holotype::schema

#include "routing/nearest.h"

#include <gtest/gtest.h>

namespace holotype::routing {
namespace {

TEST(NearestTest, MeasuresWhatHasToChange) {
  struct Row {
    const char* path;
    const char* path_template;
    bool is_likely;
  };
  const Row rows[] = {
      {"/tasks", "/tasks", true},
      {"/taks", "/tasks", true},
      {"/tasks/", "/tasks", true},
      {"/Tasks", "/tasks", true},
      {"/v1/tasks", "/tasks", true},
      {"/api/v1/tasks", "/v1/tasks", true},
      {"/tasks/7", "/tasks/{id}", true},
      {"/task/7", "/tasks/{id}", true},
      {"/pet/a", "/pet/a/{b}", true},
      {"/foo", "/bar", false},
      {"/foo", "/", false},
      {"/foo/bar", "/{a}/{b}/{c}/{d}", false},
      {"/foo/bar/baz", "/tasks", false},
      {"/v1/nothing", "/v1/tasks", true},
      {"/v1/nothing", "/v1/tasks/{id}", false},
      {"/v1/nothing/7", "/v1/tasks/{id}", true},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(distance(row.path, row.path_template) <= kLikely, row.is_likely)
        << row.path << " " << row.path_template << " " << distance(row.path, row.path_template);
  }
  EXPECT_EQ(distance("/a/b", "/a/b"), 0);
  EXPECT_EQ(distance("/a", "/b"), 1);
}

TEST(NearestTest, OrdersAsAReaderWould) {
  const char* rows[][3] = {
      // path, the nearer template, the one further away
      {"/v1/nothing", "/v1/tasks", "/v1/tasks/{id}"},
      {"/v1/nothing/7", "/v1/tasks/{id}", "/v1/tasks"},
      {"/v1/taskss", "/v1/tasks", "/v1/tasks/{id}"},
      {"/v1/taks/7", "/v1/tasks/{id}", "/v1/tasks/{id}/comments"},
      {"/v1/tasks/7/coments", "/v1/tasks/{id}/comments", "/v1/tasks/{id}"},
      {"/tasks", "/v1/tasks", "/v1/{kind}/{id}"},
      {"/users/me", "/users/{id}", "/users/{id}/{part}"},
  };
  for (const auto& row : rows) {
    EXPECT_LT(distance(row[0], row[1]), distance(row[0], row[2]))
        << row[0] << " " << row[1] << " " << row[2];
  }
}

TEST(NearestTest, IsBoundedForHugePaths) {
  std::string path;
  for (int i = 0; i < 10000; ++i) path += "/segment";
  EXPECT_GT(distance(path, "/tasks"), kLikely);
  EXPECT_EQ(distance("/" + std::string(100000, 'x'), "/tasks"), 1);
}

}  // namespace
}  // namespace holotype::routing

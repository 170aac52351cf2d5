// RequestView: a checked request as fixtures see it.
#include "mock/request_view.h"

#include <gtest/gtest.h>

namespace holotype::mock {
namespace {

TEST(RequestViewTest, DecodesWhatItIsAskedFor) {
  http::Request request{"GET",
                        "/a/x?q=a%20b+c&q=second&e=&flag&bad=%zz&n%61me=1",
                        {{"Cookie", "sid=1; t=a%20b"}, {"X-A", "1"}, {"x-a", "2"}}};
  contract::Checked checked;
  checked.request = &request;
  checked.path_values = {{"id", "a%2Fb+c", 0}, {"broken", "%zz", 0}};
  const RequestView view(checked);
  using Text = std::optional<std::string>;
  struct Row {
    const char* place;
    Text (RequestView::*lookup)(std::string_view) const;
    const char* name;
    Text value;
  };
  const Row rows[] = {
      {"path", &RequestView::path, "id", "a/b+c"},  // "+" is itself in a path
      {"path", &RequestView::path, "broken", std::nullopt},
      {"path", &RequestView::path, "none", std::nullopt},
      {"query", &RequestView::query, "q", "a b c"},
      {"query", &RequestView::query, "e", ""},
      {"query", &RequestView::query, "flag", ""},
      {"query", &RequestView::query, "bad", std::nullopt},
      {"query", &RequestView::query, "name", "1"},
      {"query", &RequestView::query, "none", std::nullopt},
      {"header", &RequestView::header, "X-a", "1, 2"},
      {"header", &RequestView::header, "X-B", std::nullopt},
      {"cookie", &RequestView::cookie, "sid", "1"},
      {"cookie", &RequestView::cookie, "SID", std::nullopt},
  };
  for (const Row& row : rows)
    EXPECT_EQ((view.*row.lookup)(row.name), row.value) << row.place << " " << row.name;
  EXPECT_EQ(view.url(), request.raw_target);
  request.headers.add("Host", "localhost:4010");
  EXPECT_EQ(view.url(), "http://localhost:4010" + request.raw_target);
}

TEST(RequestViewTest, FingerprintsWhatTheAnswerMayDependOn) {
  const auto fingerprint = [](const http::Request& request) {
    contract::Checked checked;
    checked.request = &request;
    return RequestView(checked).fingerprint();
  };
  const auto one = fingerprint({"GET", "/a", {}, "x"});
  EXPECT_EQ(fingerprint({"GET", "/a", {{"User-Agent", "other"}}, "x"}), one);
  EXPECT_NE(fingerprint({"PUT", "/a", {}, "x"}), one);
  EXPECT_NE(fingerprint({"GET", "/b", {}, "x"}), one);
  EXPECT_NE(fingerprint({"GET", "/a", {}, "y"}), one);
}

}  // namespace
}  // namespace holotype::mock

#include "session/address.h"

#include <gtest/gtest.h>

#include <string>

namespace holotype::session {
namespace {

TEST(AddressTest, IsReadFromPathOrHeader) {
  struct Row {
    std::string_view target;
    std::string_view header;  // "-": none
    std::string_view name;    // "-": no session is named
    std::string_view inner;
  };
  const Row rows[] = {
      {"/v1/tasks", "-", "-", ""},
      {"/v1/tasks", "a", "a", ""},
      {"/v1/tasks", "", "", ""},  // named, and badly
      {"/__holotype/sessions/a/v1/tasks?limit=2", "-", "a", "/v1/tasks?limit=2"},
      {"/__holotype/sessions/a/", "-", "a", "/"},
      {"/__holotype/sessions/a/__holotype/requests", "-", "a", "/__holotype/requests"},
      {"/__holotype/sessions/a/v1", "b", "a", "/v1"},  // the path counts
      {"/__holotype/sessions//v1", "-", "", "/v1"},
      {"/__holotype/sessions/a%20b/v1", "-", "a%20b", "/v1"},
      {"/__holotype/sessions/a", "-", "-", ""},  // the page about it
      {"/__holotype/sessions/a?x=/y", "-", "-", ""},
      {"/__holotype/sessions", "-", "-", ""},
      {"/__holotype/sessions/", "-", "-", ""},
      {"/__holotype/requests", "a", "a", ""},
      {"/v1/__holotype/sessions/a/v1", "-", "-", ""},
  };
  for (const Row& row : rows) {
    http::Request request{"GET", std::string(row.target), {}, {}};
    if (row.header != "-") request.headers.add("holotype-session", std::string(row.header));
    const auto address = address_of(request);
    ASSERT_EQ(address.has_value(), row.name != "-") << row.target;
    if (!address) continue;
    EXPECT_EQ(address->name, row.name) << row.target;
    EXPECT_EQ(address->inner_target, row.inner) << row.target;
  }
}

TEST(AddressTest, WhatASessionSeesOfARequest) {
  http::Request request{"GET", "/__holotype/sessions/a/v1/tasks?limit=2", {}, {}};
  enter(request, *address_of(request));
  EXPECT_EQ(request.raw_target, "/v1/tasks?limit=2");
  EXPECT_EQ(request.raw_prefix, "/__holotype/sessions/a");
  http::Request by_header{"GET", "/v1/tasks", {{"Holotype-Session", "a"}}, {}};
  enter(by_header, *address_of(by_header));
  EXPECT_EQ(by_header.raw_target, "/v1/tasks");
  EXPECT_EQ(by_header.raw_prefix, "");
}

TEST(AddressTest, NamesHaveAnAlphabetAndALength) {
  for (const std::string& name :
       {std::string("a"), std::string("7"), std::string("Checkout-3.b_c"), std::string(64, 'x')})
    EXPECT_TRUE(is_valid_name(name)) << name;
  for (const std::string& name :
       {std::string(), std::string("-a"), std::string(".."), std::string("a b"), std::string("a/b"),
        std::string("a\n"), std::string("\xc3\xa4"), std::string("a%20b"), std::string(65, 'x')})
    EXPECT_FALSE(is_valid_name(name)) << name;
}

}  // namespace
}  // namespace holotype::session

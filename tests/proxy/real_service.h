// RealService: a service on a port of its own, made of one function; and a proxy in front of it.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "http/message.h"
#include "server/service.h"
#include "transport/listener.h"

namespace holotype::proxy {

class RealService {
 public:
  explicit RealService(transport::Handler answer, transport::Listener::Options options = {})
      : answer_(std::move(answer)),
        listener_(
            *transport::Listener::start(std::move(options), [this](const http::Request& request) {
              {
                const std::lock_guard lock(mutex_);
                received_.push_back(request);
              }
              return answer_(request);
            })) {}

  std::string url() const { return listener_->url(); }
  // "127.0.0.1:4010"
  std::string authority() const { return url().substr(7); }
  std::vector<http::Request> received() const {
    const std::lock_guard lock(mutex_);
    return received_;
  }

 private:
  transport::Handler answer_;
  mutable std::mutex mutex_;
  std::vector<http::Request> received_;
  std::unique_ptr<transport::Listener> listener_;  // last: its threads use the others
};

inline std::shared_ptr<Upstream> upstream_at(const std::string& url,
                                             Upstream::Options options = {}) {
  auto upstream = Upstream::at(url, std::move(options));
  EXPECT_TRUE(upstream) << (upstream ? "" : upstream.error().message);
  return *std::move(upstream);
}

// The whole answer to a request that is whole.
inline Result<http::Response, transport::SendError> send(Upstream& upstream,
                                                         const http::Request& request) {
  const auto reply = upstream.send({.request = request});
  if (!reply) return tl::unexpected(reply.error());
  http::Response answer = (*reply)->head();
  for (bool is_open = (*reply)->has_content(); is_open;) {
    const http::BodyStream::Piece piece = (*reply)->read(http::kForever);
    answer.body += piece.bytes;
    is_open = piece.state == http::BodyStream::State::Open;
  }
  return answer;
}

// "http://127.0.0.1:PORT" where nobody listens.
inline std::string nowhere() {
  const RealService gone([](const http::Request&) { return http::Response{}; });
  return gone.url();
}

inline std::unique_ptr<server::Service> open(server::Settings settings) {
  auto service = server::Service::open(std::move(settings));
  EXPECT_TRUE(service) << (service ? "" : to_line(service.error().front()));
  return *std::move(service);
}

// A folder of a test's own, empty at first and removed at the end.
class Folder {
 public:
  Folder() : path_(std::filesystem::path(testing::TempDir()) / name()) {
    std::filesystem::remove_all(path_);
  }
  ~Folder() {
    std::error_code error;
    std::filesystem::remove_all(path_, error);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string path() const { return path_.string(); }

 private:
  static std::string name() {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    return std::string("holotype_") + test->test_suite_name() + "_" + test->name();
  }
  std::filesystem::path path_;
};

}  // namespace holotype::proxy

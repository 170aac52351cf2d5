// What a MockServer holds; apart from the public header, which names standard types alone.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>

#include "holotype/mock_server.h"
#include "server/service.h"
#include "transport/listener.h"

namespace holotype {

struct MockServer::State {
  std::unique_ptr<server::Service> service;
  Options options;
  std::unique_ptr<transport::Listener> listener;  // after the service, which its threads use

  std::string url() const {
    if (listener == nullptr)
      throw std::logic_error("The server has no URL until start() was called.");
    return listener->url();
  }
};

}  // namespace holotype

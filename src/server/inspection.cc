#include "server/inspection.h"

#include <utility>

namespace holotype::server {

Inspection::Inspection(Search search, When when) {
  // Where no thread can be had it is deferred: slower, and as right.
  const auto policy =
      when == When::Beside ? std::launch::async | std::launch::deferred : std::launch::deferred;
  found_ = std::async(policy, [search = std::move(search), token = stopping_.get_token()] {
             return search(token);
           }).share();
}

Inspection::~Inspection() { stop(); }

}  // namespace holotype::server

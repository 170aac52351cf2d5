#include "server/inspection.h"

#if defined(__GLIBC__)
#include <malloc.h>
#endif

#include <utility>

namespace holotype::server {
namespace {

// glibc gives nothing back of a thread's memory below the last that is in use there, and the plans
// that a search leaves with the schemas are strewn over all that it had: megabytes that nobody
// would use again. Takes a millisecond or two.
void give_memory_back() {
#if defined(__GLIBC__)
  ::malloc_trim(0);
#endif
}

}  // namespace

Inspection::Inspection(Search search, When when) {
  // Where no thread can be had it is deferred: slower, and as right.
  const auto policy =
      when == When::Beside ? std::launch::async | std::launch::deferred : std::launch::deferred;
  found_ = std::async(policy, [search = std::move(search), token = stopping_.get_token()] {
             diagnostic::Diagnostics found = search(token);
             give_memory_back();
             return found;
           }).share();
}

Inspection::~Inspection() { stop(); }

}  // namespace holotype::server

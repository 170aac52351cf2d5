// Watcher: calls a function when files change.
//
// The kernel (inotify) says when to look, looking is comparing stamps. So it does not matter how an
// editor writes: in place, by renaming a new file over the old one, by moving the old one away
// first, or by changing a symbolic link on the way. File systems that do not tell (network mounts,
// some containers) are looked at every Options::poll as well.
//
// Several changes at once are one: the function is called when nothing has changed for
// Options::settle. A file that was written while the function ran is a change again.
//
// Threads: the function is called from the watcher's one thread; start() and the destructor belong
// to one owner, never to the function. Tests: tests/watch/watcher_test.cc
#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include "watch/stamps.h"

namespace holotype::watch {

// Says what has changed (sorted; empty where only new paths were given), gets what to watch from
// now on.
using Changed = std::function<Paths(const std::vector<std::string>& changed)>;

class Watcher {
 public:
  struct Options {
    std::chrono::milliseconds settle{50};
    std::chrono::milliseconds poll{1000};
    bool asks_kernel = true;  // false: only polls
  };

  // `since`: file_time_now() from before the files were first read; what was written later is a
  // change. Looks at nothing before it returns.
  static std::unique_ptr<Watcher> start(Paths paths, std::int64_t since, Changed changed,
                                        Options options);
  static std::unique_ptr<Watcher> start(Paths paths, std::int64_t since, Changed changed);

  virtual ~Watcher() = default;  // waits for the function to return
};

}  // namespace holotype::watch

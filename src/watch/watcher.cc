#include "watch/watcher.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <string_view>
#include <thread>

namespace holotype::watch {
namespace {

using std::chrono::milliseconds;

// A file descriptor, closed with its owner; negative where there is none.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

// What can change a file that a reader would get, or what stands in a folder. IN_MODIFY is not
// among it: a file that is still being written is not looked at before it is closed.
constexpr std::uint32_t kEvents = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_CREATE |
                                  IN_DELETE | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF |
                                  IN_EXCL_UNLINK | IN_ONLYDIR;

std::vector<std::string> differences(const Stamps& before, const Stamps& after) {
  std::vector<std::string> names;
  for (const auto& [path, stamp] : after) {
    const auto old = before.find(path);
    if (old == before.end() || old->second != stamp) names.push_back(path);
  }
  for (const auto& [path, stamp] : before) {
    if (!after.contains(path)) names.push_back(path);
  }
  std::ranges::sort(names);
  return names;
}

bool is_below(std::string_view path, std::string_view folder) {
  return path.starts_with(folder) &&
         (folder.ends_with('/') || path.substr(folder.size()).starts_with('/'));
}

class InotifyWatcher final : public Watcher {
 public:
  InotifyWatcher(Paths paths, std::int64_t since, Changed changed, const Options& options)
      : paths_(std::move(paths)),
        since_(since),
        changed_(std::move(changed)),
        options_(options),
        wake_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)),
        inotify_(options.asks_kernel ? inotify_init1(IN_NONBLOCK | IN_CLOEXEC) : -1),
        thread_([this] { run(); }) {}

  ~InotifyWatcher() override {
    stopping_.store(true);
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = ::write(wake_.get(), &one, sizeof one);
    thread_.join();
  }

 private:
  void run() {
    ask_kernel();
    Stamps known = stamps_of(paths_);
    std::vector<std::string> changed = written_since(known);
    while (!stopping_) {
      if (changed.empty()) {
        if (wait(options_.poll)) ask_kernel();  // first, so that nothing falls between
        const Stamps now = stamps_of(paths_);
        changed = differences(known, now);
        if (!changed.empty()) known = now;
        continue;
      }
      settle(known, changed);
      if (stopping_) return;
      since_ = file_time_now();
      const std::vector<std::string> folders = paths_.folders;
      paths_ = changed_(changed);
      ask_kernel();
      // What was there before keeps its stamp, for it may have been read before it changed. What
      // was not there and stands in a folder that was looked at has come, however old it is: a file
      // that is moved with its folder has no mark of that.
      const Stamps now = stamps_of(paths_);
      changed = written_since(now);
      for (const auto& [path, stamp] : now) {
        const auto old = known.find(path);
        const bool is_other =
            old != known.end()
                ? old->second != stamp
                : std::ranges::any_of(folders, [&path = path](const std::string& folder) {
                    return is_below(path, folder);
                  });
        if (is_other && std::ranges::find(changed, path) == changed.end()) changed.push_back(path);
      }
      // Likewise what was in a folder and is gone; what is only not watched any more is still
      // there.
      for (const auto& [path, stamp] : known) {
        if (stamp.exists && !now.contains(path) && !stamp_of(path).exists) changed.push_back(path);
      }
      known = now;
    }
  }

  // Waits until nothing has changed for options_.settle; adds what does meanwhile.
  void settle(Stamps& known, std::vector<std::string>& changed) {
    const auto deadline = std::chrono::steady_clock::now() + 20 * options_.settle;
    while (!stopping_ && std::chrono::steady_clock::now() < deadline) {
      const bool is_quiet = !wait(options_.settle);
      if (!is_quiet) ask_kernel();
      Stamps now = stamps_of(paths_);
      std::vector<std::string> more = differences(known, now);
      known = std::move(now);
      if (more.empty() && is_quiet) break;
      std::vector<std::string> all;
      std::ranges::set_union(changed, more, std::back_inserter(all));
      changed = std::move(all);
    }
  }

  // Those that were written at or after since_. A clock tick (4 ms) may hold a read and a write.
  std::vector<std::string> written_since(const Stamps& stamps) const {
    std::vector<std::string> names;
    for (const auto& [path, stamp] : stamps) {
      if (stamp.exists && stamp.modified >= since_) names.push_back(path);
    }
    return names;
  }

  // Watches the folders of paths_. A folder that is watched already keeps its watch; one that no
  // longer matters costs a look at the stamps when something happens in it.
  void ask_kernel() {
    if (inotify_.get() < 0) return;
    for (const std::string& folder : folders_to_watch(paths_))
      inotify_add_watch(inotify_.get(), folder.c_str(), kEvents);
  }

  // Whether the kernel reported anything before `timeout`.
  bool wait(milliseconds timeout) {
    std::array<pollfd, 2> both = {pollfd{wake_.get(), POLLIN, 0},
                                  pollfd{inotify_.get(), POLLIN, 0}};
    const int ready =
        ::poll(both.data(), inotify_.get() < 0 ? 1 : 2, static_cast<int>(timeout.count()));
    if (ready <= 0 || stopping_) return false;
    alignas(inotify_event) std::array<char, 4096> events;  // what they say is not needed
    while (::read(inotify_.get(), events.data(), events.size()) > 0) {
    }
    return true;
  }

  Paths paths_;
  std::int64_t since_;
  const Changed changed_;
  const Options options_;
  Descriptor wake_;
  Descriptor inotify_;
  std::atomic<bool> stopping_{false};
  std::thread thread_;  // the last: it uses all of the above
};

}  // namespace

std::unique_ptr<Watcher> Watcher::start(Paths paths, std::int64_t since, Changed changed,
                                        Options options) {
  return std::make_unique<InotifyWatcher>(std::move(paths), since, std::move(changed), options);
}

std::unique_ptr<Watcher> Watcher::start(Paths paths, std::int64_t since, Changed changed) {
  return start(std::move(paths), since, std::move(changed), Options());
}

}  // namespace holotype::watch

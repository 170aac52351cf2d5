#include "watch/watcher.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>

namespace holotype::watch {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using std::chrono::seconds;

// A folder of its own, and a watcher that remembers what it was told.
class WatcherTest : public testing::TestWithParam<bool> {
 protected:
  void SetUp() override {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    std::string name = test->name();
    for (char& c : name) c = c == '/' ? '-' : c;
    folder_ =
        fs::path(testing::TempDir()) / ("holotype-watch-" + std::to_string(getpid()) + "-" + name);
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  void TearDown() override {
    watcher_.reset();
    fs::remove_all(folder_);
  }

  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  void write(const std::string& name, std::string_view text) const {
    std::ofstream(path(name)) << text;
  }

  // The same at once. Between the two steps of write(), emptying the file and filling it, a busy
  // machine may let more time pass than the watcher waits for a change to settle: that is two.
  void put(const std::string& name, std::string_view text) const {
    const std::string aside = folder_.string() + ".aside";
    std::ofstream(aside) << text;
    fs::rename(aside, path(name));
  }

  // Watches as if what is there now had been read long ago.
  void watch(Paths paths) {
    std::this_thread::sleep_for(milliseconds(10));  // more than a tick of the file system's clock
    watcher_ = Watcher::start(
        paths, file_time_now(),
        [this, paths](const std::vector<std::string>& changed) {
          std::function<void()> act;
          {
            const std::lock_guard lock(mutex_);
            act = std::exchange(meanwhile_, nullptr);
          }
          if (act) act();
          const std::lock_guard lock(mutex_);
          calls_.push_back(changed);
          told_.notify_all();
          return paths;
        },
        {.settle = milliseconds(20),
         .poll = GetParam() ? seconds(60) : milliseconds(20),  // with the kernel, never by polling
         .asks_kernel = GetParam()});
    std::this_thread::sleep_for(milliseconds(100));  // its first look
  }

  // What the next call says; {"nothing"} where none comes.
  std::vector<std::string> next() {
    std::unique_lock lock(mutex_);
    told_.wait_for(lock, seconds(10), [this] { return calls_.size() > seen_; });
    if (calls_.size() <= seen_) return {"nothing"};
    return calls_[seen_++];
  }
  bool is_quiet() {
    std::this_thread::sleep_for(milliseconds(150));
    const std::lock_guard lock(mutex_);
    return calls_.size() == seen_;
  }

  fs::path folder_;
  std::mutex mutex_;
  std::condition_variable told_;
  std::vector<std::vector<std::string>> calls_;
  std::size_t seen_ = 0;
  // What happens while the watcher tells of a change, the next time alone: when a reader of the
  // files may have read them already, or not yet.
  std::function<void()> meanwhile_;
  std::unique_ptr<Watcher> watcher_;
};

using Names = std::vector<std::string>;

TEST_P(WatcherTest, AFileThatIsWrittenInPlace) {
  write("a", "1");
  watch({.files = {path("a")}, .folders = {}});
  EXPECT_TRUE(is_quiet());
  write("a", "2");
  EXPECT_EQ(next(), Names{path("a")});
  EXPECT_TRUE(is_quiet());
}

TEST_P(WatcherTest, AFileThatAnEditorReplaces) {
  write("a", "1");
  watch({.files = {path("a")}, .folders = {}});
  for (int round = 0; round < 3; ++round) {
    write("a.tmp", "2");
    fs::rename(path("a.tmp"), path("a"));
    EXPECT_EQ(next(), Names{path("a")}) << round;
  }
  fs::rename(path("a"), path("a~"));  // and one that keeps the old file
  write("a", "3");
  EXPECT_EQ(next(), Names{path("a")});
}

TEST_P(WatcherTest, AFileThatGoesAndComes) {
  watch({.files = {path("later/a")}, .folders = {}});
  fs::create_directory(path("later"));
  write("later/a", "1");
  EXPECT_EQ(next(), Names{path("later/a")});
  fs::remove(path("later/a"));
  EXPECT_EQ(next(), Names{path("later/a")});
}

TEST_P(WatcherTest, AFileBehindALinkThatIsTurned) {
  fs::create_directories(path("one"));
  fs::create_directories(path("two"));
  write("one/a", "1");
  write("two/a", "22");
  fs::create_directory_symlink("one", path("now"));
  fs::create_symlink("now/a", path("a"));
  watch({.files = {path("a")}, .folders = {}});
  fs::create_directory_symlink("two", path("next"));
  fs::rename(path("next"), path("now"));
  EXPECT_EQ(next(), Names{path("a")});
  write("two/a", "333");
  EXPECT_EQ(next(), Names{path("a")});
}

TEST_P(WatcherTest, AFolderWithAllBelowIt) {
  fs::create_directories(path("f/deep"));
  write("f/deep/a", "1");
  watch({.files = {}, .folders = {path("f")}});
  put("f/deep/a", "2");
  EXPECT_EQ(next(), Names{path("f/deep/a")});
  fs::create_directory(path("f/new"));
  put("f/new/b", "1");
  EXPECT_EQ(next(), Names{path("f/new/b")});
  put("f/new/b", "2");
  EXPECT_EQ(next(), Names{path("f/new/b")});
  fs::remove_all(path("f/new"));
  EXPECT_EQ(next(), Names{path("f/new/b")});
}

TEST_P(WatcherTest, OtherFilesAreNoChange) {
  write("a", "1");
  watch({.files = {path("a")}, .folders = {}});
  write("b", "1");
  EXPECT_TRUE(is_quiet());
}

TEST_P(WatcherTest, WhatWasWrittenBetweenReadingAndWatchingIsAChange) {
  const std::int64_t before = file_time_now();
  write("a", "1");
  std::mutex mutex;
  std::condition_variable told;
  Names changed;
  watcher_ = Watcher::start({.files = {path("a")}, .folders = {}}, before, [&](const Names& names) {
    const std::lock_guard lock(mutex);
    changed = names;
    told.notify_all();
    return Paths{.files = {path("a")}, .folders = {}};
  });
  std::unique_lock lock(mutex);
  told.wait_for(lock, seconds(10), [&] { return !changed.empty(); });
  EXPECT_EQ(changed, Names{path("a")});
  lock.unlock();
  watcher_.reset();
}

// What happens to a file while the watcher tells of another change.
struct Meanwhile {
  const char* name;
  void (*act)(const fs::path& folder);
  const char* changed;  // what is told of then
};

// Files of another folder are there long before: what moves keeps the time of its writing.
constexpr Meanwhile kMeanwhile[] = {
    {"moved in", [](const fs::path& f) { fs::rename(f / "aside/b", f / "b"); }, "b"},
    {"moved in, and old",
     [](const fs::path& f) {
       fs::last_write_time(f / "aside/b", fs::file_time_type::clock::now() - std::chrono::hours(9));
       fs::rename(f / "aside/b", f / "b");
     },
     "b"},
    {"moved in for the file that was told",
     [](const fs::path& f) { fs::rename(f / "aside/b", f / "a"); }, "a"},
    {"moved away", [](const fs::path& f) { fs::rename(f / "b", f / "aside/c"); }, "b"},
    {"moved in where none was", [](const fs::path& f) { fs::rename(f / "aside/b", f / "later"); },
     "later"},
    {"written", [](const fs::path& f) { std::ofstream(f / "b") << "2"; }, "b"},
    {"removed", [](const fs::path& f) { fs::remove(f / "b"); }, "b"},
    {"its link turned",
     [](const fs::path& f) {
       fs::create_symlink("aside/b", f / "next");
       fs::rename(f / "next", f / "link");
     },
     "link"},
    {"moved into a folder", [](const fs::path& f) { fs::rename(f / "aside/b", f / "all/b"); },
     "all/b"},
    {"moved out of a folder", [](const fs::path& f) { fs::rename(f / "all/a", f / "aside/c"); },
     "all/a"},
    {"moved with its folder", [](const fs::path& f) { fs::rename(f / "aside", f / "all/new"); },
     "all/new/b"},
};

TEST_P(WatcherTest, WhatMovesWhileAChangeIsToldIsAChange) {
  for (const Meanwhile& row : kMeanwhile) {
    SCOPED_TRACE(row.name);
    TearDown();
    fs::create_directories(path("aside"));
    fs::create_directories(path("all"));
    for (const char* name : {"a", "b", "aside/b", "all/a"}) write(name, "1");
    fs::create_symlink("b", path("link"));
    watch({.files = {path("a"), path("b"), path("later"), path("link")}, .folders = {path("all")}});
    {
      const std::lock_guard lock(mutex_);
      meanwhile_ = [&row, this] { row.act(folder_); };
    }
    put("a", "2");
    EXPECT_EQ(next(), Names{path("a")});
    const Names told = next();
    EXPECT_TRUE(std::ranges::find(told, path(row.changed)) != told.end())
        << testing::PrintToString(told);
    EXPECT_TRUE(is_quiet());
  }
}

INSTANTIATE_TEST_SUITE_P(ByKernelAndByPolling, WatcherTest, testing::Bool(),
                         [](const auto& by) { return by.param ? "Kernel" : "Polling"; });

}  // namespace
}  // namespace holotype::watch

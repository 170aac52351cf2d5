// Stamps: how files looked when they were last seen, to tell whether they have changed.
//
// A file that does not exist has a stamp as well, so that its coming is a change. Symbolic links
// are followed: what counts is the file that a reader would get.
//
// Threads: values. Tests: tests/watch/watcher_test.cc
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace holotype::watch {

// What is watched. Paths may name what does not exist yet.
struct Paths {
  std::vector<std::string> files;
  std::vector<std::string> folders;  // with every file and folder below them
};

struct Stamp {
  bool exists = false;
  std::uint64_t device = 0, inode = 0, size = 0;
  // Nanoseconds of the Unix epoch, by the file system's clock: when it was written, or became the
  // file of that name.
  std::int64_t modified = 0;

  friend auto operator<=>(const Stamp&, const Stamp&) = default;
};

using Stamps = std::map<std::string, Stamp>;

Stamp stamp_of(const std::string& path);

// Of every file of `paths`, and of those below its folders that are there now.
Stamps stamps_of(const Paths& paths);

// The folders whose contents decide what `paths` are: those that hold the files (where a file is a
// symbolic link, that of the link and that of what it leads to), and the folders with all below
// them. For what does not exist, the nearest folder above it that does.
std::vector<std::string> folders_to_watch(const Paths& paths);

// The time that the file system would write into a file now.
std::int64_t file_time_now();

}  // namespace holotype::watch

#include "watch/stamps.h"

#include <sys/stat.h>
#include <time.h>

#include <algorithm>
#include <filesystem>
#include <set>

namespace holotype::watch {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kNanoseconds = 1'000'000'000;

std::int64_t nanoseconds(const timespec& time) {
  return static_cast<std::int64_t>(time.tv_sec) * kNanoseconds + time.tv_nsec;
}

// Calls `visit` with every entry below `folder`. What cannot be read is passed over, and so is a
// folder that goes away meanwhile: a recursive_directory_iterator would end there, and what comes
// after it would seem to be gone as well.
template <typename Visit>
void for_each_below(const fs::path& folder, const Visit& visit) {
  std::error_code error;
  std::vector<fs::path> below;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    visit(*at);
    std::error_code gone;
    if (at->is_directory(gone) && !at->is_symlink(gone)) below.push_back(at->path());
  }
  for (const fs::path& one : below) for_each_below(one, visit);
}

// `path` or the nearest folder above it that exists.
fs::path existing_folder(fs::path path) {
  std::error_code error;
  if (path.empty()) path = ".";
  while (!fs::is_directory(path, error)) {
    const fs::path above = path.has_parent_path() ? path.parent_path() : fs::path(".");
    if (above == path) break;
    path = above;
  }
  return path;
}

}  // namespace

Stamp stamp_of(const std::string& path) {
  struct stat found = {};
  if (::stat(path.c_str(), &found) != 0) return {};
  // A file that an editor wrote elsewhere and moved here is older than the move; its inode is not.
  const std::int64_t changed = std::max(nanoseconds(found.st_mtim), nanoseconds(found.st_ctim));
  return {.exists = true,
          .device = static_cast<std::uint64_t>(found.st_dev),
          .inode = static_cast<std::uint64_t>(found.st_ino),
          .size = S_ISDIR(found.st_mode) ? 0 : static_cast<std::uint64_t>(found.st_size),
          .modified = changed};
}

Stamps stamps_of(const Paths& paths) {
  Stamps stamps;
  for (const std::string& file : paths.files) stamps[file] = stamp_of(file);
  for (const std::string& folder : paths.folders) {
    for_each_below(folder, [&stamps](const fs::directory_entry& entry) {
      // A folder's own time tells nothing that its files do not.
      std::error_code error;
      if (!entry.is_directory(error))
        stamps[entry.path().string()] = stamp_of(entry.path().string());
    });
  }
  return stamps;
}

std::vector<std::string> folders_to_watch(const Paths& paths) {
  std::set<std::string> folders;
  std::error_code error;
  for (const std::string& file : paths.files) {
    const fs::path path(file);
    folders.insert(existing_folder(path.parent_path()).string());
    const fs::path target = fs::canonical(path, error);
    if (!error && target != fs::absolute(path, error).lexically_normal())
      folders.insert(target.parent_path().string());
  }
  for (const std::string& folder : paths.folders) {
    folders.insert(existing_folder(folder).string());
    for_each_below(folder, [&folders](const fs::directory_entry& entry) {
      std::error_code ignored;
      if (entry.is_directory(ignored)) folders.insert(entry.path().string());
    });
  }
  return {folders.begin(), folders.end()};
}

std::int64_t file_time_now() {
  timespec now = {};
  clock_gettime(CLOCK_REALTIME_COARSE, &now);
  return nanoseconds(now);
}

}  // namespace holotype::watch

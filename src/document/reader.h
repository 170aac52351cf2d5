// Reader: what may be read, and how, is the caller's decision. The library itself opens no file.
//
// Threads: one at a time, unless a class says otherwise.
// Tests: tests/document/reader_test.cc
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace holotype::document {

// Why a URI could not be read.
struct ReadFailure {
  enum class Reason {
    Missing,    // there is no such thing
    Forbidden,  // there may be, but it must not be read
    TooLarge,   // more bytes than the reader takes
    Broken,     // it is there, and reading it failed
  };
  Reason reason = Reason::Missing;
  std::string
      message;  // a sentence part that names the URI or path and, where there is one, the remedy
};

class Reader {
 public:
  virtual ~Reader() = default;
  // The bytes that `uri` names. `uri` is absolute, in normal form, without a fragment.
  virtual Result<std::string, ReadFailure> read(const std::string& uri) = 0;
};

// Reads file: URIs below the allowed folders and nothing else. Symbolic links are followed first,
// so a link that leads out of the folders is refused like "../" is. http: and https: are refused
// with the option that would allow them.
class FolderReader final : public Reader {
 public:
  // 256 MiB - 1, the longest text a json::Value can hold.
  static constexpr std::uintmax_t kMaxBytes = 0x0FFFFFFF;

  explicit FolderReader(std::vector<std::filesystem::path> folders);

  void allow(const std::filesystem::path& folder);
  // URIs that begin with `prefix` are read from `folder`, which this allows as well:
  // map("http://localhost:1234/", "remotes/").
  void map(std::string prefix, const std::filesystem::path& folder);

  Result<std::string, ReadFailure> read(const std::string& uri) override;

 private:
  Result<std::string, ReadFailure> read_path(const std::string& path) const;

  std::vector<std::filesystem::path> folders_;  // canonical
  std::map<std::string, std::filesystem::path> mapped_;
};

// Reads from texts that were put into it, by URI ("memory:a.yaml").
class MemoryReader final : public Reader {
 public:
  MemoryReader() = default;
  explicit MemoryReader(std::map<std::string, std::string> texts);

  void put(std::string_view uri, std::string text);
  Result<std::string, ReadFailure> read(const std::string& uri) override;

 private:
  std::map<std::string, std::string> texts_;  // by normal form
};

}  // namespace holotype::document

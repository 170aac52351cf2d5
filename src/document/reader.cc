#include "document/reader.h"

#include <fmt/format.h>

#include <fstream>

#include "base/percent.h"
#include "document/uri.h"

namespace holotype::document {
namespace {

namespace fs = std::filesystem;
using Reason = ReadFailure::Reason;

tl::unexpected<ReadFailure> failure(Reason reason, std::string message) {
  return tl::unexpected<ReadFailure>(ReadFailure{reason, std::move(message)});
}

// `path` with every symbolic link followed as far as it exists; made absolute.
fs::path links_followed(const fs::path& path) {
  // Absolute first: of a relative path whose first name does not exist, weakly_canonical() makes
  // nothing.
  std::error_code error;
  const fs::path whole = fs::absolute(path, error);
  fs::path result = fs::weakly_canonical(whole, error);
  return error ? whole.lexically_normal() : result;
}

// Whether `path` is `folder` or below it. Both canonical.
bool is_below(const fs::path& path, const fs::path& folder) {
  auto at = path.begin();
  for (const fs::path& part : folder) {
    if (part.empty()) continue;  // a trailing slash
    if (at == path.end() || *at != part) return false;
    ++at;
  }
  return true;
}

// `path` as a person would write it here: relative where it is below the working directory.
std::string displayed(const fs::path& path) {
  std::error_code error;
  const fs::path relative = path.lexically_relative(fs::current_path(error));
  const bool below = !error && !relative.empty() && *relative.begin() != "..";
  return (below ? relative : path).string();
}

Result<std::string, ReadFailure> read_regular_file(const fs::path& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found) {
    return failure(Reason::Missing, fmt::format("there is no file {}", displayed(path)));
  }
  // A folder has no text; a pipe or a device may have no end.
  if (!fs::is_regular_file(status)) {
    return failure(Reason::Broken, fmt::format("{} is not a regular file", displayed(path)));
  }
  const std::uintmax_t size = fs::file_size(path, error);
  if (size > FolderReader::kMaxBytes) {
    return failure(Reason::TooLarge, fmt::format("{} has more than {} bytes", displayed(path),
                                                 FolderReader::kMaxBytes));
  }
  std::ifstream stream(path, std::ios::binary);
  std::string text(static_cast<std::size_t>(size), '\0');
  stream.read(text.data(), static_cast<std::streamsize>(size));
  if (!stream) {
    return failure(Reason::Broken, fmt::format("{} cannot be read", displayed(path)));
  }
  return text;
}

}  // namespace

FolderReader::FolderReader(std::vector<fs::path> folders) {
  for (const fs::path& folder : folders) allow(folder);
}

void FolderReader::allow(const fs::path& folder) {
  folders_.push_back(links_followed(folder.empty() ? "." : folder));
}

void FolderReader::map(std::string prefix, const fs::path& folder) {
  allow(folder);
  mapped_[std::move(prefix)] = folders_.back();
}

Result<std::string, ReadFailure> FolderReader::read(const std::string& uri) {
  for (const auto& [prefix, folder] : mapped_) {
    if (!uri.starts_with(prefix)) continue;
    const auto rest = percent::decode(std::string_view(uri).substr(prefix.size()));
    if (rest && rest->find('\0') == std::string::npos) return read_path((folder / *rest).string());
  }
  if (const auto path = path_of(uri)) return read_path(*path);
  if (uri.starts_with("http:") || uri.starts_with("https:")) {
    return failure(Reason::Forbidden, fmt::format("{} is not fetched: nothing is read from the "
                                                  "network without --allow-remote-refs; or save it "
                                                  "beside the description, and refer to the file",
                                                  uri));
  }
  return failure(Reason::Forbidden,
                 fmt::format("{} is not read: only files of this machine are", uri));
}

Result<std::string, ReadFailure> FolderReader::read_path(const std::string& path) const {
  const fs::path target = links_followed(path);
  for (const fs::path& folder : folders_) {
    if (is_below(target, folder)) return read_regular_file(target);
  }
  // Said before looking whether it exists: what lies outside is none of the description's business.
  return failure(
      Reason::Forbidden,
      fmt::format("{} is outside the folders that may be read; --allow-path {} allows its folder",
                  displayed(target), displayed(target.parent_path())));
}

MemoryReader::MemoryReader(std::map<std::string, std::string> texts) {
  for (auto& [uri, text] : texts) put(uri, std::move(text));
}

void MemoryReader::put(std::string_view uri, std::string text) {
  const auto parsed = Uri::parse(uri);
  texts_[parsed ? parsed->without_fragment().to_string() : std::string(uri)] = std::move(text);
}

Result<std::string, ReadFailure> MemoryReader::read(const std::string& uri) {
  const auto found = texts_.find(uri);
  if (found != texts_.end()) return found->second;
  return failure(Reason::Missing, fmt::format("there is no text {} in memory", uri));
}

}  // namespace holotype::document

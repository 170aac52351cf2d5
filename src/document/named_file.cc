#include "document/named_file.h"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <memory>

namespace holotype::document {
namespace {

using Reason = ReadFailure::Reason;

Result<std::string, ReadFailure> read_to_end(std::FILE* file, const std::string& name) {
  constexpr std::size_t kPiece = std::size_t{1} << 16;
  std::string text;
  for (;;) {
    const std::size_t size = text.size();
    text.resize(size + kPiece);
    const std::size_t count = std::fread(text.data() + size, 1, kPiece, file);
    text.resize(size + count);
    if (text.size() > FolderReader::kMaxBytes) {
      return tl::unexpected(
          ReadFailure{Reason::TooLarge,
                      fmt::format("{} has more than {} bytes", name, FolderReader::kMaxBytes)});
    }
    if (count == kPiece) continue;
    if (std::ferror(file) != 0)  // a folder can be opened, not read
      return tl::unexpected(ReadFailure{Reason::Broken, fmt::format("{} cannot be read", name)});
    return text;
  }
}

}  // namespace

Result<std::string, ReadFailure> read_named_file(const std::string& path) {
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::status(path, error);
  if (status.type() == std::filesystem::file_type::not_found)
    return tl::unexpected(ReadFailure{Reason::Missing, fmt::format("there is no file {}", path)});
  if (status.type() == std::filesystem::file_type::directory)
    return tl::unexpected(ReadFailure{Reason::Broken, fmt::format("{} is a folder", path)});
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"),
                                                             std::fclose);
  if (file == nullptr)
    return tl::unexpected(ReadFailure{Reason::Broken, fmt::format("{} cannot be read", path)});
  return read_to_end(file.get(), path);
}

Result<std::string, ReadFailure> read_standard_input() {
  return read_to_end(stdin, "the standard input");
}

}  // namespace holotype::document

// Reads the files that the user names, rather than those that a document refers to (reader.h): what
// comes out of a pipe or of /dev/stdin as well, never more than a json::Value can hold.
//
// Threads: safe from any thread. Tests: tests/document/named_file_test.cc
#pragma once

#include <string>

#include "base/result.h"
#include "document/reader.h"

namespace holotype::document {

// All bytes of the file. Fails where there is none, where it is a folder, where it cannot be read,
// and where it has more than FolderReader::kMaxBytes, as /dev/zero has.
Result<std::string, ReadFailure> read_named_file(const std::string& path);
// The same of what the process is given.
Result<std::string, ReadFailure> read_standard_input();

}  // namespace holotype::document

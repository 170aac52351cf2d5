// Names as people write them in descriptions, compared by their words.
//
//     words("taskId") == words("task_id") == words("task-ID") == {"task", "id"}
//     singular("companies") == "company"
//
// Threads: pure. Tests: tests/state/naming_test.cc
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace holotype::state {

// The words of a name in lower case: split where a capital follows a small letter or a digit, and
// at everything that is neither letter nor digit. "HTTPServer2" is {"http", "server2"}.
std::vector<std::string> words(std::string_view name);

// The words without what stood between them: "taskid" of "taskId". Two names are the same where
// these are equal.
std::string folded(std::string_view name);

// One of what an English plural names: "task" of "tasks", "person" of "people", "address" of
// "addresses". What is no plural stays. Lower case.
std::string singular(std::string_view word);

// The folded name of one element of a collection: "trainstation" of "train-stations".
std::string folded_singular(std::string_view collection);

}  // namespace holotype::state

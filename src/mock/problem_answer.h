// problem_answer: a problem document as an answer, Holotype's own word.
#pragma once

#include "contract/answer.h"
#include "diagnostic/problem.h"
#include "json/arena.h"

namespace holotype::mock {

contract::Answer problem_answer(const diagnostic::Problem& problem, json::Arena& arena);

}  // namespace holotype::mock

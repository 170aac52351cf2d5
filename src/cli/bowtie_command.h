// holotype bowtie: the harness protocol of the Bowtie report, by which JSON Schema validators are
// compared.
//
// Requests are JSON texts, one a line, on stdin; answers likewise on stdout: start, dialect, run,
// stop. A request that cannot be answered gets {"seq": N, "errored": true, "context": {"message":
// ...}}.
//
// Spec: https://docs.bowtie.report/en/stable/implementers/ (protocol version 1).
#pragma once

#include <istream>
#include <ostream>

namespace holotype::cli {

struct BowtieArguments {
  bool asserts_format = false;
};

// Answers requests until "stop" or the end of `in`. Returns kFine, or kUsage where a line is no
// request.
int bowtie(const BowtieArguments& arguments, std::istream& in, std::ostream& out);

}  // namespace holotype::cli

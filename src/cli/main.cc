#include "cli/cli.h"

int main(int argc, char** argv) { return holotype::cli::run(argc, argv); }

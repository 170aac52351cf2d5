#!/usr/bin/env python3
"""Every check of scripts/lint finds a seeded fault, where it is, and passes over a sound tree.

    lint_test.py PATH_OF_LINT

Trees are written from tables: a sound one, and one row a fault, which replaces or adds one file.
"""
import contextlib
import importlib.machinery
import importlib.util
import io
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
LINT = sys.argv.pop(1)
loader = importlib.machinery.SourceFileLoader('lint', LINT)
linter = importlib.util.module_from_spec(importlib.util.spec_from_loader('lint', loader))
loader.exec_module(linter)

SOUND = {
    'src/base/CMakeLists.txt': 'holotype_module(base\n  SOURCES text.cc\n  HEADERS text.h)\n',
    'src/base/text.h': '// Text.\n//\n// Tests: tests/json/read_test.cc,\n// read_test.cc, tests/json/\n#pragma once\n',
    'src/base/text.cc': '#include "base/text.h"\n#include <string>\n#include <fmt/format.h>\n',
    'src/json/CMakeLists.txt': 'holotype_module(json SOURCES read.cc LIBRARIES rapidjson)\n',
    'src/json/read.cc': '#include "base/text.h"\n#include <rapidjson/reader.h>\n'
                        '// std::cout is only spoken of here; so is exit(1).\n'
                        'const char* kText = "abort() printf(stdout)"; const int kMany = 1\'000;\n'
                        'const char* kRaw = R"x(exit(1) // ")x"; void stop() { clock.exit(1); }\n',
    'src/diagnostic/CMakeLists.txt': 'holotype_module(diagnostic\n  SOURCES line.cc\n'
                                     '  DEPENDS json  # values\n  LIBRARIES fmt)\n',
    'src/diagnostic/rules_request.h': '// Rules.\n#pragma once\ninline constexpr Rule kPathUnknown{\n'
                                      '    "request.path-unknown", Severity::Error};\n',
    'src/diagnostic/line.cc': '#include "json/value.h"\nauto rule = rules::kPathUnknown;\n',
    'src/cli/CMakeLists.txt': 'holotype_module(cli SOURCES main.cc DEPENDS diagnostic)\n',
    'src/cli/main.cc': '#include <CLI/CLI.hpp>\n#include <iostream>\nint main() { std::exit(0); }\n',
    'tests/json/CMakeLists.txt': 'holotype_test(json SOURCES read_test.cc)\n',
    'tests/json/read_test.cc': '// raises request.path-unknown\n',
}

# check, file, its text, where the finding is, a part of what it says
FAULTS = [
    ('levels', 'src/json/CMakeLists.txt', 'holotype_module(json\n  SOURCES read.cc\n  DEPENDS diagnostic)\n',
     'src/json/CMakeLists.txt:1', 'json (level 1) depends on diagnostic (level 2)'),
    ('levels', 'src/http/CMakeLists.txt', 'holotype_module(http DEPENDS json)\n',
     'src/http/CMakeLists.txt:1', 'depends on json (level 1)'),
    ('levels', 'src/odds/CMakeLists.txt', 'holotype_module(odds)\n',
     'src/odds/CMakeLists.txt:1', 'has no level'),
    ('includes', 'src/json/read.cc', '// one\n#include "diagnostic/line.h"\n',
     'src/json/read.cc:2', 'json includes diagnostic without saying so'),
    ('includes', 'src/json/read.cc', '/* a\nb */\n#include "value.h"\n',
     'src/json/read.cc:3', 'has no folder'),
    ('third-party', 'src/base/text.cc', '\n#include <yaml-cpp/yaml.h>\n',
     'src/base/text.cc:2', 'outside document'),
    ('third-party', 'src/base/text.cc', '#include <boost/any.hpp>\n',
     'src/base/text.cc:1', 'belongs to no folder'),
    ('output', 'src/json/read.cc', 'void f() {\n  std::cerr << 1;\n}\n',
     'src/json/read.cc:2', 'std::cerr outside src/cli'),
    ('output', 'src/json/read.cc', 'void f() { fprintf(stderr, "no"); }\n',
     'src/json/read.cc:1', 'stderr outside src/cli'),
    ('output', 'src/json/read.cc', 'void f() { std::exit(1); }\n',
     'src/json/read.cc:1', 'std::exit() outside src/cli'),
    ('unfinished', 'src/json/read.cc', '// TO' 'DO: the rest\n',
     'src/json/read.cc:1', 'in the tree'),
    ('names', 'src/json/utils/text.cc', '\n', 'src/json/utils:1', 'attracts everything'),
    ('names', 'src/json/read.cc', '\nclass ReadManager {};\n',
     'src/json/read.cc:2', 'ReadManager says little'),
    ('length', 'src/json/read.cc', '\n' * 501, 'src/json/read.cc:501', '501 lines'),
    ('headers', 'src/json/value.h', '#pragma once\n', 'src/json/value.h:1', 'no opening comment'),
    ('headers', 'src/json/value.h', '// Values.\n', 'src/json/value.h:1', 'no #pragma once'),
    ('tests-line', 'src/json/value.h', '// Values.\n//\n// Tests:\n// tests/json/value_test.cc\n',
     'src/json/value.h:4', 'tests/json/value_test.cc is named as its test'),
    ('tests-line', 'src/json/value.h', '// Values. Tests: tests/json/read_test.cc, other_test.cc\n',
     'src/json/value.h:1', 'tests/json/other_test.cc is named as its test'),
    ('tests-line', 'src/json/value.h', '// Tests: tests/json/*_test.cc, tests/xml/\n',
     'src/json/value.h:1', 'tests/xml/ is named as its test'),
    ('listed', 'tests/json/write_test.cc', '\n',
     'tests/json/write_test.cc:1', 'no CMakeLists.txt names this file'),
    ('listed', 'tests/json/d_test.cc', '\n',  # the end of read_test.cc's name is not its name
     'tests/json/d_test.cc:1', 'no CMakeLists.txt names this file'),
    ('listed', 'src/json/write.cc', '\n', 'src/json/write.cc:1', 'list it in src/json/CMakeLists.txt'),
    ('rules', 'src/diagnostic/line.cc', '// kPathUnknown\n',
     'src/diagnostic/rules_request.h:3', 'no source raises request.path-unknown'),
    ('rules', 'tests/json/read_test.cc', '// request.path-unknown-too\n',
     'src/diagnostic/rules_request.h:3', 'no test names request.path-unknown'),
]


def lint(files, *checks):
    """The exit status and the output of the checks on a tree of these files."""
    with tempfile.TemporaryDirectory() as folder:
        for path, text in files.items():
            file = Path(folder, path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding='utf-8')
        with contextlib.redirect_stdout(io.StringIO()) as output:
            status = linter.run(linter.Tree(Path(folder).resolve()), list(checks))
        return status, output.getvalue()


class LintTest(unittest.TestCase):
    def test_sound_tree_has_no_findings(self):
        for check in sorted({fault[0] for fault in FAULTS}):
            with self.subTest(check):
                self.assertEqual(lint(SOUND, check), (0, ''))

    def test_every_fault_is_found_where_it_is(self):
        for check, path, text, place, words in FAULTS:
            with self.subTest(f'{check}: {words}'):
                status, output = lint({**SOUND, path: text}, check)
                self.assertEqual(status, 1, output)
                self.assertRegex(output, rf'(?m)^{re.escape(place)}: .*{re.escape(words)}')

    def test_every_check_that_needs_no_tool_has_a_fault(self):
        self.assertEqual({fault[0] for fault in FAULTS}, set(linter.CHECKS) - {'format', 'shell', 'documented'})

    def test_missing_format_tool_is_a_visible_skip(self):
        status, output = lint({}, 'format')
        if status == 77:
            self.assertIn('skipped, because clang-format', output)
        else:
            self.assertEqual((status, output), (0, ''))

    def test_unknown_check_is_wrong_usage(self):
        done = subprocess.run([sys.executable, LINT, 'colours'], text=True, check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.assertEqual(done.returncode, 2)
        self.assertIn('no check named colours', done.stdout)


if __name__ == '__main__':
    unittest.main()

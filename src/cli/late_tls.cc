// Leaves OpenSSL alone until the first TLS connection.
//
// cpp-httplib asks for OpenSSL's start (error texts, cipher tables, its configuration file) in a
// static initializer, so every program that links it pays 2 MB and a fifth of this program's start,
// also one that never speaks TLS. OpenSSL has needed no such call since 1.1.0: SSL_CTX_new() makes
// it from inside libssl, whose own calls are bound to itself (-Bsymbolic) and do not meet the
// function below.
//
// It is in the program alone and not in the library, because a process of somebody else's may count
// on the call. Tests: tests/end_to_end (memory), tests/transport/client_test.cc (TLS through the
// real one)

#include <cstdint>

extern "C" int OPENSSL_init_ssl(std::uint64_t options, const void* settings);

int OPENSSL_init_ssl(std::uint64_t /*options*/, const void* /*settings*/) { return 1; }

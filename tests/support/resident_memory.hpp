// How much memory a program holds.
#pragma once
#include <cstddef>

#include <sys/types.h>

namespace greffe::test {

/// In bytes, of a running program: the second field of /proc/PID/statm (proc(5)).
std::size_t resident_memory(pid_t pid);

} // namespace greffe::test

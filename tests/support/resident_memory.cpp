#include "tests/support/resident_memory.hpp"

#include <fstream>
#include <string>

#include <unistd.h>

namespace greffe::test {

std::size_t resident_memory(pid_t pid) {
    std::ifstream statm("/proc/" + std::to_string(pid) + "/statm");
    std::size_t total = 0;
    std::size_t pages = 0;
    statm >> total >> pages;
    return pages * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

} // namespace greffe::test

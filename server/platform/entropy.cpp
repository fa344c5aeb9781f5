#include "server/platform/entropy.hpp"

#include <stdexcept>

#include <sodium.h>

namespace greffe::platform {

void fill_random(std::span<std::uint8_t> bytes) {
    static const bool ready = ::sodium_init() >= 0;
    if (!ready) throw std::runtime_error("no source of random numbers");
    ::randombytes_buf(bytes.data(), bytes.size());
}

} // namespace greffe::platform

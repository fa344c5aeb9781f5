// Random bytes from the system's generator, fit for keys and salts. Safe from any thread.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace greffe::platform {

void fill_random(std::span<std::uint8_t> bytes);

template <std::size_t Count>
std::array<std::uint8_t, Count> random_bytes() {
    std::array<std::uint8_t, Count> bytes;
    fill_random(bytes);
    return bytes;
}

} // namespace greffe::platform

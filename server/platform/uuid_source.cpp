#include "server/platform/uuid_source.hpp"

#include "server/platform/clock.hpp"
#include "server/platform/entropy.hpp"

#include <algorithm>

namespace greffe::platform {

uuid_source::uuid_source() : uuid_source(now_utc) {}

uuid_source::uuid_source(std::function<time()> clock) : clock_(std::move(clock)) {}

std::array<std::uint8_t, 16> uuid_source::next() {
    const auto micros = static_cast<std::uint64_t>(clock_().time_since_epoch().count());
    const std::uint64_t now = (micros / 1000) << 12 | (micros % 1000) * 4096 / 1000;
    auto last = last_.load();
    std::uint64_t mine;
    do mine = std::max(now, last + 1);
    while (!last_.compare_exchange_weak(last, mine));

    auto bytes = random_bytes<16>();
    const std::uint64_t millis = mine >> 12;
    for (std::size_t i = 0; i < 6; ++i) bytes[i] = static_cast<std::uint8_t>(millis >> (40 - 8 * i));
    bytes[6] = static_cast<std::uint8_t>(0x70 | (mine >> 8 & 0x0f));
    bytes[7] = static_cast<std::uint8_t>(mine);
    bytes[8] = static_cast<std::uint8_t>(0x80 | (bytes[8] & 0x3f));
    return bytes;
}

} // namespace greffe::platform

// Whom limits count: a key, or an address without one. A value.
#pragma once
#include "server/domain/uuid.hpp"
#include "server/platform/ip_address.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <string_view>

namespace greffe::http {

struct client_name {
    std::array<std::uint8_t, 17> bytes{};

    static client_name of(const domain::key_id& key);
    /// By what the address is counted as.
    static client_name of(const platform::ip_address& address);
    bool operator==(const client_name&) const = default;
};

struct client_name_hash {
    std::size_t operator()(const client_name& name) const noexcept {
        return std::hash<std::string_view>{}(
            {reinterpret_cast<const char*>(name.bytes.data()), name.bytes.size()});
    }
};

} // namespace greffe::http

#include "server/http/client_name.hpp"

#include <algorithm>

namespace greffe::http {

client_name client_name::of(const domain::key_id& key) {
    client_name name;
    name.bytes[0] = 'k';
    std::ranges::copy(key.value.bytes, name.bytes.begin() + 1);
    return name;
}

client_name client_name::of(const platform::ip_address& address) {
    client_name name;
    name.bytes[0] = 'a';
    std::ranges::copy(address.counted_as().bytes, name.bytes.begin() + 1);
    return name;
}

} // namespace greffe::http

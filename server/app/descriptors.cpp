#include "server/app/descriptors.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

#include <sys/resource.h>

namespace greffe::app {

namespace {

constexpr std::size_t of_the_process = 56;
constexpr std::size_t fewest_clients = 16;

} // namespace

void raise_descriptor_limit() {
    rlimit files{};
    if (::getrlimit(RLIMIT_NOFILE, &files) != 0) return;
    files.rlim_cur = files.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &files);
}

std::size_t descriptor_limit() {
    rlimit files{};
    if (::getrlimit(RLIMIT_NOFILE, &files) != 0) return 1024;
    return files.rlim_cur;
}

std::size_t reserved_descriptors(const settings& with) {
    return of_the_process + with.options.connections + 2 * with.options.writers + 2 * with.bounds.streams +
           with.bounds.farewells;
}

http::limits bounds_within(const settings& with, std::size_t descriptors) {
    http::limits bounds = with.bounds;
    const auto& said = with.options;
    if (said.clients) bounds.connections = *said.clients;
    if (said.clients_per_address) bounds.connections_per_address = *said.clients_per_address;
    if (!said.trusted_proxies.empty()) bounds.trusted_proxies = said.trusted_proxies;
    for (const auto& [who, rate] : said.rates) {
        if (const auto role = domain::parse_role(who))
            bounds.of_role[static_cast<std::size_t>(*role)] = rate;
        else
            bounds.of_address = rate;
    }
    // One connection stays free for keys, sites and rulesets, so that they are found whatever waits.
    bounds.turns = std::max(1u, said.connections - 1);
    bounds.turns_of_one = bounds.turns - bounds.turns / 4;
    bounds.turns_of_one_beside_others = std::max<std::size_t>(1, bounds.turns / 4);

    const std::size_t reserved = reserved_descriptors(with);
    if (descriptors < reserved + fewest_clients)
        throw std::runtime_error("the limit on open files is " + std::to_string(descriptors) + "; " +
                                 std::to_string(reserved + fewest_clients) +
                                 " are the fewest that do (ulimit -n, or LimitNOFILE= of the service)");
    bounds.connections = std::min(bounds.connections, descriptors - reserved);
    return bounds;
}

} // namespace greffe::app

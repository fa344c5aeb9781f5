#include "tests/support/real_environment.hpp"

#include "server/platform/clock.hpp"
#include "server/platform/entropy.hpp"
#include "server/platform/uuid_source.hpp"

namespace greffe::test {

service::environment real_environment() {
    static platform::uuid_source ids;
    return {.now = platform::now_utc,
            .new_id = [] { return domain::uuid{ids.next()}; },
            .new_salt = platform::random_bytes<32>};
}

} // namespace greffe::test

// The clock, ids and salts that the server itself has, for tests over a real database.
#pragma once
#include "server/service/environment.hpp"

namespace greffe::test {

service::environment real_environment();

} // namespace greffe::test

#include "tests/support/metric.hpp"

#include "tests/support/http_client.hpp"

namespace greffe::test {

double metric(const http_client& server, const std::string& name) {
    const auto text = server.get("/metrics").body;
    const auto at = text.find("\n" + name + " ");
    return at == std::string::npos ? -1 : std::stod(text.substr(at + name.size() + 2));
}

} // namespace greffe::test

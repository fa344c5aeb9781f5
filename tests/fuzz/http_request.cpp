// A request from outside up to its handler: Beast's parser on arbitrary bytes, then the target, the router,
// and the body's strict JSON. Nothing of it may crash, and what is accepted must have the properties that
// handlers rely on.
#include "server/domain/text.hpp"
#include "server/http/router.hpp"
#include "server/http/routes.hpp"
#include "server/http/strict_json.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/json/serialize.hpp>

#include <cstdint>
#include <cstdlib>

namespace {

namespace beast = boost::beast;
using namespace greffe;

void demand(bool holds) {
    if (!holds) std::abort();
}

void route(beast::http::verb method, std::string_view raw) {
    static const http::router routes(http::all_routes());
    const auto asked = http::read_target(raw);
    if (!asked) return;
    const auto found = routes.find(method, *asked);
    if (!found.found || !found.invalid.empty()) return;
    demand(found.found->method == method && found.allow.empty());
    for (const auto& [name, value] : found.path) demand(!value.empty() && domain::is_valid_text(value));
}

void read_body(std::string_view bytes) {
    const auto read = http::read_json_object(bytes);
    if (!read) {
        demand(domain::is_valid_text(read.error().field));
        return;
    }
    const std::string written = boost::json::serialize(*read);
    demand(domain::is_valid_text(written));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    route(beast::http::verb::get, bytes);
    read_body(bytes);

    beast::http::request_parser<beast::http::string_body> parser;
    parser.eager(true);
    parser.body_limit(1 << 20);
    beast::error_code ec;
    parser.put(boost::asio::buffer(bytes), ec);
    if (!ec && parser.is_header_done()) {
        route(parser.get().method(), parser.get().target());
        read_body(parser.get().body());
    }
    return 0;
}

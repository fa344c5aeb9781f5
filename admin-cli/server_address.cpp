#include "admin-cli/server_address.hpp"

#include <boost/url/parse.hpp>

namespace greffe::cli {

domain::result<server_address> parse_server_address(std::string_view url) {
    const auto refuse = [](const char* why) { return domain::fail(domain::errc::invalid_field, "url", why); };
    const auto parsed = boost::urls::parse_uri(url);
    if (parsed.has_error()) return refuse("is not an address; it should look like http://127.0.0.1:8080");
    const auto& view = *parsed;
    if (view.scheme() != "http" && view.scheme() != "https")
        return refuse("must begin with http:// or https://");
    if (view.has_userinfo()) return refuse("must not hold a user or password; the key goes into GREFFE_KEY");
    if (view.encoded_host().empty()) return refuse("names no host");
    if (view.has_query() || view.has_fragment())
        return refuse("must end with the server's address, without ? or #");
    server_address address;
    address.tls = view.scheme() == "https";
    address.host = std::string(view.host_address());
    address.port =
        view.has_port() && !view.port().empty() ? std::string(view.port()) : (address.tls ? "443" : "80");
    address.authority = std::string(view.encoded_host());
    if (view.has_port()) address.authority += ":" + address.port;
    address.prefix = std::string(view.encoded_path());
    while (address.prefix.ends_with('/')) address.prefix.pop_back();
    return address;
}

} // namespace greffe::cli

#include "admin-cli/invocation.hpp"

#include "admin-cli/terminal_text.hpp"

#include <boost/json/serialize.hpp>

#include <ostream>

namespace greffe::cli {

server_api invocation::server() const {
    auto address = parse_server_address(url);
    if (!address) throw failure(exit_code::usage, "--url (or GREFFE_URL) " + address.error().detail);
    return {std::move(*address), key};
}

void invocation::answer(const boost::json::value& from_server,
                        const std::function<void()>& for_people) const {
    if (json)
        term.out << safe_json(boost::json::serialize(from_server)) << '\n';
    else
        for_people();
}

object_name named(const std::string& text, std::string_view what) {
    auto parsed = parse_object_name(text);
    if (!parsed)
        throw failure(exit_code::usage,
                      std::string(what) + ": " + parsed.error().detail + ", not \"" + one_line(text) + "\"");
    return std::move(*parsed);
}

} // namespace greffe::cli

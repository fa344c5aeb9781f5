#include "tests/e2e/operations/document.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace greffe::test {

std::string text_of(const std::filesystem::path& file) {
    std::ifstream in(source / file);
    if (!in) throw std::runtime_error("there is no " + file.string());
    return {std::istreambuf_iterator<char>(in), {}};
}

std::set<std::string> all_matches(const std::string& text, const std::regex& pattern) {
    std::set<std::string> found;
    for (std::sregex_iterator at(text.begin(), text.end(), pattern), end; at != end; ++at)
        found.insert((*at)[1].str());
    return found;
}

std::string free_place() {
    using tcp = boost::asio::ip::tcp;
    boost::asio::io_context io;
    const tcp::acceptor probe(io, tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0));
    return "127.0.0.1:" + std::to_string(probe.local_endpoint().port());
}

} // namespace greffe::test

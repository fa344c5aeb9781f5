// Finds the row of the table that a request asks for. Immutable; thread-safe.
#pragma once
#include "server/http/route.hpp"
#include "server/http/target.hpp"

#include <map>
#include <span>
#include <string>
#include <vector>

namespace greffe::http {

struct routing {
    const route* found = nullptr;
    std::map<std::string, std::string, std::less<>> path{}; ///< parameters by name
    std::string invalid{};                                  ///< the parameter that is empty or no text
    std::string allow{}; ///< "GET, PUT" when the path exists, but not for this method
};

class router {
  public:
    explicit router(std::span<const route> table);

    /// Literal segments win over parameters. Neither `found` nor `allow`: no such path.
    routing find(boost::beast::http::verb method, const target& asked) const;

  private:
    struct row {
        const route* of;
        std::vector<std::string> pattern;
        std::size_t literals;
    };
    std::vector<row> rows_;
};

} // namespace greffe::http

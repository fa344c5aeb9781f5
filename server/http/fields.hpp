// Reads the members of a small request body that has no record of its own in domain/records.hpp: strict like
// those, the first thing that is wrong is kept and told. One value for one object; not thread-safe.
#pragma once
#include "server/domain/error.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace greffe::http {

class fields {
  public:
    explicit fields(const boost::json::object& from) : from_(from) {}

    /// Lengths in characters. A member that is absent or null is absent; blank text where `least` is over 0
    /// is refused.
    std::string text(std::string_view name, std::size_t least, std::size_t most);
    std::optional<std::string> optional_text(std::string_view name, std::size_t most);
    std::int64_t integer(std::string_view name, std::int64_t least, std::int64_t most);
    std::int64_t integer_or(std::string_view name, std::int64_t otherwise, std::int64_t least,
                            std::int64_t most);
    /// The first error, or an unknown member; nullopt when all is well.
    std::optional<domain::error> finish();

  private:
    const boost::json::value* find(std::string_view name);
    void refuse(std::string_view name, std::string detail);

    const boost::json::object& from_;
    std::set<std::string, std::less<>> known_;
    std::optional<domain::error> wrong_;
};

} // namespace greffe::http

// An article's whole thread for an archivist: read in one snapshot into a spool file, the transaction ended,
// then sent. Memory stays flat, no client can pin the database. Thread-safe.
#pragma once
#include "server/domain/role.hpp"
#include "server/service/environment.hpp"
#include "server/service/ports/export_store.hpp"

#include <boost/asio/awaitable.hpp>

#include <filesystem>
#include <optional>

namespace greffe::service {

enum class export_format { ndjson, html };
std::optional<export_format> parse_export_format(std::string_view text);

/// A finished export on disk, removed with this value.
class spooled_export {
  public:
    spooled_export(std::filesystem::path file, std::string media_type, std::string file_name);
    spooled_export(spooled_export&&) noexcept;
    spooled_export& operator=(spooled_export&&) noexcept;
    ~spooled_export();
    const std::filesystem::path& file() const { return file_; }
    const std::string& media_type() const { return media_type_; }
    const std::string& file_name() const { return file_name_; }

  private:
    std::filesystem::path file_;
    std::string media_type_;
    std::string file_name_;
};

class export_thread {
  public:
    export_thread(ports::export_store& store, environment env, std::filesystem::path spool_folder);

    /// Errors: not_found, unavailable.
    boost::asio::awaitable<domain::result<spooled_export>>
    run(domain::principal who, domain::article_id article, export_format format);

  private:
    ports::export_store& store_;
    environment env_;
    std::filesystem::path spool_folder_;
};

} // namespace greffe::service

#include "server/service/export_thread.hpp"

#include "server/archive/thread_html.hpp"
#include "server/archive/thread_ndjson.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <memory>
#include <system_error>
#include <utility>

namespace greffe::service {

namespace {

constexpr std::string_view spool_prefix = "export-";
constexpr std::size_t write_size = 256 * 1024;

struct format_row {
    std::string_view name;
    std::string_view media_type;
    std::unique_ptr<archive::thread_writer> (*make)(archive::byte_sink);
};

template <class Writer>
std::unique_ptr<archive::thread_writer> make_writer(archive::byte_sink sink) {
    return std::make_unique<Writer>(std::move(sink));
}

/// In the order of export_format.
constexpr std::array formats = {
    format_row{"ndjson", "application/x-ndjson", make_writer<archive::thread_ndjson>},
    format_row{"html", "text/html; charset=utf-8", make_writer<archive::thread_html>},
};

/// A new file that only this user can read, written in large pieces.
class spool_file {
  public:
    explicit spool_file(const std::filesystem::path& path)
        : descriptor_(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)) {
        if (descriptor_ < 0) throw_errno("cannot create an export in the spool folder");
    }
    spool_file(const spool_file&) = delete;
    spool_file& operator=(const spool_file&) = delete;
    ~spool_file() { ::close(descriptor_); }

    void write(std::string_view bytes) {
        pending_ += bytes;
        if (pending_.size() >= write_size) flush();
    }
    void flush() {
        for (std::string_view rest = pending_; !rest.empty();) {
            const auto written = ::write(descriptor_, rest.data(), rest.size());
            if (written < 0 && errno == EINTR) continue;
            if (written < 0) throw_errno("cannot write an export to the spool folder");
            rest.remove_prefix(static_cast<std::size_t>(written));
        }
        pending_.clear();
    }

  private:
    [[noreturn]] static void throw_errno(const char* what) {
        throw std::system_error(errno, std::generic_category(), what);
    }

    int descriptor_;
    std::string pending_;
};

void remove_leftovers(const std::filesystem::path& folder) {
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.path().filename().string().starts_with(spool_prefix)) std::filesystem::remove(entry.path());
}

} // namespace

std::optional<export_format> parse_export_format(std::string_view text) {
    for (std::size_t i = 0; i < formats.size(); ++i)
        if (formats[i].name == text) return static_cast<export_format>(i);
    return std::nullopt;
}

spooled_export::spooled_export(std::filesystem::path file, std::string media_type, std::string file_name)
    : file_(std::move(file)), media_type_(std::move(media_type)), file_name_(std::move(file_name)) {}

spooled_export::spooled_export(spooled_export&& other) noexcept
    : file_(std::exchange(other.file_, {})), media_type_(std::move(other.media_type_)),
      file_name_(std::move(other.file_name_)) {}

spooled_export& spooled_export::operator=(spooled_export&& other) noexcept {
    std::swap(file_, other.file_);
    std::swap(media_type_, other.media_type_);
    std::swap(file_name_, other.file_name_);
    return *this;
}

spooled_export::~spooled_export() {
    std::error_code ignored;
    if (!file_.empty()) std::filesystem::remove(file_, ignored);
}

export_thread::export_thread(ports::export_store& store, environment env, std::filesystem::path spool_folder)
    : store_(store), env_(std::move(env)), spool_folder_(std::move(spool_folder)) {
    std::filesystem::create_directories(spool_folder_);
    std::filesystem::permissions(spool_folder_, std::filesystem::perms::owner_all);
    remove_leftovers(spool_folder_);
}

boost::asio::awaitable<domain::result<spooled_export>>
export_thread::run(domain::principal who, domain::article_id article, export_format format) {
    const format_row& row = formats[static_cast<std::size_t>(format)];
    const auto path = spool_folder_ / (std::string(spool_prefix) + env_.new_id().to_string());
    spool_file file(path);
    spooled_export spooled(path, std::string(row.media_type),
                           "greffe-" + article.to_string() + "." + std::string(row.name));
    const auto writer = row.make([&file](std::string_view bytes) { file.write(bytes); });
    const auto read = co_await store_.read_thread(std::move(who), article, *writer);
    if (!read) co_return read.error();
    file.flush();
    co_return std::move(spooled);
}

} // namespace greffe::service

#include "server/platform/embedded_postgres.hpp"

#include "server/platform/postmaster.hpp"
#include "server/platform/socket_folder.hpp"

#include <algorithm>
#include <csignal>
#include <fstream>
#include <iterator>
#include <set>
#include <system_error>
#include <thread>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace greffe::platform {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using clock = std::chrono::steady_clock;

namespace {

constexpr auto between_looks = 20ms;
constexpr std::uintmax_t longest_log = 8U << 20;

// One statement a line: the form that a single-user backend reads.
constexpr std::string_view first_statements = "CREATE ROLE greffe_owner LOGIN CREATEROLE;\n"
                                              "CREATE DATABASE greffe OWNER greffe_owner;\n"
                                              "REVOKE CONNECT, TEMPORARY ON DATABASE greffe FROM PUBLIC;\n";

std::string percent_encoded(const std::string& text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    for (const unsigned char c : text) {
        if (std::isalnum(c) || c == '-' || c == '_' || c == '.') {
            encoded += static_cast<char>(c);
        } else {
            encoded += '%';
            encoded += digits[c >> 4];
            encoded += digits[c & 15];
        }
    }
    return encoded;
}

std::string list_of_majors(const std::vector<postgres_programs>& programs) {
    std::string text;
    for (const auto& one : programs) text += (text.empty() ? "" : " and ") + std::to_string(one.major);
    return text;
}

fs::path prepared(const fs::path& folder) {
    std::error_code failed;
    const bool made = fs::create_directories(folder, failed);
    if (failed)
        throw embedded_postgres_error("can't make the data folder " + folder.string() + ": " +
                                      failed.message());
    if (made && ::chmod(folder.c_str(), 0700) != 0)
        throw embedded_postgres_error("can't set the mode of " + folder.string());
    return fs::canonical(folder);
}

} // namespace

embedded_postgres embedded_postgres::start(options how) {
    how.folder = prepared(how.folder);
    folder_lock lock(how.folder);
    embedded_postgres server(std::move(how), std::move(lock));
    try {
        server.choose_user();
        server.open_folder_to_user();
        server.choose_programs();
        if (!cluster_major(server.data_)) server.make_cluster();
        server.launch();
    } catch (const embedded_postgres_error&) {
        throw;
    } catch (const std::runtime_error& e) {
        throw embedded_postgres_error("the private PostgreSQL in " + server.data_.string() +
                                      " did not start: " + e.what());
    }
    return server;
}

embedded_postgres::embedded_postgres(options how, folder_lock lock)
    : how_(std::move(how)), lock_(std::move(lock)), data_(how_.folder / "postgres") {}

embedded_postgres::embedded_postgres(embedded_postgres&& other) noexcept
    : how_(std::move(other.how_)), lock_(std::move(other.lock_)), data_(std::move(other.data_)),
      socket_folder_(std::move(other.socket_folder_)), program_folder_(std::move(other.program_folder_)),
      user_(std::move(other.user_)), pid_(std::exchange(other.pid_, 0)), adopted_(other.adopted_) {
    other.lock_.reset();
}

embedded_postgres& embedded_postgres::operator=(embedded_postgres&& other) noexcept {
    if (this != &other) {
        stop();
        std::destroy_at(this);
        std::construct_at(this, std::move(other));
    }
    return *this;
}

std::string embedded_postgres::url(const std::string& database, const std::string& role) const {
    return "postgresql:///" + database + "?host=" + percent_encoded(socket_folder_.string()) +
           "&port=5432&user=" + role;
}

void embedded_postgres::choose_user() {
    struct stat found{};
    const bool exists = ::stat(data_.c_str(), &found) == 0;
    if (!running_as_root()) {
        if (exists && found.st_uid != ::geteuid()) {
            const auto owner = find_user(found.st_uid);
            throw embedded_postgres_error(
                data_.string() + " belongs to user " + (owner ? owner->name : std::to_string(found.st_uid)) +
                ": start greffe-server as that user or as root, or with another --data folder");
        }
        return;
    }
    if (exists && found.st_uid != 0) user_ = find_user(found.st_uid);
    if (!user_) user_ = find_user("postgres");
    if (!user_) user_ = find_user("nobody");
    if (!user_)
        throw embedded_postgres_error(
            "PostgreSQL does not run as root, and there is neither a user postgres nor nobody");
    if (exists && found.st_uid == 0) give_to(*user_, data_); // a backup that root put back
}

void embedded_postgres::open_folder_to_user() {
    if (!user_) return;
    auto closed = first_closed_to(*user_, how_.folder);
    if (closed && *closed == how_.folder) {
        // Passing through is all it needs: what else lies in the folder keeps its own mode.
        struct stat found{};
        if (::stat(how_.folder.c_str(), &found) == 0 &&
            ::chmod(how_.folder.c_str(), (found.st_mode & 07777) | 0011) == 0)
            closed = first_closed_to(*user_, how_.folder);
    }
    if (closed)
        throw embedded_postgres_error("PostgreSQL does not run as root, and user " + user_->name +
                                      " may not enter " + closed->string() +
                                      ": choose a --data folder outside of it (such as /var/lib/greffe), or "
                                      "run greffe-server as another user than root");
}

void embedded_postgres::choose_programs() {
    const auto& installed = how_.programs;
    if (installed.empty())
        throw embedded_postgres_error(
            "no PostgreSQL server is installed: apt-get install postgresql, or give --database URL");
    const auto major = cluster_major(data_);
    const auto fits = std::find_if(installed.begin(), installed.end(), [&](const postgres_programs& one) {
        return major ? one.major == *major : one.major >= oldest_postgres;
    });
    if (fits != installed.end()) {
        program_folder_ = fits->folder;
        return;
    }
    const auto here = list_of_majors(installed);
    if (!major)
        throw embedded_postgres_error("Greffe needs PostgreSQL " + std::to_string(oldest_postgres) +
                                      " or newer, and this machine has " + here);
    const auto version = std::to_string(*major);
    throw embedded_postgres_error(
        data_.string() + " is a cluster of PostgreSQL " + version + ", and this machine has PostgreSQL " +
        here + ". Nothing was changed. Install postgresql-" + version +
        " to serve it as it is, or move it to " + std::to_string(installed.front().major) +
        " with pg_upgrade, or start with another --data folder");
}

void embedded_postgres::run_as_user(const std::string& program, std::vector<std::string> arguments,
                                    std::string_view input) const {
    const auto finished =
        run({.path = program_folder_ / program, .arguments = std::move(arguments), .as = user_}, input);
    if (finished.exit_code != 0)
        throw embedded_postgres_error(program + " failed (" + std::to_string(finished.exit_code) +
                                      "): " + finished.output);
}

void embedded_postgres::make_cluster() {
    // Made beside and renamed when whole: an interrupted first start leaves nothing that looks like a
    // cluster.
    const auto unfinished = how_.folder / "postgres.unfinished";
    fs::remove_all(unfinished);
    if (fs::exists(data_) && !fs::is_empty(data_))
        throw embedded_postgres_error(
            data_.string() +
            " is neither empty nor a PostgreSQL cluster: move it away, or start with another --data folder");
    fs::create_directory(unfinished);
    fs::permissions(unfinished, fs::perms::owner_all);
    if (user_) give_to(*user_, unfinished);
    std::vector<std::string> arguments = {"--pgdata=" + unfinished.string(),
                                          "--username=postgres",
                                          "--encoding=UTF8",
                                          "--locale=C",
                                          "--locale-provider=libc",
                                          "--data-checksums",
                                          "--auth-local=trust",
                                          "--auth-host=reject",
                                          "--no-instructions"};
    if (!how_.durable) arguments.emplace_back("--no-sync");
    run_as_user("initdb", std::move(arguments));
    run_as_user(
        "postgres",
        {"--single", "-D", unfinished.string(), "-c", how_.durable ? "fsync=on" : "fsync=off", "postgres"},
        first_statements);
    fs::rename(unfinished, data_);
}

pid_t embedded_postgres::spawn_postmaster() {
    std::vector<std::string> arguments = {"-D", data_.string()};
    std::map<std::string, std::string> settings = {
        {"listen_addresses", ""},
        {"port", "5432"},
        {"unix_socket_directories", socket_folder_.string()},
        {"unix_socket_permissions", "0700"},
        {"fsync", how_.durable ? "on" : "off"},
        {"synchronous_commit", how_.durable ? "on" : "off"},
        {"full_page_writes", how_.durable ? "on" : "off"},
        {"timezone", "UTC"},
        {"log_timezone", "UTC"},
        {"log_checkpoints", "off"},
        {"log_line_prefix", "%m [%p] "},
        {"jit", "off"}, // every statement here is short
    };
    for (const auto& [name, value] : how_.settings) settings[name] = value;
    for (const auto& [name, value] : settings) {
        arguments.emplace_back("-c");
        arguments.push_back(name + "=" + value);
    }
    const auto log = how_.folder / "postgres.log";
    std::error_code absent;
    if (const auto size = fs::file_size(log, absent); !absent && size > longest_log)
        fs::rename(log, how_.folder / "postgres.log.1");
    const int log_fd = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (log_fd < 0) throw std::system_error(errno, std::generic_category(), "open " + log.string());
    try {
        const auto child = spawn({.path = program_folder_ / "postgres",
                                  .arguments = std::move(arguments),
                                  .as = user_,
                                  .own_session = true,
                                  .signal_when_we_die = how_.outlives_us ? 0 : SIGQUIT,
                                  .standard_output = log_fd,
                                  .standard_error = log_fd});
        ::close(log_fd);
        return child;
    } catch (...) {
        ::close(log_fd);
        throw;
    }
}

std::string embedded_postgres::log_tail() const {
    std::ifstream file(how_.folder / "postgres.log", std::ios::binary);
    const std::string text(std::istreambuf_iterator<char>(file), {});
    return text.size() > 1500 ? text.substr(text.size() - 1500) : text;
}

bool embedded_postgres::take_over(clock::time_point deadline) {
    // A postmaster that says it is ready but can't be reached has lost its socket (someone cleaned up): it is
    // stopped.
    auto unreachable_since = clock::time_point::max();
    while (auto running = postmaster::read(data_)) {
        if (running->is_leftover(data_)) {
            fs::remove(data_ / "postmaster.pid");
            return false;
        }
        if (running->status == "ready" && running->serves(data_)) {
            if (running->answers()) {
                pid_ = running->pid;
                socket_folder_ = running->socket_folder;
                return true;
            }
            const auto now = clock::now();
            unreachable_since = std::min(unreachable_since, now);
            if (now - unreachable_since > 5s) {
                ::kill(running->pid, SIGINT);
                wait_for_end(running->pid,
                             std::chrono::duration_cast<std::chrono::milliseconds>(deadline - now));
            }
        }
        if (clock::now() > deadline)
            throw embedded_postgres_error("process " + std::to_string(running->pid) + " holds " +
                                          data_.string() + " and does not answer: stop it, then start again");
        std::this_thread::sleep_for(between_looks);
    }
    return false;
}

bool embedded_postgres::wait_until_ready(pid_t child, clock::time_point deadline) {
    while (clock::now() < deadline) {
        if (wait_for_end(child, between_looks)) return false;
        const auto running = postmaster::read(data_);
        if (running && running->pid == child && running->status == "ready" && running->answers()) return true;
    }
    ::kill(child, SIGQUIT);
    wait_for_end(child, 10s);
    throw embedded_postgres_error("PostgreSQL did not become ready in " +
                                  std::to_string(how_.start_within / 1s) + " s: " + log_tail());
}

void embedded_postgres::launch() {
    const auto deadline = clock::now() + how_.start_within;
    socket_folder_ =
        make_socket_folder(data_, user_ ? user_->uid : ::geteuid(), user_ ? user_->gid : ::getegid());
    adopted_ = take_over(deadline);
    // A start may fail because the last backends of a killed server have not noticed yet: they will, and
    // soon.
    for (int attempt = 1; pid_ == 0; ++attempt) {
        const auto child = spawn_postmaster();
        if (wait_until_ready(child, deadline))
            pid_ = child;
        else if (attempt == 3)
            throw embedded_postgres_error("PostgreSQL ended while it started: " + log_tail());
        else
            std::this_thread::sleep_for(attempt * 500ms);
    }
}

bool embedded_postgres::revive() {
    if (pid_ != 0 && !wait_for_end(pid_, 0ms)) return false;
    pid_ = 0;
    launch();
    return !adopted_;
}

void embedded_postgres::stop() noexcept {
    if (pid_ == 0) return;
    const auto pid = std::exchange(pid_, 0);
    // The number may have passed to another process if PostgreSQL died by itself and was not our child.
    const auto running = postmaster::read(data_);
    if (running && running->pid == pid) {
        ::kill(pid, SIGINT);
        if (!wait_for_end(pid, how_.stop_within)) {
            ::kill(pid, SIGQUIT);
            wait_for_end(pid, 10s);
        }
    } else {
        wait_for_end(pid, 0ms);
    }
    ::rmdir(socket_folder_.c_str()); // stays if PostgreSQL could not be stopped and its socket is there
    lock_.reset();
}

} // namespace greffe::platform

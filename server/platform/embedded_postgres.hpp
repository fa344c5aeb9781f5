// A private PostgreSQL of this program's own: a real cluster under FOLDER/postgres, reached over a unix
// socket only, in a folder that no other user of the machine may enter (which is why nobody is asked for a
// password). It is made at the first start and found again at each later one, also when this program was
// killed and its PostgreSQL still runs: never are there two servers on the same data. One owner; move-only;
// used from one thread, except `url`.
#pragma once
#include "server/platform/child_process.hpp"
#include "server/platform/folder_lock.hpp"
#include "server/platform/postgres_programs.hpp"

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace greffe::platform {

/// Why it can't be started; the text names the remedy.
struct embedded_postgres_error : std::runtime_error {
    using std::runtime_error::runtime_error;
};

class embedded_postgres {
  public:
    struct options {
        std::filesystem::path folder; ///< DIR; the cluster is DIR/postgres, its log DIR/postgres.log
        bool durable = true;          ///< false: for tests, nothing survives a crash of the machine
        /// True: PostgreSQL lives on when this program is killed, and the next start finds it. False: it dies
        /// with us.
        bool outlives_us = true;
        std::map<std::string, std::string> settings = {}; ///< more of postgresql.conf
        std::vector<postgres_programs> programs = installed_postgres();
        std::chrono::milliseconds start_within = std::chrono::minutes{5}; ///< a crash recovery takes its time
        std::chrono::milliseconds stop_within =
            std::chrono::minutes{1}; ///< then it is stopped the hard, safe way
    };

    /// Makes the cluster if there is none, starts PostgreSQL or takes over the one that runs on it, and
    /// returns when it answers. As root, PostgreSQL runs as the owner of its data, else as user postgres,
    /// else as nobody. Throws folder_locked when another process holds the folder, embedded_postgres_error
    /// otherwise: no PostgreSQL installed, a cluster of another major version (left as it is), a folder that
    /// its user can't reach …
    static embedded_postgres start(options how);

    embedded_postgres(embedded_postgres&& other) noexcept;
    embedded_postgres& operator=(embedded_postgres&& other) noexcept;
    ~embedded_postgres() { stop(); }

    /// Database `greffe` as its owner greffe_owner (LOGIN CREATEROLE), whose roles and schemas the migrations
    /// make.
    std::string owner_url() const { return url("greffe", "greffe_owner"); }
    /// What the server connects with: the same; each of its transactions takes the application's role.
    std::string url() const { return owner_url(); }
    std::string url(const std::string& database, const std::string& role) const;
    /// Database `postgres` as the cluster's superuser.
    std::string superuser_url() const { return url("postgres", "postgres"); }

    pid_t pid() const { return pid_; }
    /// The user it runs as when that is not ours.
    const std::optional<os_user>& user() const { return user_; }
    bool adopted() const { return adopted_; } ///< it ran already
    /// Starts PostgreSQL again if its process has gone. True when it had to; the URLs stay. Throws as start
    /// does.
    bool revive();
    /// Fast shutdown: open transactions are rolled back, a checkpoint is written, the process is waited for.
    /// Twice is once.
    void stop() noexcept;

  private:
    embedded_postgres(options how, folder_lock lock);

    void choose_user();
    void choose_programs();
    void make_cluster();
    void open_folder_to_user();
    void launch();
    /// True: a postmaster answers and pid_ is its number. False: there is none, and none may come up by
    /// itself.
    bool take_over(std::chrono::steady_clock::time_point deadline);
    bool wait_until_ready(pid_t child, std::chrono::steady_clock::time_point deadline);
    pid_t spawn_postmaster();
    std::string log_tail() const;
    void run_as_user(const std::string& program, std::vector<std::string> arguments,
                     std::string_view input = {}) const;

    options how_;
    std::optional<folder_lock> lock_;
    std::filesystem::path data_;
    std::filesystem::path socket_folder_;
    std::filesystem::path program_folder_;
    std::optional<os_user> user_;
    pid_t pid_ = 0;
    bool adopted_ = false;
};

} // namespace greffe::platform

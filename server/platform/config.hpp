// How the server is told what to do: `--name value` on the command line, else GREFFE_NAME in the environment,
// else `name = value` in the file of --config, else the default; that order, for every option. A config file
// has one option a line, `#` begins a comment, a value may stand in double quotes; an unknown name is an
// error, not silence. Pure but for reading that file.
#pragma once
#include "server/platform/ip_address.hpp"
#include "server/platform/rate.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace greffe::platform {

enum class migrations { automatic, check };

struct server_options {
    std::string listen_host = "127.0.0.1";
    std::uint16_t listen_port = 8080;    ///< 0: any free one
    std::filesystem::path data;          ///< absolute
    std::optional<std::string> database; ///< nullopt: a private cluster under `data`
    migrations migrate = migrations::automatic;
    std::string log_level = "info";
    unsigned threads = 0;                      ///< of the network; 0: as many as there are processors
    unsigned connections = 8;                  ///< to the database, for all but the writers of comments
    unsigned writers = 2;                      ///< of comments, each with a connection of its own
    unsigned thread_cache_mib = 16;            ///< of rendered threads; 0: every page is read
    std::vector<ip_network> trusted_proxies{}; ///< whose X-Forwarded-For is believed
    std::optional<unsigned> clients;           ///< connections of clients, in all
    std::optional<unsigned> clients_per_address;
    std::map<std::string, rate, std::less<>>
        rates{}; ///< by role, or "address"; what is not named has its default

    enum class command { serve, admin_key, health, ready, help, version } what = command::serve;
};

/// The text says which option, what is wrong with it, and where it came from.
struct bad_option : std::runtime_error {
    using runtime_error::runtime_error;
};

using environment_reader = std::function<std::optional<std::string>(const std::string& name)>;
/// The process's own environment.
std::optional<std::string> read_environment(const std::string& name);

/// `arguments` without the program's name. Throws bad_option.
server_options read_options(std::span<const std::string> arguments,
                            const environment_reader& environment = read_environment);

/// What --help prints.
std::string options_help();

/// ~/.local/share/greffe, under XDG_DATA_HOME if that is set; for root /var/lib/greffe.
std::filesystem::path default_data_folder(bool root, const environment_reader& environment);

} // namespace greffe::platform

#include "server/platform/config.hpp"

#include "server/platform/log.hpp"
#include "server/platform/os_user.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <vector>

namespace greffe::platform {

namespace fs = std::filesystem;

namespace {

struct option {
    std::string_view name;
    std::string_view argument;
    std::string_view help;
    void (*take)(server_options& into,
                 const std::string& value); ///< throws bad_option: what is wrong with the value
};

template <class Number>
Number number(const std::string& text, Number least, Number most) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < least || value > most)
        throw bad_option("a number from " + std::to_string(least) + " to " + std::to_string(most) +
                         " is wanted");
    return value;
}

std::string trimmed(const std::string& text) {
    const auto begin = text.find_first_not_of(" \t\r");
    if (begin == std::string::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

void take_listen(server_options& into, const std::string& value) {
    const auto colon = value.rfind(':');
    if (colon == std::string::npos || colon == 0)
        throw bad_option("ADDRESS:PORT is wanted, such as 127.0.0.1:8080 or [::1]:8080");
    into.listen_port = number<std::uint16_t>(value.substr(colon + 1), 0, 65535);
    auto host = value.substr(0, colon);
    if (host.size() > 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
    into.listen_host = host;
}

void take_database(server_options& into, const std::string& value) {
    if (!value.starts_with("postgres://") && !value.starts_with("postgresql://"))
        throw bad_option("a URL is wanted, such as postgresql://user@host/greffe");
    into.database = value;
}

void take_migrate(server_options& into, const std::string& value) {
    static const std::map<std::string_view, migrations> values = {{"auto", migrations::automatic},
                                                                  {"check", migrations::check}};
    const auto found = values.find(value);
    if (found == values.end()) throw bad_option("auto or check is wanted");
    into.migrate = found->second;
}

void take_log_level(server_options& into, const std::string& value) {
    constexpr std::string_view known[] = {"debug", "info", "warning", "error"};
    if (std::find(std::begin(known), std::end(known), value) == std::end(known))
        throw bad_option("debug, info, warning or error is wanted");
    into.log_level = value;
}

std::vector<std::string> listed(const std::string& value) {
    std::vector<std::string> all;
    std::istringstream from(value);
    for (std::string one; std::getline(from, one, ',');)
        if (auto bare = trimmed(one); !bare.empty()) all.push_back(std::move(bare));
    return all;
}

void take_trusted_proxies(server_options& into, const std::string& value) {
    into.trusted_proxies.clear();
    for (const auto& one : listed(value)) {
        const auto network = ip_network::parse(one);
        if (!network) throw bad_option("addresses or networks are wanted, such as 10.0.0.0/8,2001:db8::/32");
        into.trusted_proxies.push_back(*network);
    }
}

void take_rates(server_options& into, const std::string& value) {
    constexpr std::string_view known[] = {"address",    "publisher", "reporter", "moderator",
                                          "supervisor", "archivist", "admin"};
    for (const auto& one : listed(value)) {
        const auto equals = one.find('=');
        const auto name = one.substr(0, equals);
        if (equals == std::string::npos ||
            std::find(std::begin(known), std::end(known), name) == std::end(known))
            throw bad_option("WHO=N or WHO=N/BURST is wanted, WHO a role or `address`, N requests a second");
        const auto slash = one.find('/', equals);
        const auto per_second = number(one.substr(equals + 1, slash - equals - 1), 0U, 1'000'000U);
        const auto burst =
            slash == std::string::npos ? per_second : number(one.substr(slash + 1), 1U, 10'000'000U);
        into.rates.insert_or_assign(
            name, rate{.per_second = static_cast<double>(per_second), .burst = static_cast<double>(burst)});
    }
}

const option table[] = {
    {"listen", "ADDRESS:PORT", "where to serve HTTP (127.0.0.1:8080); port 0: any free one", take_listen},
    {"data", "DIR", "the data folder (~/.local/share/greffe, for root /var/lib/greffe)",
     [](server_options& into, const std::string& value) {
         into.data = fs::absolute(value).lexically_normal();
     }},
    {"database", "URL", "a PostgreSQL, 15 or newer; without it a private one under DIR/postgres",
     take_database},
    {"migrate", "auto|check", "bring the schema up to date (auto), or only look whether it is (check)",
     take_migrate},
    {"log-level", "LEVEL", "debug, info, warning or error (info)", take_log_level},
    {"threads", "N", "threads of the network; 0: one a processor (0)",
     [](server_options& into, const std::string& value) { into.threads = number(value, 0U, 256U); }},
    {"connections", "N", "connections to the database, beside the writers' (8)",
     [](server_options& into, const std::string& value) { into.connections = number(value, 1U, 1000U); }},
    {"writers", "N", "writers of comments, each with a connection (2)",
     [](server_options& into, const std::string& value) { into.writers = number(value, 1U, 64U); }},
    {"thread-cache", "MIB", "memory for rendered threads (16); 0: every page is read from the database",
     [](server_options& into, const std::string& value) {
         into.thread_cache_mib = number(value, 0U, 65536U);
     }},
    {"trusted-proxy", "NETWORKS", "whose X-Forwarded-For is believed (nobody's), such as 10.0.0.0/8",
     take_trusted_proxies},
    {"clients", "N", "connections of clients (4096); fewer when the limit on open files is lower",
     [](server_options& into, const std::string& value) { into.clients = number(value, 16U, 1'000'000U); }},
    {"clients-per-address", "N", "of one address, unless it is this machine or a trusted proxy (512)",
     [](server_options& into, const std::string& value) {
         into.clients_per_address = number(value, 1U, 1'000'000U);
     }},
    {"rates", "RATES",
     "requests a second, WHO=N/BURST,… (reporter=50/500,moderator=100/1000,supervisor=100/1000,\n"
     "                          archivist=100/1000,address=50/500; no limit on publisher and admin; 0: none)",
     take_rates},
};

const option* find(std::string_view name) {
    const auto found =
        std::find_if(std::begin(table), std::end(table), [&](const option& one) { return one.name == name; });
    return found == std::end(table) ? nullptr : found;
}

struct setting {
    std::string value;
    std::string origin; ///< for messages: "--listen", "GREFFE_LISTEN", "greffe.conf:3"
};
using settings = std::map<std::string, setting, std::less<>>;

std::string environment_name(std::string_view name) {
    std::string text = "GREFFE_";
    for (const char c : name)
        text += c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return text;
}

settings read_file(const std::string& path) {
    std::ifstream file(path);
    if (!file) throw bad_option("--config: can't read " + path);
    settings found;
    std::string text;
    for (int line = 1; std::getline(file, text); ++line) {
        const auto here = path + ":" + std::to_string(line);
        text = trimmed(text);
        if (text.empty() || text.front() == '#') continue;
        const auto equals = text.find('=');
        if (equals == std::string::npos) throw bad_option(here + ": `name = value` is wanted");
        const auto name = trimmed(text.substr(0, equals));
        auto value = trimmed(text.substr(equals + 1));
        if (!find(name)) throw bad_option(here + ": there is no option \"" + name + "\"");
        if (!value.empty() && value.front() == '"') {
            const auto end = value.find('"', 1);
            if (end == std::string::npos) throw bad_option(here + ": the quote is not closed");
            value = value.substr(1, end - 1);
        } else {
            value = trimmed(value.substr(0, value.find(" #")));
        }
        if (!found.insert({name, {value, here}}).second)
            throw bad_option(here + ": \"" + name + "\" is set a second time");
    }
    return found;
}

struct command_line {
    settings options;
    std::optional<std::string> config;
    server_options::command what = server_options::command::serve;
};

command_line read_arguments(std::span<const std::string> arguments) {
    static const std::map<std::string_view, server_options::command> commands = {
        {"admin-key", server_options::command::admin_key},
        {"health", server_options::command::health},
        {"ready", server_options::command::ready},
        {"--help", server_options::command::help},
        {"-h", server_options::command::help},
        {"--version", server_options::command::version}};
    command_line line;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const auto& word = arguments[i];
        if (const auto command = commands.find(word); command != commands.end()) {
            line.what = command->second;
            continue;
        }
        const auto equals = word.find('=');
        const auto flag = word.substr(0, equals);
        const auto name = flag.starts_with("--") ? flag.substr(2) : "";
        if (name != "config" && !find(name))
            throw bad_option("there is no option \"" + word + "\"; see --help");
        if (equals == std::string::npos && i + 1 == arguments.size())
            throw bad_option(flag + " wants a value");
        const auto value = equals == std::string::npos ? arguments[++i] : word.substr(equals + 1);
        if (name == "config")
            line.config = value;
        else
            line.options[name] = {value, flag};
    }
    return line;
}

} // namespace

std::optional<std::string> read_environment(const std::string& name) {
    const char* value = std::getenv(name.c_str());
    if (!value || !*value) return std::nullopt;
    return value;
}

fs::path default_data_folder(bool root, const environment_reader& environment) {
    if (root) return "/var/lib/greffe";
    if (const auto base = environment("XDG_DATA_HOME"); base && base->starts_with('/'))
        return fs::path(*base) / "greffe";
    if (const auto home = environment("HOME"); home && home->starts_with('/'))
        return fs::path(*home) / ".local/share/greffe";
    throw bad_option("there is no HOME to keep data in: give --data DIR");
}

server_options read_options(std::span<const std::string> arguments, const environment_reader& environment) {
    const auto line = read_arguments(arguments);
    server_options options;
    options.what = line.what;
    const auto config = line.config ? line.config : environment("GREFFE_CONFIG");
    const auto file = config ? read_file(*config) : settings{};
    for (const auto& one : table) {
        const auto variable = environment_name(one.name);
        const auto from_environment = environment(variable);
        setting chosen;
        if (const auto found = line.options.find(one.name); found != line.options.end())
            chosen = found->second;
        else if (from_environment)
            chosen = {*from_environment, variable};
        else if (const auto in_file = file.find(one.name); in_file != file.end())
            chosen = in_file->second;
        else
            continue;
        try {
            one.take(options, chosen.value);
        } catch (const bad_option& wrong) {
            throw bad_option(chosen.origin + ": " + wrong.what() + ", not \"" +
                             log::without_password(chosen.value) + "\"");
        }
    }
    if (options.data.empty()) options.data = default_data_folder(running_as_root(), environment);
    return options;
}

std::string options_help() {
    std::string text =
        "greffe-server [OPTION…]             serves until SIGTERM or SIGINT\n"
        "greffe-server admin-key [OPTION…]   prints a new key of role admin\n"
        "greffe-server health [OPTION…]      exit 0: the server at --listen is alive\n"
        "greffe-server ready [OPTION…]       exit 0: it should get traffic; else says why not\n\n";
    for (const auto& one : table) {
        auto left = "  --" + std::string(one.name) + " " + std::string(one.argument);
        left.resize(std::max<std::size_t>(left.size() + 1, 26), ' ');
        text += left + std::string(one.help) + "\n";
    }
    return text + "  --config FILE           the same options, one `name = value` a line\n"
                  "\nEach is also read from the environment, as GREFFE_LISTEN and so on. The command line "
                  "wins over the\n"
                  "environment, the environment over the file.\n";
}

} // namespace greffe::platform

// One order for every option: command line, environment, file, default; and messages that name where a bad
// value came from.
#include "server/platform/config.hpp"

#include <cstdio>
#include <fstream>
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace {

using namespace greffe::platform;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

struct told {
    std::vector<std::string> arguments = {};
    std::map<std::string, std::string> environment = {{"HOME", "/home/marianne"}};

    server_options read() const {
        return read_options(arguments, [this](const std::string& name) -> std::optional<std::string> {
            const auto found = environment.find(name);
            return found == environment.end() ? std::nullopt : std::optional(found->second);
        });
    }
    std::string refusal() const {
        try {
            read();
        } catch (const bad_option& e) {
            return e.what();
        }
        return "(accepted)";
    }
};

class config_file {
  public:
    explicit config_file(const std::string& text) {
        const int fd = ::mkstemp(name_);
        ::close(fd);
        std::ofstream(name_) << text;
    }
    ~config_file() { ::unlink(name_); }
    std::string path() const { return name_; }

  private:
    char name_[32] = "/tmp/greffe-conf-XXXXXX";
};

TEST(config, defaults) {
    const auto options = told{}.read();
    EXPECT_EQ(options.listen_host, "127.0.0.1");
    EXPECT_EQ(options.listen_port, 8080);
    EXPECT_FALSE(options.database);
    EXPECT_EQ(options.migrate, migrations::automatic);
    EXPECT_EQ(options.what, server_options::command::serve);
}

TEST(config, the_data_folder_of_a_user_and_of_root) {
    const auto home = [](const std::string& name) -> std::optional<std::string> {
        if (name == "HOME") return "/home/marianne";
        return std::nullopt;
    };
    EXPECT_EQ(default_data_folder(false, home), "/home/marianne/.local/share/greffe");
    EXPECT_EQ(default_data_folder(true, home), "/var/lib/greffe");
}

TEST(config, command_line_over_environment_over_file) {
    const config_file file(
        "# a comment\nlisten = 0.0.0.0:1\nmigrate = check\nlog-level = \"debug\" # another\n");
    told all{{"--listen", "[::1]:3", "--config=" + file.path()},
             {{"HOME", "/h"}, {"GREFFE_LISTEN", "0.0.0.0:2"}, {"GREFFE_MIGRATE", "auto"}}};
    const auto options = all.read();
    EXPECT_EQ(options.listen_host, "::1");
    EXPECT_EQ(options.listen_port, 3);
    EXPECT_EQ(options.migrate, migrations::automatic);
    EXPECT_EQ(options.log_level, "debug");
}

TEST(config, the_file_may_be_named_by_the_environment) {
    const config_file file("threads = 3\n");
    EXPECT_EQ((told{{}, {{"HOME", "/h"}, {"GREFFE_CONFIG", file.path()}}}.read().threads), 3U);
}

TEST(config, limits_on_clients) {
    const auto options =
        told{{"--trusted-proxy", "10.0.0.0/8, 2001:db8::1", "--rates", "reporter=5/20,address=7, publisher=0",
              "--clients=100", "--clients-per-address", "9"}}
            .read();
    ASSERT_EQ(options.trusted_proxies.size(), 2U);
    EXPECT_EQ(options.trusted_proxies[0], ip_network::parse("10.0.0.0/8"));
    EXPECT_EQ(options.rates.at("reporter"), (rate{.per_second = 5, .burst = 20}));
    EXPECT_EQ(options.rates.at("address"), (rate{.per_second = 7, .burst = 7})) << "a second's worth";
    EXPECT_EQ(options.rates.at("publisher").per_second, 0) << "no limit";
    EXPECT_EQ(options.clients, 100U);
    EXPECT_EQ(options.clients_per_address, 9U);
    const auto silent = told{}.read();
    EXPECT_TRUE(silent.trusted_proxies.empty()) << "nobody is believed";
    EXPECT_TRUE(silent.rates.empty());
    EXPECT_FALSE(silent.clients);
}

TEST(config, refusals_say_where_and_what) {
    const struct {
        std::vector<std::string> arguments;
        std::string says;
    } cases[] = {
        {{"--lissen", "x"}, "--lissen"},
        {{"--listen"}, "wants a value"},
        {{"--listen", "8080"}, "ADDRESS:PORT"},
        {{"--listen", "127.0.0.1:99999"}, "65535"},
        {{"--migrate", "perhaps"}, "auto or check"},
        {{"--writers", "0"}, "from 1"},
        {{"--threads", "4x"}, "from 0"},
        {{"--log-level", "loud"}, "debug, info"},
        {{"--database", "host=db"}, "postgresql://"},
        {{"--trusted-proxy", "10.0.0.0/33"}, "10.0.0.0/8"},
        {{"--trusted-proxy", "proxy.example.org"}, "addresses or networks"},
        {{"--rates", "reader=5"}, "a role or `address`"},
        {{"--rates", "reporter"}, "WHO=N"},
        {{"--rates", "reporter=often"}, "from 0"},
        {{"--rates", "reporter=5/0"}, "from 1"},
        {{"--clients", "3"}, "from 16"},
        {{"--config", "/nonexistent/greffe.conf"}, "can't read"},
        {{"serve-all"}, "--help"},
    };
    for (const auto& one : cases) EXPECT_THAT(told{one.arguments}.refusal(), HasSubstr(one.says));
}

TEST(config, a_bad_line_of_the_file_is_named_by_its_number) {
    const config_file unknown("listen = 1.2.3.4:5\nlisen = 6\n");
    EXPECT_THAT((told{{"--config", unknown.path()}}.refusal()), AllOf(HasSubstr(":2"), HasSubstr("lisen")));
    const config_file twice("threads = 1\nthreads = 2\n");
    EXPECT_THAT((told{{"--config", twice.path()}}.refusal()),
                AllOf(HasSubstr(":2"), HasSubstr("second time")));
    const config_file bad_value("\nmigrate = maybe\n");
    EXPECT_THAT((told{{"--config", bad_value.path()}}.refusal()),
                AllOf(HasSubstr(":2"), HasSubstr("auto or check")));
}

TEST(config, a_password_is_not_repeated) {
    EXPECT_THAT((told{{"--database", "mysql://u:geheim@h/d"}}.refusal()),
                AllOf(HasSubstr("--database"), Not(HasSubstr("geheim"))));
}

TEST(config, admin_key_is_a_command_with_the_same_options) {
    const auto options = told{{"admin-key", "--database", "postgresql://u@h/d"}}.read();
    EXPECT_EQ(options.what, server_options::command::admin_key);
    EXPECT_EQ(options.database, "postgresql://u@h/d");
}

TEST(config, help_names_every_option) {
    for (const auto* name : {"--listen", "--data", "--database", "--config", "--migrate", "admin-key"})
        EXPECT_THAT(options_help(), HasSubstr(name));
}

} // namespace

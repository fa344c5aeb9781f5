// What stands in docker/: the image has what the programs load and no compiler, no secret is in it or in the
// environment, the unit is locked in.
#include "tests/e2e/operations/document.hpp"
#include "tests/support/process.hpp"
#include "tests/support/scratch_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <fstream>
#include <map>
#include <sstream>

#include <sys/stat.h>
#include <unistd.h>

namespace greffe::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

std::set<std::string> lines_of(const std::string& text) {
    return all_matches(text, std::regex(R"(([^\n]+))"));
}

std::string output_of(const std::string& command) {
    return run_program("/bin/bash", {"-c", command}).output;
}

std::set<std::string> packages(const std::string& sections) {
    return lines_of(output_of((source / "docker/list-packages").string() + " " + sections));
}

/// Of the shared libraries that the programs name themselves.
std::set<std::string> needed_packages() {
    std::set<std::string> needed;
    for (const std::string program : {"greffe-server", "greffe"}) {
        const auto path = (programs / program).string();
        const auto direct =
            all_matches(output_of("readelf -d " + path), std::regex(R"(Shared library: \[([^\]]+)\])"));
        for (const auto& line : lines_of(output_of("ldd " + path))) {
            std::istringstream words(line);
            std::string name, arrow, file;
            words >> name >> arrow >> file;
            if (!direct.contains(name) || !file.starts_with("/")) continue;
            // Sanitizers come with the compiler, in test builds only.
            if (name.starts_with("libasan") || name.starts_with("libubsan") || name.starts_with("libtsan"))
                continue;
            const auto real = std::filesystem::canonical(file).string();
            // Debian keeps /lib in /usr, and its packages know some files by the one name, some by the other.
            const auto owner =
                all_matches(output_of("dpkg -S " + real + " " +
                                      real.substr(real.starts_with("/usr") ? 4 : 0) + " 2>/dev/null"),
                            std::regex(R"((?:^|\n)([^:,\n]+)[:,])"));
            EXPECT_FALSE(owner.empty()) << "whose is " << real;
            needed.insert(owner.begin(), owner.end());
        }
    }
    return needed;
}

TEST(Image, HasWhatTheProgramsLoadAndNothingMore) {
    auto needed = needed_packages();
    for (const char* of_every_system : {"libc6", "libgcc-s1", "libm6"}) needed.erase(of_every_system);
    auto listed = packages("runtime");
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    listed.erase("libjemalloc2"); // sanitizers bring their own allocator
#endif
    // By way of the others: spdlog's formatting is in a library of its own.
    for (const char* indirect : {"libfmt9", "libfmt10"})
        if (!needed.contains(indirect)) listed.erase(indirect);
    EXPECT_EQ(listed, needed);
}

TEST(Image, IsBuiltInTwoStagesWithoutACompilerAndWithoutRoot) {
    const auto file = text_of("docker/Dockerfile");
    const auto last = file.substr(file.rfind("\nFROM "));
    EXPECT_THAT(file, HasSubstr("list-packages build"));
    EXPECT_THAT(last, AllOf(HasSubstr("list-packages runtime"), Not(HasSubstr("list-packages build")),
                            HasSubstr("\nSTOPSIGNAL SIGTERM\n"), HasSubstr("\nHEALTHCHECK "),
                            HasSubstr("[\"greffe-server\", \"health\"]"), HasSubstr("\nUSER 10001:10001\n")));
    EXPECT_EQ(last.find("\nUSER "), last.rfind("\nUSER "));
    for (const auto& package : packages("runtime"))
        EXPECT_THAT(package,
                    AllOf(Not(testing::EndsWith("-dev")), Not(HasSubstr("gcc-1")), Not(HasSubstr("g++"))));
}

TEST(Compose, WaitsForHealthAndTellsNoSecret) {
    const auto file = YAML::Load(text_of("docker/compose.yaml"));
    std::set<std::string> used;
    ASSERT_EQ(file["services"].size(), 2u);
    for (const auto& service : file["services"]) {
        const auto name = service.first.as<std::string>();
        EXPECT_TRUE(service.second["healthcheck"]) << name;
        EXPECT_TRUE(service.second["volumes"]) << name;
        for (const auto& variable : service.second["environment"])
            EXPECT_THAT(variable.second.as<std::string>(), Not(HasSubstr("://"))) << name;
        for (const auto& secret : service.second["secrets"]) used.insert(secret.as<std::string>());
    }
    EXPECT_EQ(file["services"]["greffe"]["depends_on"]["postgres"]["condition"].as<std::string>(),
              "service_healthy");
    std::set<std::string> declared;
    for (const auto& secret : file["secrets"]) declared.insert(secret.first.as<std::string>());
    EXPECT_EQ(used, declared);
    EXPECT_THAT(text_of(".dockerignore"), HasSubstr("docker/secrets\n"));
    EXPECT_THAT(text_of(".gitignore"), HasSubstr("/docker/secrets/\n"));
}

TEST(Compose, SecretsAreMadeOnceForOneUserEach) {
    if (::geteuid() != 0) GTEST_SKIP() << "they are given to other users: root only";
    const scratch_folder scratch;
    const auto folder = scratch / "secrets";
    const auto make = [&] { return run_program(source / "docker/make-secrets", {folder.string()}); };
    ASSERT_EQ(make().exit_code, 0);
    std::map<std::string, std::string> first;
    for (const auto& [name, user] : std::map<std::string, uid_t>{
             {"postgres-password", 999}, {"greffe-password", 999}, {"greffe.conf", 10001}}) {
        struct stat found{};
        ASSERT_EQ(::stat((folder / name).c_str(), &found), 0) << name;
        EXPECT_EQ(found.st_mode & 0777, 0400u) << name;
        EXPECT_EQ(found.st_uid, user) << name;
        first[name] = text_of(folder / name);
    }
    EXPECT_EQ(first["greffe-password"].size(), 48u);
    EXPECT_NE(first["greffe-password"], first["postgres-password"]);
    EXPECT_EQ(first["greffe.conf"],
              "database = \"postgresql://greffe_owner:" + first["greffe-password"] + "@postgres/greffe\"\n");
    ASSERT_EQ(make().exit_code, 0);
    for (const auto& [name, text] : first)
        EXPECT_EQ(text_of(folder / name), text) << name << " was made again";
    struct stat found{};
    ASSERT_EQ(::stat(folder.c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 0777, 0700u);
}

TEST(Unit, IsLockedIn) {
    const auto unit = text_of("docker/greffe.service");
    std::set<std::string> lines = lines_of(unit);
    for (const char* wanted :
         {"NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=yes", "PrivateDevices=yes",
          "CapabilityBoundingSet=", "MemoryDenyWriteExecute=yes", "SystemCallFilter=@system-service",
          "DynamicUser=yes", "KillSignal=SIGTERM", "KillMode=mixed", "WantedBy=multi-user.target"})
        EXPECT_TRUE(lines.contains(wanted)) << wanted;
    const std::regex shape(R"(#.*|\[(Unit|Service|Install)\]|[A-Z][A-Za-z]+=.*)");
    for (const auto& line : lines) EXPECT_TRUE(std::regex_match(line, shape)) << line;
}

TEST(Unit, IsFoundRightBySystemdItself) {
    if (!std::filesystem::exists("/usr/bin/systemd-analyze")) GTEST_SKIP() << "there is no systemd here";
    const scratch_folder scratch;
    const auto unit = scratch / "greffe.service";
    std::string text = text_of("docker/greffe.service");
    const std::string installed = "/usr/local/bin/greffe-server";
    text.replace(text.find(installed), installed.size(), (programs / "greffe-server").string());
    std::ofstream(unit) << text;
    const auto verified = run_program("/usr/bin/systemd-analyze", {"verify", "--man=no", unit.string()});
    EXPECT_EQ(verified.exit_code, 0) << verified.errors;
    EXPECT_EQ(verified.errors, "");
    const auto exposure =
        run_program("/usr/bin/systemd-analyze",
                    {"security", "--offline=yes", "--threshold=20", "--no-pager", unit.string()});
    EXPECT_EQ(exposure.exit_code, 0) << exposure.output << exposure.errors;
}

} // namespace
} // namespace greffe::test

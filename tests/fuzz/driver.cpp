// Runs a fuzz target without libFuzzer: first every file of its corpus (old crashers among them), then
// mutations of these. A seed always makes the same ones, and without an option the seed is fixed, so that a
// failure can be had again. Usage:
//   fuzz_NAME CORPUS                           a fixed number of mutations, as in the test suite
//   fuzz_NAME CORPUS [--seed N] [--seconds N]  those of a seed; as many as the seconds allow
//   fuzz_NAME FILE                             this one input
// When the target dies, the input that killed it is left in ./crash-NAME; it belongs into the corpus.
#include <algorithm>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include <unistd.h>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
extern "C" __attribute__((weak)) void __sanitizer_set_death_callback(void (*callback)());

namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest_input = 1U << 16;
constexpr unsigned longest_step = 20; // seconds: an input that takes longer has found a way to be slow

struct plan {
    fs::path corpus;
    std::uint32_t seed = 20240409;
    std::chrono::seconds longest{60}; // a slow machine makes fewer mutations, not a slower suite
    long most_mutations = 20000;
};

std::optional<std::uint32_t> number(std::string_view written) {
    std::uint32_t read = 0;
    const auto [end, failed] = std::from_chars(written.data(), written.data() + written.size(), read);
    if (failed != std::errc{} || end != written.data() + written.size()) return std::nullopt;
    return read;
}

std::optional<plan> read_plan(const std::vector<std::string_view>& arguments) {
    if (arguments.size() % 2 == 0) return std::nullopt;
    plan made{.corpus = arguments[0]};
    for (std::size_t i = 1; i < arguments.size(); i += 2) {
        const auto value = number(arguments[i + 1]);
        if (!value) return std::nullopt;
        if (arguments[i] == "--seed") {
            made.seed = *value;
        } else if (arguments[i] == "--seconds") {
            made.longest = std::chrono::seconds(*value);
            made.most_mutations = std::numeric_limits<long>::max();
        } else {
            return std::nullopt;
        }
    }
    return made;
}

std::string current_input;
std::string program;
std::string crash_file;

void keep_input() {
    if (std::FILE* file = std::fopen(crash_file.c_str(), "wb")) {
        std::fwrite(current_input.data(), 1, current_input.size(), file);
        std::fclose(file);
        std::fprintf(stderr, "the input is in %s (%zu bytes); to have it again: %s %s\n", crash_file.c_str(),
                     current_input.size(), program.c_str(), crash_file.c_str());
    }
}

void on_signal(int number) {
    keep_input();
    std::signal(number, SIG_DFL);
    std::raise(number);
}

void feed(std::string input) {
    current_input = std::move(input);
    // A copy of exactly this size on the heap, so that AddressSanitizer sees the first byte read beyond it.
    const std::vector<std::uint8_t> bytes(current_input.begin(), current_input.end());
    ::alarm(longest_step);
    LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
    ::alarm(0);
}

class mutator {
  public:
    mutator(const std::vector<std::string>& seeds, std::uint32_t seed) : seeds_(seeds), random_(seed) {}

    std::string next() {
        auto text = any_seed();
        for (auto steps = 1 + below(8); steps > 0; --steps) change(text);
        if (text.size() > longest_input) text.resize(longest_input);
        return text;
    }

  private:
    std::size_t below(std::size_t end) { return end == 0 ? 0 : random_() % end; }
    const std::string& any_seed() { return seeds_[below(seeds_.size())]; }
    std::string piece_of(const std::string& text) {
        const auto begin = below(text.size() + 1);
        return text.substr(begin, 1 + below(64));
    }

    void change(std::string& text) {
        static const std::string tokens[] = {std::string("\0", 1),
                                             "\xff\xfe",
                                             "\xc3",
                                             "\xe2\x80",
                                             "\xed\xa0\x80",
                                             "\n",
                                             "\r\n",
                                             "\t",
                                             "\"",
                                             "\\u0000",
                                             "\\ud800",
                                             "{",
                                             "}",
                                             "[",
                                             "]",
                                             "<",
                                             ">",
                                             "&",
                                             "</script>",
                                             ":",
                                             "- ",
                                             "'",
                                             "-1",
                                             "18446744073709551616",
                                             "1e999",
                                             "\xc2\xa0",
                                             "\xe2\x80\xae",
                                             "((((",
                                             "{1000}",
                                             ".*",
                                             "|",
                                             "%00",
                                             "%",
                                             "..",
                                             "null",
                                             "2024-02-30T25:61:61Z",
                                             "31 f\xc3\xa9vrier"};
        const auto at = below(text.size() + 1);
        switch (below(7)) {
        case 0: text.insert(at, tokens[below(std::size(tokens))]); break;
        case 1:
            if (at < text.size()) text[at] = static_cast<char>(random_());
            break;
        case 2:
            if (at < text.size()) text[at] = static_cast<char>(text[at] ^ (1 << below(8)));
            break;
        case 3: text.erase(at, 1 + below(16)); break;
        case 4: text.insert(at, piece_of(text)); break;
        case 5: text.insert(at, piece_of(any_seed())); break;
        case 6: text.resize(at); break;
        }
    }

    const std::vector<std::string>& seeds_;
    std::mt19937 random_;
};

std::string content(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::vector<std::string> corpus(const fs::path& folder) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(folder)) files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    std::vector<std::string> texts = {""};
    for (const auto& path : files) texts.push_back(content(path));
    return texts;
}

void fuzz(const plan& asked) {
    const auto start = std::chrono::steady_clock::now();
    const auto seeds = corpus(asked.corpus);
    for (const auto& seed : seeds) feed(seed);
    mutator mutations(seeds, asked.seed);
    long done = 0;
    for (; done < asked.most_mutations && std::chrono::steady_clock::now() - start < asked.longest; ++done)
        feed(mutations.next());
    std::printf("%s: %zu inputs of the corpus, %ld mutations\n", program.c_str(), seeds.size() - 1, done);
}

} // namespace

int main(int count_of_arguments, char** arguments) {
    const auto asked = read_plan({arguments + 1, arguments + count_of_arguments});
    if (!asked || !fs::exists(asked->corpus)) {
        std::fprintf(stderr, "usage: %s CORPUS [--seed N] [--seconds N]\n       %s FILE\n", arguments[0],
                     arguments[0]);
        return 2;
    }
    program = arguments[0];
    crash_file = "crash-" + fs::path(program).filename().string();
    if (__sanitizer_set_death_callback) __sanitizer_set_death_callback(keep_input);
    for (const int number : {SIGABRT, SIGALRM}) std::signal(number, on_signal);

    if (fs::is_directory(asked->corpus))
        fuzz(*asked);
    else
        feed(content(asked->corpus));
    if (__sanitizer_set_death_callback) __sanitizer_set_death_callback(nullptr); // a leak is no one input's
    return 0;
}

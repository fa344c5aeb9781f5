// Runs a fuzz target without libFuzzer: first every file of its corpus (old crashers among them), then
// mutations of these, the same ones each time, so that a failure in the test suite can be had again. Usage:
// fuzz_NAME CORPUS [COUNT]. When the target dies, the input that killed it is left in ./crash-NAME; it
// belongs into the corpus.
#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include <unistd.h>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
extern "C" __attribute__((weak)) void __sanitizer_set_death_callback(void (*callback)());

namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest_input = 1U << 16;
constexpr auto longest_run =
    std::chrono::seconds{60}; // a slow machine makes fewer mutations, not a slower suite

std::string current_input;
std::string crash_file;

void keep_input() {
    if (std::FILE* file = std::fopen(crash_file.c_str(), "wb")) {
        std::fwrite(current_input.data(), 1, current_input.size(), file);
        std::fclose(file);
        std::fprintf(stderr, "the input is in %s (%zu bytes)\n", crash_file.c_str(), current_input.size());
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
    LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
}

class mutator {
  public:
    explicit mutator(const std::vector<std::string>& seeds) : seeds_(seeds) {}

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
    std::mt19937 random_{20240409};
};

std::vector<std::string> corpus(const fs::path& folder) {
    std::vector<fs::path> files;
    if (fs::is_directory(folder))
        for (const auto& entry : fs::directory_iterator(folder)) files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    std::vector<std::string> texts = {""};
    for (const auto& path : files) {
        std::ifstream file(path, std::ios::binary);
        texts.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
    return texts;
}

} // namespace

int main(int count_of_arguments, char** arguments) {
    if (count_of_arguments < 2) {
        std::fprintf(stderr, "usage: %s CORPUS [COUNT]\n", arguments[0]);
        return 2;
    }
    const auto name = fs::path(arguments[0]).filename().string();
    const long count = count_of_arguments > 2 ? std::atol(arguments[2]) : 20000;
    crash_file = "crash-" + name;
    if (__sanitizer_set_death_callback) __sanitizer_set_death_callback(keep_input);
    for (const int number : {SIGABRT, SIGALRM}) std::signal(number, on_signal);

    const auto seeds = corpus(arguments[1]);
    const auto start = std::chrono::steady_clock::now();
    for (const auto& seed : seeds) feed(seed);
    mutator mutations(seeds);
    long done = 0;
    for (; done < count && std::chrono::steady_clock::now() - start < longest_run; ++done) {
        ::alarm(20); // one input that takes longer has found a way to be slow
        feed(mutations.next());
    }
    ::alarm(0);
    std::printf("%s: %zu inputs of the corpus, %ld mutations\n", name.c_str(), seeds.size() - 1, done);
    return 0;
}

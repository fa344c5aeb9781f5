#include "rules/engine/document.hpp"

#include "rules/text/utf8.hpp"

#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <deque>
#include <istream>
#include <streambuf>
#include <utility>

namespace greffe::rules {
namespace {

struct refusal {
    diagnostic why;
};

// Places in the source, from the byte lines and byte columns of the parser.
class source_lines {
  public:
    explicit source_lines(std::string_view source) : source_(source) {
        starts_.push_back(0);
        for (std::size_t at = 0; at < source.size(); ++at)
            if (source[at] == '\n') starts_.push_back(at + 1);
    }
    std::size_t offset(int line, int byte_column) const {
        const auto row = std::min(static_cast<std::size_t>(std::max(line, 0)), starts_.size() - 1);
        return std::min(starts_[row] + static_cast<std::size_t>(std::max(byte_column, 0)), source_.size());
    }
    // The parser goes forward, so characters are counted from the last place asked for: one long line stays
    // linear.
    place at(std::size_t offset) {
        const auto behind = std::ranges::upper_bound(starts_, offset);
        const std::size_t start = *std::prev(behind);
        if (start > counted_to_ || offset < counted_to_) {
            counted_to_ = start;
            counted_ = 0;
        }
        counted_ +=
            static_cast<int>(text::count_characters(source_.substr(counted_to_, offset - counted_to_)));
        counted_to_ = offset;
        return {static_cast<int>(behind - starts_.begin()), counted_ + 1};
    }
    std::string_view from(std::size_t offset) const { return source_.substr(offset); }

  private:
    std::string_view source_;
    std::vector<std::size_t> starts_;
    std::size_t counted_to_ = 0;
    int counted_ = 0; ///< characters from the start of the line up to counted_to_
};

class tree_builder : public YAML::EventHandler {
  public:
    tree_builder(source_lines& lines, const std::string& file, diagnostics& found,
                 const document_limits& limits)
        : lines_(lines), file_(file), found_(found), limits_(limits) {}

    node root;
    bool is_empty = true;

    void OnDocumentStart(const YAML::Mark& mark) override {
        if (!is_empty)
            refuse(mark, "several-documents", "a ruleset is one document", "remove the line '---'");
    }
    void OnDocumentEnd() override {}
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
        refuse(mark, "alias", "aliases are not part of the language",
               "write the value out, or make it a list");
    }
    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        add(mark, "", anchor, node::kind::null);
    }
    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& value) override {
        if (!text::is_valid_utf8(value) || value.find('\0') != std::string::npos)
            refuse(mark, "bad-character", "this value holds NUL or a half of a character",
                   "remove the escape");
        add(mark, tag, anchor, node::kind::scalar, value);
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override {
        open(add(mark, tag, anchor, node::kind::sequence), mark);
    }
    void OnSequenceEnd() override { open_.pop_back(); }
    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override {
        open(add(mark, tag, anchor, node::kind::map), mark);
    }
    void OnMapEnd() override { open_.pop_back(); }

  private:
    struct level {
        node* in;
        bool has_key = false;
        entry pending{};
        bool repeated = false;
        node dropped{}; ///< takes the value of a repeated key
    };

    [[noreturn]] void refuse(const YAML::Mark& mark, const char* code, const char* message,
                             const char* hint) {
        const place at = lines_.at(lines_.offset(mark.line, mark.column));
        throw refusal{{diagnostic::severity::error, file_, at.line, at.column, code, message, hint}};
    }

    void open(node* opened, const YAML::Mark& mark) {
        if (static_cast<int>(open_.size()) >= limits_.depth)
            refuse(mark, "too-deep", "this is nested too deeply", "no condition needs so many levels");
        open_.push_back({.in = opened});
    }

    node* add(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, node::kind kind,
              const std::string& value = {}) {
        is_empty = false;
        if (++nodes_ > limits_.nodes)
            refuse(mark, "too-large", "the document has too many values", "split the ruleset into packs");
        if (anchor != 0)
            refuse(mark, "alias", "anchors are not part of the language",
                   "write the value out, or make it a list");
        if (!tag.empty() && tag != "?" && tag != "!")
            refuse(mark, "tag", "tags are not part of the language", "remove the tag");
        const std::size_t offset = lines_.offset(mark.line, mark.column);
        node made;
        made.is = kind;
        made.at = lines_.at(offset);
        made.text = value;
        if (kind == node::kind::scalar) made.first_column = first_column(made, offset);
        if (open_.empty()) return &(root = std::move(made));
        level& top = open_.back();
        if (top.in->is == node::kind::sequence) return &top.in->items.emplace_back(std::move(made));
        if (!std::exchange(top.has_key, !top.has_key)) {
            take_key(top, std::move(made), mark);
            return nullptr;
        }
        top.pending.value = std::move(made);
        if (top.repeated) return &(top.dropped = std::move(top.pending.value));
        return &top.in->entries.emplace_back(std::move(top.pending)).value;
    }

    void take_key(level& top, node key, const YAML::Mark& mark) {
        if (key.is != node::kind::scalar)
            refuse(mark, "wrong-type", "a key is a word", "quote it if it holds brackets or a colon");
        if (top.in->entries.size() >= limits_.keys)
            refuse(mark, "too-large", "this map has too many keys", "split it");
        top.repeated = top.in->find(key.text) != nullptr;
        if (top.repeated)
            found_.push_back({diagnostic::severity::error, file_, key.at.line, key.at.column, "duplicate-key",
                              "the key '" + key.text + "' is here twice", "keep one of them"});
        top.pending = {std::move(key.text), key.at, {}};
    }

    int first_column(const node& scalar, std::size_t offset) const {
        for (const std::size_t quote : {0, 1}) {
            if (lines_.from(offset).substr(quote).starts_with(scalar.text)) {
                const char before = quote == 1 ? lines_.from(offset).front() : '\0';
                if (quote == 0 || before == '"' || before == '\'')
                    return scalar.at.column + static_cast<int>(quote);
            }
        }
        return 0;
    }

    source_lines& lines_;
    const std::string& file_;
    diagnostics& found_;
    const document_limits& limits_;
    std::deque<level> open_; // a level stays where it is while deeper ones come and go
    std::size_t nodes_ = 0;
};

// Reads the caller's bytes where they are.
struct view_buffer : std::streambuf {
    explicit view_buffer(std::string_view bytes) {
        char* begin = const_cast<char*>(bytes.data());
        setg(begin, begin, begin + bytes.size());
    }
};

std::optional<refusal> not_text(std::string_view yaml, const std::string& file,
                                const document_limits& limits) {
    const auto whole = [&](const char* code, std::string message, const char* hint) {
        return refusal{{diagnostic::severity::error, file, 0, 0, code, std::move(message), hint}};
    };
    if (yaml.size() > limits.bytes)
        return whole("too-large", "the document is longer than " + std::to_string(limits.bytes) + " bytes",
                     "split the ruleset into packs");
    if (!text::is_valid_utf8(yaml))
        return whole("not-utf-8", "the document is not UTF-8", "save it as UTF-8");
    if (yaml.find('\0') != std::string_view::npos)
        return whole("not-utf-8", "the document holds a NUL byte", "save it as UTF-8 text");
    return std::nullopt;
}

} // namespace

const node* node::find(std::string_view key) const {
    const auto found = std::ranges::find(entries, key, &entry::key);
    return found == entries.end() ? nullptr : &found->value;
}

place node::inside(std::size_t offset) const {
    if (first_column == 0 || text.find('\n') < offset) return at;
    return {at.line, first_column + static_cast<int>(text::count_characters(text.substr(0, offset)))};
}

std::optional<node> read_document(std::string_view yaml, const std::string& file, diagnostics& found,
                                  const document_limits& limits) {
    if (auto refused = not_text(yaml, file, limits)) {
        found.push_back(std::move(refused->why));
        return std::nullopt;
    }
    if (yaml.starts_with("\xEF\xBB\xBF")) yaml.remove_prefix(3);
    source_lines lines(yaml);
    view_buffer buffer(yaml);
    std::istream stream(&buffer);
    tree_builder builder(lines, file, found, limits);
    try {
        YAML::Parser parser(stream);
        while (parser.HandleNextDocument(builder)) {
        }
    } catch (const refusal& refused) {
        found.push_back(refused.why);
        return std::nullopt;
    } catch (const YAML::Exception& e) {
        const bool deep = dynamic_cast<const YAML::DeepRecursion*>(&e) != nullptr;
        const place at = e.mark.is_null() ? place{} : lines.at(lines.offset(e.mark.line, e.mark.column));
        found.push_back(
            {diagnostic::severity::error, file, at.line, at.column, deep ? "too-deep" : "yaml",
             deep ? "this is nested too deeply" : "this is not YAML: " + e.msg,
             deep ? "no condition needs so many levels"
                  : "quote texts that hold ': ', ' #', brackets or a leading '*', '&', '!', '%', '@'"});
        return std::nullopt;
    }
    if (builder.is_empty) {
        found.push_back({diagnostic::severity::error, file, 0, 0, "missing-key", "the document is empty",
                         "begin with 'ruleset: NAME'"});
        return std::nullopt;
    }
    return std::move(builder.root);
}

} // namespace greffe::rules

#include "rules/text/links.hpp"

#include "rules/text/fold_piece.hpp"
#include "rules/text/hosts.hpp"
#include "rules/text/lookalikes.hpp"
#include "rules/text/utf8.hpp"
#include "rules/text/view.hpp"

#include <unicode/uchar.h>

#include <algorithm>
#include <optional>

namespace greffe::rules::text {
namespace {

constexpr std::size_t longest_host = 1024;

bool is_dot(char32_t c) {
    return c == U'.' || c == U'\u3002' || c == U'\uFF0E' || c == U'\uFF61';
}

bool is_host(char32_t c) {
    if (c < 0x80) {
        const char32_t lower = c | 0x20U;
        return c == U'-' || (lower >= U'a' && lower <= U'z') || (c >= U'0' && c <= U'9');
    }
    if (is_dot(c)) return false;
    const auto character = static_cast<UChar32>(c);
    const auto type = u_charType(character);
    // Ignorable characters count: a browser drops them, and so does UTS 46.
    return u_isalnum(character) != 0 || type == U_NON_SPACING_MARK ||
           u_hasBinaryProperty(character, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0;
}

// A link ends before these, and before the punctuation that closes the sentence around it.
bool ends_path(char32_t c) {
    return is_white_space(c) || c == U'<' || c == U'>' || c == U'"' || c == U'\u00AB' || c == U'\u00BB' ||
           c == U'\u201C' || c == U'\u201D';
}
constexpr std::string_view closing = ".,;:!?)]}'*_";

std::string look_of(std::string_view host) {
    const std::string shown = shown_host(host);
    if (shown == host) return {};
    std::string ascii;
    const std::string folded = make_view(view_kind::folded, shown);
    for (std::size_t at = 0; at < folded.size();) {
        const char32_t c = next_character(folded, at);
        const char look = c < 0x80 ? static_cast<char>(c) : ascii_lookalike(c);
        if (look != 0)
            ascii += look;
        else
            append_character(ascii, c);
    }
    return normalized_host(ascii).value_or("");
}

/// What the reader sees of `written`, where folding will hide it.
std::string seen_as_written(std::string_view written) {
    std::string seen;
    for (std::size_t at = 0; at < written.size();) {
        const std::size_t begin = at;
        const char32_t c = next_character(written, at);
        if (const char ascii = c < 0x80 ? '\0' : ascii_lookalike_as_written(c); ascii != 0)
            seen += ascii;
        else
            seen += written.substr(begin, at - begin);
    }
    return seen;
}

std::vector<std::string> looks_of(std::string_view written, std::string_view host) {
    std::vector<std::string> looks;
    const auto add = [&](std::string look) {
        if (!look.empty()) looks.push_back(std::move(look));
    };
    add(look_of(host));
    if (const std::string seen = seen_as_written(written); seen != written)
        if (const auto other = normalized_host(seen)) {
            add(look_of(*other));
            add(*other);
        }
    return looks;
}

class finder {
  public:
    finder(std::string_view text, std::vector<link>& found) : text_(text), found_(found) {}

    void run() {
        for (std::size_t at = 0; at < text_.size();) {
            const auto byte = static_cast<unsigned char>(text_[at]);
            if (byte != '.' && byte < 0xE0) {
                ++at;
                continue;
            }
            const std::size_t dot = at;
            if (!is_dot(next_character(text_, at))) continue;
            at = std::max(at, try_at(dot));
            free_from_ = at;
        }
    }

  private:
    // The end of what was looked at around this dot.
    std::size_t try_at(std::size_t dot) {
        const byte_range name{host_begin(dot), host_end(dot)};
        if (text_.substr(name.end, 3) == "://") return dot; // a sentence's dot before a scheme
        if (name.end - name.begin > longest_host) return name.end;
        const auto host = normalized_host(text_.substr(name.begin, name.end - name.begin));
        if (!host) return name.end;
        const auto scheme = scheme_begin(name.begin);
        if (!scheme && name.begin > 0 && text_[name.begin - 1] == '@') return name.end;
        const std::size_t end = path_end(name.end);
        if (!scheme && end == name.end && name.end < text_.size() && text_[name.end] == '@') return name.end;
        const auto domain = top_level(*host);
        const bool named = domain.front() < '0' || domain.front() > '9';
        const bool www = host->starts_with("www.");
        const bool path = end > name.end && is_top_level(domain);
        found_.push_back({{scheme.value_or(name.begin), end},
                          *host,
                          looks_of(text_.substr(name.begin, name.end - name.begin), *host),
                          scheme.has_value() || (named && (www || path || ends_bare_names(domain)))});
        return end;
    }

    std::size_t host_begin(std::size_t dot) const {
        std::size_t begin = dot;
        while (begin > free_from_ && dot - begin <= longest_host) {
            std::size_t before = begin;
            if (!is_host(previous_character(text_, before)) || before < free_from_) break;
            begin = before;
        }
        while (begin < dot && text_[begin] == '-') ++begin;
        return begin;
    }

    std::size_t host_end(std::size_t dot) const {
        std::size_t end = dot;
        std::size_t at = dot;
        bool after_dot = false;
        while (at < text_.size()) {
            const char32_t c = next_character(text_, at);
            if (is_dot(c)) {
                if (after_dot) break;
                after_dot = true;
            } else if (is_host(c)) {
                after_dot = false;
                end = at;
            } else {
                break;
            }
        }
        while (end > dot && text_[end - 1] == '-') --end;
        return std::max(end, dot);
    }

    // Where "https://" before the host (and "user@") begins.
    std::optional<std::size_t> scheme_begin(std::size_t host) const {
        std::size_t at = host;
        if (at > free_from_ && text_[at - 1] == '@') {
            while (at > free_from_ && host - at < 256 &&
                   !ends_path(static_cast<unsigned char>(text_[at - 1])) && text_[at - 1] != '/')
                --at;
        }
        if (at < free_from_ + 3 || text_.substr(at - 3, 3) != "://") return std::nullopt;
        at -= 3;
        const std::size_t colon = at;
        while (at > free_from_ && is_scheme(text_[at - 1]) && colon - at < 32) --at;
        if (at == colon) return std::nullopt;
        return at;
    }

    static bool is_scheme(char c) {
        const char lower = static_cast<char>(c | 0x20);
        return lower >= 'a' && lower <= 'z';
    }

    // Behind the port and the path that follow a host.
    std::size_t path_end(std::size_t host) const {
        std::size_t at = host;
        if (at < text_.size() && text_[at] == ':') {
            std::size_t digits = at + 1;
            while (digits < text_.size() && text_[digits] >= '0' && text_[digits] <= '9') ++digits;
            if (digits > at + 1) at = digits;
        }
        if (at >= text_.size() || (text_[at] != '/' && text_[at] != '?' && text_[at] != '#')) return at;
        if (text_[at] == '?' && (at + 1 >= text_.size() || !is_scheme(text_[at + 1]))) return at;
        std::size_t end = at;
        while (at < text_.size()) {
            std::size_t behind = at;
            if (ends_path(next_character(text_, behind))) break;
            at = behind;
            if (closing.find(text_[at - 1]) == std::string_view::npos) end = at;
        }
        return end;
    }

    std::string_view text_;
    std::vector<link>& found_;
    std::size_t free_from_ = 0; ///< nothing before it belongs to a new candidate
};

} // namespace

void find_links(std::string_view text, std::vector<link>& found) {
    found.clear();
    finder(text, found).run();
}

} // namespace greffe::rules::text

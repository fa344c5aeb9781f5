#include "rules/engine/fingerprint.hpp"

#include "rules/engine/program.hpp"
#include "rules/text/links.hpp"
#include "rules/text/phones.hpp"
#include "rules/text/tokens.hpp"
#include "rules/text/view.hpp"

#include <algorithm>

namespace greffe::rules {
namespace {

void tidy(std::vector<std::string>& keys) {
    std::ranges::sort(keys);
    keys.erase(std::ranges::unique(keys).begin(), keys.end());
}

bool counts_by(const facts_needed& needed, rate_key by) {
    return std::ranges::find(needed.rates, by, &rate_need::by) != needed.rates.end();
}

std::string folded_words(std::string_view body) {
    const std::string folded = text::make_view(text::view_kind::folded, body);
    std::string words;
    for (const std::string_view word : text::words_of(folded)) {
        if (!words.empty()) words += ' ';
        words += word;
    }
    return words;
}

} // namespace

fingerprint fingerprint_of(const facts_needed& needed, std::string_view body) {
    fingerprint made;
    for (const bool near : {false, true}) {
        if (std::ranges::find(needed.duplicates, near, &duplicate_need::near) == needed.duplicates.end())
            continue;
        // Near duplicates include the exact ones, also of texts that are too short for a signature.
        made.exact = folded_words(body);
        if (near) made.near = text::near_signature_of(body);
    }
    if (counts_by(needed, rate_key::link_host)) {
        std::vector<text::link> links;
        text::find_links(body, links);
        for (text::link& link : links)
            if (link.certain) made.link_hosts.push_back(std::move(link.host));
        tidy(made.link_hosts);
    }
    if (counts_by(needed, rate_key::phone)) {
        for (auto& phone : text::find_phone_numbers(body)) made.phones.push_back(std::move(phone.number));
        tidy(made.phones);
    }
    return made;
}

std::vector<std::string> tags_for(const std::string& glob, const std::vector<std::string>& tags) {
    std::vector<std::string> chosen;
    for (const std::string& tag : tags)
        if (glob.empty() || matches_glob(glob, tag)) chosen.push_back(tag);
    return chosen;
}

} // namespace greffe::rules

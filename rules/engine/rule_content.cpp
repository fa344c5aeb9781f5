#include "rules/engine/rule_content.hpp"

#include "rules/engine/describe.hpp"

#include <cstdint>

namespace greffe::rules {
namespace {

class content_hash {
  public:
    void add(std::string_view text) {
        for (const char c : text) mix(static_cast<unsigned char>(c));
        mix(0); // no text holds it: "ab", "c" is not "a", "bc"
    }
    void add(std::int64_t number) { add(std::to_string(number)); }
    void add(const std::vector<std::string>& texts) {
        add(static_cast<std::int64_t>(texts.size()));
        for (const std::string& text : texts) add(text);
    }
    std::string digits() const {
        std::string out;
        for (int shift = 60; shift >= 0; shift -= 4) out += "0123456789abcdef"[(value_ >> shift) & 15];
        return out;
    }

  private:
    void mix(unsigned char byte) {
        value_ ^= byte;
        value_ *= 0x100000001b3;
    }
    std::uint64_t value_ = 0xcbf29ce484222325;
};

void add(content_hash& to, const condition& c) {
    const auto branch = [&](std::string_view name, const std::vector<condition>& children) {
        to.add(name);
        to.add(static_cast<std::int64_t>(children.size()));
        for (const condition& child : children) add(to, child);
    };
    if (const auto* all = std::get_if<all_of>(&c.is))
        branch("all", all->children);
    else if (const auto* any = std::get_if<any_of>(&c.is))
        branch("any", any->children);
    else if (const auto* none = std::get_if<none_of>(&c.is))
        branch("not", none->child);
    else
        to.add(identity(c));
}

} // namespace

std::string content_of(const rule_spec& rule) {
    content_hash all;
    all.add(to_string(rule.target));
    all.add(rule.where.sections);
    all.add(rule.where.tags);
    add(all, *rule.when);
    all.add(rule.policy.value_or(""));
    all.add(rule.expires ? std::chrono::sys_days(*rule.expires).time_since_epoch().count() : -1);
    all.add(to_string(rule.does));
    all.add(rule.score);
    all.add(rule.effect.priority);
    all.add(rule.effect.escalate * 4 + rule.effect.hide * 2 + rule.effect.discount);
    return all.digits();
}

} // namespace greffe::rules
